"""Seeded changes of sentences for benchmarks.collation: one left out, two that quote each other, a clause left out."""

import random
import re
from collections.abc import Sequence

from benchmarks.perturb import Change, Change_, Perturbation


def dropped(source: Sequence[str], target: Sequence[str], one: str, other: str, chance: random.Random) -> Change_:
    """Leave a sentence out.  places: of the segment in the source."""
    found = [index for index, text in enumerate(source) if sum(char.isalpha() for char in text) >= 12 and index]
    if len(target) < 4 or not found:
        return None
    index = chance.choice(found)
    rest = tuple(text for place, text in enumerate(target) if place != index)
    return Change(rest, ((index, 0, len(source[index])),), "dropped")


def quotation(source: Sequence[str], target: Sequence[str], one: str, other: str, chance: random.Random) -> Change_:
    """Exchange what is quoted in two sentences, the marks left where they are."""
    found = []
    for index, text in enumerate(target):
        for match in re.finditer(r"[\"“„«「『]([^\"“”„«»「」『』]{25,})[\"”“»」』]", text):
            found.append((index, match.start(1), match.end(1)))
    pairs = [(a, b) for a in found for b in found if a[0] < b[0]]
    if not pairs:
        return None
    (i, start, end), (j, first, last) = chance.choice(pairs)
    texts = list(target)
    left, right = texts[i][start:end], texts[j][first:last]
    texts[i] = texts[i][:start] + right + texts[i][end:]
    texts[j] = texts[j][:first] + left + texts[j][last:]
    return Change(tuple(texts), ((i, start, start + len(right)), (j, first, first + len(left))), "quotation")


def clause(source: Sequence[str], target: Sequence[str], one: str, other: str, chance: random.Random) -> Change_:
    """Leave a clause set off by commas or brackets out of a sentence.  places: of the segment in the source."""
    pattern = (
        r"[，、][^，、。；：！？「」『』（）]{12,}(?=[，。])"
        if other in ("ja", "zh")
        else r", [^,;:()—–\"“”«»„.!?]{25,}(?=[,.;])|(?:,| \(| [—–-]) [^,;:()—–\"“”«»„.!?]{25,}(?:,|\)| [—–-])(?= )"
    )
    found = [
        (index, match)
        for index, text in enumerate(target)
        for match in re.finditer(pattern, text)
        if len(text) - len(match.group()) >= 40 or (other in ("ja", "zh") and len(text) - len(match.group()) >= 15)
    ]
    if not found:
        return None
    index, match = chance.choice(found)
    texts = list(target)
    texts[index] = texts[index][: match.start()] + texts[index][match.end() :]
    return Change(tuple(texts), ((index, 0, len(source[index])),), f"clause: {match.group()!r}")


SENTENCES: dict[str, Perturbation] = {"omission": dropped, "quotation": quotation, "clause": clause}
