import pytest

from provenance.detect.artefacts import artefacts
from provenance.segment import segment
from provenance.types import Finding


def _found(text: str, language: str = "en") -> list[tuple[str, str]]:
    found: tuple[Finding, ...] = artefacts(text, language, segment(text, language))
    return [(finding.kind, finding.span.of(text)) for finding in found if finding.span is not None]


def test_doubled_function_word_is_found_with_both_words() -> None:
    text = "Harbour fees fell.\n\nThe owners may moor there provided they do not not block the lock."

    assert _found(text) == [("doubled-word", "not not")]


@pytest.mark.parametrize(
    "sentence", ["He said that that rule had had no effect.", "It was a very very long day, no, no!"]
)
def test_doubling_that_good_prose_allows_is_left_alone(sentence: str) -> None:
    assert _found(f"A title\n\n{sentence}") == []


def test_full_stop_before_a_lower_case_word_is_a_broken_sentence() -> None:
    text = "A title\n\nThe closing of the lock risks according to Velburg. to delay the grain boats again this year."

    assert ("broken-sentence", "Velburg. to") in _found(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "The vote, approx. two hours late, passed.",
        "He met Mr. de Vries at 5 p.m. and left.",
        "See example.org. it is down, says the e.g. case.",
        "Version 1.2. and later are fine … and so on.",
    ],
)
def test_abbreviations_and_addresses_are_no_broken_sentences(sentence: str) -> None:
    assert [kind for kind, _ in _found(f"A title\n\n{sentence}") if kind == "broken-sentence"] == []


def test_fragment_without_a_finite_verb_after_a_full_stop_is_found() -> None:
    text = (
        "A title\n\n“We will go on”, declared Ana Kolv, head of the office of the ministry. "
        "Velburgian Harbour Board for inland waters, according to the daily Lighter."
    )

    assert ("sentence-fragment", "ministry. Velburgian") in _found(text)


def test_fragment_with_a_finite_verb_is_a_sentence() -> None:
    text = "A title\n\nShe left the ministry. Velburg Harbour Board members were told of the plan on Monday."

    assert _found(text) == []


def test_aggregator_tail_is_found_with_its_number() -> None:
    text = "A title\n\nThe lock opens on Monday, the board said.\n\nSource link -31\n"

    assert _found(text) == [("aggregator-tail", "Source link -31")]


def test_tail_words_inside_the_article_are_no_tail() -> None:
    text = "A title\n\nThe board published a source link to the data.\n\n" + "It rained all day. " * 6

    assert _found(text) == []


def test_text_in_an_unknown_language_still_shows_its_tail() -> None:
    assert _found("Zzz qqq\n\nSource link -7", "und") == [("aggregator-tail", "Source link -7")]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Judul\n\nKapal itu menunggu sampai sampai pagi di pelabuhan.", "id", "sampai sampai"),
        ("शीर्षक\n\nउन्होंने कहा कि यह नहीं नहीं होगा और वे लौट गए।", "hi", "नहीं नहीं"),
        ("标题\n\n他们没有没有收到任何通知。", "zh-Hans", "没有没有"),
    ],
)
def test_doubled_function_word_is_found_in_other_scripts(text: str, language: str, found: str) -> None:
    assert ("doubled-word", found) in _found(text, language)


@pytest.mark.parametrize("line", ["Read original article here -118", "Sumber: klik di sini -31"])
def test_numbered_last_line_is_an_aggregator_tail(line: str) -> None:
    assert _found(f"A title\n\nThe lock opens on Monday, the board said.\n\n{line}\n") == [("aggregator-tail", line)]


@pytest.mark.parametrize("text", ["వార్త. ఇది", "ഇത് വാർത്ത. അത്", "e\u0301\u0301\u0301. a", "𝐀𝐁𝐂𝐃. e"])
def test_marks_and_rare_letters_before_a_full_stop_do_no_harm(text: str) -> None:
    for language in ("te", "ml", "en", "und"):
        _found(f"A title\n\n{text} and more follows here.", language)
