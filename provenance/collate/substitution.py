"""Names whose place another name has taken.

A logistic model over how surely a name of one and a name of other go unanswered (answers.py), and over what shows
that they hold one place: their neighbours spell one name, they stand equally far between names that both sides have,
neither spells nor means the other.  A name of other for which one has no candidate is weighed too.
Weights: substitution.toml, fitted by training/names.py on WMT22 with names exchanged at random; see there and
training/EXPERIMENTS.md ("names") for what it finds of documents that it was not fitted on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path

import numpy as np

from provenance.collate.answers import Answer, answers, together
from provenance.collate.judging import Model, read_model
from provenance.collate.likeness import Likeness, Text, likeness, texts_of
from provenance.collate.names import MIN_LETTERS, NOUN_CAPITALS, Name
from provenance.collate.passages import Bead, Encode, Passage, tokens
from provenance.collate.spelling import NOTHING_ALIKE, letters
from provenance.types import Discrepancy, Severity

WEIGHTS = Path(__file__).with_name("substitution.toml")
# Nats from which a name is as good as spelled on the other side, and from which a spelling tells where a word went.
ANSWERED, ANCHOR = 14.0, 9.0
_LATIN = "Latn"
BLOCK = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name of other, a name of one in whose place it may stand, and what was measured of them.

    bead: number among the linked beads.  here: None where one may have nothing in that place.
    """

    bead: int
    here: Answer | None
    there: Answer
    measures: tuple[float, ...]


def compare_names(beads: Sequence[Bead], encode: Encode | None) -> list[Discrepancy]:
    """Return a discrepancy for each name of one whose place another name of other has taken.

    Of severity "info" where the model is less sure.  Without an encoder no word is taken for a translation.
    """
    linked = [bead for bead in beads if bead.is_linked]
    model = load_model()
    found = []
    for candidate, score in best(candidates(linked, encode), model):
        if score >= model.unsure:
            found.append(_changed(linked[candidate.bead], candidate, score >= model.sure, 1 / (1 + exp(-score))))
    return found


def best(found: Sequence[Candidate], model: Model) -> list[tuple[Candidate, float]]:
    """Return the candidates, the best first, that share no name with a better one, and their nats."""
    if not found:
        return []
    scores = np.array([candidate.measures for candidate in found]) @ model.weights + model.bias
    taken, kept = set[tuple[int, str, int]](), []
    for place in np.argsort(-scores, kind="stable"):
        candidate = found[place]
        names = {(candidate.bead, "other", candidate.there.name.place)}
        if candidate.here is not None:
            names.add((candidate.bead, "one", candidate.here.name.place))
        if not names & taken:
            taken |= names
            kept.append((candidate, float(scores[place])))
    return kept


def candidates(beads: Sequence[Bead], encode: Encode | None) -> list[Candidate]:
    """Return each name of other that may be out of place, without and with each name of one that may be lost.

    Elsewhere in the text means in the same block of about BLOCK beads, so that time grows with length and no faster.
    """
    found, first = [], 0
    for size in _sizes(len(beads)):
        found += _in_block(beads[first : first + size], first, encode)
        first += size
    return found


def _sizes(count: int) -> list[int]:
    """Return the sizes of blocks of nearly equal size, BLOCK beads at most."""
    blocks = -(-count // BLOCK)
    return [count // blocks + (block < count % blocks) for block in range(blocks)]


def _in_block(beads: Sequence[Bead], first: int, encode: Encode | None) -> list[Candidate]:
    one, other = texts_of(beads)
    alike = likeness(one, other, encode)
    ours, theirs = answers(one, other, alike), answers(other, one, alike.turned())
    shared = together(ours, theirs)
    found = []
    for number, bead in enumerate(beads):
        pairs = _Pairs(bead, one, other, alike, ours[number], theirs[number], shared)
        around = _of_bead(bead, ours[number], theirs[number])
        lost = [answer for answer in ours[number] if answer.spelled <= ANSWERED]
        for there in (answer for answer in theirs[number] if answer.spelled <= ANSWERED):
            strange = _of_name(there, bead.other, bead.one)
            alone = _alone(there, bead, len(ours[number]), _open(ours[number]))
            found.append(Candidate(first + number, None, there, (*around, *alone, *strange, *[0.0] * OF_PAIR)))
            for here in lost:
                both = [near + far for near, far in zip(_of_name(here, bead.one, bead.other), strange, strict=True)]
                measures = (*around, *[0.0] * ALONE, *both, *pairs.measures(here, there))
                found.append(Candidate(first + number, here, there, measures))
    return found


def load_model() -> Model:
    """Read the weights."""
    return read_model(WEIGHTS)


def _bent(value: float, low: float, high: float, knots: Sequence[float]) -> list[float]:
    """Return a value within bounds, and by how much it lies beyond each knot: its worth may change there."""
    value = min(max(value, low), high)
    return [value, *(max(0.0, value - knot) for knot in knots)]


def _open(found: Sequence[Answer]) -> int:
    return sum(answer.spelled < 4 and answer.meant < 0.4 and answer.is_name for answer in found)


def _of_bead(bead: Bead, ours: Sequence[Answer], theirs: Sequence[Answer]) -> list[float]:
    return [
        bead.link.probability,
        float(max(len(bead.link.one), len(bead.link.other)) > 1),
        min(_open(ours), 4),
        min(_open(theirs), 4),
        log(len(bead.one.words) + 1),
    ]


def _alone(answer: Answer, bead: Bead, count: int, lost: int) -> list[float]:
    is_foreign = _is_foreign(answer, bead.other, bead.one)
    return [
        1.0,
        float(count > 0),
        min(lost, 3),
        min(max(answer.spelled, -5), 10),
        answer.meant,
        min(max(answer.spelled_far, -5), 10),
        min(max(answer.spelled_near, -5), 10),
        float(answer.is_name),
        float(_has_noun_capitals(bead.other)),
        float(is_foreign),
        float(not bead.one.language.has_spaces),
        min(answer.small, 6),
        min(answer.capital, 6),
        float(answer.name.is_noun),
        float(is_foreign and answer.spelled < 3),
    ]


def _of_name(answer: Answer, here: Passage, there: Passage) -> list[float]:
    spelled = max(answer.spelled, -5.0)
    ideal = max(2.3 * len(letters(answer.name.word)), 1)
    nouns, is_foreign = _has_noun_capitals(here), _is_foreign(answer, here, there)
    is_alike = here.language.script == there.language.script
    return [
        *_bent(spelled, -5, 15, (0, 3, 6, 10)),
        *_bent(answer.spelled / ideal, -0.3, 1, (0.15, 0.35, 0.6)),
        *_bent(answer.meant, -0.2, 1, (0.1, 0.2, 0.3, 0.45, 0.6)),
        *_bent(answer.spelled_near, -5, 15, (3, 6, 10)),
        *_bent(answer.spelled_far, -5, 15, (3, 6, 10)),
        *_bent(answer.small, 0, 12, (1, 3, 6)),
        *_bent(answer.capital, 0, 10, (1, 3, 6)),
        min(answer.seen, 5),
        answer.answered / (answer.seen + 1),
        (answer.seen - answer.answered) / (answer.seen + 1),
        float(answer.is_name),
        float(answer.name.is_noun),
        float(answer.is_common),
        answer.disputed / 10,
        answer.meant_disputed,
        min(len(answer.name.word), 10) / 10,
        float(not there.language.has_spaces),
        0.0 if there.language.has_spaces else min(spelled, 10),
        float(nouns),
        float(is_foreign),
        float(is_foreign and answer.spelled < 3),
        float(is_foreign and answer.name.is_noun),
        float(is_alike),
        min(spelled, 10) if is_alike else 0.0,
        float(nouns and answer.small < 1 and answer.capital < 1),
        float(answer.small > answer.capital),
        min(answer.small, 3) if answer.name.is_noun else 0.0,
    ]


class _Pairs:
    """What two names of a bead, one of each side, have to do with each other."""

    def __init__(
        self,
        bead: Bead,
        one: Text,
        other: Text,
        alike: Likeness,
        ours: Sequence[Answer],
        theirs: Sequence[Answer],
        shared: Mapping[tuple[str, str], int],
    ) -> None:
        self.one, self.other, self.alike, self.shared = one, other, alike, shared
        self.words = [word for word, _ in tokens(bead.one)], [word for word, _ in tokens(bead.other)]
        anchors = {(0.0, 0.0), (1.0, 1.0)}
        anchors |= {
            (here.name.share, there.name.share)
            for here in ours
            for there in theirs
            if self._spelled(here.name.word, there.name.word) >= ANCHOR
        }
        self.anchors = sorted(anchors)

    def measures(self, here: Answer, there: Answer) -> list[float]:
        row, column = self.one.words[here.name.word], self.other.words[there.name.word]
        expected = np.interp(here.name.share, [near for near, _ in self.anchors], [far for _, far in self.anchors])
        return [
            *_bent(float(self.alike.spelled[row, column]), -5, 12, (-2, 1, 4)),
            *_bent(float(self.alike.meant[row, column]), -0.1, 1, (0.1, 0.2, 0.35)),
            *_bent(self._beside(here.name, there.name), -5, 15, (2, 6)),
            *_bent(abs(float(expected) - there.name.share), 0, 1, (0.1, 0.3)),
            min(max(self.shared.get((here.name.stem, there.name.stem), 0) - 1, 0), 3),
            min(here.capital, there.capital),
            abs(min(here.small, 8) - min(there.small, 8)),
            max(here.spelled, there.spelled, -5),
            max(here.meant, there.meant),
        ]

    def _beside(self, here: Name, there: Name) -> float:
        """Return the nats with which the word before, or behind, is spelled alike on both sides."""
        best = -5.0
        for step in (-1, 1):
            near, far = here.place + step, there.place + step
            if not (0 <= near < len(self.words[0]) and 0 <= far < len(self.words[1])):
                continue
            one, other = self.words[0][near], self.words[1][far]
            if min(len(one), len(other)) < MIN_LETTERS:
                continue
            nats = self._spelled(one, other)
            best = max(best, nats if one[0].isupper() and other[0].isupper() else min(nats, 3.0))
        return best

    def _spelled(self, one: str, other: str) -> float:
        row, column = self.one.words.get(one), self.other.words.get(other)
        return NOTHING_ALIKE if row is None or column is None else float(self.alike.spelled[row, column])


def _has_noun_capitals(passage: Passage) -> bool:
    return passage.language.tag in NOUN_CAPITALS


def _is_foreign(answer: Answer, here: Passage, there: Passage) -> bool:
    """Tell whether a name keeps the other side's script in a text of another."""
    return answer.name.word.isascii() and here.language.script != _LATIN and there.language.script == _LATIN


def _changed(bead: Bead, candidate: Candidate, is_sure: bool, confidence: float) -> Discrepancy:
    there = candidate.there.name
    severity: Severity = "major" if is_sure else "info"
    if candidate.here is None:
        note = f"the other names {there.word}; the one has no such name here"
        return Discrepancy("name", bead.one.span, there.span, severity, note, confidence)
    here = candidate.here.name
    note = f"the one names {here.word}, the other names {there.word}"
    if any(mark in bead.one.words for mark in '"“„«「'):
        note += " (in a sentence with a quotation: see who is quoted)"
    return Discrepancy("name", here.span, there.span, severity, note, confidence)


# Lengths of the parts of a candidate's measures; the others are as long as their functions make them.
ALONE, OF_PAIR = 15, 19
