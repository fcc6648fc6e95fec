"""Where what a text declares and what it shows disagree: findings that compare claims and settle nothing."""

from provenance.languages.naming import language_name
from provenance.types import Credit, Document, Finding, LanguageGuess, primary


def claims(document: Document, language: LanguageGuess, credits: tuple[Credit, ...]) -> tuple[Finding, ...]:
    """Return findings on the carrier's and the credits' claims about languages and machines."""
    return (*_mismatches(language, credits), *_declared(document, language))


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
        found.append(Finding("claims", "credit-language-mismatch", f"{own}:{target}", span, confidence, "credit-language", note))
    return found


def _declared(document: Document, language: LanguageGuess) -> list[Finding]:
    own = language.language
    found: list[Finding] = []
    for item in document.declared:
        if item.key == "machine-translation":
            note = f"the page carries a mark of machine translation ({item.place})"
            found.append(Finding("claims", "machine-notice", item.value, None, 0.9, f"declared.{item.place}", note))
        elif item.key == "language" and own != "und" and item.value and primary(item.value.replace("_", "-")) != primary(own):
            note = f"{item.place} declares {item.value!r}, the text reads as {language_name(own)}"
            found.append(
                Finding("claims", "declared-language-mismatch", f"{item.value}:{own}", None, language.confidence, "declared", note)
            )
    return found
