"""Passages that only one side has, and those that stand elsewhere."""

from collections.abc import Sequence

from provenance.collate.passages import Bead
from provenance.types import Discrepancy, SegmentKind, Severity, Span

# A null less probable than this may be an alignment that failed.
SURE = 0.5
MIN_LETTERS = 8


def compare_presence(
    beads: Sequence[Bead], is_prose_one: Sequence[bool], is_prose_other: Sequence[bool]
) -> list[Discrepancy]:
    """Return one omission for each passage that only one has, one addition for each that only other has.

    Two first sentences that both stand alone are two titles that say different things.  Furniture, credits and
    passages without letters are no omissions.
    """
    single = [bead for bead in beads if not bead.is_linked and bead.link.probability >= SURE]
    lost = [
        bead for bead in single if bead.link.one and is_prose_one[bead.link.one[0]] and _says_something(bead.one.words)
    ]
    added = [
        bead
        for bead in single
        if bead.link.other and is_prose_other[bead.link.other[0]] and _says_something(bead.other.words)
    ]
    titles = [bead for bead in (*lost[:1], *added[:1]) if 0 in (*bead.link.one, *bead.link.other)]
    if len(titles) == 2:
        lost, added = lost[1:], added[1:]
    found = [_omission(bead) for bead in lost] + [_addition(bead) for bead in added]
    if len(titles) == 2:
        note = "the two titles do not render each other"
        found.append(Discrepancy("title", titles[0].one.span, titles[1].other.span, "minor", note, 0.7))
    return found


def compare_order(beads: Sequence[Bead]) -> list[Discrepancy]:
    """Return one discrepancy for each passage that stands elsewhere: the fewest beads whose removal leaves order."""
    linked = [bead for bead in beads if bead.is_linked]
    linked.sort(key=lambda bead: bead.link.one)
    kept = longest_increasing([bead.link.other[0] for bead in linked])
    found, group = [], list[Bead]()
    for place, bead in enumerate(linked):
        if place in kept:
            continue
        if group and not (
            group[-1].link.one[-1] + 1 == bead.link.one[0] and group[-1].link.other[-1] + 1 == bead.link.other[0]
        ):
            found.append(_move(group))
            group = []
        group.append(bead)
    return [*found, _move(group)] if group else found


def prose(kinds: Sequence[SegmentKind], count: int) -> list[bool]:
    """Tell for each segment whether it is text of the article; all are if kinds are not known."""
    return [kind in ("title", "body") for kind in kinds] if kinds else [True] * count


def _omission(bead: Bead) -> Discrepancy:
    return Discrepancy(
        "omission",
        bead.one.span,
        bead.other.span,
        _weight(bead.one.words),
        f"only the one has: {_short(bead.one.words)}",
        bead.link.probability,
    )


def _addition(bead: Bead) -> Discrepancy:
    return Discrepancy(
        "addition",
        bead.one.span,
        bead.other.span,
        _weight(bead.other.words),
        f"only the other has: {_short(bead.other.words)}",
        bead.link.probability,
    )


def _move(group: Sequence[Bead]) -> Discrepancy:
    one = Span(group[0].one.span.start, group[-1].one.span.end)
    other = Span(group[0].other.span.start, group[-1].other.span.end)
    confidence = min(bead.link.probability for bead in group)
    note = f"this passage stands at another place in the other: {_short(one.of(group[0].one.text))}"
    return Discrepancy("moved", one, other, "info", note, confidence)


def _says_something(words: str) -> bool:
    return sum(char.isalpha() for char in words) >= MIN_LETTERS


def _weight(words: str) -> Severity:
    return "major" if sum(char.isalpha() for char in words) >= 40 else "minor"


def _short(words: str, size: int = 60) -> str:
    words = " ".join(words.split())
    return f'"{words}"' if len(words) <= size else f'"{words[: size - 1].rstrip()}…"'


def longest_increasing(values: Sequence[int]) -> set[int]:
    """Return the places of a longest increasing subsequence (patience sorting)."""
    from bisect import bisect_left

    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        pile = bisect_left(tails, value)
        before.append(ends[pile - 1] if pile else -1)
        tails[pile : pile + 1] = [value]
        ends[pile : pile + 1] = [place]
    kept, place = set(), ends[-1] if ends else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept
