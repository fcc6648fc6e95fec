"""The pattern language of templates, and the messages for templates that do not follow it."""

import pytest

from provenance.detect.credits.grammar import grammar
from provenance.detect.credits.patterns import anchors, compile_pattern, literals, needs, openings
from provenance.detect.credits.tokens import tokenise
from provenance.errors import LanguageDataError
from provenance.languages import tags

PLACE = "languages/xx.toml: xx.credits.3"


def test_unknown_slot_names_file_and_template() -> None:
    with pytest.raises(
        LanguageDataError, match=r"languages/xx\.toml: xx\.credits\.3: unknown slot \{persn\} \(use persons"
    ):
        compile_pattern("by {persn}", PLACE)


@pytest.mark.parametrize(
    "pattern", ["by {persons", "by [the {persons}", "by (a|b {persons}", "by {persons})", "{persons}"]
)
def test_broken_pattern_names_file_and_template(pattern: str) -> None:
    with pytest.raises(LanguageDataError, match=r"languages/xx\.toml: xx\.credits\.3"):
        compile_pattern(pattern, PLACE)


def test_optional_words_may_open_a_match() -> None:
    found, is_open = openings(compile_pattern("[this] (article|text) by {persons}", PLACE))

    assert [literal.norm for literal in found] == ["this", "article", "text"]
    assert not is_open


def test_slot_may_open_a_match_behind_an_optional_word() -> None:
    nodes = compile_pattern("[by] {persons} translated", PLACE)

    assert openings(nodes)[1]
    assert [literal.norm for literal in anchors(nodes)] == ["translated"]


def test_needs_are_the_words_that_no_match_lacks() -> None:
    nodes = compile_pattern("(translated|adapted) [freely] by {persons}", PLACE)

    assert needs(nodes) == (frozenset({"translated", "adapted"}), frozenset({"by"}))


def test_escaped_brackets_are_literal() -> None:
    assert [literal.norm for literal in literals(compile_pattern(r"{person} \( author \)", PLACE))] == [
        "(",
        "author",
        ")",
    ]


@pytest.mark.parametrize("tag", tags())
def test_every_language_compiles(tag: str) -> None:
    assert grammar((tag,)).languages[0] == tag


def test_tag_without_a_file_falls_back_to_kin() -> None:
    assert grammar(("bs",)).languages[0] == "hr"
    assert grammar(("pt-BR",)).languages[0] == "pt"


def test_tokens_quote_their_text() -> None:
    text = "*Übersetzt* von [Ann](http://x.org/a_(b)), 译者：张三 Abramov의 @me a@b.org\n\nEnd."

    for token in tokenise(text):
        assert text[token.start : token.end] == token.text


def test_latin_name_is_parted_from_the_particle_written_onto_it() -> None:
    assert [token.text for token in tokenise("Abramov의 글")] == ["Abramov", "의", "글"]
