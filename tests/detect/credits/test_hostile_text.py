"""Hostile lines cost linear time, and nothing raises."""

import time

import pytest

from provenance.detect.credits import credits

LINES = {
    "by": "by ",
    "translated by": "translated by Ann, ",
    "names": "Ann, Bo, ",
    "brackets": "(",
    "squares": "[",
    "braces": "{{a|",
    "tags": "<a",
    "links": "[a](",
    "article": "this article was ",
    "labels": "Translator: ",
    "lines": "Translators:\n",
    "items": "- name: x\n",
    "sign-offs": "(epd/",
    "json": '"translator": {',
    "stops": "A. ",
    "spaces": " \n",
    "letters": "a",
    "han": "译者：张",
    "arabic": "ترجمة و",
}


@pytest.mark.parametrize("piece", LINES.values(), ids=LINES.keys())
def test_time_grows_no_faster_than_the_line(piece: str) -> None:
    credits("warm up", ("en", "zh-Hans", "ar"))

    short, long = (_seconds(piece * (size // len(piece))) for size in (20_000, 80_000))

    # Four times the line may take eight times as long: room for a busy machine, none for a square.
    assert long < 8 * short + 0.5


def test_five_megabytes_of_one_word_end_in_time() -> None:
    assert _seconds("word " * 1_000_000) < 120


def test_prose_of_a_thousand_words_is_read_at_once() -> None:
    text = "The ministry of the north said on Monday that its mills would stand still. " * 70
    credits(text, ("en", "fr"))

    assert min(_seconds(text) for _ in range(3)) < 0.3


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "(", ")", ":", "{}", "by", "\x00", "\ud7ff", "@", "](", "translated by"]
)
def test_scraps_yield_nothing(text: str) -> None:
    assert credits(text, ("en",)) == ()


def _seconds(text: str) -> float:
    began = time.perf_counter()
    credits(text, ("en", "zh-Hans", "ar"))
    return time.perf_counter() - began
