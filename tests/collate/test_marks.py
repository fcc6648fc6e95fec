"""Marks: what the models of words say of passages written for the purpose."""

import pytest

from provenance.collate.judging import Judge
from provenance.collate.marks import MARKS, Mark, features, read_mark
from provenance.collate.passages import Passage, knowledge
from provenance.types import Span


def passage(text: str, tag: str) -> Passage:
    return Passage(text, Span(0, len(text)), knowledge(tag))


def score(text: str, tag: str, mark: Mark) -> float:
    reading = read_mark(passage(text, tag), mark)
    assert reading is not None
    return reading.score


def test_features_are_words_pairs_and_affixes_with_their_characters() -> None:
    found = {feature: (start, end) for feature, start, end in features("she refused it", has_spaces=True)}

    assert found["refused"] == found["ref-"] == found["-used"] == (4, 11)
    assert found["refused it"] == (4, 14)
    assert "it-" not in found


@pytest.mark.parametrize(
    ("words", "parts"),
    [("don't", {"do", "n't"}), ("can’t", {"ca", "n't"}), ("n'est", {"n'", "est"}), ("l’homme", {"l'", "homme"})],
)
def test_an_apostrophe_parts_what_it_joins(words: str, parts: set[str]) -> None:
    found = {feature for feature, _, _ in features(words, has_spaces=True) if "-" not in feature and " " not in feature}

    assert found == parts


def test_without_spaces_features_are_runs_of_one_to_four_characters() -> None:
    found = [feature for feature, _, _ in features("没有人。", has_spaces=False)]

    assert found == ["没", "没有", "没有人", "有", "有人", "人"]


@pytest.mark.parametrize(
    ("tag", "mark", "marked", "unmarked"),
    [
        ("en", "negation", "The bridge was not opened.", "The bridge was opened."),
        ("en", "negation", "He left without a word.", "He left with a word."),
        ("de", "negation", "Die Brücke wurde nicht eröffnet.", "Die Brücke wurde eröffnet."),
        ("de", "negation", "Er ging ohne ein Wort.", "Er ging mit einem Wort."),
        ("cs", "negation", "Most neotevřeli.", "Most otevřeli."),
        ("zh-Hans", "negation", "这座桥没有开放。", "这座桥开放了。"),
        ("en", "must", "The owners must sell the house.", "The owners sell the house."),
        ("de", "must", "Die Eigentümer müssen das Haus verkaufen.", "Die Eigentümer verkaufen das Haus."),
        ("en", "may", "The owners may sell the house.", "The owners sell the house."),
        ("ru", "may", "Владельцы могут продать дом.", "Владельцы продали дом."),
        ("en", "source", "The bridge is safe, said the engineer.", "The bridge is safe and open."),
        ("de", "source", "Die Brücke ist sicher, sagte der Ingenieur.", "Die Brücke ist sicher und offen."),
    ],
)
def test_what_carries_a_mark_scores_above_what_does_not(tag: str, mark: Mark, marked: str, unmarked: str) -> None:
    assert score(marked, tag, mark) > score(unmarked, tag, mark) + 1.5


def test_not_only_is_less_of_a_negation_than_not() -> None:
    only, plain = "They sold not only the house.", "They sold not even the house."

    assert score(only, "en", "negation") < score(plain, "en", "negation") - 1.0


def test_a_reading_tells_which_words_speak_most_for_it() -> None:
    text = "In the end the owners must sell the house."

    reading = read_mark(passage(text, "en"), "must")

    assert reading is not None and reading.span is not None
    assert "must" in reading.span.of(text)


def test_a_language_without_a_model_reads_nothing() -> None:
    assert [read_mark(passage("Bahasa asing.", "xx"), mark) for mark in MARKS] == [None] * len(MARKS)


def test_a_judge_is_sure_from_firm_and_silent_below_worth() -> None:
    judge = Judge(("bias", "missing"), (-1.0, 1.0), firm=2.0, worth=0.0)

    verdicts = [judge.judge((1.0, missing), "major") for missing in (0.5, 2.0, 4.0)]

    assert verdicts[0] is None
    assert [verdict[0] for verdict in verdicts if verdict] == ["info", "major"]
    assert [verdict[1] for verdict in verdicts if verdict] == pytest.approx([0.731, 0.953], abs=0.001)


def test_a_word_as_long_as_a_book_is_read_at_once() -> None:
    long = "अंतर्राष्ट्रीयकरण" * 400

    assert {feature for feature, _, _ in features(long, has_spaces=True)} >= {long, f"{long[:5]}-"}


def test_a_word_keeps_its_vowel_signs() -> None:
    found = [feature for feature, _, _ in features("टॉम नहीं", has_spaces=True) if "-" not in feature]

    assert found == ["टॉम", "नहीं", "टॉम नहीं"]
