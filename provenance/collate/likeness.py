"""The two sides of the linked beads as words, and every word of the one beside every word of the other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from provenance.collate.names import Name, names
from provenance.collate.passages import Bead, Encode, Passage, tokens
from provenance.collate.spelling import NOTHING_ALIKE, spelled_alike

Matrix = NDArray[np.float32]

# Other words of its side dispute a name's best so many answers, if these have more than LEAST nats.
DISPUTED, LEAST = 2, 1.0
_HAN = (2, 3, 4)
_RUNS = re.compile(r"[A-Za-z]+|[\u30a0-\u30ff]+|[^A-Za-z\u30a0-\u30ff]+")


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
