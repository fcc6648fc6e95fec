import tomllib
from importlib.resources import files

import pytest

from provenance.detect.interference import interference
from provenance.types import Segment, Span


def _found(text: str, language: str = "en") -> list[tuple[str, str, str]]:
    segments = (Segment(0, Span(0, len(text))),)
    return [
        (item.kind, item.value, item.span.of(text))
        for item in interference(text, language, segments)
        if item.span is not None
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He met Sergueï Kolev.", ("romanisation", "fr", "Sergueï")),
        ("He met Ivan Petrovitch there.", ("romanisation", "fr", "Petrovitch")),
        ("She met Wladimir Kolew.", ("romanisation", "de", "Wladimir")),
        ("It was Zełenski who spoke.", ("romanisation", "pl", "Zełenski")),
        ("Poetin came by train.", ("romanisation", "nl", "Poetin")),
        ("He flew from Moscou to Riga.", ("residue", "fr", "Moscou")),
        ("The minister specified that no one was hurt.", ("calque", "fr", "specified that")),
        ("An official quoted by the RIA on Monday.", ("article", "fr", "the RIA")),
        ("The lock closes at 12h30 today.", ("number-habit", "fr", "12h30")),
        ("He said « never again » and left.", ("typography", "fr", "« never again »")),
        ("He said „never again“ and left.", ("typography", "de", "„never again“")),
    ],
)
def test_traces_in_english_are_found_with_their_characters(text: str, found: tuple[str, str, str]) -> None:
    assert found in _found(text)


@pytest.mark.parametrize(
    "text",
    [
        "According to the RIA news agency, it rained.",
        "Vladimir Putin met Sergei Lavrov in Moscow at 12:30.",
        "“Never again”, she said: the lock was closed; it stays so!",
        "The ministry said. Russian forces left the town on Monday.",
    ],
)
def test_plain_english_shows_nothing(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "language"), [("Poutine est à Moscou.", "fr"), ("Putin war in Moskau.", "de"), ("Moscou é longe.", "pt")]
)
def test_forms_say_nothing_where_they_are_usual(text: str, language: str) -> None:
    assert _found(text, language) == []


def test_word_order_is_seen_across_a_sentence_cut_in_two() -> None:
    text = "He heads a department of the ministry. Russian Foreign Office, said the agency."
    cut = text.index("Russian")
    segments = (Segment(0, Span(0, cut)), Segment(1, Span(cut, len(text))))

    assert [item.kind for item in interference(text, "en", segments)] == ["word-order"]


def test_credits_are_not_searched() -> None:
    text = "(Report Sergueï Kolev)"

    assert interference(text, "en", (Segment(0, Span(0, len(text)), "credit"),)) == ()


def test_every_rule_is_complete_and_compiles() -> None:
    table = tomllib.loads(files("provenance.languages").joinpath("shared", "interference.toml").read_text("utf-8"))

    for entry in table["rule"]:
        assert ("phrases" in entry) != ("pattern" in entry), entry
        assert 0 < entry["strength"] <= 1
        assert entry["implies"] not in entry["text"]
        assert entry["renders"]
        assert len(set(entry.get("phrases", ()))) == len(entry.get("phrases", ()))
    for language in ("en", "fr", "de", "es", "it", "pt", "nl", "pl", "sv", "ru", "uk", "bg", "und"):
        _found("Nothing at all.", language)


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("联合国特使Richard Norland周一表示，谈判将继续。", "zh-Hans", "Richard Norland"),
        ("市長のAda T. Moleは月曜日に述べた。", "ja", "Ada T. Mole"),
        ("قال المبعوث Ada Mole يوم الاثنين.", "ar", "Ada Mole"),
    ],
)
def test_name_in_latin_letters_is_a_trace_in_another_script(text: str, language: str, name: str) -> None:
    found = interference(text, language, (Segment(0, Span(0, len(text))),))

    assert [(item.kind, item.value, item.span and item.span.of(text)) for item in found] == [("latin-name", "en", name)]


@pytest.mark.parametrize(
    "text",
    [
        "他使用iPhone和Windows。",
        "见https://example.com/Ada Mole。",
        "联系 ada.Mole@example.com",
        "会议在北京举行，NATO参加。",
    ],
)
def test_products_addresses_and_acronyms_are_no_names_left_standing(text: str) -> None:
    assert interference(text, "zh-Hans", (Segment(0, Span(0, len(text))),)) == ()


def test_every_phrase_of_every_rule_is_found_in_capitals_and_with_an_ending() -> None:
    table = tomllib.loads(files("provenance.languages").joinpath("shared", "interference.toml").read_text("utf-8"))
    missed = [
        (rule["implies"], phrase)
        for rule in table["rule"]
        for phrase in rule.get("phrases", ())
        for language in rule["text"][:1]
        for text in {phrase, *([phrase.upper()] if rule["kind"] not in ("romanisation", "residue") else [])}
        if rule["kind"]
        not in {kind for kind, *_ in _found(f"({text.replace('*', 's')}), 1.", language.replace("*", "sw"))}
    ]

    assert missed == []


def test_dotted_and_dotless_letters_hide_no_phrase() -> None:
    assert ("calque", "fr", "SPECİFİED THAT") in _found("The minister SPECİFİED THAT no one was hurt.")
