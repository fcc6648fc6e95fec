"""Clauses of a sentence that its counterpart does not say.

A clause is what stands between commas, semicolons, colons, dashes or brackets.  It counts as left out if the other
side is as good a match, and as long, without it, and if its words have no partners there although those of
the rest of its sentence do.  A logistic model over these measures decides (clauses.toml, training/clauses.py).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path

import numpy as np

from provenance.collate.judging import Model, read_model
from provenance.collate.partial import usual_ratio
from provenance.collate.passages import Bead, Encode, Passage
from provenance.types import Discrepancy, Severity, Span

WEIGHTS = Path(__file__).with_name("clauses.toml")
_CLAUSE = re.compile(r"(?:[^,;:—–()\[\]\n，、；：（）。！？「」『』«»“”„\"]|(?<=\d)[,:](?=\d))+")
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
# Characters that a clause needs, and those that must be left of its sentence: where spaces part words, and elsewhere.
LEAST, LEAST_SPACELESS = 25, 10
# Cosine of two words of which one may render the other.
PARTNER = 0.45


@dataclass(frozen=True, slots=True)
class Clause:
    """Characters of one side that the other side may not say, and what was measured of them."""

    span: Span
    measures: tuple[float, ...]


def compare_clauses(beads: Sequence[Bead], encode: Encode | None) -> list[Discrepancy]:
    """Return an omission or addition for the clause of each linked bead that its other side says the least of.

    Only beads of one sentence on either side are looked at; without an encoder none is.
    """
    if encode is None:
        return []
    usual, model = usual_ratio(beads), load_model()
    found = []
    for bead in (bead for bead in beads if len(bead.link.one) == len(bead.link.other) == 1):
        lost = _worst(clauses(bead.one, bead.other, usual, encode), model)
        if lost is not None:
            place = Span(*2 * (bead.other.span.end,))
            found.append(_finding("omission", lost[0], place, lost[0].of(bead.one.text), lost[1], model))
        added = _worst(clauses(bead.other, bead.one, -usual, encode), model)
        if added is not None:
            place = Span(*2 * (bead.one.span.end,))
            found.append(_finding("addition", place, added[0], added[0].of(bead.other.text), added[1], model))
    return found


def clauses(here: Passage, there: Passage, usual: float, encode: Encode) -> list[Clause]:
    """Return the clauses of a sentence with what was measured of each against its counterpart.

    usual: log of how many times as long there is where the two correspond.
    """
    spans = _spans(here)
    least = LEAST if here.language.has_spaces else LEAST_SPACELESS
    spans = [span for span in spans if len(span) >= least and len(here.words) - len(span) >= least]
    if not spans or not there.words.strip():
        return []
    rests = [here.text[here.span.start : span.start] + here.text[span.end : here.span.end] for span in spans]
    words = [_words(here, span) for span in spans]
    others = _words(here, here.span)
    far = sorted(set(_words(there, there.span)))
    parts = [there.words, *(span.of(there.text) for span in _spans(there))]
    pool = sorted(set(others))
    if not far or not pool:
        return []
    size = len(spans)
    vectors = encode([here.words, *rests, *(span.of(here.text) for span in spans), *parts, *pool, *far])
    whole, rest, own = vectors[0], vectors[1 : 1 + size], vectors[1 + size : 1 + 2 * size]
    rows = vectors[1 + 2 * size : 1 + 2 * size + len(parts)]
    near = vectors[1 + 2 * size + len(parts) :]
    partner = dict(zip(pool, (near[: len(pool)] @ near[len(pool) :].T).max(axis=1), strict=True))
    before = _misfit(len(here.words), len(there.words), usual)
    result = []
    for place, span in enumerate(spans):
        after = _misfit(len(here.words) - len(span), len(there.words), usual)
        inside = np.array([partner[word] for word in words[place] if word in partner] or [1.0])
        left = Counter(others) - Counter(words[place])
        outside = np.array([partner[word] for word in left.elements()] or [0.5])
        gain, best = float(rest[place] @ rows[0] - whole @ rows[0]), float((own[place] @ rows.T).max())
        share = len(span) / len(here.words)
        partnered = float(inside.mean()), float(inside.mean() - outside.mean())
        held = float((inside > PARTNER).mean()), float((inside > PARTNER).mean() - (outside > PARTNER).mean())
        measures = (
            *_bent(gain, (0.0, 0.02, 0.05)),
            *_bent(best, (0.2, 0.35, 0.5)),
            *_bent(partnered[0], (0.25, 0.35, 0.45)),
            *_bent(partnered[1], (-0.2, -0.1)),
            *held,
            *_bent(-min(before, 0.0), (0.1, 0.25, 0.5)),
            abs(after) - abs(before),
            abs(after),
            share,
            gain * share,
            gain / max(share, 0.1),
            partnered[0] * share,
            partnered[1] * share,
            -min(before, 0.0) * share,
            min(before, 0.0) / min(log(1 - min(share, 0.95)), -0.05),
            float(whole @ rows[0]),
            float(whole @ rows[0]) * best,
            float(size + 1 - len(parts)),
            log(len(here.words)),
            float(not here.language.has_spaces),
            float(not there.language.has_spaces),
        )
        result.append(Clause(span, measures))
    return result


def load_model() -> Model:
    """Read the weights."""
    return read_model(WEIGHTS)


def _worst(found: Sequence[Clause], model: Model) -> tuple[Span, float] | None:
    scores = [float(np.array(clause.measures) @ model.weights) + model.bias for clause in found]
    place = max(range(len(found)), key=scores.__getitem__, default=-1)
    return (found[place].span, scores[place]) if found and scores[place] >= model.unsure else None


def _spans(passage: Passage) -> list[Span]:
    found = (
        Span(match.start(), match.end()).trimmed(passage.text)
        for match in _CLAUSE.finditer(passage.text, passage.span.start, passage.span.end)
    )
    return [span for span in found if len(span)]


def _words(passage: Passage, span: Span) -> list[str]:
    """Return the words of a span; where no spaces part them, every two characters."""
    found = []
    for match in _WORD.finditer(passage.text, span.start, span.end):
        word = match.group()
        if passage.language.has_spaces or word.isascii():
            found.append(word.lower())
        else:
            found.extend(word[at : at + 2] for at in range(max(len(word) - 1, 1)))
    return found


def _bent(value: float, knots: Sequence[float]) -> list[float]:
    """Return a value, and by how much it lies beyond each knot: its worth may change there."""
    return [value, *(max(0.0, value - knot) for knot in knots)]


def _misfit(here: int, there: int, usual: float) -> float:
    return log(there + 1) - log(here + 1) - usual


def _finding(kind: str, one: Span, other: Span, words: str, score: float, model: Model) -> Discrepancy:
    severity: Severity = "minor" if score >= model.sure else "info"
    words = " ".join(words.split())
    short = words if len(words) <= 60 else f"{words[:59].rstrip()}…"
    side = "one" if kind == "omission" else "other"
    note = f'only the {side} says in this sentence: "{short}"'
    confidence = 1 / (1 + exp(-score))
    if kind == "omission":
        return Discrepancy("omission", one, other, severity, note, confidence)
    return Discrepancy("addition", one, other, severity, note, confidence)
