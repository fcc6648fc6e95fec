"""Learn what two letters in one place of two spellings are worth (provenance/collate/spelling.npy).

``python -m training.spelling --data ../shared/data/train``

Names in English beside another language: words of the place and language names of CLDR and of the short answers of
XQuAD, where both sides have as many words, and for each capitalised word of running text the word of the other side
that its letters or its class come nearest to.  Pairs that have little in common are left out; the others are aligned
letter by letter and letters that stand together counted, six times over (hard expectation-maximisation).
"""

import argparse
import lzma
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from provenance.collate.spelling import GAP, LETTERS, TABLE, letters
from provenance.collate.transliteration import name_classes, romanised

Pair = tuple[str, str, str]
LISTS = ("lexicon/cldr.*", "lexicon/xquad_answers.*")
TEXTS = ("sentences/mlqepe.*", "sentences/xquad.*", "sentences/globalvoices.*", "sentences/tico19.*")
# Languages in whose running text no spaces part the words.
SPACELESS = ("th", "zh-cn", "zh-tw", "km", "my", "lo", "ja")
LINES, PER_LANGUAGE, ROUNDS = 3000, 350, 6
# Odds per letter below which a pair is no pair of spellings, after the first round.
LEAST = float(np.log(0.004))
ENDING = 3
_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ][^\W\d_]+)*")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    pairs = chosen([*listed(options.data), *written(options.data)])
    print(f"{len(pairs)} pairs of spellings")
    np.save(TABLE, odds(learn(pairs)).astype(np.float16))


def listed(data: Path) -> Iterator[Pair]:
    """Yield the words of names in lists: English, other, language."""
    for one, other, language in _lines(data, LISTS):
        ours, theirs = _WORD.findall(one), _WORD.findall(other)
        if len(ours) == len(theirs) <= 4:
            yield from ((here, there, language) for here, there in zip(ours, theirs, strict=True) if _is_name(here))


def written(data: Path) -> Iterator[Pair]:
    """Yield the names of running text, each with the word of the other side that is nearest."""
    for one, other, language in _lines(data, TEXTS):
        if language in SPACELESS:
            continue
        words = [word for word in _WORD.findall(other) if len(word) >= 3]
        capitals = [word for word in words if word[0].isupper()]
        for match in _WORD.finditer(one):
            if match.start() and _is_name(match.group()):
                yield match.group(), max(capitals or words, key=lambda word: _near(match.group(), word)), language


def chosen(pairs: Sequence[Pair]) -> list[tuple[str, str]]:
    """Return the pairs that may be two spellings, at most PER_LANGUAGE of a language, in LETTERS."""
    distinct = sorted({pair for pair in pairs if pair[0] != pair[1] and _may_be_one(*pair[:2])})
    random.Random(0).shuffle(distinct)
    taken, kept = Counter[str](), []
    for one, other, language in distinct:
        if taken[language] < PER_LANGUAGE and letters(one) and letters(other):
            taken[language] += 1
            kept.append((letters(one), letters(other)))
    return kept


def learn(pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
    """Return float64[36 + 1, 36 + 1]: how often two letters stand in one place; row and column 0: none."""
    size = len(LETTERS) + 1
    weights = np.full((size, size), 1e-4) + 0.02 * np.eye(size)
    weights[GAP, :] = weights[:, GAP] = 0.003
    vowels = [LETTERS.index(letter) + 1 for letter in "aeiouyhjw"]
    weights[np.ix_(vowels, vowels)] += 0.003
    weights[GAP, vowels] = weights[vowels, GAP] = 0.008
    for number in range(ROUNDS):
        logs, weights = np.log(weights / weights.sum()), np.full((size, size), 0.3)
        weights[GAP, GAP] = 1e-9
        for one, other in pairs:
            score, places = _path(one, other, logs)
            if number and score / len(places) < LEAST:
                continue
            for place in _but_for_ending(places):
                weights[place] += 0.5
                weights[place[::-1]] += 0.5
    return weights


def odds(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log-odds of two letters against chance; of a letter without a partner, against the letter's share."""
    shares = weights.sum(axis=1)
    shares[GAP] = 0
    shares = shares / shares.sum()
    inner = weights[1:, 1:] / weights[1:, 1:].sum()
    table = np.zeros_like(weights)
    table[1:, 1:] = np.maximum(np.log(inner / np.outer(shares[1:], shares[1:])), -6.0)
    table[GAP, 1:] = table[1:, GAP] = np.maximum(np.log(2 * weights[1:, GAP] / weights.sum() / shares[1:]), -5.5)
    return table


def _path(one: str, other: str, logs: NDArray[np.float64]) -> tuple[float, list[tuple[int, int]]]:
    """Return the best alignment of two words: its log-probability and the pairs of rows of the table."""
    here, there = ([LETTERS.index(letter) + 1 for letter in word] for word in (one, other))
    best = {(0, 0): (0.0, (0, 0))}
    for i in range(len(here) + 1):
        for j in range(len(there) + 1):
            steps = []
            if i and j:
                steps.append((best[i - 1, j - 1][0] + logs[here[i - 1], there[j - 1]], (i - 1, j - 1)))
            if i:
                steps.append((best[i - 1, j][0] + logs[here[i - 1], GAP], (i - 1, j)))
            if j:
                steps.append((best[i, j - 1][0] + logs[GAP, there[j - 1]], (i, j - 1)))
            if steps:
                best[i, j] = max(steps)
    at, places = (len(here), len(there)), []
    while at != (0, 0):
        before = best[at][1]
        places.append((here[before[0]] if before[0] < at[0] else GAP, there[before[1]] if before[1] < at[1] else GAP))
        at = before
    return best[len(here), len(there)][0], places[::-1]


def _but_for_ending(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    end = len(places)
    while end > max(0, len(places) - ENDING) and GAP in places[end - 1]:
        end -= 1
    return places[:end]


def _lines(data: Path, patterns: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield English, other and the other's language; of running text LINES lines a file."""
    for path in sorted(path for pattern in patterns for path in data.glob(pattern)):
        language = path.name.split(".")[1].split("-", 1)[1]
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if number > LINES and path.parent.name == "sentences":
                    break
                one, other, *_ = line.rstrip("\n").split("\t")
                if path.name.split(".")[1].startswith("en-"):
                    yield one, other, language


def _is_name(word: str) -> bool:
    return len(word) >= 4 and word[0].isupper() and not word.isupper()


def _near(one: str, other: str) -> float:
    same = Levenshtein.normalized_similarity
    classes = [same(key, known) for key in name_classes(one) for known in name_classes(other)]
    return max(same(romanised(one), romanised(other)), 0.9 * max(classes))


def _may_be_one(one: str, other: str) -> bool:
    same = Levenshtein.normalized_similarity
    return same(romanised(one), romanised(other)) >= 0.5 or any(
        min(len(key), len(known)) >= 3 and same(key, known) >= 0.65
        for key in name_classes(one)
        for known in name_classes(other)
    )


if __name__ == "__main__":
    main()
