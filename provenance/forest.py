"""From evidence between versions to their stemma: the forest of who was made from whom.

Every version has at most one parent among those at hand; a version without one is a root.  A version may instead stand
beside another one: both were made from a version that nobody has, a hyparchetype.  A forest's score is the sum of the
log-odds of its steps, so forests form a log-linear model; its normaliser and the marginal probability of every step
come exactly from the matrix-tree theorem (Tutte 1984; Koo, Globerson, Carreras and Collins, EMNLP 2007), and the most
probable forest from the algorithm of Chu and Liu (1965) and Edmonds (1967).  Cycles cannot arise.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FORBIDDEN = -1e9
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shape:
    """parents[i]: index of the version that i was made from or stands beside, -1 for a root; beside[i]: which of it."""

    parents: tuple[int, ...]
    beside: tuple[bool, ...]

    def made_from(self, child: int) -> int:
        """Return the index of the version that a version was made from; -1 if it is a root or stands beside one."""
        return -1 if self.beside[child] else self.parents[child]


@dataclass(frozen=True, slots=True)
class Forest:
    """shape: the most probable forest; probability: of the whole of it, [0, 1].

    marginals: float64[n + 1, n]; [p, c] is the probability that c was made from p; row n: that c is a root.
    beside: float64[n, n], symmetric; the probability that two stand beside each other.
    runners_up: other forests with their probabilities, best first.
    """

    shape: Shape
    probability: float
    marginals: Scores
    beside: Scores
    runners_up: tuple[tuple[Shape, float], ...]

    @property
    def parents(self) -> tuple[int, ...]:
        """The version that each was made from, -1 for none."""
        return tuple(self.shape.made_from(child) for child in range(len(self.shape.parents)))


def grow(scores: Scores, beside: Scores | None = None, *, runners_up: int = 3) -> Forest:
    """Return the most probable forest over n versions.

    scores: float64[n, n], log-odds that column was made from row rather than from nothing at hand; FORBIDDEN (or any
    value below -1e8) rules a step out; the diagonal is ignored.  beside: float64[n, n], symmetric, the same for two
    that come from a version that nobody has; ruled out by default.
    """
    count = len(scores)
    direct = _framed(scores)
    aside = _framed(np.full((count, count), FORBIDDEN) if beside is None else beside)
    aside[0] = FORBIDDEN
    # That one stands beside the other and the other beside the one is the same story: each has half of its weight.
    weights = np.logaddexp(direct, aside - math.log(2.0))
    log_total, marginals = _marginals(weights)
    share = np.exp(np.minimum(0.0, direct - weights))
    found, total = _best(direct, aside)
    others: dict[Shape, float] = {}
    for child in range(1, count + 1):
        parent = found.parents[child - 1] + 1
        held, rest = direct.copy(), aside.copy()
        if found.beside[child - 1]:
            rest[parent, child] = rest[child, parent] = FORBIDDEN
        else:
            held[parent, child] = FORBIDDEN
        other, score = _best(held, rest)
        if other != found:
            others[other] = math.exp(min(0.0, score - log_total))
    ranked = sorted(others.items(), key=lambda item: (-item[1], item[0].parents))[:runners_up]
    whole = marginals * share
    side = marginals[1:, 1:] * (1.0 - share[1:, 1:])
    return Forest(
        shape=found,
        probability=math.exp(min(0.0, total - log_total)),
        marginals=np.vstack([whole[1:, 1:], whole[:1, 1:]]),
        beside=side + side.T,
        runners_up=tuple((shape, chance) for shape, chance in ranked if chance > 1e-4),
    )


def _framed(scores: Scores) -> Scores:
    """Return the scores with the root, from which every step has log-odds of 0, as a first row and column."""
    weights = np.full((len(scores) + 1, len(scores) + 1), FORBIDDEN)
    weights[1:, 1:] = scores
    weights[0, 1:] = 0.0
    np.fill_diagonal(weights, FORBIDDEN)
    return weights


def _best(direct: Scores, aside: Scores) -> tuple[Shape, float]:
    """Return the best forest and its score; of a step and a standing beside of equal score, the step."""
    parents = _arborescence(np.maximum(direct, aside))
    beside = tuple(
        bool(aside[parents[child], child] > direct[parents[child], child]) for child in range(1, len(direct))
    )
    return Shape(tuple(parent - 1 for parent in parents[1:]), beside), _score(np.maximum(direct, aside), parents)


def _score(weights: Scores, parents: list[int]) -> float:
    return float(sum(weights[parents[child], child] for child in range(1, len(parents))))


def _marginals(weights: Scores) -> tuple[float, Scores]:
    """Return the log of the normaliser and the marginals float64[n + 1, n + 1] of every step (matrix-tree theorem).

    Each child's scores are first lowered by their maximum, which changes no probability and keeps exp in range.
    """
    size = len(weights)
    top = weights[:, 1:].max(axis=0)
    shifted = np.exp(np.clip(weights[:, 1:] - top, -700.0, 0.0))
    shifted[weights[:, 1:] < -1e8] = 0.0
    laplacian = -shifted[1:, :].copy()
    np.fill_diagonal(laplacian, shifted.sum(axis=0) - np.diagonal(shifted[1:, :]))
    _, log_det = np.linalg.slogdet(laplacian)
    inverse = np.linalg.pinv(laplacian) if not np.isfinite(log_det) else np.linalg.inv(laplacian)
    marginals = np.zeros((size, size))
    diagonal = np.diagonal(inverse)
    marginals[0, 1:] = shifted[0] * diagonal
    marginals[1:, 1:] = shifted[1:, :] * (diagonal[None, :] - inverse.T)
    np.fill_diagonal(marginals, 0.0)
    return float(log_det + top.sum()), np.clip(marginals, 0.0, 1.0)


def _arborescence(weights: Scores) -> list[int]:
    """Return the parent of each node (0 is the root, its own parent 0) in the best arborescence (Chu-Liu, Edmonds)."""
    size = len(weights)
    parents = [0] * size
    for child in range(1, size):
        parents[child] = int(np.argmax(weights[:, child]))
    cycle = _cycle(parents)
    if not cycle:
        return parents
    inside = set(cycle)
    outside = [node for node in range(size) if node not in inside]
    merged = len(outside)
    smaller = np.full((merged + 1, merged + 1), FORBIDDEN)
    entry: dict[int, int] = {}
    leave: dict[int, int] = {}
    total = sum(weights[parents[node], node] for node in cycle)
    for place, node in enumerate(outside):
        for spot, peer in enumerate(outside):
            smaller[place, spot] = weights[node, peer]
        gains = [weights[node, member] - weights[parents[member], member] for member in cycle]
        entry[place] = cycle[int(np.argmax(gains))]
        smaller[place, merged] = max(gains) + total
        leave[place] = cycle[int(np.argmax([weights[member, node] for member in cycle]))]
        smaller[merged, place] = weights[leave[place], node]
    np.fill_diagonal(smaller, FORBIDDEN)
    inner = _arborescence(smaller)
    for spot in range(1, merged):
        parents[outside[spot]] = leave[spot] if inner[spot] == merged else outside[inner[spot]]
    broken = entry[inner[merged]]
    parents[broken] = outside[inner[merged]]
    return parents


def _cycle(parents: list[int]) -> list[int]:
    """Return the nodes of one cycle, or an empty list."""
    state = [0] * len(parents)
    state[0] = 2
    for start in range(1, len(parents)):
        path: list[int] = []
        node = start
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = parents[node]
        if state[node] == 1:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return []
