import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.detect.language.pieces import buckets_of, pieces
from provenance.detect.language.profiles import code_points, grams, profiles, summed
from provenance.detect.language.words import grams_by_word, pieces_by_word

LETTERS = "aéßДжαבع中の ์\n\t\u2003.,-'’\x1cA1\ud800"
TEXTS = st.lists(st.one_of(st.text(LETTERS, max_size=60), st.text(max_size=20)), max_size=5)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_words_from_memory_give_the_rows_of_the_whole_text(texts: list[str]) -> None:
    codes, lengths = code_points(texts)
    plane = np.minimum(codes, 0xFFFF)

    whole = grams(plane, lengths)
    found = grams_by_word(plane.astype(np.int64), lengths)

    assert found.rows.tolist() == whole.rows.tolist()
    assert found.counts.tolist() == whole.counts.tolist()


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_words_from_memory_add_up_to_the_pieces_of_the_whole_text(texts: list[str]) -> None:
    codes, lengths = code_points(texts)
    plane, table = np.minimum(codes, 0xFFFF), profiles()
    letters = np.where(table.script[plane] > 0, table.lower[plane], 0x20).astype(np.int64)

    buckets, counts = buckets_of(letters, lengths)
    sums, numbers = pieces_by_word(letters, lengths)

    assert np.array_equal(sums, summed(pieces().vectors, buckets, counts))
    assert numbers.tolist() == counts.tolist()


def test_full_memory_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.detect.language.words.KEPT", 2)
    codes, lengths = code_points(["Der Hafen bleibt geschlossen", "bis Mai."])

    first, second = (grams_by_word(codes.astype(np.int64), lengths) for _ in range(2))

    assert first.rows.tolist() == second.rows.tolist() == grams(codes, lengths).rows.tolist()
