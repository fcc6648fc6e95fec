from provenance.types import Document, Segment, Span
from provenance.weigh.machine import MIN_SENTENCES, guess_machine, load
from provenance.weigh.wording import BOUND, weigh_wording

SENTENCE = "The council of the town said that the harbour would be open again."


def test_short_texts_and_unknown_languages_are_left_open() -> None:
    assert guess_machine([SENTENCE] * (MIN_SENTENCES - 1), "en").label == "undetermined"
    assert guess_machine([SENTENCE] * 20, "sw").label == "undetermined"


def test_thresholds_lie_on_either_side_of_even_odds() -> None:
    assert load()
    assert all(voice.below <= 0.0 <= voice.above for voice in load().values())


def test_wording_is_bounded_and_told_with_care() -> None:
    text = "\n".join(f"It is is necessary to to make realization of the the document {n}." for n in range(12))
    lines, place = [], 0
    for index, line in enumerate(text.splitlines()):
        lines.append(Segment(index, Span(place, place + len(line))))
        place += len(line) + 1

    for item in weigh_wording(Document("a", text, "a"), "en", lines, "original>text#machine"):
        assert abs(item.log_odds) <= BOUND
        assert "consistent with" in item.statement
