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

from provenance.languages import Language, load, tags
from provenance.types import Finding, Segment, Span

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_TAIL_NUMBER = re.compile(r"[\s\-–—#:]*\d{0,6}[\s.]*")
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
        found += _broken(text, body, data)
        found += _fragments(text, body, data)
    return tuple(sorted(found, key=lambda finding: finding.span or Span(0, 0)))


def _doubled(text: str, body: list[Segment], data: Language) -> list[Finding]:
    function = {word.casefold() for word in data.words.function} - {word.casefold() for word in data.words.doubled}
    found: list[Finding] = []
    for segment in body:
        before: re.Match[str] | None = None
        for word in _WORD.finditer(text, segment.span.start, segment.span.end):
            if (
                before is not None
                and word.group().casefold() == before.group().casefold()
                and word.group().casefold() in function
                and text[before.end() : word.start()].isspace()
                and not (word.group().isupper() and len(word.group()) > 1)
                and word.group().islower()
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


def _broken(text: str, body: list[Segment], data: Language) -> list[Finding]:
    """Find a full stop after an ordinary word and before a lower-case word, in scripts that have case."""
    abbreviations = {form.casefold().rstrip(".") for form in data.furniture.abbreviations}
    abbreviations |= {form.casefold().rstrip(".") for forms in data.dates.months for form in forms}
    found: list[Finding] = []
    for segment in body:
        for stop in re.finditer(r"(?<=[^\W\d_]{3})\. (?=[^\W\d_])", text[segment.span.start : segment.span.end + 40]):
            place = segment.span.start + stop.start()
            if place >= segment.span.end:
                break
            before = _word_before(text, place)
            after = _WORD.match(text, place + 2)
            if after is None or not after.group().islower() or before.group().casefold() in abbreviations:
                continue
            if _cannot_be_case(after.group()) or "." in text[max(0, before.start() - 1) : before.start()]:
                continue
            span = Span(before.start(), after.end())
            found.append(
                Finding(
                    "artefacts", "broken-sentence", span.of(text), span, 0.75, "period-before-lower-case",
                    "a full stop stands before a word in lower case: a sentence may have been cut in two",
                )
            )  # fmt: skip
    return found


def _word_before(text: str, place: int) -> re.Match[str]:
    start = place
    while start > 0 and place - start < 40 and (text[start - 1].isalpha() or text[start - 1] in "-'’"):
        start -= 1
    match = re.compile(r"\S+").match(text, start, place)
    assert match is not None, "the caller saw three letters before the full stop"
    return match


def _cannot_be_case(word: str) -> bool:
    """Tell whether a word has no upper case (scripts without case are all "lower" to nobody)."""
    return word.upper() == word


def _fragments(text: str, body: list[Segment], data: Language) -> list[Finding]:
    finite = {word.casefold() for word in data.words.finite if not word.startswith("*")}
    endings = tuple(word[1:].casefold() for word in data.words.finite if word.startswith("*"))
    if not finite:
        return []
    found: list[Finding] = []
    for before, segment in zip(body, body[1:], strict=False):
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
        last = _word_before(text, before.span.trimmed(text).end - 1) if text[before.span.trimmed(text).end - 2].isalpha() else None
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


def _tails(text: str, segments: tuple[Segment, ...], data: Language | None) -> list[Finding]:
    """Find aggregator furniture in the last lines that hold anything."""
    phrases = set((data.furniture.boilerplate if data else ())) | set(load("en").furniture.boilerplate)
    folded = sorted({phrase.casefold() for phrase in phrases}, key=len, reverse=True)
    found: list[Finding] = []
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
                        "the last lines hold page furniture of an aggregator",
                    )
                )  # fmt: skip
                break
    return found
