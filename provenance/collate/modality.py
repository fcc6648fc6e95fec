"""A must on one side where the other side says may, and the reverse.

Each side is read with two models (``provenance.collate.marks``): how surely its translation says must (have to,
should), and how surely it says may (can, could, possible).  A finding needs all four to agree.
"""

from provenance.collate.judging import Judge, clip
from provenance.collate.marks import Reading, read_mark
from provenance.collate.passages import Passage
from provenance.types import Discrepancy, Span

# 2.8 tells of .1 in 100 untouched sentence pairs of WMT22, most of them slips, and finds .65 of the changes.
JUDGE = Judge(
    names=("bias", "must", "no may", "may", "no must", "negated", "length"),
    weights=(-3.78, 1.21, 0.65, 1.46, 0.56, -1.05, -0.77),
    firm=2.8,
    worth=0.4,
)


def compare_modality(one: Passage, other: Passage) -> list[Discrepancy]:
    """Return a discrepancy where the one says must and the other may, or the one may and the other must."""
    found = _directed(one, other)
    if found is None:
        return []
    is_one_must, values, obliging, allowing = found
    verdict = JUDGE.judge(values, "major")
    if verdict is None:
        return []
    severity, confidence = verdict
    must, may = _words(obliging, one if is_one_must else other), _words(allowing, other if is_one_must else one)
    if is_one_must:
        note = (
            f"the one says that something must be ({must.of(one.text)}), the other that it may ({may.of(other.text)})"
        )
        return [Discrepancy("modality", must, may, severity, note, confidence)]
    note = f"the one says that something may be ({may.of(one.text)}), the other that it must ({must.of(other.text)})"
    return [Discrepancy("modality", may, must, severity, note, confidence)]


def evidence(one: Passage, other: Passage) -> tuple[float, ...] | None:
    """Return the values of JUDGE.names for two passages; None where they cannot differ so, or nothing is known.

    must, no may: log-odds by the side that rather says must; may, no must: by the other.  negated: 1.0 if a side
    negates, for what must not be may not be.
    """
    found = _directed(one, other)
    return found[1] if found else None


def _directed(one: Passage, other: Passage) -> tuple[bool, tuple[float, ...], Reading, Reading] | None:
    """Return whether the one says must, the evidence, and the readings of must and of may."""
    readings = [read_mark(passage, mark) for passage in (one, other) for mark in ("must", "may")]
    if any(reading is None for reading in readings):
        return None
    one_must, one_may, other_must, other_may = (reading for reading in readings if reading is not None)
    lean = (one_must.score - one_may.score) - (other_must.score - other_may.score)
    must, no_may, may, no_must = (
        (one_must, one_may, other_may, other_must) if lean > 0 else (other_must, other_may, one_may, one_must)
    )
    if must.span is None or may.span is None or must.score < no_may.score or may.score < no_must.score:
        return None
    negations = [read_mark(passage, "negation") for passage in (one, other)]
    size = max(len(one.span), len(other.span))
    values = (
        1.0,
        clip(must.score, -3.0, 4.0),
        clip(-no_may.score, -3.0, 6.0),
        clip(may.score, -3.0, 4.0),
        clip(-no_must.score, -3.0, 6.0),
        float(any(reading is not None and reading.score > 0 for reading in negations)),
        clip(size / 100, 0.0, 4.0),
    )
    return lean > 0, values, must, may


def _words(reading: Reading, passage: Passage) -> Span:
    return reading.span or passage.span
