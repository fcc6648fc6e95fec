"""The aligner on vectors made up for the purpose: no model, no data."""

import numpy as np
import pytest
from numpy.typing import NDArray

from provenance.align import align, cover, summed
from provenance.errors import AlignmentError
from provenance.types import Alignment

Vectors = NDArray[np.float32]
WIDTH = 64


def sentences(count: int, seed: int) -> Vectors:
    return np.random.default_rng(seed).normal(size=(count, WIDTH)).astype(np.float32)


def noisy(vectors: Vectors, seed: int, share: float = 0.5) -> Vectors:
    noise = np.random.default_rng(seed).normal(size=vectors.shape)
    return np.asarray(vectors + share * noise, np.float32)


def aligned(one: Vectors, other: Vectors) -> Alignment:
    return align(one, other, one_lengths=np.full(len(one), 80.0), other_lengths=np.full(len(other), 80.0))


def beads(alignment: Alignment) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(link.one, link.other) for link in alignment.links]


def test_a_translation_aligns_one_to_one() -> None:
    one = sentences(30, 1)

    result = aligned(one, noisy(one, 2))

    assert beads(result) == [((i,), (i,)) for i in range(30)]
    assert min(link.probability for link in result.links) > 0.9


def test_a_dropped_sentence_is_a_null() -> None:
    one = sentences(20, 3)

    result = aligned(one, np.delete(noisy(one, 4), 7, axis=0))

    assert ((7,), ()) in beads(result)
    assert sum(1 for link in result.links if not link.other) == 1


def test_a_split_sentence_is_one_to_two() -> None:
    one, halves = sentences(12, 5), sentences(2, 6)
    one[4] = halves.sum(axis=0)
    other = np.concatenate([noisy(one[:4], 7, 0.2), halves, noisy(one[5:], 8, 0.2)])
    lengths = np.full(12, 80.0)
    lengths[4] = 160.0

    result = align(one, other, one_lengths=lengths, other_lengths=np.full(13, 80.0))

    assert ((4,), (4, 5)) in beads(result)


def test_a_moved_paragraph_is_found_across_the_path() -> None:
    one = sentences(24, 9)
    order = [*range(4), *range(8, 24), *range(4, 8)]

    result = aligned(one, noisy(one, 10)[order])

    assert {((i,), (order.index(i),)) for i in range(24)} == set(beads(result))


def test_a_cut_to_a_third_leaves_nulls_on_one_side_only() -> None:
    one = sentences(40, 11)
    kept = sorted(np.random.default_rng(1).choice(40, 12, replace=False).tolist())

    result = aligned(one, noisy(one, 12)[kept])

    linked = {(link.one, link.other) for link in result.links if link.one and link.other}
    assert linked == {((i,), (k,)) for k, i in enumerate(kept)}
    assert not [link for link in result.links if not link.one]


def test_texts_that_share_nothing_give_nulls_only() -> None:
    lengths = np.exp(np.random.default_rng(13).normal(4.5, 0.6, 45))

    result = align(sentences(20, 13), sentences(25, 14), one_lengths=lengths[:20], other_lengths=lengths[20:])

    assert not [link for link in result.links if link.one and link.other]
    assert len(result.links) == 45


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_tiny_texts_are_aligned(count: int) -> None:
    one = sentences(count, 15)

    result = aligned(one, noisy(one, 16, 0.2))

    assert beads(result) == [((i,), (i,)) for i in range(count)]


def test_every_segment_is_in_exactly_one_link() -> None:
    one, other = sentences(33, 17), sentences(41, 18)
    other[5:25] = noisy(one[10:30], 19)

    result = aligned(one, other)

    assert sorted(i for link in result.links for i in link.one) == list(range(33))
    assert sorted(j for link in result.links for j in link.other) == list(range(41))


@pytest.mark.parametrize("seed", range(6))
def test_swapping_the_sides_transposes_the_alignment(seed: int) -> None:
    generator = np.random.default_rng(seed)
    one = sentences(int(generator.integers(1, 40)), seed)
    order = generator.permutation(len(one))[: int(generator.integers(1, len(one) + 1))]
    other = noisy(one[np.sort(order)], seed + 1, 0.8)
    lengths_one, lengths_other = generator.integers(20, 200, len(one)), generator.integers(20, 200, len(other))

    forth = align(one, other, one_lengths=lengths_one, other_lengths=lengths_other)
    back = align(other, one, one_lengths=lengths_other, other_lengths=lengths_one)

    assert {(k.one, k.other, k.probability) for k in forth.links} == {
        (k.other, k.one, k.probability) for k in back.links
    }


def test_two_runs_give_the_same_alignment() -> None:
    one = sentences(50, 20)

    assert aligned(one, noisy(one, 21)) == aligned(one, noisy(one, 21))


def test_long_texts_are_searched_in_a_band() -> None:
    one = sentences(700, 22)
    kept = [i for i in range(700) if not 200 <= i < 290]

    result = aligned(one, noisy(one, 23)[kept])

    right = sum(link.other == (kept.index(link.one[0]),) for link in result.links if link.one and link.one[0] in kept)
    assert right >= 600


def test_a_segment_without_length_may_be_zero_and_stays_alone() -> None:
    one = sentences(6, 24)
    other = noisy(one, 25)
    one[2] = 0.0
    lengths = np.array([80.0, 80.0, 0.0, 80.0, 80.0, 80.0])

    result = align(one, other, one_lengths=lengths, other_lengths=np.full(6, 80.0))

    assert ((2,), ()) in beads(result)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda rows: rows.__setitem__((3, 0), np.nan), "row 3 holds a value that is not finite"),
        (lambda rows: rows.__setitem__(5, 0.0), "row 5 is all zeros"),
    ],
)
def test_bad_rows_are_named(spoil: object, words: str) -> None:
    one = sentences(8, 26)
    spoil(one)  # type: ignore[operator]

    with pytest.raises(AlignmentError, match=words):
        aligned(one, sentences(8, 27))


def test_unequal_widths_are_refused() -> None:
    with pytest.raises(AlignmentError, match="width 64"):
        aligned(sentences(3, 28), np.ones((3, 5), np.float32))


def test_a_wrong_number_of_rows_is_refused() -> None:
    with pytest.raises(AlignmentError, match="3 vectors for 4 segments"):
        align(sentences(3, 29), sentences(3, 30), one_lengths=np.ones(4), other_lengths=np.ones(3))


def test_sums_of_neighbours_are_unit_vectors() -> None:
    layers = summed(sentences(5, 31), np.full(5, 10.0))

    assert [len(layer) for layer in layers] == [5, 4, 3, 2]
    assert np.allclose(np.linalg.norm(layers[3], axis=1), 1.0, atol=1e-5)


def test_coverage_of_a_third_is_a_third() -> None:
    one = sentences(30, 32)
    result = aligned(one, noisy(one, 33)[:10])

    coverage = cover(result, one_lengths=np.full(30, 80.0), other_lengths=np.full(10, 80.0))

    assert coverage.one == pytest.approx(1 / 3, abs=0.04)
    assert coverage.other == pytest.approx(1.0, abs=0.04)
    assert coverage.order == 1.0
