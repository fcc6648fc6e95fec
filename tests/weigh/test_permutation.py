"""The permutation test of direction, on scores made by hand."""

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from provenance.weigh.direction.permutation import EXACT, compare_directions


def _scores(rows: list[tuple[float, int]]) -> NDArray[np.float64]:
    return np.array(rows, dtype=np.float64)


def _drawn(count: int, gap: float, seed: int = 3) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    draw = np.random.default_rng(seed)
    tokens = draw.integers(5, 30, (2, count)).astype(np.float64)
    chances = -2.0 + draw.normal(0, 0.3, (2, count))
    chances[0] += gap
    return np.stack([chances[0] * tokens[0], tokens[0]], 1), np.stack([chances[1] * tokens[1], tokens[1]], 1)


def test_p_value_is_the_share_of_exchanges_that_differ_as_much() -> None:
    forward, back = _drawn(6, 0.3)

    found = compare_directions(forward, back)

    def gap(ones: NDArray[np.float64], others: NDArray[np.float64]) -> float:
        means = [np.exp(side[:, 0].sum() / side[:, 1].sum()) for side in (ones, others)]
        return float(means[0] - means[1])

    every = []
    for chosen in itertools.product((False, True), repeat=6):
        held = np.array(chosen)[:, None]
        every.append(gap(np.where(held, back, forward), np.where(held, forward, back)))
    observed = gap(forward, back)
    tails = [sum(value <= observed + 1e-12 for value in every), sum(value >= observed - 1e-12 for value in every)]
    assert found.difference == pytest.approx(observed)
    assert found.p_value == pytest.approx(min(1.0, 2 * min(tails) / len(every)))


def test_one_sided_scores_of_many_pairs_are_beyond_chance() -> None:
    found = compare_directions(_scores([(-10.0, 10)] * 10), _scores([(-20.0, 10)] * 10))

    assert found.p_value == pytest.approx(2 / 2**10)
    assert found.forward == pytest.approx(np.exp(-1.0))
    assert found.back == pytest.approx(np.exp(-2.0))


def test_two_pairs_can_never_be_beyond_chance() -> None:
    assert compare_directions(_scores([(-1.0, 9)] * 2), _scores([(-30.0, 9)] * 2)).p_value == 0.5


def test_equal_scores_favour_nothing() -> None:
    found = compare_directions(_scores([(-10.0, 10)] * 20), _scores([(-10.0, 10)] * 20))

    assert (found.difference, found.p_value) == (0.0, 1.0)


@pytest.mark.parametrize("count", [1, EXACT, EXACT + 1, 60])
def test_swapping_the_sides_turns_the_difference_and_nothing_else(count: int) -> None:
    forward, back = _drawn(count, 0.1)

    there, again = compare_directions(forward, back), compare_directions(back, forward)

    assert there.difference == -again.difference
    assert there.p_value == again.p_value
    assert compare_directions(forward, back) == there


def test_chance_alone_is_beyond_five_in_a_hundred_about_that_often() -> None:
    found = [compare_directions(*_drawn(12, 0.0, seed)).p_value for seed in range(200)]

    assert 0.01 <= np.mean([value <= 0.05 for value in found]) <= 0.1


def test_no_pairs_say_nothing() -> None:
    assert compare_directions(np.zeros((0, 2)), np.zeros((0, 2))).p_value == 1.0
