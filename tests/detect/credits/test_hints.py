from provenance.detect.credits.hints import hinted_languages
from provenance.detect.credits.tokens import tokenise
from training.credit_hints import HINTS, gather


def test_hints_are_up_to_date_with_the_language_files() -> None:
    assert HINTS.read_text("utf-8") == gather(), "run: python -m training.credit_hints"


def test_role_word_at_the_start_of_a_line_gives_its_language_away() -> None:
    assert "de" in hinted_languages(tokenise("The lock opens.\n\nÜbersetzt von Ada Mole"))


def test_role_word_inside_a_sentence_gives_nothing_away() -> None:
    assert hinted_languages(tokenise("He said übersetzt von is German.")) == ()
