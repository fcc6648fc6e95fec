"""A text cut into runs, each with the claims that it belongs to: what a page marks and links.

Spans may overlap in any way, and an empty span marks a place between two characters.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of a text that a claim is about.  id: of the claim.  tone: how to show them."""

    start: int
    end: int
    id: str
    tone: str


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that all belong to the same claims.  anchors: claims that begin here; text is empty for a place."""

    text: str
    ids: tuple[str, ...]
    tones: tuple[str, ...]
    anchors: tuple[str, ...]


def mark(span: Json | None, claim: str, tone: str) -> list[Mark]:
    """Return the mark of a JSON span, none for a claim about the carrier."""
    return [] if span is None else [Mark(span["start"], span["end"], claim, tone)]


def runs(text: str, marks: Iterable[Mark]) -> list[Run]:
    """Cut a text at every start and end of a mark; joined, the runs give back the text.

    Wide marks come before narrow ones in ``ids``, and equal ones in the order given: the last id is the most precise.
    """
    ordered = sorted(marks, key=lambda item: (item.start, -item.end))
    edges = sorted({0, len(text), *(item.start for item in ordered), *(item.end for item in ordered)})
    found: list[Run] = []
    seen: set[str] = set()
    active: list[Mark] = []
    place = 0
    for number, start in enumerate(edges):
        active = [item for item in active if item.end > start]
        opening: list[Mark] = []
        while place < len(ordered) and ordered[place].start == start:
            opening.append(ordered[place])
            place += 1
        found += [_run("", [item], seen) for item in opening if item.end == start]
        opening = [item for item in opening if item.end > start]
        active += opening
        if number + 1 < len(edges):
            found.append(_run(text[start : edges[number + 1]], active, seen))
    return found


def _run(text: str, active: Sequence[Mark], seen: set[str]) -> Run:
    """Return the run of the active marks; ids that were not seen before are its anchors, and are seen from now on."""
    ids = tuple(dict.fromkeys(item.id for item in active))
    anchors = tuple(name for name in ids if name not in seen)
    seen.update(anchors)
    return Run(text, ids, tuple(dict.fromkeys(item.tone for item in active)), anchors)
