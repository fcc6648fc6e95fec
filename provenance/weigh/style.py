"""Evidence on direction from two aligned texts in different languages, by any scorer (provenance/weigh/direction)."""

from collections.abc import Iterator, Sequence

from provenance.languages.naming import language_name
from provenance.types import Cite, Evidence, Pair, Record, primary
from provenance.weigh.direction import DirectionScorer, Leaning, StyleScorer

APPLIES_TO = frozenset({"translation", "partial-translation"})
LEAST = 0.05  # log-odds below which a group of habits is not worth a line
_SAID = {
    "length": "lengths: {child} is longer against {parent} than an original of that language usually is",
    "sentences": "sentence lengths: {parent} varies as originals do, {child} as translations do",
    "variety": "choice of words: more varied in {parent}, plainer in {child}, as is usual from original to translation",
    "punctuation": "punctuation and quotation marks: consistent with {child} following {parent}",
    "figures": "digits, capitals and Latin letters: consistent with {child} following {parent}",
    "wording": "small words and endings: {parent} reads as originals do, {child} as translations do",
}


def weigh_style(
    records: Sequence[Record],
    pair: Pair,
    number: int,
    one: int,
    other: int,
    scorers: Sequence[DirectionScorer] = (StyleScorer(),),
) -> Iterator[Evidence]:
    """Yield what each scorer says of a pair's direction, one piece for each group of habits.

    All pieces of a scorer speak to the direction that it favours; a negative piece is a group that favours the other
    one.  Their sum is calibrated, bounded, and small for short texts.
    """
    tongues = (records[one].language.language, records[other].language.language)
    if pair.verdict not in APPLIES_TO or primary(tongues[0]) == primary(tongues[1]) or "und" in tongues:
        return
    beads = _beads(records, pair, one, other)
    for scorer in scorers if beads[0] else ():
        yield from _told(records, number, one, other, scorer.lean(*beads, tongues))


def _told(records: Sequence[Record], number: int, one: int, other: int, leaning: Leaning) -> Iterator[Evidence]:
    sign = 1.0 if leaning.log_odds >= 0 else -1.0
    parent, child = (one, other) if sign > 0 else (other, one)
    names = {"parent": _name(records, parent), "child": _name(records, child)}
    cites = tuple(Cite(records[index].document.id, None, f"/pairs/{number}") for index in (parent, child))
    for group, value in leaning.parts.items():
        if abs(value) < LEAST and not leaning.note:
            continue
        if leaning.note:
            said = leaning.note.format(**names)
        elif value * sign > 0:
            said = _SAID[group].format(**names)
        else:
            said = f"{group}: by itself it favours the other direction"
        weight = round(sign * value, 4) + 0.0  # no negative zero
        yield Evidence("", f"direction-{group}", f"v{parent + 1}>v{child + 1}", said, weight, "inferred", cites)


def _name(records: Sequence[Record], index: int) -> str:
    return f"v{index + 1} ({language_name(records[index].language.language)})"


def _beads(records: Sequence[Record], pair: Pair, one: int, other: int) -> tuple[list[str], list[str]]:
    """Return the texts of the beads that have two sides."""
    sides: tuple[list[str], list[str]] = ([], [])
    for link in pair.alignment.links:
        if link.one and link.other:
            for side, index, numbers in zip(sides, (one, other), (link.one, link.other), strict=True):
                text, segments = records[index].document.text, records[index].segments
                side.append(" ".join(segments[place].span.trimmed(text).of(text) for place in numbers))
    return sides
