"""Which version a credit belongs to, in one line that speaks of several."""

import pytest

from provenance.detect.credits import credits
from provenance.types import Credit

FOUNDING = "(Report Alexander Marrow and Anton Kolodyazhnyy, French version Myriam Rivet, edited by Blandine Hénault)"


def _by_role(text: str, language: str) -> dict[str, list[Credit]]:
    found: dict[str, list[Credit]] = {}
    for credit in credits(text, (language,)):
        found.setdefault(credit.role, []).append(credit)
    return found


def test_founding_case_is_read_exactly() -> None:
    found = _by_role(FOUNDING, "en")

    (report,), (translation,), (edit,) = found["reporter"], found["translator"], found["editor"]
    assert [agent.name for agent in report.agents] == ["Alexander Marrow", "Anton Kolodyazhnyy"]
    assert (report.scope.kind, report.worded_as) == ("original", "fr")
    assert (translation.agents[0].name, translation.target_language) == ("Myriam Rivet", "fr")
    assert (translation.scope.kind, translation.scope.language) == ("version", "fr")
    assert (edit.agents[0].name, edit.scope.kind, edit.scope.language) == ("Blandine Hénault", "version", "fr")


def test_founding_case_spans_quote_exactly() -> None:
    quoted = [credit.span.of(FOUNDING) for credit in credits(FOUNDING, ("en",)) if credit.span]

    assert quoted == [
        "Report Alexander Marrow and Anton Kolodyazhnyy",
        "French version Myriam Rivet",
        "edited by Blandine Hénault",
    ]


def test_scope_span_quotes_the_version_named() -> None:
    (translation,) = _by_role(FOUNDING, "en")["translator"]

    assert translation.scope.span is not None
    assert translation.scope.span.of(FOUNDING) == "French"


def test_each_editor_belongs_to_the_version_before() -> None:
    text = "(Reportage Agence X, édité par Ann Lee ; version française Bo Petit, édité par Cléo Roux)"

    first, second = _by_role(text, "fr")["editor"]

    assert (first.agents[0].name, first.scope.kind) == ("Ann Lee", "original")
    assert (second.agents[0].name, second.scope.kind, second.scope.language) == ("Cléo Roux", "version", "fr")


def test_editor_of_a_report_alone_belongs_to_the_text() -> None:
    (edit,) = _by_role("(Reporting by Ann Lee; Editing by Bo Chen)", "en")["editor"]

    assert edit.scope.kind == "text"


def test_author_of_a_translated_article_belongs_to_the_original() -> None:
    (author,) = _by_role("Перевод статьи [Ann Lee](https://example.org): [Mills](https://example.org/m).", "ru")[
        "author"
    ]

    assert author.scope.kind == "original"


@pytest.mark.parametrize(
    ("text", "language", "worded_as"),
    [
        ("(Report Ann Lee, edited by Bo Chen)", "en", "fr"),
        ("Edited in Spanish by Ann Lee", "en", "es"),
        ("Written by Redaction", "en", "fr"),
    ],
)
def test_wording_of_another_language_shows_through(text: str, language: str, worded_as: str) -> None:
    assert worded_as in {credit.worded_as for credit in credits(text, (language,))}


def test_note_lends_the_original_language_to_the_notice_before() -> None:
    text = "This page was translated automatically. It may contain errors. Please read the original version in German."

    (machine,) = credits(text, ("en",))

    assert (machine.role, machine.is_machine, machine.source_language) == ("machine-translator", True, "de")


def test_named_translator_learns_what_the_sentence_before_says() -> None:
    (translator,) = credits("Vertaald uit het Frans. Vertaling: Anna Berg", ("nl",))

    assert (translator.agents[0].name, translator.source_language) == ("Anna Berg", "fr")


def test_two_translators_of_two_languages_stay_apart() -> None:
    found = credits("Vertaald uit het Frans. Vertaling uit het Duits: Anna Berg", ("nl",))

    assert [credit.source_language for credit in found] == ["fr", "de"]


def test_title_of_the_original_ends_before_the_next_label() -> None:
    found = credits("（原文：山の便り、翻訳：青木蓮）", ("ja",))

    assert [(credit.role, credit.work) for credit in found] == [("source", "山の便り"), ("translator", None)]


def test_notice_behind_a_reference_mark_is_read() -> None:
    (machine,) = credits("※この記事は英語から機械翻訳されたものです。", ("ja",))

    assert (machine.is_machine, machine.source_language) == (True, "en")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("转载自山谷网，翻译：苏木", "zh-Hans"),
        ("記事：山の便り　翻訳：青木蓮", "ja"),
        ("文丨林海音 编译丨苏木", "zh-Hans"),
        ("Uit het archief van de krant, vertaling: Anna Berg", "nl"),
    ],
)
def test_label_inside_a_line_is_read_where_its_credit_ends_the_line(text: str, language: str) -> None:
    assert "translator" in _by_role(text, language)


def test_label_inside_a_sentence_that_goes_on_is_none() -> None:
    assert credits("他说了两件事，翻译：苏木和他的朋友从来没有见过面，也不想见。", ("zh-Hans",)) == ()
