"""Quotations that have changed places: what is quoted in one sentence stands in another on the other side."""

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from provenance.collate.passages import Bead, Passage
from provenance.types import Discrepancy, Span

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

_QUOTED = re.compile(r"[\"“”„«»「『]([^\"“”„«»「」『』]{8,}?)[\"“”«»」』]")
# By how much a quotation must fit another sentence's better than its own before it counts as exchanged.
MARGIN = 0.1


def quoted(passage: Passage) -> tuple[Span, ...]:
    """Return the quotations of at least eight characters, without their marks."""
    return tuple(
        Span(match.start(1), match.end(1))
        for match in _QUOTED.finditer(passage.text, passage.span.start, passage.span.end)
    )


def compare_quotations(beads: Sequence[Bead], encode: Encode | None) -> list[Discrepancy]:
    """Return a discrepancy for each quotation of other that fits another sentence's quotation of one.

    Without an encoder there is nothing to compare by.
    """
    ours = [(bead, span) for bead in beads if bead.is_linked for span in quoted(bead.one)]
    theirs = [(bead, span) for bead in beads if bead.is_linked for span in quoted(bead.other)]
    if encode is None or not theirs or len(ours) < 2:
        return []
    one = encode([here.of(bead.one.text) for bead, here in ours])
    other = encode([there.of(bead.other.text) for bead, there in theirs])
    fit = one @ other.T
    found = []
    for place, (bead, there) in enumerate(theirs):
        own = _own(bead, place, ours, theirs)
        best = int(fit[:, place].argmax())
        if not own or len(there) < _least(bead.other) or best in own or fit[best].argmax() != place:
            continue
        nearest = max(own, key=lambda row: fit[row, place])
        if fit[best, place] > fit[nearest, place] + MARGIN:
            note = f"what the other quotes here is what the one quotes elsewhere: “{_short(there.of(bead.other.text))}”"
            found.append(Discrepancy("quotation", ours[nearest][1], there, "major", note, 0.8))
    return found


def _least(passage: Passage) -> int:
    """Return the characters that a quotation needs: a title or a word in marks is quoted in many sentences."""
    return 20 if passage.language.has_spaces else 10


def _own(bead: Bead, place: int, ours: Sequence[tuple[Bead, Span]], theirs: Sequence[tuple[Bead, Span]]) -> list[int]:
    """Return the quotations of one to which one of other belongs: its like if both sides have as many, else all."""
    rows = [row for row, (around, _) in enumerate(ours) if around is bead]
    beside = [column for column, (around, _) in enumerate(theirs) if around is bead]
    return [rows[beside.index(place)]] if len(rows) == len(beside) else rows


def _short(words: str, size: int = 50) -> str:
    return words if len(words) <= size else f"{words[: size - 1].rstrip()}…"
