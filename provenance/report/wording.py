"""How a report speaks: careful words for confidences, languages, roles and kinds.

The tool says what a text names and what that is consistent with; it accuses nobody.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from provenance.languages.naming import language_name
from provenance.report.escape import visible

Json = Mapping[str, Any]

_CONFIDENCE = (
    (0.97, "almost certain"),
    (0.85, "very likely"),
    (0.65, "likely"),
    (0.5, "rather likely"),
    (0.3, "possible"),
)
_HYPHEN = re.compile(r"(?<!^re)[-_]")
_VERSION = re.compile(r"(?<!\w)([vi]\d+)(?!\w)")
_WORTH_NAMING = 0.03
_VERDICTS = {
    "same-text": "the same text",
    "translation": "one consistent with a translation of the other",
    "partial-translation": "one consistent with a translation of part of the other",
    "summary": "one consistent with a summary of the other",
    "same-event": "two reports of the same event",
    "unrelated": "no sign that they are related",
    "undetermined": "undetermined",
}


def number(value: float) -> str:
    """Return a share from 0 to 1 as two decimals without the zero before them, never as all or nothing."""
    if value >= 0.995:
        return ">.99"
    return f"{value:.2f}".removeprefix("0") if value >= 0.005 else "<.01"


def confidence(value: float) -> str:
    """Return a probability in words with its number: "likely .82"."""
    words = next((words for least, words in _CONFIDENCE if value >= least), "unlikely")
    return f"{words} {number(value)}"


def percent(value: float) -> str:
    """Return a share as a whole percentage, never rounded up to all or down to none."""
    whole = round(value * 100)
    return f"{100 if value == 1 else 0 if value == 0 else min(max(whole, 1), 99)} %"


def language(tag: str) -> str:
    """Return the English name of a language, or its tag where there is none."""
    return "undetermined language" if tag == "und" else visible(language_name(tag))


def languages(probable: Sequence[Json]) -> str:
    """Return candidates as "fr" where certain, as "en? .70 or ru? .20" where not."""
    if not probable:
        return "language unknown"
    if len(probable) == 1 and probable[0]["probability"] >= 0.995:
        return visible(probable[0]["language"])
    likely = [item for item in probable[:3] if item["probability"] >= _WORTH_NAMING] or probable[:1]
    return " or ".join(f"{visible(item['language'])}? {number(item['probability'])}" for item in likely)


def verdict(name: str) -> str:
    """Return a verdict in careful words."""
    return _VERDICTS.get(name, visible(name))


def plain(name: str) -> str:
    """Return an identifier as words: "machine-translation" → "machine translation", but "re-translation"."""
    return _HYPHEN.sub(" ", visible(name))


def listed(names: Sequence[str], limit: int = 3) -> str:
    """Return names as a phrase, each once: "A, B and C", "A, B and 4 more"."""
    shown = list(dict.fromkeys(visible(name) for name in names))
    if len(shown) > limit:
        shown = [*shown[: limit - 1], f"{len(shown) - limit + 1} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""


def counted(count: int, noun: str) -> str:
    """Return "1 finding", "2 findings", "2 discrepancies"."""
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") else f"{count} {noun}s"


def offsets(span: Json | None) -> str:
    """Return the place of a span as "17–34", "metadata" where there is none."""
    return "metadata" if span is None else f"{span['start']}–{span['end']}"


def in_versions(statement: str, labels: Mapping[str, str]) -> str:
    """Return a statement in which bare ids of versions ("v1 from v3") are told by their labels."""
    return "".join(visible(labels.get(word, word)) for word in _VERSION.split(visible(statement)))
