"""Two segmented texts → which passage says what which passage says, and how sure that is.

``align`` takes vectors, not texts: what they were made from is the caller's choice.  ``cover`` tells how the two lie
on each other, ``judge`` what that makes of them.
"""

import numpy as np
from numpy.typing import ArrayLike

from provenance.align.background import chance
from provenance.align.band import Band
from provenance.align.beads import links, ordered
from provenance.align.coarse import band_for
from provenance.align.coverage import cover
from provenance.align.fit import first_fit, refit
from provenance.align.groups import Groups, Lengths, Vectors, check_groups, check_vectors, overlaps, summed
from provenance.align.moves import Texts
from provenance.align.score import Fit, Floats, costs, margins
from provenance.align.search import posteriors
from provenance.align.verdict import features, judge
from provenance.errors import AlignmentError
from provenance.types import Alignment, Link

__all__ = ["align", "cover", "features", "judge", "overlaps", "summed"]

ROUNDS = 3


def align(
    one: Vectors,
    other: Vectors,
    *,
    one_lengths: ArrayLike,
    other_lengths: ArrayLike,
    one_groups: Groups | None = None,
    other_groups: Groups | None = None,
    one_id: str = "one",
    other_id: str = "other",
) -> Alignment:
    """Align the segments of two texts: n:m beads, nulls, moved passages.

    one, other: float32[n, d] and float32[m, d], a row for each segment; only directions count.  one_lengths,
    other_lengths: characters of each segment (count letters and digits); 0 marks a segment that says nothing which
    could be compared: its row may be zero.  one_groups, other_groups: what ``overlaps`` returns, for encoders whose
    vector of a merged passage is not about the sum of its parts'; by default the sums are used.

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
    if (len(other), other.tobytes()) < (len(one), one.tobytes()):
        found = _transposed(_search(other_groups, one_groups, chars_other, chars_one))
    else:
        found = _search(one_groups, other_groups, chars_one, chars_other)
    return Alignment(one_id, other_id, found)


def _search(one: Groups, other: Groups, one_lengths: Lengths, other_lengths: Lengths) -> tuple[Link, ...]:
    """Search, learn how this pair of texts behaves, search again, then look at what is left over."""
    if not len(one[0]) or not len(other[0]):
        nulls = [Link((i,), (), 0.0, 1.0) for i in range(len(one[0]))]
        return (*nulls, *(Link((), (j,), 0.0, 1.0) for j in range(len(other[0]))))
    band = band_for(one[0], other[0], one_lengths, other_lengths)
    by_chance = chance(one, other)
    z = margins(band, one, other, by_chance)
    fit = _fitted(band, z, one_lengths, other_lengths)
    nats = costs(band, z, one_lengths, other_lengths, fit)
    return links(band, posteriors(band, nats), Texts(one, other, one_lengths, other_lengths, by_chance, fit))


def _fitted(band: Band, z: Floats, one_lengths: Lengths, other_lengths: Lengths) -> Fit:
    fit = first_fit(band, z, one_lengths, other_lengths)
    for _ in range(ROUNDS):
        probable = posteriors(band, costs(band, z, one_lengths, other_lengths, fit))
        fit = refit(band, z, probable, one_lengths, other_lengths, fit)
    return fit


def _transposed(found: tuple[Link, ...]) -> tuple[Link, ...]:
    """Swap the sides and put the links in the order of the new first side."""
    swapped = [Link(link.other, link.one, link.similarity, link.probability) for link in found]
    return ordered(swapped)
