"""From coarse to fine: a band for texts too long to be searched whole.

Texts of at most WHOLE cells (n × m) are searched whole.  Longer ones are halved by joining neighbours until they fit;
the best path of each level, doubled, gives the band of the next finer one (Salvador & Chan's FastDTW, as vecalign uses
it).  Each level costs time and memory proportional to n + m, and the levels add up to less than twice the last.

What this may miss.  On every level the search is exact over all paths inside its band, so a path is lost only if it
leaves a band: at some level h (neighbours joined h times) one of its nodes lies more than RADIUS segments of that
level, that is RADIUS · 2^h of the text, from the best path of level h + 1.  Null runs cost nothing here: where a path
runs along a row or a column, all that it passes lies in the band, however long the run.  So what is at risk are
rivals: two far-apart paths that are about equally good when read in lumps of 2^h segments, as in texts that repeat
themselves, and a passage moved past more than RADIUS · 2^h others, which no monotone path can hold and which
``moves`` looks for afterwards.
"""

import numpy as np

from provenance.align.background import chance
from provenance.align.band import Band, around, full
from provenance.align.fit import first_fit
from provenance.align.groups import Groups, Lengths, Vectors, summed
from provenance.align.score import costs, margins
from provenance.align.search import Bead, best_path

WHOLE = 10_000
RADIUS = 12


def band_for(one: Vectors, other: Vectors, one_lengths: Lengths, other_lengths: Lengths) -> Band:
    """Return the cells worth searching; vectors and lengths are those of the single segments."""
    rows, columns = len(one), len(other)
    if rows * columns <= WHOLE or min(rows, columns) <= 4:
        return full(rows, columns)
    coarse_one, coarse_one_lengths = _halved(one, one_lengths)
    coarse_other, coarse_other_lengths = _halved(other, other_lengths)
    band = band_for(coarse_one, coarse_other, coarse_one_lengths, coarse_other_lengths)
    groups = summed(coarse_one, coarse_one_lengths), summed(coarse_other, coarse_other_lengths)
    path = _coarse_path(band, *groups, coarse_one_lengths, coarse_other_lengths)
    nodes = [(min(2 * i, rows), min(2 * j, columns)) for i, j, _, _ in path]
    return around(np.array([*nodes, (rows, columns)], np.int64), rows, columns, RADIUS)


def _coarse_path(band: Band, one: Groups, other: Groups, one_lengths: Lengths, other_lengths: Lengths) -> list[Bead]:
    z = margins(band, one, other, chance(one, other))
    fit = first_fit(band, z, one_lengths, other_lengths)
    return best_path(band, costs(band, z, one_lengths, other_lengths, fit))


def _halved(vectors: Vectors, lengths: Lengths) -> tuple[Vectors, Lengths]:
    """Join segments 0 and 1, 2 and 3, …; an odd last one stays alone."""
    pairs = summed(vectors, lengths, merge=2)
    joined = np.concatenate([pairs[1][::2], pairs[0][len(vectors) // 2 * 2 :]])
    return joined, np.add.reduceat(lengths, np.arange(0, len(lengths), 2))
