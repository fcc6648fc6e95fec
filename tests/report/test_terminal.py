"""What a reader sees: plain where it is piped, boxes and colour on a terminal, and nothing hostile acts."""

import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.record import comparison_to_dict, to_dict
from provenance.report import FORMATS, Look
from provenance.report.escape import shortened, visible
from provenance.report.evidences import bar
from provenance.report.jsons import dump
from provenance.report.table import columns_of
from provenance.report.wording import confidence, counted, languages, listed, number, percent
from provenance.types import Chain, Declared, Document, LanguageGuess, Version
from tests.record import samples

PLAIN = Look()
TERMINAL = Look(is_terminal=True, has_color=True, width=120)
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
HOSTILE = "\x1b[2J\x1b]0;owned\x07\u202eevil\u2066\x9b31m[bold red]:smile:[/]\ud800\U000e0041"


def shown(*values: Any, look: Look = PLAIN, format_name: str = "table") -> str:
    out = io.StringIO()
    FORMATS[format_name](values, out, look)
    return out.getvalue()


def uncoloured(text: str) -> str:
    return re.sub("\x1b\\[[0-9;]*m", "", text)


def hostile_record() -> dict[str, Any]:
    """The sample with hostile characters in every text that an article or its page can put there."""
    sample = samples.record()
    credit = samples.credit_list()[1]
    agent = replace(credit.agents[0], name=HOSTILE)
    return to_dict(
        replace(
            sample,
            document=replace(
                sample.document,
                id=HOSTILE,
                text=HOSTILE.replace("\ud800", "") * 30,
                declared=(Declared("title", HOSTILE, HOSTILE, HOSTILE),),
            ),
            credits=(replace(credit, agents=(agent,), work=HOSTILE),),
            findings=(replace(samples.findings()[0], value=HOSTILE, note=HOSTILE),),
            evidence=(replace(samples.evidence()[0], statement=HOSTILE, cites=()),),
            chain=Chain(
                (Version("v1", "observed", HOSTILE, (("en", 1.0),), HOSTILE, (("author", HOSTILE),)),),
                (),
                0.0,
                (),
                HOSTILE,
            ),
        )
    )


def test_a_record_answers_in_its_first_line() -> None:
    first = shown(to_dict(samples.record())).splitlines()[0]

    assert first == (
        "ferry.txt: English text (almost certain >.99) · a credit names a French version by Claire Monnet"
        " · chain of 3 versions (likely .78) · 5 findings (2 major, 3 minor)"
    )


def test_the_chain_is_drawn_from_the_original_down() -> None:
    lines = shown(to_dict(samples.record())).partition("Chain\n")[2].splitlines()[:5]

    assert lines == [
        "  ○ original report · en? .70 or ru? .20 · implied · reporter Ana Lind and Bo Rask",
        "  ╰─ translation by Claire Monnet · by machine: unlikely .05 · very likely .93 · declared",
        "     ○ French version · fr · implied · translator Claire Monnet",
        "     ╰─ machine translation? by a hand that is not named · by machine: likely .84 · likely .82 · inferred",
        "        ● this text (ferry.txt) · en · observed",
    ]


def test_two_children_of_one_parent_hang_on_one_branch() -> None:
    value = to_dict(samples.record())
    value["chain"]["hops"][1]["parent"] = "v1"

    lines = shown(value).partition("Chain\n")[2].splitlines()[:5]

    assert [line[2:5] for line in lines] == ["○ o", "├─ ", "│  ", "╰─ ", "   "]


def test_a_chain_that_cannot_be_told_says_why() -> None:
    assert "undetermined because nothing in the text names another version" in shown(to_dict(samples.french_record()))


def test_findings_are_shown_with_their_characters_and_offsets_the_gravest_first() -> None:
    rows = shown(to_dict(samples.record())).partition("Findings\n")[2].splitlines()[1:6]

    assert [row.split()[0] for row in rows] == ["major", "major", "minor", "minor", "minor"]
    assert re.fullmatch(r" +major +declared language mismatch +de +metadata · \.80 +html:lang says German", rows[0])
    assert "not not" in rows[3]
    assert "170–177 · .93" in rows[3]


def test_a_comparison_shows_verdict_changes_and_passages_side_by_side() -> None:
    text = shown(comparison_to_dict(samples.comparison()))

    assert text.startswith(
        "ferry.txt and traversier.txt: one consistent with a translation of the other (very likely .91)"
    )
    assert "ferry.txt from traversier.txt (likely .82)" in text.splitlines()[0]
    assert "95 % / 74 %" in text
    assert re.search(r"major +date +March 12 +21 mars +94–102 / 83–90 +12 March against 21 March \(\.95\)", text)
    assert re.search(r"0 Norland to keep the ferry line open +\.81 +0 La Norlande maintient", text)
    assert re.search(r"no partner +3 Le port reste ouvert le dimanche\.", text)


def test_a_pipe_gets_neither_escapes_nor_boxes_nor_trailing_blanks() -> None:
    for value in (to_dict(samples.record()), comparison_to_dict(samples.comparison())):
        text = shown(value)

        assert not ACTING.search(text)
        assert not re.search("[╭╮╯┃━]", text)
        assert not re.search(" $", text, re.MULTILINE)


def test_a_terminal_gets_a_box_and_colour_and_no_color_takes_the_colour_away() -> None:
    value = to_dict(samples.record())

    assert "╭" in shown(value, look=TERMINAL)
    assert "\x1b[" in shown(value, look=TERMINAL)
    assert "\x1b[3" not in shown(value, look=replace(TERMINAL, has_color=False))


@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for value in (to_dict(samples.record()), comparison_to_dict(samples.comparison())):
        lines = uncoloured(shown(value, look=replace(TERMINAL, width=width))).splitlines()

        assert max(columns_of(line) for line in lines) <= width


@pytest.mark.parametrize("look", [PLAIN, TERMINAL])
def test_hostile_characters_are_shown_and_do_not_act(look: Look) -> None:
    text = uncoloured(shown(hostile_record(), look=look))

    assert not ACTING.search(text)
    assert "\\x1b[2J" in text.replace("\n", "")
    assert "\\u202e" in text


def test_markup_of_the_drawing_library_is_text_like_any_other() -> None:
    text = uncoloured(shown(hostile_record(), look=replace(TERMINAL, width=400)))

    assert "[bold red]:smile:[/]" in text


@pytest.mark.parametrize("format_name", ["json", "jsonl"])
def test_json_keeps_hostile_characters_as_escapes_that_read_back(format_name: str) -> None:
    value = hostile_record()

    text = shown(value, format_name=format_name)

    assert not ACTING.search(text)
    assert json.loads(text) == value


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=60), st.integers(8, 80))
def test_any_text_is_shown_in_one_short_line_that_does_not_act(text: str, limit: int) -> None:
    line = shortened(text, limit)

    assert len(line) <= limit
    assert not ACTING.search(line)
    assert len(visible(text).splitlines()) <= 1


@settings(max_examples=60, deadline=None)
@given(st.recursive(st.none() | st.text(st.characters()), st.lists, max_leaves=8))
def test_any_json_reads_back_as_itself(value: object) -> None:
    assert json.loads(dump(value)) == value


def test_json_of_none_one_and_more() -> None:
    one = {"a": 1}

    assert shown(format_name="json") == ""
    assert json.loads(shown(one, format_name="json")) == one
    assert json.loads(shown(one, one, format_name="json")) == [one, one]
    assert json.loads(shown(one, one, one, format_name="json")) == [one, one, one]
    assert json.loads(shown(one, format_name="json", look=Look(is_list=True))) == [one]
    assert json.loads(shown(format_name="json", look=Look(is_list=True))) == []


def test_a_long_chain_is_drawn_without_recursion() -> None:
    value = to_dict(samples.record())
    version, hop = value["chain"]["versions"][0], value["chain"]["hops"][0]
    value["chain"]["versions"] = [{**version, "id": str(number)} for number in range(3000)]
    value["chain"]["hops"] = [{**hop, "parent": str(number), "child": str(number + 1)} for number in range(2999)]

    assert shown(value).count("╰─") == 2999


def test_languages_of_the_headline_come_from_the_data() -> None:
    record = replace(samples.record(), language=LanguageGuess("und", 0.0), credits=())

    assert shown(to_dict(record)).startswith("ferry.txt: language undetermined · chain of 3 versions")


def test_an_empty_document_can_be_shown() -> None:
    record = replace(samples.french_record(), document=Document("traversier.txt", "", ""), segments=())

    assert shown(to_dict(record)).startswith("traversier.txt: French text")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "unlikely <.01"),
        (0.001, "unlikely <.01"),
        (0.5, "rather likely .50"),
        (0.82, "likely .82"),
        (0.9996, "almost certain >.99"),
        (1, "almost certain >.99"),
    ],
)
def test_a_confidence_is_words_and_a_number_and_never_certainty(value: float, words: str) -> None:
    assert confidence(value) == words


def test_words_for_numbers_and_lists() -> None:
    assert [number(value) for value in (0.0, 0.07, 1.0)] == ["<.01", ".07", ">.99"]
    assert [percent(value) for value in (0.0, 0.001, 0.999, 1.0)] == ["0 %", "1 %", "99 %", "100 %"]
    assert [counted(count, "discrepancy") for count in (0, 1, 2)] == [
        "0 discrepancies",
        "1 discrepancy",
        "2 discrepancies",
    ]
    assert listed(["A", "B", "C", "D"]) == "A, B and 2 more"
    assert listed([]) == ""
    assert languages([]) == "language unknown"
    assert bar(9.0) == "▮" * 8
    assert bar(-1.0) == "▯▯"


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("v1>v2", "original report → French version"),
        ("v2>v3#machine", "French version → this text: by machine"),
        ("v1=en", "original report: English"),
        ("v1!=fr", "original report: not French"),
        ("language:ru", "traces of Russian"),
        ("v3", "this text"),
    ],
)
def test_a_claim_is_told_in_words(claim: str, words: str) -> None:
    record = replace(samples.record(), evidence=(replace(samples.evidence()[0], claim=claim),))

    rows = shown(to_dict(record)).partition("Evidence")[2].splitlines()

    assert f"▮  {words}  " in rows[2]
