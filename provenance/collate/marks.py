"""How surely a passage carries a mark that its translation carries too: a negation, a must, a may, a source named.

A list of words cannot tell that "without", "refuse" or "-less" often stand for a negation and that "not only" seldom
does.  So each language has a logistic model for each mark: over words, pairs of words, beginnings and ends of words
(runs of one to four characters where the script has no spaces) and the length, it predicts whether the *other* side of
a translated pair carries the mark.  The models are fitted by ``python -m training.marks`` and stand in weights/*.tsv:
mark, feature, weight in hundredths; the feature "" is the bias, "#" the slope over length.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import log
from typing import Literal

from provenance.collate.passages import Passage, knowledge
from provenance.types import Span

Mark = Literal["negation", "must", "may", "source"]
MARKS: tuple[Mark, ...] = ("negation", "must", "may", "source")

# Characters of a script without spaces count for so many letters.
DENSITY = 2.5
# Natural logarithm of the length (in letters) at which the slope gives nothing.
USUAL = 4.0
# Longest beginning or end of a word, longest run of characters.
AFFIX, RUN = 5, 4

# Vowel signs and accents belong to their letters: \w leaves those out.
_LETTER = r"(?:(?![\d_])[\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0971-\u0dff])"
_WORD = re.compile(rf"n['’]t\b|{_LETTER}+?(?=n['’]t\b)|{_LETTER}+['’](?={_LETTER})|{_LETTER}+")
_SAID = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Reading:
    """score: log-odds that a translation carries the mark.  span: the words that speak most for it; None if none do."""

    score: float
    span: Span | None


def read_mark(passage: Passage, mark: Mark) -> Reading | None:
    """Return what a passage says of a mark; None where its language has no model."""
    found = _read(passage.words, passage.language.tag).get(mark)
    if found is None:
        return None
    score, span = found
    return Reading(score, span.shifted(passage.span.start) if span else None)


@lru_cache(maxsize=64)
def _read(words: str, tag: str) -> Mapping[str, tuple[float, Span | None]]:
    """Return mark → score, the words within the passage that speak most for it."""
    language, (weights, starts) = knowledge(tag), _weights(tag)
    if not weights:
        return {}
    lowered = words.lower()
    if len(lowered) != len(words):  # lower case of another length would move every offset
        lowered = words
    extent = length(words, language.has_spaces)
    scores = {mark: bias + slope * extent for mark, (bias, slope) in starts.items()}
    most: dict[str, tuple[float, Span | None]] = dict.fromkeys(starts, (0.0, None))
    seen: set[str] = set()
    for feature, here, there in features(lowered, language.has_spaces):
        if feature not in weights or feature in seen:
            continue
        seen.add(feature)
        for mark, weight in weights[feature]:
            scores[mark] += weight
            if weight > most[mark][0]:
                most[mark] = weight, Span(here, there)
    return {mark: (score, most[mark][1]) for mark, score in scores.items()}


def length(words: str, has_spaces: bool) -> float:
    """Return the natural logarithm of a length in letters, less the usual one."""
    return log(1 + len(words) * (1.0 if has_spaces else DENSITY)) - USUAL


def features(words: str, has_spaces: bool) -> Iterator[tuple[str, int, int]]:
    """Yield each feature of lower-case words with its characters.

    "word", "two words", "pre-" and "-fix" of two to five letters; runs of one to four characters without spaces.
    """
    if not has_spaces:
        for start in range(len(words)):
            for end in range(start + 1, min(start + RUN, len(words)) + 1):
                if _SAID.match(words[start]) and _SAID.match(words[end - 1]):
                    yield words[start:end], start, end
        return
    before: tuple[str, int] | None = None
    for match in _WORD.finditer(words):
        word, start, end = match.group().replace("’", "'"), match.start(), match.end()
        yield word, start, end
        for size in range(2, min(AFFIX, len(word) - 2) + 1):
            yield f"{word[:size]}-", start, end
            if size < AFFIX:
                yield f"-{word[-size:]}", start, end
        if before is not None:
            yield f"{before[0]} {word}", before[1], end
        before = word, start


@lru_cache(maxsize=64)
def _weights(tag: str) -> tuple[Mapping[str, list[tuple[str, float]]], Mapping[str, tuple[float, float]]]:
    """Return feature → (mark, weight) pairs, and mark → bias and slope; both empty for a language without a file."""
    path = files("provenance.collate") / "weights" / f"{tag}.tsv"
    weights: dict[str, list[tuple[str, float]]] = {}
    if not path.is_file():
        return weights, {}
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, feature, weight = line.split("\t")
        weights.setdefault(feature, []).append((mark, int(weight) / 100))
    slopes = dict(weights.pop("#", ()))
    return weights, {mark: (bias, slopes.get(mark, 0.0)) for mark, bias in weights.pop("")}
