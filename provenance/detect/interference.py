"""Interference: what the language of an earlier version leaves in a text made from it.

Rules are data (languages/shared/interference.toml): spellings of foreign names ("Piotr", "Sergueï"), names of places
left in its own form, phrases rendered word by word ("specified that" for "a précisé que"), quotation marks and
spacing, hours and thousands, articles and word order.  Each finding's kind is the rule's, its value the language
implied.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from provenance.languages.naming import language_name
from provenance.types import Finding, Segment, Span, primary

# Scripts in which a text cannot hold the forms of rules for Latin script ("*"), by language.
NOT_LATIN = frozenset(
    [
        "ar",
        "bg",
        "bn",
        "el",
        "fa",
        "gu",
        "he",
        "hi",
        "ja",
        "kn",
        "ko",
        "mk",
        "ml",
        "mr",
        "ne",
        "pa",
        "ru",
        "ta",
        "te",
        "th",
        "uk",
        "ur",
        "zh",
        "und",
    ]
)
REACH = 40  # code points into the next sentence: a cut may stand inside a phrase
_WORD = re.compile(r"\w+")
_CHOICE = re.compile(r"\(\?:([^\W\d_]+(?:\|[^\W\d_]+)+)\)(?![?*+{])")
NAMES = frozenset({"romanisation", "residue"})  # kinds whose phrases count as written


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    implies: str
    kind: str
    renders: str
    strength: float
    pattern: re.Pattern[str]
    phrases: tuple[frozenset[str], ...]  # folded words; a match holds all of one.  Empty where that cannot be told
    needed: tuple[str, ...]  # parts of words, as written, of which a match holds one.  Empty where there are none


def interference(text: str, language: str, segments: tuple[Segment, ...]) -> tuple[Finding, ...]:
    """Return the traces of other languages in the body of a text, in order of place; overlapping ones: the longest.

    language: BCP 47 tag of the text.  confidence is the rule's strength in (0, 1].
    """
    found: list[Finding] = []
    rules = _possible(text, primary(language))
    for segment in segments:
        if segment.kind in {"credit", "boilerplate"} or not segment.span:
            continue
        for rule in rules:
            for match in rule.pattern.finditer(text, segment.span.start, segment.span.end + REACH):
                if match.start() >= segment.span.end or "\n\n" in match.group():
                    break
                span = Span(match.start(), match.end())
                note = f"{match.group()!r} is consistent with {language_name(rule.implies)}: {rule.renders}"
                found.append(Finding("interference", rule.kind, rule.implies, span, rule.strength, rule.name, note))
    return tuple(sorted(_longest(found), key=lambda item: (item.span or Span(0, 0), item.kind, item.value)))


def _longest(found: list[Finding]) -> Iterator[Finding]:
    """Yield findings, of overlapping ones of a kind the longest (the stronger of equals)."""
    kept: dict[str, Finding] = {}
    for item in sorted(found, key=lambda item: (item.span or Span(0, 0), -item.confidence)):
        held, span = kept.get(item.kind), item.span or Span(0, 0)
        if held is not None and held.span is not None and span.overlaps(held.span):
            if (len(span), item.confidence) > (len(held.span), held.confidence):
                kept[item.kind] = item
            continue
        if held is not None:
            yield held
        kept[item.kind] = item
    yield from kept.values()


def _possible(text: str, language: str) -> list[_Rule]:
    """Return the rules that match somewhere, asked first of which the text holds all words of a phrase."""
    words, index = _words(text), _index(language)
    places = {place for word in ("", *(words & index.keys())) for place, phrase in index[word] if phrase <= words}
    return [
        rule
        for place, rule in enumerate(_rules(language))
        if place in places
        and (not rule.needed or any(part in text for part in rule.needed))
        and rule.pattern.search(text) is not None
    ]


@lru_cache(maxsize=64)
def _index(language: str) -> Mapping[str, list[tuple[int, frozenset[str]]]]:
    """Return the longest word of each phrase → (place of its rule, its words); "" → what any text may hold."""
    index: dict[str, list[tuple[int, frozenset[str]]]] = {"": []}
    for place, rule in enumerate(_rules(language)):
        for phrase in rule.phrases or (frozenset[str](),):
            index.setdefault(max(sorted(phrase), key=len, default=""), []).append((place, phrase))
    return index


@lru_cache(maxsize=64)
def _rules(language: str) -> tuple[_Rule, ...]:
    """Return the rules that apply to texts in a language."""
    return tuple(_rule(entry, number) for number, entry in enumerate(_table()) if _applies(entry, language))


@lru_cache(maxsize=1)
def _table() -> Sequence[Mapping[str, Any]]:
    table = tomllib.loads(files("provenance.languages").joinpath("shared", "interference.toml").read_text("utf-8"))
    rules: Sequence[Mapping[str, Any]] = table["rule"]
    return rules


def _applies(entry: Mapping[str, Any], language: str) -> bool:
    if language == entry["implies"] or language in entry.get("native", ()):
        return False
    return language in entry["text"] or (entry["text"] == ["*"] and language not in NOT_LATIN)


def _rule(entry: Mapping[str, Any], number: int) -> _Rule:
    """Return a rule with one expression: its pattern, or the alternation of its phrases (literal words: linear)."""
    wanted: tuple[frozenset[str], ...] = ()
    needed: tuple[str, ...] = ()
    if "pattern" in entry:
        lead = r"(?<!\w)" if entry["kind"] in NAMES else ""
        pattern = re.compile(f"{lead}(?:{entry['pattern']})" + (r"(?!\w)" if lead else ""))
        needed = _needed(entry["pattern"])
    else:
        phrases = sorted(entry["phrases"], key=len, reverse=True)
        wanted = tuple(dict.fromkeys(map(_whole_words, phrases)))
        flags = re.NOFLAG if entry["kind"] in NAMES else re.IGNORECASE
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(_phrase, phrases))})(?!\w)", flags)
    return _Rule(
        f"interference.{entry['kind']}.{entry['implies']}.{number + 1}", entry["implies"], entry["kind"],
        entry["renders"], float(entry["strength"]), pattern, wanted, needed,
    )  # fmt: skip


def _needed(pattern: str) -> tuple[str, ...]:
    """Return the alternatives of a choice that every match goes through: "[A-Z][a-z]+(?:tchenko|tchev)"."""
    plain = re.sub(r"\\.|\[[^\]]*\]", "_", pattern)
    outside, before = plain, ""
    while outside != before:
        outside, before = re.sub(r"\([^()]*\)", "_", outside), outside
    for choice in _CHOICE.finditer(plain):
        depth = plain.count("(", 0, choice.start()) - plain.count(")", 0, choice.start())
        if depth == 0 and "|" not in outside and "(?i" not in plain:
            return tuple(choice[1].split("|"))
    return ()


def _words(text: str) -> frozenset[str]:
    """Return the words of a text, folded: all that an expression which ignores case finds (dotted and dotless i)."""
    folded = text.casefold().replace("ı", "i")
    found = _WORD.findall(folded.replace("\u0307", ""))
    if "\u0307" in folded:
        found += _WORD.findall(folded)
    return frozenset(found)


def _whole_words(phrase: str) -> frozenset[str]:
    """Return the words of a phrase that stand whole in a match: the last one of "reform*" may go on."""
    parts = (
        (part.endswith("*"), _WORD.findall(part.rstrip("*").casefold().replace("ı", "i"))) for part in phrase.split()
    )
    return frozenset(word for is_open, words in parts for word in (words[:-1] if is_open else words))


def _phrase(phrase: str) -> str:
    words = [re.escape(word[:-1]) + r"\w{0,20}" if word.endswith("*") else re.escape(word) for word in phrase.split()]
    return r"\s".join(words)
