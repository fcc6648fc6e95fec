"""How surely the other side answers each name of a text: by spelling, by meaning, in its bead and elsewhere.

A word of the other side that another word of this side spells or means better is no answer to a name: what counts is
the likeness less the excess of the best other word over it.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from provenance.collate.capitals import counts
from provenance.collate.likeness import Likeness, Matrix, Text
from provenance.collate.names import Name
from provenance.collate.spelling import NOTHING_ALIKE

# Nats of spelling from which on a name counts as answered in a bead.
SPELLED = 6.0


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


def answers(here: Text, there: Text, alike: Likeness) -> list[list[Answer]]:
    """Return for each bead the answers to the names of here; alike: here's words by there's."""
    named = sorted({name.word for found in here.names for name in found})
    spelled = {
        word: [float(alike.spelled[here.words[word], held].max(initial=NOTHING_ALIKE)) for held in there.held]
        for word in named
    }
    habit = dict(zip(named, counts(named), strict=True))
    inside = {name.word for found in here.names for name in found if name.is_sure}
    seen = defaultdict[str, list[tuple[int, float]]](list)
    for bead, found in enumerate(here.names):
        for name in found:
            seen[name.stem].append((bead, spelled[name.word][bead]))
    result = []
    for bead, found in enumerate(here.names):
        rows = []
        for name in found if len(there.held[bead]) else ():
            nats = spelled[name.word]
            best, most = _undisputed(alike.spelled, here.words[name.word], here.held[bead], there.held[bead])
            meant, meant_most = _undisputed(alike.meant, here.words[name.word], here.held[bead], there.held[bead])
            elsewhere = [value for place, value in seen[name.stem] if place != bead]
            small, capital = map(float, habit[name.word])
            rows.append(
                Answer(
                    name=name,
                    spelled=best,
                    disputed=most - best,
                    spelled_near=max(nats[max(bead - 1, 0) : bead] + nats[bead + 1 : bead + 2], default=NOTHING_ALIKE),
                    spelled_far=max(nats[:bead] + nats[bead + 1 :], default=NOTHING_ALIKE),
                    meant=meant,
                    meant_disputed=meant_most - meant,
                    seen=len(elsewhere),
                    answered=sum(value >= SPELLED for value in elsewhere),
                    small=small,
                    capital=capital,
                    is_common=name.word.lower() in here.words,
                    is_name=name.word in inside,
                )
            )
        result.append(rows)
    return result


def _undisputed(table: Matrix, row: int, own: NDArray[np.int64], held: NDArray[np.int64]) -> tuple[float, float]:
    """Return the best likeness, each less by what the best other word of the bead has beyond it, and the best as is."""
    likeness = table[row, held]
    most, rivals = float(likeness.max()), own[own != row]
    if len(rivals):
        likeness = likeness - np.maximum(table[np.ix_(rivals, held)].max(axis=0) - likeness, 0)
    return float(likeness.max()), most


def together(one: Sequence[Sequence[Answer]], other: Sequence[Sequence[Answer]]) -> Counter[tuple[str, str]]:
    """Count the beads in which a name of one and a name of other stand, neither of them spelled across, by stems."""
    count = Counter[tuple[str, str]]()
    for ours, theirs in zip(one, other, strict=True):
        here = {answer.name.stem for answer in ours if answer.spelled < SPELLED}
        there = {answer.name.stem for answer in theirs if answer.spelled < SPELLED}
        count.update((stem, far) for stem in here for far in there)
    return count
