"""A text cut into runs, each with the claims that it belongs to: what a page marks and links.

Spans may overlap in any way, and an empty span marks a place between two characters.
"""

from bisect import bisect_right
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


@dataclass(frozen=True, slots=True)
class Sentence:
    """A segment's runs.  end: the white space after it.  language: empty where it is the text's own.

    index: of the segment; -1 for characters that no segment holds.
    """

    index: int
    kind: str
    language: str
    runs: tuple[Run, ...]
    end: str


def mark(span: Json | None, claim: str, tone: str) -> list[Mark]:
    """Return the mark of a JSON span, none for a claim about the carrier."""
    return [] if span is None else [Mark(span["start"], span["end"], claim, tone)]


def paragraphs(
    text: str, language: str, segments: Sequence[Json], marks: Iterable[Mark]
) -> tuple[tuple[Sentence, ...], ...]:
    """Cut a text into paragraphs of sentences of runs; all runs and ends, joined, give back the text."""
    starts = [segment["span"]["start"] for segment in segments]
    held: dict[int, list[Run]] = {}
    place = 0
    for run in runs(text, marks, starts):
        held.setdefault(bisect_right(starts, place) - 1, []).append(run)
        place += len(run.text)
    found: dict[int, list[Sentence]] = {}
    for number, parts in held.items():
        segment: Json = (
            segments[number] if number >= 0 else {"index": -1, "kind": "body", "paragraph": -1, "language": "und"}
        )
        own = segment["language"]
        shown = own if own not in ("und", language) else ""
        found.setdefault(segment["paragraph"], []).append(
            Sentence(segment["index"], segment["kind"], shown, *_without_end(parts))
        )
    return tuple(tuple(sentences) for sentences in found.values())


def _without_end(parts: list[Run]) -> tuple[tuple[Run, ...], str]:
    """Return runs without the white space at their end, which no reader wants to see marked, and that white space."""
    end = ""
    while parts:
        last = parts[-1]
        kept = last.text.rstrip()
        end = last.text[len(kept) :] + end
        if kept or (not last.text and last.ids):
            parts[-1] = Run(kept, last.ids, last.tones, last.anchors)
            break
        anchors = last.anchors
        parts = parts[:-1]
        if anchors:
            parts.append(Run("", last.ids, last.tones, anchors))
            break
    return tuple(parts), end


def runs(text: str, marks: Iterable[Mark], cuts: Iterable[int] = ()) -> list[Run]:
    """Cut a text at every start and end of a mark, and at the cuts; joined, the runs give back the text.

    Wide marks come before narrow ones in ``ids``, and equal ones in the order given: the last id is the most precise.
    """
    ordered = sorted(marks, key=lambda item: (item.start, -item.end))
    edges = sorted({0, len(text), *cuts, *(item.start for item in ordered), *(item.end for item in ordered)})
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
