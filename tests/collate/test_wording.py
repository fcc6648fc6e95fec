"""Modality and attribution on sentences written for the purpose, aligned one to one."""

import pytest

from provenance.collate.attribution import compare_attribution
from provenance.collate.modality import compare_modality
from provenance.collate.passages import Passage, knowledge
from provenance.types import Discrepancy, Span


def passages(one: str, other: str, languages: str) -> tuple[Passage, Passage]:
    here, there = languages.split("-")
    return Passage(one, Span(0, len(one)), knowledge(here)), Passage(other, Span(0, len(other)), knowledge(there))


def modality(one: str, other: str, languages: str) -> list[Discrepancy]:
    return compare_modality(*passages(one, other, languages))


def attribution(one: str, other: str, languages: str) -> list[Discrepancy]:
    return compare_attribution(*passages(one, other, languages))


@pytest.mark.parametrize(
    ("one", "other", "languages", "here", "there"),
    [
        ("The owners must sell the house.", "Die Eigentümer können das Haus verkaufen.", "en-de", "must", "können"),
        ("The owners may sell the house.", "Die Eigentümer müssen das Haus verkaufen.", "en-de", "may", "müssen"),
        ("Les banques doivent fermer le lundi.", "The banks may close on Monday.", "fr-en", "doivent", "may"),
        ("Владельцы могут продать дом.", "The owners must sell the house.", "ru-en", "могут", "must"),
    ],
)
def test_a_must_for_a_may_is_told_with_both_words(one: str, other: str, languages: str, here: str, there: str) -> None:
    (found,) = modality(one, other, languages)

    assert found.kind == "modality"
    assert here in found.one.of(one) and there in found.other.of(other)
    assert found.one.of(one) in found.note and found.other.of(other) in found.note


@pytest.mark.parametrize(
    ("one", "other", "languages"),
    [
        ("The owners must sell the house.", "Die Eigentümer müssen das Haus verkaufen.", "en-de"),
        ("The owners have to sell the house.", "Les propriétaires doivent vendre la maison.", "en-fr"),
        ("The owners may sell the house.", "Владельцы могут продать дом.", "en-ru"),
        ("The owners should sell the house.", "业主应该卖掉房子。", "en-zh"),
        ("The owners sold the house.", "Die Eigentümer verkauften das Haus.", "en-de"),
        (
            "It must be paid, but it can be paid late.",
            "Es muss bezahlt werden, kann aber spät bezahlt werden.",
            "en-de",
        ),
    ],
)
def test_one_modality_in_two_languages_is_no_finding(one: str, other: str, languages: str) -> None:
    assert modality(one, other, languages) == []


def test_a_must_for_a_may_is_sure_where_all_four_readings_agree() -> None:
    (found,) = modality("The owners must sell the house.", "Die Eigentümer können das Haus verkaufen.", "en-de")

    assert found.severity == "major"


def test_a_language_without_models_is_left_in_peace() -> None:
    assert modality("The owners must sell.", "Xin yos.", "en-xx") == []
    assert attribution("The owners sell, said he.", "Xin yos.", "en-xx") == []


@pytest.mark.parametrize(
    ("one", "other", "languages", "here"),
    [
        ("The bridge is safe, said the engineer.", "Die Brücke ist sicher.", "en-de", "said"),
        ("According to the ministry, the harvest was poor.", "La récolte a été mauvaise.", "en-fr", "According to"),
        ("Мост безопасен, сказал инженер.", "The bridge is safe.", "ru-en", "сказал"),
        ("部长表示，桥很安全。", "The bridge is safe.", "zh-en", "表示"),
    ],
)
def test_a_source_that_is_no_longer_named_is_a_finding(one: str, other: str, languages: str, here: str) -> None:
    (found,) = attribution(one, other, languages)

    assert (found.kind, found.severity) == ("attribution", "major")
    assert (found.one.of(one), found.other.of(other)) == (here, other)


def test_words_that_stay_in_quotation_marks_have_lost_less() -> None:
    one, other = "“The bridge is safe and open,” said the engineer.", "„Die Brücke ist sicher und offen.“"

    (found,) = attribution(one, other, "en-de")

    assert (found.one.of(one), found.severity) == ("said", "minor")


def test_a_source_that_only_the_translation_names_is_a_finding() -> None:
    one, other = "The bridge is safe.", "Die Brücke ist sicher, sagte der Ingenieur."

    (found,) = attribution(one, other, "en-de")

    assert (found.one.of(one), found.other.of(other)) == (one, "sagte")
    assert found.note == "the other gives it as the words of a source (sagte), the one does not seem to"


@pytest.mark.parametrize(
    ("one", "other", "languages"),
    [
        ("The bridge is safe, said the engineer.", "Die Brücke ist sicher, so der Ingenieur.", "en-de"),
        ("The bridge is safe, said the engineer.", "Most je bezpečný, ujistil inženýr.", "en-cs"),
        ("According to the ministry, the harvest was poor.", "Selon le ministère, la récolte a été mauvaise.", "en-fr"),
        ("The harvest was poor.", "Die Ernte war schlecht.", "en-de"),
        (
            "The fee comes on top of that, that being said, it is low.",
            "La taxe s'y ajoute, mais elle est basse.",
            "en-fr",
        ),
        ("从价格来说，桥很便宜。", "As for its price, the bridge is cheap.", "zh-en"),
    ],
)
def test_a_source_named_on_both_sides_or_none_is_no_finding(one: str, other: str, languages: str) -> None:
    assert attribution(one, other, languages) == []
