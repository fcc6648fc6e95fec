"""How two versions lie on each other."""

import numpy as np
from numpy.typing import ArrayLike

from provenance.types import Alignment, Coverage, Link

# A link counts in full from this probability on; below, in proportion to it.
SURE = 0.5


def cover(alignment: Alignment, *, one_lengths: ArrayLike, other_lengths: ArrayLike) -> Coverage:
    """Return the shares of either text that have a partner, the order they agree in, and how similar they are.

    one_lengths, other_lengths: characters of each segment; give 0 to those that do not count (furniture, credits).
    A link whose probability is low counts in proportion.  Without links all is 0.0; order is 1.0 for one link.
    """
    linked = [link for link in alignment.links if link.one and link.other]
    one, other = np.asarray(one_lengths, np.float64), np.asarray(other_lengths, np.float64)
    weights = np.array([min(link.probability / SURE, 1.0) for link in linked])
    chars_one = np.array([one[list(link.one)].sum() for link in linked])
    chars_other = np.array([other[list(link.other)].sum() for link in linked])
    chars = chars_one + chars_other
    if not linked or chars.sum() == 0:
        return Coverage(0.0, 0.0, 0.0, 0.0)
    similarity = float(sum(link.similarity * size for link, size in zip(linked, chars, strict=True)) / chars.sum())
    return Coverage(
        one=float((weights * chars_one).sum() / max(one.sum(), 1.0)),
        other=float((weights * chars_other).sum() / max(other.sum(), 1.0)),
        order=_order(linked),
        similarity=min(max(similarity, 0.0), 1.0),
    )


def _order(linked: list[Link]) -> float:
    """Return the share of pairs of links that stand in the same order on both sides (inversions by merging)."""
    firsts = [link.other[0] for link in sorted(linked, key=lambda link: link.one)]
    pairs = len(firsts) * (len(firsts) - 1) / 2
    return 1.0 - _inversions(firsts)[1] / pairs if pairs else 1.0


def _inversions(values: list[int]) -> tuple[list[int], int]:
    if len(values) < 2:
        return values, 0
    left, count_left = _inversions(values[: len(values) // 2])
    right, count_right = _inversions(values[len(values) // 2 :])
    places = np.searchsorted(np.array(left), np.array(right))
    crossing = int((len(left) - places).sum())
    return sorted(left + right), count_left + count_right + crossing
