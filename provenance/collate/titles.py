"""A title that the other side renders by something else.

Of 575 first lines of WMT22 beside their human translations one lay below .1 in cosine; of first lines of different
documents 8 in 10 did (training/EXPERIMENTS.md, "titles").
"""

from collections.abc import Sequence

from provenance.collate.names import names
from provenance.collate.passages import Bead, Encode, Passage
from provenance.collate.spelling import spelled_alike
from provenance.types import Discrepancy, SegmentKind

# Cosine below which two titles say different things; nats from which a name that both have says that they do not.
UNLIKE, SPELLED = 0.1, 6.0
# Letters that a title needs to say something, and characters beyond which a first line without a kind is none.
LEAST, LONGEST = 12, 160


def compare_titles(
    beads: Sequence[Bead],
    one_kinds: Sequence[SegmentKind],
    other_kinds: Sequence[SegmentKind],
    encode: Encode | None,
) -> list[Discrepancy]:
    """Return a discrepancy if two titles are linked that have neither meaning nor a name in common.

    one_kinds, other_kinds: of the segments; where they are not known, a short first line counts as a title.
    """
    if encode is None:
        return []
    found = []
    for bead in beads:
        is_first = bead.link.one == bead.link.other == (0,)
        if not is_first or not (_is_title(bead.one, one_kinds) and _is_title(bead.other, other_kinds)):
            continue
        one, other = encode([bead.one.words, bead.other.words])
        if float(one @ other) < UNLIKE and not _share_a_name(bead):
            note = "the two titles stand in one place and say different things"
            found.append(Discrepancy("title", bead.one.span, bead.other.span, "minor", note, 0.7))
    return found


def _is_title(passage: Passage, kinds: Sequence[SegmentKind]) -> bool:
    if sum(char.isalpha() for char in passage.words) < (LEAST if passage.language.has_spaces else LEAST // 2):
        return False
    return kinds[0] == "title" if kinds else len(passage.words) <= LONGEST


def _share_a_name(bead: Bead) -> bool:
    ours, theirs = ([name.word for name in names(passage)] for passage in (bead.one, bead.other))
    return bool(ours and theirs and spelled_alike(ours, theirs).max() >= SPELLED)
