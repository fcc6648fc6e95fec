"""Artefacts: what machines and careless hands leave in a text.

- ``doubled-word``: a function word that stands twice in a row ("do not not violate");
- ``broken-sentence``: a full stop before a lower-case word ("according to Moscow. to further destabilize");
- ``sentence-fragment``: a would-be sentence inside a paragraph without any finite verb, begun by two capitalised words
  ("director of the department of the ministry. Russian Foreign Office for …, according to …"); only for languages whose
  file lists finite verb forms;
- ``aggregator-tail``: the page furniture of an aggregator at the end ("Source link -87").

Each is evidence and no verdict: a person may have made the same slip.
"""

import re
from functools import lru_cache
from itertools import islice, pairwise
from operator import eq

from provenance.languages import Language, load, tags
from provenance.types import Finding, Segment, Span

# A word: letters with the marks that belong to them in Indic, Thai, Hebrew and Arabic script; parts joined by ' ’ or -.
_MARKS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e"
_LETTERS = rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*"
_WORD = re.compile(rf"{_LETTERS}(?:['’\-]{_LETTERS})*")
_TECHNICAL = frozenset("_-(/:<=0123456789@\\")  # after a lower-case word: the name of a program, no broken sentence
UNSPACED = frozenset({"zh-Hans", "zh-Hant", "ja", "th"})
_TAIL_NUMBER = re.compile(r"[\s\-–—#:]*\d{0,6}[\s.]*")
_NUMBERED = re.compile(r"[^\W\d_][^\n.!?]{2,60} [-–—]\d{1,4}")  # "Read original article here -118"
MAX_TAIL = 200  # code points of a line that can be an aggregator's tail
MAX_FRAGMENT_WORDS = 30
MIN_FRAGMENT_WORDS = 5


def artefacts(text: str, language: str, segments: tuple[Segment, ...]) -> tuple[Finding, ...]:
    """Return the artefacts of a text in order of place; language is its BCP 47 tag ("und" gives the tails only)."""
    data = load(language) if language in tags() else None
    found = list(_tails(text, segments, data))
    if data is not None:
        body = [segment for segment in segments if segment.kind in {"body", "dateline", "title"}]
        found += _doubled(text, body, data)
        found += _unspaced(text, body, data)
        found += _broken(text, body, data)
        found += _fragments(text, body, data)
    return tuple(sorted(found, key=lambda finding: finding.span or Span(0, 0)))


def _unspaced(text: str, body: list[Segment], data: Language) -> list[Finding]:
    """Find a function word of two characters and more written twice, in scripts without spaces."""
    words = sorted((word for word in data.words.function if len(word) > 1 and word not in data.words.doubled), key=len)
    if data.tag not in UNSPACED or not words:
        return []
    pattern = re.compile(rf"({'|'.join(map(re.escape, reversed(words)))})\1")
    return [
        Finding(
            "artefacts", "doubled-word", match[1], Span(match.start(), match.end()), 0.8, f"{data.tag}.doubled-word",
            f"the word {match[1]!r} stands twice in a row",
        )
        for segment in body
        for match in pattern.finditer(text, segment.span.start, segment.span.end)
    ]  # fmt: skip


@lru_cache(maxsize=64)
def _function_words(tag: str) -> frozenset[str]:
    """Return the function words of a language, folded, without those that may stand twice in a row."""
    words = load(tag).words
    return frozenset(map(str.casefold, words.function)) - frozenset(map(str.casefold, words.doubled))


def _doubled(text: str, body: list[Segment], data: Language) -> list[Finding]:
    function = _function_words(data.tag)
    found: list[Finding] = []
    for segment in body:
        words = _WORD.findall(text, segment.span.start, segment.span.end)
        if not any(map(eq, words, islice(words, 1, None))):
            continue
        before: re.Match[str] | None = None
        for word in _WORD.finditer(text, segment.span.start, segment.span.end):
            if (
                before is not None
                and word.group() == before.group()
                and word.group().casefold() in function
                and text[before.end() : word.start()].isspace()
                and word.group() == word.group().lower()
                and len(word.group()) > 1
            ):
                span = Span(before.start(), word.end())
                found.append(
                    Finding(
                        "artefacts", "doubled-word", word.group().casefold(), span, 0.9, f"{data.tag}.doubled-word",
                        f"the word {word.group()!r} stands twice in a row",
                    )
                )  # fmt: skip
            before = word
    return found


@lru_cache(maxsize=64)
def _abbreviations(tag: str) -> frozenset[str]:
    """Return the abbreviations and months of a language, folded, without their last full stop."""
    data = load(tag)
    forms = (*data.furniture.abbreviations, *(form for forms in data.dates.months for form in forms))
    return frozenset(form.casefold().rstrip(".") for form in forms)


def _broken(text: str, body: list[Segment], data: Language) -> list[Finding]:
    """Find a full stop after an ordinary word and before a lower-case word, in scripts that have case."""
    abbreviations = _abbreviations(data.tag)
    found: list[Finding] = []
    for segment in body:
        for stop in re.finditer(r"(?<=[^\W\d_]{3})\. (?=[^\W\d_])", text[segment.span.start : segment.span.end + 40]):
            place = segment.span.start + stop.start()
            if place >= segment.span.end:
                break
            before, after = _word_before(text, place), _WORD.match(text, place + 2)
            if (
                before is None
                or after is None
                or not after.group().islower()
                or _is_abbreviation(before[0], abbreviations)
            ):
                continue
            if text[after.end() : after.end() + 1] in _TECHNICAL:
                continue
            if "." in text[max(0, before.start() - 1) : before.start()] or not _WORD.search(
                text, after.end(), after.end() + 60
            ):
                continue
            span = Span(before.start(), after.end())
            found.append(
                Finding(
                    "artefacts", "broken-sentence", span.of(text), span, 0.75, "period-before-lower-case",
                    "a full stop stands before a word in lower case: a sentence may have been cut in two",
                )
            )  # fmt: skip
    return found


def _word_before(text: str, place: int) -> re.Match[str] | None:
    """Return the word that ends at a place."""
    words = list(_WORD.finditer(text, max(0, place - 40), place))
    return words[-1] if words and words[-1].end() == place else None


def _is_abbreviation(word: str, known: frozenset[str]) -> bool:
    """Tell whether a word is a known abbreviation or looks like one: "MwSt", "Chr"."""
    return (
        word.casefold() in known
        or word == "etc"
        or word[1:] != word[1:].lower()
        or (len(word) <= 3 and word[0].isupper())
    )


def _fragments(text: str, body: list[Segment], data: Language) -> list[Finding]:
    finite = {word.casefold() for word in data.words.finite if not word.startswith("*")}
    endings = tuple(word[1:].casefold() for word in data.words.finite if word.startswith("*"))
    if not finite:
        return []
    found: list[Finding] = []
    for before, segment in pairwise(body):
        span = segment.span.trimmed(text)
        words = [word.group() for word in _WORD.finditer(text, span.start, span.end)]
        if (
            before.paragraph != segment.paragraph
            or not MIN_FRAGMENT_WORDS <= len(words) <= MAX_FRAGMENT_WORDS
            or not (words[0][0].isupper() and words[1][0].isupper())
            or not text[span.start].isalpha()
            or not before.span.trimmed(text).of(text).endswith(".")
            or text[span.end - 1] != "."
            or any(word.casefold() in finite or word.casefold().endswith(endings) for word in words)
        ):
            continue
        last = _word_before(text, before.span.trimmed(text).end - 1)
        if last is None or not last.group().islower():
            continue
        place = Span(last.start(), span.start + len(words[0]))
        found.append(
            Finding(
                "artefacts", "sentence-fragment", place.of(text), place, 0.6, f"{data.tag}.no-finite-verb",
                "what follows the full stop has no finite verb: a sentence may have been cut in two",
            )
        )  # fmt: skip
    return found


@lru_cache(maxsize=64)
def _boilerplate(tag: str) -> tuple[str, ...]:
    """Return the furniture of a language and of English, folded, the longest first."""
    phrases = {phrase.casefold() for known in (tag, "en") for phrase in load(known).furniture.boilerplate}
    return tuple(sorted(sorted(phrases), key=len, reverse=True))


def _tails(text: str, segments: tuple[Segment, ...], data: Language | None) -> list[Finding]:
    """Find aggregator furniture in the last lines that hold anything."""
    folded = _boilerplate(data.tag if data else "en")
    found: list[Finding] = []
    said = "the last lines hold page furniture of an aggregator"
    last = [segment for segment in segments if len(segment.span.trimmed(text))][-4:]
    for segment in last:
        span = segment.span.trimmed(text)
        line = span.of(text)
        if len(line) > MAX_TAIL:
            continue
        for phrase in folded:
            if line.casefold().startswith(phrase) and _TAIL_NUMBER.fullmatch(line[len(phrase) :]):
                found.append(
                    Finding(
                        "artefacts", "aggregator-tail", line, span, 0.95, "boilerplate-tail",
                        said,
                    )
                )  # fmt: skip
                break
        else:
            if segment is last[-1] and _NUMBERED.fullmatch(line):
                found.append(Finding("artefacts", "aggregator-tail", line, span, 0.7, "numbered-tail", said))
    return found
