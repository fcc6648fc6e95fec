import numpy as np
import pytest

from provenance.index.likeness import NUMBERS, PASSAGES, Passages, against_rivals, likeness, pack, passages, unpack
from tests.index.samples import vector


def _of(numbers: list[int], said: set[str] | None = None) -> Passages:
    rows = np.stack([vector(number) for number in numbers])
    return passages(rows, np.full(len(numbers), 20, np.float32), frozenset(said or set()))


def test_document_is_most_like_itself() -> None:
    one = _of([1, 2, 3], {"12", "1450"})

    assert likeness(one, one, cosine=1.0) == pytest.approx(1.0, abs=0.06)
    assert likeness(one, _of([4, 5, 6], {"13"}), cosine=0.0) < 0.4


def test_likeness_is_the_same_in_either_order() -> None:
    one, other = _of([1, 2, 3], {"12"}), _of([3, 9, 1, 4], {"12", "5"})

    assert likeness(one, other, cosine=0.3) == likeness(other, one, cosine=0.3)


def test_shared_numbers_and_shared_passages_each_add() -> None:
    one = _of([1, 2, 3], {"12", "1450"})

    plain = likeness(one, _of([7, 8, 9], {"99"}), cosine=0.5)
    assert likeness(one, _of([7, 8, 9], {"12", "1450"}), cosine=0.5) > plain
    assert likeness(one, _of([7, 2, 9], {"99"}), cosine=0.5) > plain


def test_text_of_which_nothing_is_known_is_compared_by_its_whole_alone() -> None:
    nothing = passages(np.zeros((2, 32), np.float32), np.array([5, 5], np.float32), frozenset())

    assert likeness(nothing, _of([1]), cosine=0.2) < likeness(nothing, _of([1]), cosine=0.4)


def test_what_is_like_everything_gains_nothing_against_rivals() -> None:
    scores = np.array([[0.9, 0.8], [0.9, 0.2]], np.float32)

    gained = against_rivals(scores)

    assert gained[0].argmax() == 1
    assert np.isnan(against_rivals(np.array([[np.nan]], np.float32))).all()


def test_packed_passages_come_back() -> None:
    kept = _of([1, 2], {"12", "7"})

    found = unpack(pack(kept))

    assert np.array_equal(found.vectors, kept.vectors)
    assert np.array_equal(found.lengths, kept.lengths)
    assert found.numbers == kept.numbers
    with pytest.raises(ValueError, match="passages of"):
        unpack(pack(kept)[:-1])


def test_only_so_much_of_a_long_text_is_kept() -> None:
    rows = np.ones((3 * PASSAGES, 4), np.float32)

    kept = passages(rows, np.ones(len(rows), np.float32), frozenset(str(n) for n in range(3 * NUMBERS)))

    assert (len(kept.vectors), len(kept.numbers)) == (PASSAGES, NUMBERS)
