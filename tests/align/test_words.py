"""The second pass of the aligner, on words made up for the purpose."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from provenance.align import Words, align, words_in
from provenance.align.band import around, full
from provenance.align.partners import explain
from provenance.align.rescore import load_weights, together
from provenance.align.words import KNOTS
from provenance.errors import AlignmentError

WIDTH = 48
Sentences = list[list[int]]
# One word stands for itself in both languages; what they are told apart by is which row they have.
LEXICON = np.random.default_rng(0).normal(size=(600, WIDTH)).astype(np.float32)
LEXICON /= np.linalg.norm(LEXICON, axis=1, keepdims=True)


def sentences(count: int, seed: int, words: int = 8) -> Sentences:
    draw = np.random.default_rng(seed)
    return [draw.choice(600, words, replace=False).tolist() for _ in range(count)]


def words_of(text: Sentences, marks: list[str] | None = None) -> Words:
    ids = np.array([word for sentence in text for word in sentence], np.int64)
    starts = np.concatenate([[0], np.cumsum([len(sentence) for sentence in text])]).astype(np.int64)
    return words_in(marks or ["A b."] * len(text), LEXICON, ids, starts)


def aligned(one: Sentences, other: Sentences, *, with_words: bool = True) -> list[tuple[tuple[int, ...], ...]]:
    sides = [np.stack([LEXICON[sentence].sum(axis=0) for sentence in text]) for text in (one, other)]
    found = align(
        *sides,
        one_lengths=np.array([8.0 * len(sentence) for sentence in one]),
        other_lengths=np.array([8.0 * len(sentence) for sentence in other]),
        one_words=words_of(one) if with_words else None,
        other_words=words_of(other) if with_words else None,
    )
    return [(link.one, link.other) for link in found.links]


def test_a_translation_aligns_one_to_one() -> None:
    text = sentences(25, 1)

    assert aligned(text, text) == [((i,), (i,)) for i in range(25)]


def test_a_clause_that_moved_to_the_next_sentence_joins_both() -> None:
    text = sentences(20, 2, words=12)
    moved = [*text[:7], text[7][:5], text[7][5:] + text[8], *text[9:]]

    assert ((7, 8), (7, 8)) in aligned(text, moved)


def test_texts_that_share_nothing_give_nulls_only() -> None:
    draw = np.random.default_rng(5)
    one = [draw.choice(300, draw.integers(4, 24), replace=False).tolist() for _ in range(20)]
    other = [(300 + draw.choice(300, draw.integers(4, 24), replace=False)).tolist() for _ in range(24)]

    assert all(not left or not right for left, right in aligned(one, other))


@pytest.mark.parametrize("seed", range(4))
def test_swapping_the_sides_transposes_the_alignment(seed: int) -> None:
    one = sentences(18, seed)
    other = [*one[:5], one[5] + one[6], *one[8:]]

    assert set(aligned(one, other)) == {(left, right) for right, left in aligned(other, one)}


def test_of_a_segment_without_end_some_words_are_looked_at() -> None:
    found = words_of([[1, 2], [word % 600 for word in range(100_000)], [], [3]])

    assert np.diff(found.starts).tolist() == [2, 256, 0, 1]
    assert found.ids[-1] == 3
    found.check(4, "one")


def test_words_of_one_side_alone_are_not_used() -> None:
    text = sentences(10, 6)
    rows = np.stack([LEXICON[sentence].sum(axis=0) for sentence in text])
    sizes = np.full(10, 64.0)

    alone = align(rows, rows, one_lengths=sizes, other_lengths=sizes)

    assert align(rows, rows, one_lengths=sizes, other_lengths=sizes, one_words=words_of(text)) == alone


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda words: replace(words, starts=words.starts[:-1]), "words of 8 segments, expected 9"),
        (lambda words: replace(words, ids=words.ids + 10_000), "ids of words must lie in"),
        (lambda words: replace(words, starts=words.starts[::-1].copy()), "starts of words must rise"),
        (lambda words: replace(words, rows=words.rows * np.float32("nan")), "not finite"),
    ],
)
def test_words_that_do_not_fit_are_refused(spoil: object, message: str) -> None:
    text = sentences(9, 7)
    rows = np.stack([LEXICON[sentence].sum(axis=0) for sentence in text])
    sizes = np.full(9, 64.0)

    with pytest.raises(AlignmentError, match=message):
        align(
            rows,
            rows,
            one_lengths=sizes,
            other_lengths=sizes,
            one_words=spoil(words_of(text)),  # type: ignore[operator]
            other_words=words_of(text),
        )


def best(words: Words, others: Words, word: int, first: int, last: int) -> float:
    partners = others.between(first, last)
    return float((others.rows[partners] @ words.rows[word]).max(initial=-1.0))


def chance_of(words: Words, others: Words) -> NDArray[np.float64]:
    cosines = np.sort(words.rows @ others.rows[others.ids].T, axis=1)
    count = len(others.ids)
    reached = cosines[:, int(count * 0.95) - 1].astype(np.float64)
    return (reached * count + 0.15 * 100) / (count + 100)


def test_words_are_explained_as_the_definition_says() -> None:
    one, other = words_of([*sentences(5, 8), []]), words_of([*sentences(3, 9), [], *sentences(3, 8)])
    band = full(6, 7)
    curve = np.linspace(-1.0, 1.0, len(KNOTS))

    known = explain(band, one, other, curve[None])

    sums = together(band, known)[0]
    chance_one, chance_other = chance_of(one, other), chance_of(other, one)
    for i, j, a, b in [(1, 1, 1, 1), (5, 6, 2, 2), (4, 7, 3, 4), (6, 7, 1, 1), (5, 7, 4, 3)]:
        expected = sum(
            np.interp(best(one, other, word, j - b, j) - chance_one[word], KNOTS, curve)
            for word in one.between(i - a, i)
        ) + sum(
            np.interp(best(other, one, word, i - a, i) - chance_other[word], KNOTS, curve)
            for word in other.between(j - b, j)
        )
        assert sums[a - 1, b - 1, band.starts[i] + j] == pytest.approx(expected, abs=0.02)  # curves are read in steps


def test_a_narrow_band_knows_what_the_whole_lattice_knows() -> None:
    text = sentences(70, 10)
    one, other = words_of(text), words_of(text)
    whole, narrow = full(70, 70), around(np.array([(0, 0), (70, 70)]), 70, 70, 6)
    curve = load_weights().word[:1]

    everything, part = (together(band, explain(band, one, other, curve))[0] for band in (whole, narrow))

    rows, columns = narrow.cells()
    there = everything[:, :, whole.starts[rows] + columns]
    seen = ~np.isnan(part)
    assert seen.mean() > 0.5
    assert np.allclose(part[seen], there[seen], atol=1e-5)


@pytest.mark.parametrize(
    ("before", "after", "runs_on"),
    [
        ("It ended.", "Then more.", 0),
        ("It ended, and", "then more.", 1),
        ("It ended;", "Then more.", 1),
        ("It ended.", "then more.", 1),
        ("“It ended.”", "Then more.", 0),
        ("完了。", "次に", 0),
        ("", "Then more.", 0),
    ],
)
def test_punctuation_tells_whether_a_sentence_runs_on(before: str, after: str, runs_on: int) -> None:
    nothing = np.zeros((0, 4), np.float32)

    found = words_in([before, after], nothing, np.zeros(0, np.int64), np.zeros(3, np.int64))

    assert found.runs_on.tolist() == [0, runs_on, 0]


def test_open_brackets_are_counted() -> None:
    nothing = np.zeros((0, 4), np.float32)

    found = words_in(["(London:", "1956)", "« a »"], nothing, np.zeros(0, np.int64), np.zeros(4, np.int64))

    assert found.brackets.tolist() == [1, -1, 0]
