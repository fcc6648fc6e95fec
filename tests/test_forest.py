import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from provenance.forest import FORBIDDEN, grow


def _forests(count: int) -> list[tuple[int, ...]]:
    found = []
    for parents in itertools.product(range(-1, count), repeat=count):
        for start in range(count):
            node, seen = start, set[int]()
            while node != -1 and node not in seen:
                seen.add(node)
                node = parents[node]
            if node != -1:
                break
        else:
            found.append(parents)
    return found


def _score(scores: NDArray[np.float64], parents: tuple[int, ...]) -> float:
    return float(sum(scores[parent, child] for child, parent in enumerate(parents) if parent >= 0))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.floats(-6, 6), min_size=n * n, max_size=n * n)))
def test_forest_agrees_with_enumeration(values: list[float]) -> None:
    count = math.isqrt(len(values))
    scores = np.array(values).reshape(count, count)

    forest = grow(scores)

    every = [(_score(scores, parents), parents) for parents in _forests(count)]
    total = sum(math.exp(score) for score, _ in every)
    best = max(score for score, _ in every)
    assert _score(scores, forest.parents) == pytest.approx(best)
    assert forest.probability == pytest.approx(math.exp(best) / total, abs=1e-6)
    for child in range(count):
        for parent in range(-1, count):
            share = sum(math.exp(score) for score, parents in every if parents[child] == parent) / total
            assert forest.marginals[parent if parent >= 0 else count, child] == pytest.approx(share, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 3).flatmap(lambda n: st.lists(st.floats(-4, 4), min_size=2 * n * n, max_size=2 * n * n)))
def test_versions_beside_each_other_agree_with_enumeration(values: list[float]) -> None:
    count = math.isqrt(len(values) // 2)
    scores = np.array(values[: count * count]).reshape(count, count)
    beside = np.array(values[count * count :]).reshape(count, count)
    beside = (beside + beside.T) / 2

    forest = grow(scores, beside)

    total, made, aside, best = 0.0, np.zeros((count + 1, count)), np.zeros((count, count)), -math.inf
    for parents in _forests(count):
        steps = [(parent, child) for child, parent in enumerate(parents) if parent >= 0]
        for kinds in itertools.product((False, True), repeat=len(steps)):
            value = sum(
                (beside if kind else scores)[step] for step, kind in zip(steps, kinds, strict=True)
            )  # the best forest counts what is told twice in full
            best = max(best, value)
            weight = math.exp(value) * 0.5 ** sum(kinds)
            total += weight
            for child, parent in enumerate(parents):
                if parent < 0:
                    made[count, child] += weight
            for (parent, child), kind in zip(steps, kinds, strict=True):
                if kind:
                    aside[parent, child] += weight
                    aside[child, parent] += weight
                else:
                    made[parent, child] += weight
    assert forest.marginals == pytest.approx(made / total, abs=1e-6)
    assert forest.beside == pytest.approx(aside / total, abs=1e-6)
    found = sum(
        (beside if forest.shape.beside[child] else scores)[parent, child]
        for child, parent in enumerate(forest.shape.parents)
        if parent >= 0
    )
    assert found == pytest.approx(best)


def test_order_in_time_rules_a_step_out_and_leaves_a_common_source() -> None:
    forest = grow(np.array([[0.0, 3.0], [FORBIDDEN, 0.0]]), np.full((2, 2), 3.0))

    assert forest.marginals[1, 0] == 0
    assert forest.marginals[0, 1] == pytest.approx(forest.beside[0, 1], rel=1e-6)
    assert any(any(shape.beside) for shape in (forest.shape, *(shape for shape, _ in forest.runners_up)))


def test_forbidden_step_is_never_taken() -> None:
    scores = np.array([[0.0, FORBIDDEN], [FORBIDDEN, 0.0]])

    forest = grow(scores)

    assert forest.parents == (-1, -1)
    assert forest.probability == pytest.approx(1.0)


def test_equal_directions_leave_the_direction_open() -> None:
    forest = grow(np.array([[0.0, 3.0], [3.0, 0.0]]))

    assert forest.marginals[0, 1] == pytest.approx(forest.marginals[1, 0])
    assert forest.marginals[0, 1] < 0.5


def test_strong_cycle_is_broken_at_its_weakest_step() -> None:
    scores = np.full((3, 3), -5.0)
    scores[0, 1], scores[1, 2], scores[2, 0] = 5.0, 6.0, 4.0

    assert grow(scores).parents == (-1, 0, 1)
