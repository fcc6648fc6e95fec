"""From probabilities to links: the path, what was moved, the order, and probabilities that mean what they say."""

from collections.abc import Iterable

import numpy as np

from provenance.align.band import Band
from provenance.align.groups import MERGE
from provenance.align.moves import Texts, moved
from provenance.align.search import NEVER, Bead, Costs, best_path
from provenance.types import Link

# What a null is worth beside a segment in a bead when both are equally probable.
NULL_WORTH = 0.6
# Two texts with less than this share of linked segments (expected) have little in common: only sure links stay.
LITTLE, SURE = 0.25, 0.9


def links(band: Band, probable: Costs, texts: Texts) -> tuple[Link, ...]:
    """Return the links of the path that gets most segments right, and of moved passages, ordered.

    The path maximises the expected number of segments in a right bead rather than its own probability: between many
    so-so paths the beads that most of them share win, and where no bead is probable, nulls do.
    probable: what ``posteriors`` found.
    """
    found = _likely(band, probable)
    taken_one = {i for first, _, count, _ in found for i in range(first, first + count)}
    taken_other = {j for _, first, _, count in found for j in range(first, first + count)}
    left_one = [i for i in range(band.rows) if i not in taken_one]
    left_other = [j for j in range(band.columns) if j not in taken_other]
    result = [_link(texts, bead, _chance_of(band, probable, bead)) for bead in found]
    for bead, margin in moved(texts, left_one, left_other):
        result.append(_link(texts, bead, float(1.0 / (1.0 + np.exp(-margin / 2.0)))))
    taken_one = {i for link in result for i in link.one}
    taken_other = {j for link in result for j in link.other}
    result += [Link((i,), (), 0.0, float(probable.null_one[i])) for i in left_one if i not in taken_one]
    result += [Link((), (j,), 0.0, float(probable.null_other[j])) for j in left_other if j not in taken_other]
    return ordered(result)


def _likely(band: Band, probable: Costs) -> list[Bead]:
    segments = np.add.outer(np.arange(1, MERGE + 1), np.arange(1, MERGE + 1))[:, :, None]
    worth = Costs(
        np.where(probable.beads > 0, probable.beads * segments, NEVER),
        probable.null_one * NULL_WORTH,
        probable.null_other * NULL_WORTH,
    )
    beads = [bead for bead in best_path(band, worth) if bead[2] and bead[3]]
    sure = [_chance_of(band, probable, bead) for bead in beads]
    linked = sum(chance * (a + b) for chance, (_, _, a, b) in zip(sure, beads, strict=True))
    if linked >= LITTLE * (band.rows + band.columns):
        return beads
    return [bead for chance, bead in zip(sure, beads, strict=True) if chance >= SURE]


def ordered(found: Iterable[Link]) -> tuple[Link, ...]:
    """Sort links by one; those without one come after the link that holds the segment of other before them."""
    found = list(found)
    after = {link.other[-1]: link.one[0] for link in found if link.one and link.other}
    place, last = {}, -1
    for j in sorted(j for link in found for j in link.other):
        last = after.get(j, last)
        place[j] = last
    return tuple(
        sorted(
            found,
            key=lambda link: (link.one[0], 0, 0) if link.one else (place[link.other[0]], 1, link.other[0]),
        )
    )


def _link(texts: Texts, bead: Bead, probability: float) -> Link:
    i, j, a, b = bead
    similarity = float(np.clip(texts.one[a - 1][i] @ texts.other[b - 1][j], -1.0, 1.0))
    return Link(tuple(range(i, i + a)), tuple(range(j, j + b)), similarity, probability)


def _chance_of(band: Band, probable: Costs, bead: Bead) -> float:
    i, j, a, b = bead
    return float(probable.beads[a - 1, b - 1, band.starts[i + a] + j + b - band.low[i + a]])
