"""Credits in fields and markup: front matter, PO, JSON-LD, meta elements, wiki templates, traces of tools."""

import pytest

from provenance.detect.credits import credits, declared_credits
from provenance.types import Credit, Declared, Document


def _shown(text: str) -> list[tuple[str, list[str]]]:
    return [(credit.role, [agent.name for agent in credit.agents]) for credit in credits(text, ("en",))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('author: "ann"\ntranslator: bo-chen', [("author", ["ann"]), ("translator", ["bo-chen"])]),
        ("translators:\n    - ann-lee\n    - bo-chen", [("translator", ["ann-lee", "bo-chen"])]),
        ("translators: [Ann Lee, Bo Chen]", [("translator", ["Ann Lee", "Bo Chen"])]),
        (":translator: Ann Lee", [("translator", ["Ann Lee"])]),
        ('"Last-Translator: Ann Lee <ann@example.org>\\n"', [("translator", ["Ann Lee"])]),
        ('<meta name="translator" content="Ann Lee">', [("translator", ["Ann Lee"])]),
        ('{"translator": [{"name": "Ann Lee"}]}', [("translator", ["Ann Lee"])]),
        ('msgid "translator-credits"\nmsgstr "Ann Lee <ann@example.org>, 2010"', [("translator", ["Ann Lee"])]),
        ("f.translators = 'Ann Lee, <a href=\"/b\">Bo Chen</a>'", [("translator", ["Bo Chen"])]),
        ("{{Traduit de|en|Windmill}}", [("source", [])]),
    ],
)
def test_field_is_read(text: str, expected: list[tuple[str, list[str]]]) -> None:
    assert _shown(text) == expected


def test_original_of_front_matter_goes_to_the_translation() -> None:
    text = "author: ann\nsource:\n    title: 'Mills'\n    url: 'https://example.org/m'\ntranslators:\n    - bo"

    (translation,) = [credit for credit in credits(text, ("en",)) if credit.role == "translator"]

    assert translation.work == "Mills | https://example.org/m"


def test_trace_of_a_tool_covers_its_sentence() -> None:
    text = "Intro. Xyz uvw [Co-op Translator](https://github.com/Azure/co-op-translator) abc. More."

    (trace,) = credits(text, ("en",))

    assert trace.span is not None
    assert trace.span.of(text) == "Xyz uvw [Co-op Translator](https://github.com/Azure/co-op-translator) abc."


@pytest.mark.parametrize("text", ["translator: null", "translator:", '"Last-Translator: FULL NAME <EMAIL@ADDRESS>\\n"'])
def test_empty_field_credits_nobody(text: str) -> None:
    assert _shown(text) == []


def test_declared_credits_carry_their_place() -> None:
    document = Document(
        "d", "Text.", "d.html",
        (
            Declared("author", "Ann Lee", "meta:author"),
            Declared("translator", "Bo Chen", "json-ld:translator[0].name"),
            Declared("source-language", "fr", "json-ld:translationOfWork.inLanguage"),
            Declared("original", "https://example.org/m", "json-ld:translationOfWork.url"),
            Declared("machine-translation", "false", "meta:machine-translation"),
        ),
    )  # fmt: skip

    author, translator, original = declared_credits(document)

    assert (author.role, author.scope.kind) == ("author", "original")
    assert (translator.source_language, translator.is_machine, translator.span) == ("fr", False, None)
    assert translator.rule == "json-ld:translator[0].name"
    assert (original.role, original.work) == ("source", "https://example.org/m")


def test_role_word_of_another_language_brings_its_wordings_in() -> None:
    found: tuple[Credit, ...] = credits("The mill stands.\n\nÜbersetzt von Ann Lee", ("en",))

    assert [(credit.role, credit.agents[0].name) for credit in found] == [("translator", "Ann Lee")]
