"""Two segmented texts → which passage says what which passage says, and how sure that is.

``align`` takes vectors, not texts: what they were made from is the caller's choice.  With the words of both texts
(``words_in``) it also sees where a passage ends.  ``cover`` tells how the two lie on each other, ``judge`` what that
makes of them.
"""

import numpy as np
from numpy.typing import ArrayLike

from provenance.align.background import chance
from provenance.align.band import Band, around
from provenance.align.beads import links, ordered
from provenance.align.coarse import band_for
from provenance.align.coverage import cover
from provenance.align.fit import first_fit, refit
from provenance.align.groups import Groups, Lengths, Vectors, check_groups, check_vectors, overlaps, summed
from provenance.align.moves import Texts
from provenance.align.partners import explain
from provenance.align.rescore import RADIUS, load_weights, rescore
from provenance.align.score import Fit, Floats, costs, margins
from provenance.align.search import Costs, best_path, posteriors
from provenance.align.verdict import features, judge
from provenance.align.words import Words, words_in
from provenance.errors import AlignmentError
from provenance.types import Alignment, Link

__all__ = ["ROUNDS", "Words", "align", "cover", "features", "judge", "overlaps", "summed", "words_in"]

ROUNDS = 3


def align(
    one: Vectors,
    other: Vectors,
    *,
    one_lengths: ArrayLike,
    other_lengths: ArrayLike,
    one_groups: Groups | None = None,
    other_groups: Groups | None = None,
    one_words: Words | None = None,
    other_words: Words | None = None,
    one_id: str = "one",
    other_id: str = "other",
    rounds: int = ROUNDS,
) -> Alignment:
    """Align the segments of two texts: n:m beads, nulls, moved passages.

    one, other: float32[n, d] and float32[m, d], a row for each segment; only directions count.  one_lengths,
    other_lengths: characters of each segment (count letters and digits); 0 marks a segment that says nothing which
    could be compared: its row may be zero.  one_groups, other_groups: what ``overlaps`` returns, for encoders whose
    vector of a merged passage is not about the sum of its parts'; by default the sums are used.  one_words,
    other_words: the words of each segment; given both, a second pass weighs them with all else (``rescore``) near the
    path of the first: better boundaries, and probabilities that were fitted.  Words of one side alone are not used.
    rounds: how often the search learns from the two texts how such texts behave; 0 takes what is usual, in half the
    time.

    Beads join at most 4:4 segments.  Each segment is in exactly one link; links stand in the order of one, those of
    other without partner where they come in other.  Link.probability is calibrated (benchmarks/alignment.py prints
    how well).  Texts that share nothing give nulls only.  Swapping the two sides transposes the result: the search
    itself always sees them in the same order, whichever way they come.

    Time and memory grow linearly with n + m (see ``coarse`` for what that may miss).
    Raises AlignmentError, naming side and row, for vectors of unequal width, values that are not finite, and rows of
    zeros.
    """
    chars_one, chars_other = np.asarray(one_lengths, np.float64), np.asarray(other_lengths, np.float64)
    check_vectors(one, chars_one, one_id)
    check_vectors(other, chars_other, other_id)
    if len(one) and len(other) and one.shape[1] != other.shape[1]:
        raise AlignmentError(
            f"{one_id} has vectors of width {one.shape[1]}, {other_id} of {other.shape[1]}: use one model"
        )
    one_groups = summed(one, chars_one) if one_groups is None else one_groups
    other_groups = summed(other, chars_other) if other_groups is None else other_groups
    check_groups(one_groups, len(one), one.shape[1], one_id)
    check_groups(other_groups, len(other), other.shape[1], other_id)
    words = _both(one_words, other_words)
    if words is not None:
        words[0].check(len(one), one_id)
        words[1].check(len(other), other_id)
        if len(one) and len(other) and words[0].rows.shape[1] != words[1].rows.shape[1]:
            raise AlignmentError(f"{one_id} and {other_id} have words of different width: use one model")
    if (len(other), other.tobytes()) < (len(one), one.tobytes()):
        flipped = _both(other_words, one_words)
        found = _transposed(_search(other_groups, one_groups, chars_other, chars_one, flipped, rounds))
    else:
        found = _search(one_groups, other_groups, chars_one, chars_other, words, rounds)
    return Alignment(one_id, other_id, found)


def _both(one: Words | None, other: Words | None) -> tuple[Words, Words] | None:
    return None if one is None or other is None else (one, other)


def _search(
    one: Groups,
    other: Groups,
    one_lengths: Lengths,
    other_lengths: Lengths,
    words: tuple[Words, Words] | None,
    rounds: int,
) -> tuple[Link, ...]:
    """Search, learn how this pair of texts behaves, search again, then look at what is left over."""
    if not len(one[0]) or not len(other[0]):
        nulls = [Link((i,), (), 0.0, 1.0) for i in range(len(one[0]))]
        return (*nulls, *(Link((), (j,), 0.0, 1.0) for j in range(len(other[0]))))
    band = band_for(one[0], other[0], one_lengths, other_lengths)
    by_chance = chance(one, other)
    z = margins(band, one, other, by_chance)
    fit = fitted(band, z, one_lengths, other_lengths, rounds)
    nats = costs(band, z, one_lengths, other_lengths, fit)
    texts = Texts(one, other, one_lengths, other_lengths, by_chance, fit)
    if words is not None:
        band = near(band, nats)
        nats = second_look(band, texts, words)
    return links(band, posteriors(band, nats), texts)


def near(band: Band, nats: Costs) -> Band:
    """Return the nodes near the best path."""
    nodes = [(i, j) for i, j, _, _ in best_path(band, nats)]
    return around(np.array([*nodes, (band.rows, band.columns)], np.int64), band.rows, band.columns, RADIUS)


def second_look(band: Band, texts: Texts, words: tuple[Words, Words]) -> Costs:
    """Return the scores of all beads of a band under all evidence."""
    z = margins(band, texts.one, texts.other, texts.chance)
    known = explain(band, *words, load_weights().word)
    return rescore(band, z, (texts.one_lengths, texts.other_lengths), words, known, texts.fit)


def fitted(band: Band, z: Floats, one_lengths: Lengths, other_lengths: Lengths, rounds: int = ROUNDS) -> Fit:
    fit = first_fit(band, z, one_lengths, other_lengths)
    for _ in range(rounds):
        probable = posteriors(band, costs(band, z, one_lengths, other_lengths, fit))
        fit = refit(band, z, probable, one_lengths, other_lengths, fit)
    return fit


def _transposed(found: tuple[Link, ...]) -> tuple[Link, ...]:
    """Swap the sides and put the links in the order of the new first side."""
    swapped = [Link(link.other, link.one, link.similarity, link.probability) for link in found]
    return ordered(swapped)
