"""Where what a text declares and what it shows disagree: findings that compare claims and settle nothing."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from provenance.languages.naming import language_name
from provenance.types import Credit, Document, Finding, LanguageGuess, Span, primary

EDGE = 400  # code points at either end of a text in which a note of revision stands


def claims(document: Document, language: LanguageGuess, credits: tuple[Credit, ...]) -> tuple[Finding, ...]:
    """Return findings on the carrier's and the credits' claims about languages and machines."""
    return (*_mismatches(language, credits), *_declared(document, language), *_revisions(document, language))


def _mismatches(language: LanguageGuess, credits: tuple[Credit, ...]) -> list[Finding]:
    """A text in one language that credits a version in another."""
    own = language.language
    if own == "und":
        return []
    found: list[Finding] = []
    seen: set[str] = set()
    for credit in credits:
        target = credit.version or (credit.target_language if credit.is_translation else None)
        if target is None or primary(target) == primary(own) or target in seen:
            continue
        seen.add(target)
        note = f"the text is in {language_name(own)} and its credit names a {language_name(target)} version"
        confidence = round(language.confidence * credit.confidence, 4)
        span = credit.scope.span or credit.span
        found.append(
            Finding("claims", "credit-language-mismatch", f"{own}:{target}", span, confidence, "credit-language", note)
        )
    return found


def _declared(document: Document, language: LanguageGuess) -> list[Finding]:
    own = language.language
    found: list[Finding] = []
    for item in document.declared:
        if item.key == "machine-translation":
            note = f"the page carries a mark of machine translation ({item.place})"
            found.append(Finding("claims", "machine-notice", item.value, None, 0.9, f"declared.{item.place}", note))
        elif (
            item.key == "language"
            and own != "und"
            and item.value
            and primary(item.value.replace("_", "-")) != primary(own)
        ):
            note = f"{item.place} declares {item.value!r}, the text reads as {language_name(own)}"
            found.append(
                Finding(
                    "claims",
                    "declared-language-mismatch",
                    f"{item.value}:{own}",
                    None,
                    language.confidence,
                    "declared",
                    note,
                )
            )
    return found


def _revisions(document: Document, language: LanguageGuess) -> list[Finding]:
    """Find a note that the text was updated or corrected, near its beginning or its end."""
    pattern = _notes(primary(language.language))
    if pattern is None:
        return []
    text = document.text
    for match in pattern.finditer(text):
        if match.start() < EDGE or match.end() > len(text.rstrip()) - EDGE:
            span = Span(match.start(), match.end())
            note = f"{span.of(text)!r}: the text says that it was updated or corrected"
            return [Finding("claims", "revision-note", span.of(text), span, 0.9, f"revision.{language.language}", note)]
    return []


@lru_cache(maxsize=64)
def _notes(language: str) -> re.Pattern[str] | None:
    """Return one alternation of the language's notes of revision (literal words: linear), None without any."""
    table = tomllib.loads(files("provenance.languages").joinpath("shared", "revisions.toml").read_text("utf-8"))
    phrases = [phrase for entry in table["note"] if entry["language"] == language for phrase in entry["phrases"]]
    parts = [
        r"\s".join(
            re.escape(word[:-1]) + r"\w{0,20}" if word.endswith("*") else re.escape(word) for word in phrase.split()
        )
        for phrase in sorted(phrases, key=len, reverse=True)
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})", re.IGNORECASE) if parts else None
