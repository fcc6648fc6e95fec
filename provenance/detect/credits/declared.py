"""Credits that the carrier declares beside the text: meta elements, JSON-LD, front matter as the reader found it."""

from provenance.types import Agent, AgentKind, Credit, Declared, Document, Role, Scope

_ROLES: dict[str, Role] = {
    "author": "author", "translator": "translator", "machine-translator": "machine-translator", "editor": "editor",
    "publisher": "publisher", "source": "source", "original": "source", "machine-translation": "machine-translator",
}  # fmt: skip
_TRANSLATIONS = frozenset({"translator", "machine-translator"})
_NEGATIONS = frozenset({"false", "no", "0", "human", "none"})


def declared_credits(document: Document) -> tuple[Credit, ...]:
    """Return one credit for each maker or original that the carrier declares; span is None, rule is the place.

    An author is the original's where a translator is declared too.  The source language that the carrier declares goes
    to the credits of translation, and to the original.
    """
    source = next((entry.value for entry in document.declared if entry.key == "source-language"), None)
    has_translator = any(entry.key in _TRANSLATIONS for entry in document.declared)
    found = [
        _credit(entry, _ROLES[entry.key], source, has_translator=has_translator)
        for entry in document.declared
        if entry.key in _ROLES and not (entry.key == "machine-translation" and entry.value.casefold() in _NEGATIONS)
    ]
    return tuple(dict.fromkeys(found))


def _credit(entry: Declared, role: Role, source: str | None, *, has_translator: bool) -> Credit:
    is_original = role == "source" or (role == "author" and has_translator)
    is_translation = role in _TRANSLATIONS
    language = entry.language or source
    return Credit(
        role=role,
        agents=() if entry.key in {"original", "machine-translation"} else (Agent(entry.value, _kind(role)),),
        scope=Scope("original", language) if is_original else Scope("text"),
        span=None,
        rule=entry.place,
        confidence=0.95,
        source_language=language if is_translation or entry.key == "original" else None,
        is_machine=role == "machine-translator" if is_translation else None,
        work=entry.value if entry.key == "original" else None,
    )


def _kind(role: Role) -> AgentKind:
    if role == "machine-translator":
        return "tool"
    return "organisation" if role in {"publisher", "source"} else "person"
