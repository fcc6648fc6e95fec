"""Interference: what the language of an earlier version leaves in a text made from it.

Rules are data (languages/shared/interference.toml): spellings of foreign names ("Piotr", "Sergueï"), names of places
left in its own form, phrases rendered word by word ("specified that" for "a précisé que"), quotation marks and
spacing, hours and thousands, articles and word order.  Each finding's kind is the rule's, its value the language
implied.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
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
NAMES = frozenset({"romanisation", "residue"})  # kinds whose phrases count as written


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    implies: str
    kind: str
    renders: str
    strength: float
    pattern: re.Pattern[str]
    words: tuple[str, ...]  # folded; a text with none of them cannot match.  Empty where that cannot be told


def interference(text: str, language: str, segments: tuple[Segment, ...]) -> tuple[Finding, ...]:
    """Return the traces of other languages in the body of a text, in order of place; overlapping ones: the longest.

    language: BCP 47 tag of the text.  confidence is the rule's strength in (0, 1].
    """
    found: list[Finding] = []
    folded = _folded(text)
    rules = [rule for rule in _rules(primary(language)) if not rule.words or any(word in folded for word in rule.words)]
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


@lru_cache(maxsize=64)
def _rules(language: str) -> tuple[_Rule, ...]:
    """Return the rules that apply to texts in a language."""
    table = tomllib.loads(files("provenance.languages").joinpath("shared", "interference.toml").read_text("utf-8"))
    return tuple(_rule(entry, number) for number, entry in enumerate(table["rule"]) if _applies(entry, language))


def _applies(entry: Mapping[str, Any], language: str) -> bool:
    if language == entry["implies"] or language in entry.get("native", ()):
        return False
    return language in entry["text"] or (entry["text"] == ["*"] and language not in NOT_LATIN)


def _rule(entry: Mapping[str, Any], number: int) -> _Rule:
    """Return a rule with one expression: its pattern, or the alternation of its phrases (literal words: linear)."""
    words: tuple[str, ...] = ()
    if "pattern" in entry:
        lead = r"(?<!\w)" if entry["kind"] in NAMES else ""
        pattern = re.compile(f"{lead}(?:{entry['pattern']})" + (r"(?!\w)" if lead else ""))
    else:
        phrases = sorted(entry["phrases"], key=len, reverse=True)
        words = tuple(dict.fromkeys(_folded(max(phrase.replace("*", "").split(), key=len)) for phrase in phrases))
        flags = re.NOFLAG if entry["kind"] in NAMES else re.IGNORECASE
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(_phrase, phrases))})(?!\w)", flags)
    return _Rule(
        f"interference.{entry['kind']}.{entry['implies']}.{number + 1}", entry["implies"], entry["kind"],
        entry["renders"], float(entry["strength"]), pattern, words,
    )  # fmt: skip


def _folded(text: str) -> str:
    """Return a text in which a word stands wherever an expression that ignores case finds it (dotted and dotless i)."""
    return text.casefold().replace("\u0307", "").replace("ı", "i")


def _phrase(phrase: str) -> str:
    words = [re.escape(word[:-1]) + r"\w{0,20}" if word.endswith("*") else re.escape(word) for word in phrase.split()]
    return r"\s".join(words)
