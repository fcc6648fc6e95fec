"""Where the words of a list stand."""

import pytest

from provenance.collate.listed import pattern_of, spans_of
from provenance.collate.passages import Passage, knowledge
from provenance.types import Span


def found(entry: str, text: str, tag: str) -> list[str]:
    language = knowledge(tag)
    pattern = pattern_of([entry], language.has_spaces)
    return [span.of(text) for span in spans_of(pattern, Passage(text, Span(0, len(text)), language))]


@pytest.mark.parametrize(
    ("entry", "text", "tag", "words"),
    [
        ("not", "Not so, nothing.", "en", ["Not"]),
        ("non", "A non-smoker.", "en", []),
        ("un-", "Unable to undo it.", "en", ["Un"]),
        ("-less", "A hopeless, lesser man.", "en", ["less"]),
        ("-mez-", "Gidemezsin, mezun.", "tr", ["mez"]),
        ("n't", "It isn't.", "en", ["n't"]),
        ("n'", "Il n'est pas.", "fr", ["n'"]),
        ("않*", "쉽지 않군.", "ko", ["않"]),
        ("không?", "Bạn đi không? Không.", "vi", ["không?"]),
        (", so", "Gut, so der Wirt.", "de", [", so"]),
        ("না", "সে আসে না।", "bn", ["না"]),
        ("না", "সে নাচে।", "bn", []),
        ("没有", "他没有来。", "zh", ["没有"]),
    ],
)
def test_an_entry_finds_the_form_that_it_names(entry: str, text: str, tag: str, words: list[str]) -> None:
    assert found(entry, text, tag) == words


def test_what_means_something_else_is_left_out() -> None:
    passage = Passage("not only", Span(0, 8), knowledge("en"))

    assert spans_of(pattern_of(["not"], has_spaces=True), passage, [Span(0, 8)]) == ()


def test_a_language_without_entries_finds_nothing() -> None:
    assert pattern_of([], has_spaces=True) is None
    assert spans_of(None, Passage("not", Span(0, 3), knowledge("en"))) == ()
