"""How surely the other side answers each name of a text: by spelling, by meaning, in its bead and elsewhere.

A word of the other side that another word of this side spells or means better is no answer to a name: what counts is
the likeness less the excess of the best other word over it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from provenance.collate.capitals import counts
from provenance.collate.names import Name, names
from provenance.collate.passages import Bead, Passage, tokens
from provenance.collate.spelling import NOTHING_ALIKE, spelled_alike

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Matrix = NDArray[np.float32]

# Nats of spelling from which on a name counts as answered in a bead.
SPELLED = 6.0
# Other words of its side dispute a name's best so many answers, if these have more than LEAST nats.
DISPUTED, LEAST = 2, 1.0
_HAN = (2, 3, 4)
_RUNS = re.compile(r"[A-Za-z]+|[\u30a0-\u30ff]+|[^A-Za-z\u30a0-\u30ff]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """What speaks for and against a name's being answered on the other side.

    spelled: nats for the best spelling in its bead; disputed: how many more the best would have, were no other word
    nearer to it.  spelled_near, spelled_far: in the beads beside, in any other bead.  meant: cosine of the word
    nearest in meaning; meant_disputed: likewise.  seen, answered: beads elsewhere that hold a form of the name, and
    those of them that spell it.  small, capital: log2 of how often the word is met so (capitals.py).
    is_common: the text writes it small as well.  is_name: it stands inside some sentence with its capital.
    """

    name: Name
    spelled: float
    disputed: float
    spelled_near: float
    spelled_far: float
    meant: float
    meant_disputed: float
    seen: int
    answered: int
    small: float
    capital: float
    is_common: bool
    is_name: bool


@dataclass(frozen=True, slots=True)
class Text:
    """One side of the beads.  words: each distinct form to its number; held: numbers of the forms of each bead."""

    passages: tuple[Passage, ...]
    names: tuple[tuple[Name, ...], ...]
    words: dict[str, int]
    held: tuple[NDArray[np.int64], ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """The words of one beside those of other: nats of spelling, cosines of meaning.

    Spellings are filled in where either word is a name, and where ``disputes`` needs them.
    """

    spelled: Matrix
    meant: Matrix

    def turned(self) -> "Likeness":
        """Return the same from the other side."""
        return Likeness(self.spelled.T, self.meant.T)


def texts_of(beads: Sequence[Bead]) -> tuple[Text, Text]:
    """Return the two sides of linked beads."""
    return _text([bead.one for bead in beads]), _text([bead.other for bead in beads])


def likeness(one: Text, other: Text, encode: Encode | None) -> Likeness:
    """Compare all words of two texts that may matter; without an encoder no word means another."""
    spelled = np.full((len(one.words), len(other.words)), NOTHING_ALIKE, np.float32)
    ours, theirs = list(one.words), list(other.words)
    for here, there, table in ((one, other, spelled), (other, one, spelled.T)):
        named = sorted({name.word for found in here.names for name in found})
        if named and there.words:
            rows = [here.words[word] for word in named]
            table[rows] = np.maximum(table[rows], spelled_alike(named, list(there.words)))
    for here, there, table in ((one, other, spelled), (other, one, spelled.T)):
        _fill_disputes(here, there, table)
    meant = encode(ours) @ encode(theirs).T if encode is not None and ours and theirs else np.zeros_like(spelled)
    return Likeness(spelled, np.asarray(meant, np.float32))


def answers(here: Text, there: Text, alike: Likeness) -> list[list[Answer]]:
    """Return for each bead the answers to the names of here; alike: here's words by there's."""
    spelled = {
        word: np.array([alike.spelled[row, held].max() if len(held) else NOTHING_ALIKE for held in there.held])
        for word, row in here.words.items()
        if any(name.word == word for found in here.names for name in found)
    }
    seen = defaultdict[str, list[tuple[int, str]]](list)
    for bead, found in enumerate(here.names):
        for name in found:
            seen[name.stem].append((bead, name.word))
    habit = dict(zip(spelled, counts(list(spelled)), strict=True))
    inside = {name.word for found in here.names for name in found if name.is_sure}
    result = []
    for bead, found in enumerate(here.names):
        own, held = here.held[bead], there.held[bead]
        rows = []
        for name in found if len(held) else ():
            row, beads = here.words[name.word], spelled[name.word]
            rivals = own[own != row]
            spell, mean = alike.spelled[row, held], alike.meant[row, held]
            best, best_meant = (
                _undisputed(spell, alike.spelled, rivals, held),
                _undisputed(mean, alike.meant, rivals, held),
            )
            elsewhere = [spelled[word][place] for place, word in seen[name.stem] if place != bead]
            rows.append(
                Answer(
                    name,
                    best,
                    float(spell.max()) - best,
                    float(
                        max(
                            beads[max(bead - 1, 0) : bead].max(initial=NOTHING_ALIKE),
                            beads[bead + 1 : bead + 2].max(initial=NOTHING_ALIKE),
                        )
                    ),
                    float(max(beads[:bead].max(initial=NOTHING_ALIKE), beads[bead + 1 :].max(initial=NOTHING_ALIKE))),
                    best_meant,
                    float(mean.max()) - best_meant,
                    len(elsewhere),
                    sum(nats >= SPELLED for nats in elsewhere),
                    float(habit[name.word][0]),
                    float(habit[name.word][1]),
                    name.word.lower() in here.words,
                    name.word in inside,
                )
            )
        result.append(rows)
    return result


def _text(passages: Sequence[Passage]) -> Text:
    found = tuple(names(passage) for passage in passages)
    forms = [
        dict.fromkeys([*_forms(passage), *(name.word for name in named)])
        for passage, named in zip(passages, found, strict=True)
    ]
    words = {word: number for number, word in enumerate(sorted({word for held in forms for word in held}))}
    held = tuple(np.array(sorted(words[word] for word in bead), np.int64) for bead in forms)
    return Text(tuple(passages), found, words, held)


def _forms(passage: Passage) -> list[str]:
    """Return the words of a passage; where no spaces part them, the runs of one script and the parts of those."""
    found = []
    for word, _ in tokens(passage):
        if passage.language.has_spaces or word.isascii():
            found.append(word)
            continue
        for run in _RUNS.findall(word):
            if run.isascii() or "\u30a0" <= run[0] <= "\u30ff":
                found.append(run)
            else:
                found.extend(run[at : at + size] for size in _HAN for at in range(len(run) - size + 1))
    return found


def _fill_disputes(here: Text, there: Text, spelled: Matrix) -> None:
    """Compare the words of here that are no names with the answers that they may take from the names beside them."""
    needed = set[tuple[int, int]]()
    for named, own, held in zip(here.names, here.held, there.held, strict=True):
        named_rows = {here.words[name.word] for name in named}
        best = {
            int(held[place])
            for row in named_rows
            for place in np.argsort(-spelled[row, held])[:DISPUTED]
            if spelled[row, held[place]] > LEAST
        }
        needed.update((int(rival), column) for rival in own if rival not in named_rows for column in best)
    if needed:
        rows, columns = sorted({row for row, _ in needed}), sorted({column for _, column in needed})
        ours, theirs = list(here.words), list(there.words)
        compared = spelled_alike([ours[row] for row in rows], [theirs[column] for column in columns])
        spelled[np.ix_(rows, columns)] = np.maximum(spelled[np.ix_(rows, columns)], compared)


def _undisputed(likeness: Matrix, table: Matrix, rivals: NDArray[np.int64], held: NDArray[np.int64]) -> float:
    """Return the best likeness, each less by what the best rival has beyond it."""
    if len(rivals):
        likeness = likeness - np.maximum(table[np.ix_(rivals, held)].max(axis=0) - likeness, 0)
    return float(likeness.max())


def together(one: Sequence[Sequence[Answer]], other: Sequence[Sequence[Answer]]) -> Counter[tuple[str, str]]:
    """Count the beads in which a name of one and a name of other stand, neither of them spelled across, by stems."""
    count = Counter[tuple[str, str]]()
    for ours, theirs in zip(one, other, strict=True):
        here = {answer.name.stem for answer in ours if answer.spelled < SPELLED}
        there = {answer.name.stem for answer in theirs if answer.spelled < SPELLED}
        count.update((stem, far) for stem in here for far in there)
    return count
