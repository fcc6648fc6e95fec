import pytest

from provenance.detect.claims import claims
from provenance.types import Declared, Document, LanguageGuess


def _found(text: str, language: str, declared: tuple[Declared, ...] = ()) -> list[tuple[str, str]]:
    document = Document("a", text, "a", declared)
    return [(item.kind, item.value) for item in claims(document, LanguageGuess(language, 1.0), ())]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A text.\n\n(Updates with comment by the board)", "en"),
        ("Un texto.\n\n(Actualiza con la oferta de la minera)", "es"),
        ("En tekst.\n\nSaken er oppdatert med nytt tilbud.", "no"),
    ],
)
def test_note_of_revision_is_found(text: str, language: str) -> None:
    assert [kind for kind, _ in _found(text, language)] == ["revision-note"]


def test_note_of_revision_in_the_middle_of_a_long_text_is_none() -> None:
    text = "The board met. " * 60 + "This story has been updated, he joked. " + "It rained. " * 60

    assert _found(text, "en") == []


def test_declared_language_that_the_text_is_not_in_is_a_finding() -> None:
    declared = (Declared("language", "fr", "html:lang"),)

    assert _found("The board met on Monday.", "en", declared) == [("declared-language-mismatch", "fr:en")]


def test_mark_of_machine_translation_is_a_finding_and_names_its_place() -> None:
    declared = (Declared("machine-translation", "plugin", "html:class"),)

    assert _found("The board met on Monday.", "en", declared) == [("machine-notice", "plugin")]
