"""Interference: what the language of an earlier version leaves in a text made from it.

Rules are data (languages/shared/interference.toml): how a language spells foreign names ("Piotr", "Sergueï"), and phrases
that it renders word by word ("specified that" for "a précisé que").  Each finding's value is the language implied.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from provenance.languages.naming import language_name
from provenance.types import Finding, Segment, Span, primary


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    implies: str
    kind: str
    renders: str
    strength: float


def interference(text: str, language: str, segments: tuple[Segment, ...]) -> tuple[Finding, ...]:
    """Return the traces of other languages in the body of a text, in order of place.

    language: BCP 47 tag of the text.  confidence is the rule's strength in (0, 1].
    """
    pattern, rules = _rules(primary(language))
    if pattern is None:
        return ()
    found: list[Finding] = []
    for segment in segments:
        if segment.kind in {"credit", "boilerplate"} or not segment.span:
            continue
        for match in pattern.finditer(text, segment.span.start, segment.span.end):
            rule = rules[int((match.lastgroup or "r0")[1:])]
            if rule.kind == "romanisation" and not match.group()[0].isupper():
                continue
            note = f"{match.group()!r} is consistent with {language_name(rule.implies)}: {rule.renders}"
            span = Span(match.start(), match.end())
            found.append(Finding("interference", rule.kind, rule.implies, span, rule.strength, rule.name, note))
    return tuple(found)


@lru_cache(maxsize=64)
def _rules(language: str) -> tuple[re.Pattern[str] | None, tuple[_Rule, ...]]:
    """Return one alternation of all phrases for texts in a language (literal words: linear), and its rules."""
    table = tomllib.loads(files("provenance.languages").joinpath("shared", "interference.toml").read_text("utf-8"))
    entries = [entry for entry in table["rule"] if entry["text"] == language]
    entries.sort(key=lambda entry: -len(entry["phrase"]))
    if not entries:
        return None, ()
    rules = tuple(
        _Rule(
            f"interference.{entry['text']}.{entry['implies']}.{entry['phrase']}", entry["implies"], entry["kind"],
            entry["renders"], float(entry["strength"]),
        )
        for entry in entries
    )  # fmt: skip
    parts = [f"(?P<r{number}>{_phrase(entry['phrase'])})" for number, entry in enumerate(entries)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE), rules


def _phrase(phrase: str) -> str:
    words = [re.escape(word[:-1]) + r"\w{0,20}" if word.endswith("*") else re.escape(word) for word in phrase.split()]
    return r"\s".join(words)
