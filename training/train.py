"""Contrastive training of one row per piece: a bag's vector must find its translation in the batch."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from training.bags import Bags, pick
from training.grams import Grams, compose, gather, spread
from training.rows import Floats, Ids, move_rows, sum_rows, through_norm

Order = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Every number that training depends on, besides the data."""

    dimensions: int = 512
    batch: int = 2048
    rate: float = 0.02
    scale: float = 25.0
    margin: float = 0.0
    dropout: float = 0.1
    beta1: float = 0.9
    beta2: float = 0.99
    spread: float = 0.02
    warmup: int = 200
    fall: float = 0.3
    seed: int = 0


@dataclass(slots=True)
class State:
    """The table of rows, the pieces' own first and their n-grams' after, with Adam's two moments; `train` moves it."""

    table: Floats
    first: Floats
    second: Floats
    step: int = 0


def fresh_state(pieces: int, grams: Grams, recipe: Recipe) -> State:
    """Rows drawn from a normal distribution with the recipe's spread and seed; n-grams start at zero."""
    random = np.random.default_rng(recipe.seed)
    table = np.zeros((pieces + grams.count, recipe.dimensions), dtype=np.float32)
    table[:pieces] = random.standard_normal((pieces, recipe.dimensions), dtype=np.float32) * np.float32(recipe.spread)
    return State(table, np.zeros_like(table), np.zeros_like(table))


def table_of(state: State, pieces: int, grams: Grams) -> Floats:
    """Return the rows to ship: each piece's own plus those of its n-grams."""
    rows: Floats = compose(state.table, np.arange(pieces, dtype=np.int32), grams.ids, grams.offsets, pieces)
    return rows


def train(
    state: State,
    ones: Bags,
    others: Bags,
    grams: Grams,
    *,
    batches: Iterator[Order],
    steps: int,
    recipe: Recipe,
    report: Callable[[str], None] = print,
) -> None:
    """Take `steps` steps at the recipe's rate, which falls linearly to 1 % in the last part, `fall`.

    A steady rate first, so that a run can be continued or finished from any saved state.
    """
    started, loss_sum = time.monotonic(), 0.0
    for step, rows in zip(range(steps), batches, strict=False):
        falling = min(1.0, max(0.01, (1.0 - step / steps) / max(recipe.fall, 1e-9)))
        rate = recipe.rate * falling * min(1.0, (state.step + 1) / recipe.warmup)
        loss_sum += _step(state, ones, others, grams, rows=rows, rate=rate, recipe=recipe)
        if step % 200 == 199:
            pace = (time.monotonic() - started) / (step + 1)
            report(f"step {step + 1}/{steps}  loss {loss_sum / 200:.3f}  {pace:.2f} s/step")
            loss_sum = 0.0


def _step(state: State, ones: Bags, others: Bags, grams: Grams, *, rows: Order, rate: float, recipe: Recipe) -> float:
    seed = (recipe.seed * 1_000_003 + state.step * 2) % (2**31)
    one_ids, one_offsets = pick(ones.ids, ones.offsets, rows, recipe.dropout, seed)
    other_ids, other_offsets = pick(others.ids, others.offsets, rows, recipe.dropout, seed + 1)
    ids = np.concatenate([one_ids, other_ids])
    offsets = np.concatenate([one_offsets, other_offsets[1:] + len(one_ids)])
    pieces, inverse = np.unique(ids, return_inverse=True)
    places: Ids = inverse.astype(np.int32)
    size = len(grams.offsets) - 1
    made = compose(state.table, pieces, grams.ids, grams.offsets, size)
    units, lengths = sum_rows(made, places, offsets)
    clashes = _clashes(ones.keys[rows], others.keys[rows])
    loss, one_gradient, other_gradient = _contrast(units[: len(rows)], units[len(rows) :], clashes, recipe)
    gradients = np.concatenate([one_gradient, other_gradient])
    through_norm(gradients, units, lengths)
    order = np.argsort(places, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(places, minlength=len(pieces)))]).astype(np.int64)
    by_piece = gather(gradients, order, _owners(offsets), starts)
    state.step += 1
    correction = np.sqrt(1 - recipe.beta2**state.step) / (1 - recipe.beta1**state.step)
    _move(state, pieces, by_piece, grams, rate * float(correction), recipe)
    return loss


def _contrast(one: Floats, other: Floats, clashes: tuple[Order, Order], recipe: Recipe) -> tuple[float, Floats, Floats]:
    """Cross-entropy in both directions over the batch, and its gradients in the unit vectors.

    `clashes` are pairs (i, j), i != j, whose texts are equal on one side: no negatives.  The margin is
    subtracted from the true pair's cosine (additive margin, Yang et al. 2019, as in LaBSE).
    """
    n = len(one)
    x, y = torch.from_numpy(one), torch.from_numpy(other)
    scores = (x @ y.T).mul_(recipe.scale)
    diagonal = scores.diagonal()
    diagonal.sub_(recipe.scale * recipe.margin)
    if len(clashes[0]):
        scores[torch.from_numpy(clashes[0]), torch.from_numpy(clashes[1])] = -1e4
    forth = torch.softmax(scores, dim=1)
    back = torch.softmax(scores, dim=0)
    loss = -(forth.diagonal().clamp_min(1e-12).log() + back.diagonal().clamp_min(1e-12).log()).mean() / 2
    gradient = forth.add_(back).mul_(recipe.scale / (2 * n))
    gradient.diagonal().sub_(recipe.scale / n)
    return float(loss), (gradient @ y).numpy(), (gradient.T @ x).numpy()


def _clashes(one_keys: NDArray[np.uint32], other_keys: NDArray[np.uint32]) -> tuple[Order, Order]:
    found: list[tuple[int, int]] = []
    for keys in (one_keys, other_keys):
        order = np.argsort(keys, kind="stable")
        same = np.flatnonzero(keys[order][1:] == keys[order][:-1])
        seen: dict[int, list[int]] = {}
        for at in same:
            seen.setdefault(int(keys[order[at]]), [int(order[at])]).append(int(order[at + 1]))
        for members in seen.values():
            found.extend((i, j) for i in members for j in members if i != j)
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _owners(offsets: NDArray[np.int64]) -> Ids:
    owners: Ids = np.repeat(np.arange(len(offsets) - 1, dtype=np.int32), np.diff(offsets))
    return owners


def _move(state: State, pieces: Ids, gradients: Floats, grams: Grams, rate: float, recipe: Recipe) -> None:
    rows, sources, weights = spread(pieces, grams.ids, grams.offsets, len(grams.offsets) - 1)
    order = np.argsort(rows, kind="stable")
    ordered = rows[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    move_rows(
        state.table,
        state.first,
        state.second,
        gradients,
        order,
        sources,
        weights,
        ordered[starts],
        np.concatenate([starts, [len(rows)]]).astype(np.int64),
        rate,
        recipe.beta1,
        recipe.beta2,
    )
