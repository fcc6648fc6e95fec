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

    Only beads with as many quotations on both sides are compared; without an encoder there is nothing to compare by.
    """
    pairs = []
    for bead in (bead for bead in beads if bead.is_linked):
        ours, theirs = quoted(bead.one), quoted(bead.other)
        if len(ours) == len(theirs):
            pairs += [(bead, *pair) for pair in zip(ours, theirs, strict=True)]
    if encode is None or len(pairs) < 2:
        return []
    one = encode([here.of(bead.one.text) for bead, here, _ in pairs])
    other = encode([there.of(bead.other.text) for bead, _, there in pairs])
    fit = one @ other.T
    found = []
    for place, (bead, here, there) in enumerate(pairs):
        best = int(fit[:, place].argmax())
        if best != place and fit[best, place] > fit[place, place] + MARGIN and fit[best].argmax() == place:
            note = f"what the other quotes here is what the one quotes elsewhere: “{_short(there.of(bead.other.text))}”"
            found.append(Discrepancy("quotation", here, there, "major", note, 0.8))
    return found


def _short(words: str, size: int = 50) -> str:
    return words if len(words) <= size else f"{words[: size - 1].rstrip()}…"
