"""The shapes that role words make: abbreviations, joint roles, bare words, words behind another credit."""

import pytest

from provenance.detect.credits import credits
from provenance.types import Credit


def _claims(text: str, language: str) -> list[tuple[str, str]]:
    return [(credit.role, agent.name) for credit in credits(text, (language,)) for agent in credit.agents]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "tłum. Anna Lis, red. Bo Wilk"),
        ("de", "Übers. Anna Lis, Red. Bo Wilk"),
        ("en", "Transl. Anna Lis; ed. Bo Wilk"),
        ("no", "Overs. Anna Lis, red. Bo Wilk"),
    ],
)
def test_an_abbreviated_role_needs_no_colon(language: str, text: str) -> None:
    assert _claims(text, language) == [("translator", "Anna Lis"), ("editor", "Bo Wilk")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Traducción y edición: Ana Gil"),
        ("es", "Edición y traducción: Ana Gil"),
        ("bg", "Превод и редакция: Ana Gil"),
        ("fi", "Suomennos ja toimitus: Ana Gil"),
    ],
)
def test_one_person_with_two_roles_has_two_credits(language: str, text: str) -> None:
    assert sorted(_claims(text, language)) == [("editor", "Ana Gil"), ("translator", "Ana Gil")]


def test_a_role_without_a_mark_needs_a_full_name_and_the_whole_line() -> None:
    assert _claims("Vertaling Anna de Wit", "nl") == [("translator", "Anna de Wit")]
    assert _claims("Vertaling Amsterdam", "nl") == []
    assert _claims("Vertaling Anna de Wit werd geprezen.", "nl") == []


def test_english_headings_name_nobody() -> None:
    assert _claims("Translation Quality Assessment", "en") == []


def test_behind_another_credit_a_word_and_a_name_are_enough() -> None:
    assert _claims("Česká verze: Bo Novák, redakce Anna Malá", "cs") == [
        ("translator", "Bo Novák"),
        ("editor", "Anna Malá"),
    ]
    assert _claims("redakce Anna Malá", "cs") == []


def test_the_maker_of_the_version_translated_from_is_credited_with_that_version() -> None:
    own, relay = _by_name("Translated by Ann Lee from the French version by Bo Petit", "en")

    assert (own.source_language, own.scope.kind) == ("fr", "text")
    assert (relay.role, relay.scope.kind, relay.scope.language) == ("translator", "original", "fr")
    assert relay.source_language is None


def _by_name(text: str, language: str) -> tuple[Credit, Credit]:
    first, second = sorted(credits(text, (language,)), key=lambda credit: credit.agents[0].name)
    return first, second


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("it", "(Tradotto da Redazione Danzica)", "Redazione Danzica"),
        ("nl", "Vertaling: Redactie Amsterdam", "Redactie Amsterdam"),
        ("ru", "Перевод — редакция «Меридиана»", "редакция «Меридиана»"),
    ],
)
def test_a_desk_with_a_name_is_named(language: str, text: str, name: str) -> None:
    assert _claims(text, language) == [("translator", name)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Translated by Ann Lee for the London Review"),
        ("de", "Übersetzung: Ann Lee für das Beispielmagazin"),
        ("es", "Traducción: Ann Lee para la revista Ejemplo"),
        ("it", "Traduzione di Ann Lee per «Esempio»"),
        ("fr", "Traduction : Ann Lee pour Courrier international"),
    ],
)
def test_the_outlet_behind_a_name_is_no_part_of_it(language: str, text: str) -> None:
    assert [name for role, name in _claims(text, language) if role == "translator"] == ["Ann Lee"]


def test_an_unknown_label_ends_the_name_before_it() -> None:
    assert _claims("Translator: Ann Lee Sensitivity: Bo Hall", "en") == [("translator", "Ann Lee")]


def test_a_full_stop_after_a_short_surname_ends_the_sentence() -> None:
    assert ("translator", "Eirik Bø") in _claims("Oversettelse: Eirik Bø. Korrektur: Hanne Lid", "no")
    assert ("translator", "E. B. Lid") in _claims("Oversettelse: E. B. Lid", "no")


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        ("fr", "Traduit du néerlandais (Belgique) par Ann Lee", "nl"),
        ("nl", "Vertaald uit het Engels (VS) door Ann Lee", "en"),
        ("ru", "Пер. с нем. Анны Белкиной", "de"),
        ("pl", "Tłum. z ang. Anna Lis", "en"),
    ],
)
def test_a_language_may_be_qualified_or_abbreviated(language: str, text: str, source: str) -> None:
    (found,) = credits(text, (language,))

    assert found.source_language == source
    assert len(found.agents) == 1


def test_only_the_translation_is_the_machines() -> None:
    found = credits("This is a machine translation of an article that first appeared in The Example Herald.", ("en",))

    assert {credit.role: credit.is_machine for credit in found} == {"machine-translator": True, "source": None}


def test_an_outlet_may_bear_the_name_of_a_role_behind_an_article() -> None:
    text = "This is a translation of an article first published in Dutch by De Correspondent."

    assert _claims(text, "en") == [("publisher", "De Correspondent")]
