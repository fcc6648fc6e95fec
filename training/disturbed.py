"""Documents with known beads: parallel texts whose segments are merged, split, shifted, dropped and littered at random.

Both sides are disturbed, each at rates of its own, so that all shapes of beads occur, those in which the boundaries of
the two sides cross among them.  One in five (SECRET) is written in secret letters, word by word, so that the model
knows it no better than a language it never saw; one in eight (STRANGERS) are two texts that share nothing.
"""

import random
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.alignment import Case, debian_sample, rows, wmt_sample
from benchmarks.alignment_peers import Beads

LONG, SECRET, STRANGERS = 0.15, 0.2, 0.12
MOST = 250_000
LARGEST = 4
_CLAUSE = re.compile(r"[,;:–—](?=\s)|[，、；：]")
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_JUNK = ("- {} -", "{}", "Photo {}", "* * *", ". ..", "[{}]", "fig. {} .", "~ {}", "« {}")

Pair = tuple[Sequence[str], Sequence[str]]
Side = list[tuple[str, frozenset[int]]]
Litter = Callable[[random.Random], str]


@dataclass(frozen=True, slots=True)
class Rates:
    """How often each thing happens to a segment; clause: share of the cuts made at punctuation."""

    drop: float
    merge: float
    split: float
    shift: float
    junk: float
    gap: float
    clause: float


def documents(data: Path, count: int, seed: int) -> Iterator[Case]:
    """Yield documents with their beads, none from a text that benchmarks/alignment.py holds out.

    data: folder with debian_news.jsonl.gz and wmt22_docs.jsonl.gz.
    """
    draw = random.Random(seed)
    pools = _pools(data)
    names = sorted(pools)
    news = [name for name in names if name[0] == "wmt"]
    made = 0
    while made < count:
        name = draw.choice(names if draw.random() < 0.5 else news)
        case = _document(name, pools[name], draw)
        if case is not None and len(case.one) * len(case.other) < MOST:
            made += 1
            yield case


def _pools(data: Path) -> dict[tuple[str, str], list[Pair]]:
    news = {text for pair in wmt_sample(data, 120) for side in pair for text in (side[0], side[-1])}
    items = {pair[0][0] for pair in debian_sample(data, 60)}
    pools: dict[tuple[str, str], list[Pair]] = {}
    for row in rows(data / "debian_news.jsonl.gz"):
        one, other = row["source_text"], row["translation_text"]
        if len(one) == len(other) >= 5 and one[0] not in items and not row.get("source_is_head"):
            pools.setdefault(("debian", row["lang"]), []).append((one, other))
    for row in rows(data / "wmt22_docs.jsonl.gz"):
        one, other = row["source"], row["reference"]
        if len(one) >= 5 and "sah" not in row["pair"] and not {one[0], one[-1], other[0], other[-1]} & news:
            pools.setdefault(("wmt", row["pair"]), []).append((one, other))
    return pools


def _document(name: tuple[str, str], pool: list[Pair], draw: random.Random) -> Case | None:
    chosen = [draw.choice(pool) for _ in range(draw.randint(2, 8) if draw.random() < LONG else 1)]
    place = draw.randint(0, 1)
    one = [text for pair in chosen for text in pair[place]]
    other = [text for pair in chosen for text in pair[1 - place]]
    if draw.random() < SECRET and not {"zh", "ja"} & set(name[1].split("-")):
        other = secret(other, draw.uniform(0.3, 1.0), draw.random())
    if draw.random() < STRANGERS:
        strangers = [pair for pair in pool if pair[0][0] != chosen[0][0][0]]
        if not strangers:
            return None
        one, other = one[:60], list(draw.choice(strangers)[1 - place])[:60]
        return Case(tuple(one), tuple(other), _nulls(len(one), len(other)))
    for _ in range(20):
        level = draw.choice([0.2, 0.5, 1.0, 1.0, 1.5])
        first = _disturbed(one, _rates(draw, level * draw.choice([0.0, 0.0, 0.5, 1.0])), draw, _litter(pool, place))
        second = _disturbed(other, _rates(draw, level), draw, _litter(pool, 1 - place))
        beads = _beads(first, second)
        if beads is not None and min(len(first), len(second)) >= 3:
            return Case(tuple(text for text, _ in first), tuple(text for text, _ in second), beads)
    return None


def secret(texts: Sequence[str], share: float, key: float) -> list[str]:
    """Write a share of the distinct words in other letters, always the same; numbers and half the names stay."""

    def hidden(found: re.Match[str]) -> str:
        word = found.group(0)
        dice = random.Random(zlib.crc32(f"{word.lower()}{key}".encode()))
        is_name = word[0].isupper()
        if any(map(str.isdigit, word)) or dice.random() >= share or (is_name and dice.random() < 0.5):
            return word
        letters = "".join(dice.choice("aeiouyráðnstlkgmvfþ") for _ in word)
        return letters.capitalize() if is_name else letters

    return [re.sub(r"\w+", hidden, text) for text in texts]


def _rates(draw: random.Random, level: float) -> Rates:
    return Rates(
        drop=draw.uniform(0.0, 0.10) * level,
        merge=draw.uniform(0.0, 0.16) * level,
        split=draw.uniform(0.0, 0.16) * level,
        shift=draw.uniform(0.0, 0.08) * level,
        junk=draw.choice([0.0, 0.0, 0.03, 0.08]) * level,
        gap=draw.choice([0.0, 0.0, 0.0, 0.02]) * level,
        clause=draw.random(),
    )


def _disturbed(texts: Sequence[str], rates: Rates, draw: random.Random, litter: Litter) -> Side:
    """Return segments, each with the sentences that it holds something of."""
    side: Side = []
    place = 0
    while place < len(texts):
        text, here = texts[place], frozenset({place})
        if draw.random() < rates.junk:
            side.append((litter(draw), frozenset()))
        if draw.random() < rates.gap:
            place += draw.randint(2, 6)
            continue
        act = draw.choices(
            ["drop", "merge", "split", "shift", "keep"],
            [rates.drop, rates.merge, rates.split, rates.shift,
             max(1.0 - rates.drop - rates.merge - rates.split - rates.shift, 0.0)],
        )[0]  # fmt: skip
        place += 1
        if act == "drop":
            continue
        if act == "merge" and side and 1 <= len(side[-1][1]) <= 2:
            side[-1] = (f"{side[-1][0]} {text}", side[-1][1] | here)
            continue
        parts = _cut(text, draw, rates.clause) if act == "split" else None
        if parts is not None:
            tail = _cut(parts[1], draw, rates.clause) if draw.random() < 0.15 else None
            side += [(part, here) for part in (parts[0], *(tail or parts[1:]))]
            continue
        shifted = _shifted(texts, place - 1, draw, rates.clause) if act == "shift" and place < len(texts) else []
        if shifted:
            side += shifted
            place += 1
            continue
        side.append((text, here))
    return side


def _shifted(texts: Sequence[str], place: int, draw: random.Random, clause: float) -> Side:
    """Move the boundary between two sentences forth or back; nothing where neither can be cut."""
    here, both, after = frozenset({place}), frozenset({place, place + 1}), frozenset({place + 1})
    if draw.random() < 0.5:
        parts = _cut(texts[place], draw, clause)
        return [] if parts is None else [(parts[0], here), (f"{parts[1]} {texts[place + 1]}", both)]
    parts = _cut(texts[place + 1], draw, clause)
    return [] if parts is None else [(f"{texts[place]} {parts[0]}", both), (parts[1], after)]


def _cut(text: str, draw: random.Random, clause: float) -> tuple[str, str] | None:
    """Cut near the middle, at punctuation with probability ``clause`` where there is any; None for a short text."""
    middle = len(text) / 2
    places = [found.end() for found in _CLAUSE.finditer(text) if 8 < found.end() < len(text) - 8]
    if places and draw.random() < clause:
        aim = middle + draw.uniform(-0.2, 0.2) * len(text)
        place = min(places, key=lambda end: abs(end - aim))
    elif len(_SPACELESS.findall(text)) > len(text) / 3:
        if len(text) < 12:
            return None
        place = len(text) // 2 + draw.randint(-2, 2)
    else:
        words = [found.start() for found in re.finditer(r"\s\S", text)]
        if len(words) < 7:
            return None
        place = words[len(words) // 2 + draw.randint(-1, 1)]
    one, other = text[:place].strip(), text[place:].strip()
    return (one, other) if one and other else None


def _litter(pool: list[Pair], place: int) -> Litter:
    """Return what makes page furniture: numbers and captions, a few words or a sentence of another text."""

    def litter(draw: random.Random) -> str:
        kind = draw.random()
        if kind < 0.25:
            return draw.choice(_JUNK).format(draw.randint(1, 400))
        text = draw.choice(draw.choice(pool)[place])
        words = text.split()
        if kind >= 0.7 and len(words) >= 8:
            return text
        start = draw.randint(0, max(0, len(words) - 3))
        return " ".join(words[start : start + draw.randint(1, 4)]) if len(words) > 3 else text[: draw.randint(3, 14)]

    return litter


def _beads(one: Side, other: Side) -> Beads | None:
    """Return the beads: segments that hold something of one sentence belong together.  None where one is too large."""
    owner = list(range(len(one) + len(other)))

    def root(node: int) -> int:
        while owner[node] != node:
            node = owner[node]
        return node

    first: dict[int, int] = {}
    for place, (_, held) in enumerate((*one, *other)):
        for sentence in held:
            owner[root(place)] = root(first.setdefault(sentence, place))
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for place in range(len(owner)):
        group = groups.setdefault(root(place), ([], []))
        group[place >= len(one)].append(place - len(one) * (place >= len(one)))
    beads: Beads = []
    for ours, theirs in groups.values():
        if not ours or not theirs:
            beads += [((i,), ()) for i in ours] + [((), (j,)) for j in theirs]
            continue
        if any(len(run) > LARGEST or run[-1] - run[0] >= len(run) for run in (ours, theirs)):
            return None
        beads.append((tuple(ours), tuple(theirs)))
    return beads


def _nulls(one: int, other: int) -> Beads:
    return [((i,), ()) for i in range(one)] + [((), (j,)) for j in range(other)]
