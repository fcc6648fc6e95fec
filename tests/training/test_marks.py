"""Fitting marks: a tiny corpus in which one word negates."""

import pytest

pytest.importorskip("sklearn", reason="scikit-learn, which training alone needs, is not installed")

import random
from pathlib import Path

from provenance.collate.marks import MARKS
from training.marks import fit, labels, score, write


def corpus(size: int) -> tuple[list[str], list[str]]:
    """Return English sentences and their translations into a language in which "zul" negates and "mip" means lack."""
    chance = random.Random(1)
    ones, others = [], []
    for _ in range(size):
        noun, verb = chance.choice(("dog", "cat", "bird", "horse")), chance.choice(("sleeps", "eats", "sings"))
        kind = chance.random()
        if kind < 0.3:
            ones.append(f"The {noun} never {verb} here.")
            others.append(f"Ka {noun[::-1]} zul {verb[::-1]} po.")
        elif kind < 0.4:
            ones.append(f"The {noun} is without food.")
            others.append(f"Ka {noun[::-1]} mip fodel.")
        else:
            ones.append(f"The {noun} {verb} here.")
            others.append(f"Ka {noun[::-1]} {verb[::-1]} po.")
    return ones, others


def test_labels_know_what_only_looks_like_a_mark() -> None:
    texts = [
        "She never came.",
        "Not only she came.",
        "She came in May 2021.",
        "She may come.",
        "He said so.",
        "He has to.",
    ]

    marked = labels(texts)

    assert [[mark for mark in MARKS if marked[mark][place]] for place in range(len(texts))] == [
        ["negation"], [], [], ["may"], ["source"], ["must"],
    ]  # fmt: skip


def test_a_fit_finds_the_words_that_carry_a_mark() -> None:
    ones, others = corpus(2000)

    weights = fit(others, labels(ones), has_spaces=True)["negation"]

    assert score("Ka god zul skaeps po.", weights, has_spaces=True) > 2.0
    assert score("Ka god mip fodel.", weights, has_spaces=True) > 2.0
    assert score("Ka god skaeps po.", weights, has_spaces=True) < -2.0


def test_two_fits_write_equal_bytes(tmp_path: Path) -> None:
    ones, others = corpus(1500)

    for name in ("one.tsv", "two.tsv"):
        write(fit(others, labels(ones), has_spaces=True), tmp_path / name)

    assert (tmp_path / "one.tsv").read_bytes() == (tmp_path / "two.tsv").read_bytes()
