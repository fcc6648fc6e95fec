"""How the bundled model is trained: n-grams shared by pieces, gradients, batches.  Skips without numba and torch."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("numba", reason="numba, which training alone needs, is not installed")

from tokenizers import Tokenizer

from training.bags import Bags, encode_bags
from training.grams import Grams, compose, piece_grams
from training.train import Recipe, State, fresh_state, table_of, train
from training.vocabulary import bare_tokenizer

RECIPE = Recipe(dimensions=8, batch=4, rate=0.05, dropout=0.0, warmup=1, fall=0.0)
PAIRS = [
    ("red house", "casa roja"),
    ("green tree", "árbol verde"),
    ("old town", "ciudad vieja"),
    ("new road", "calle nueva"),
]


@pytest.fixture
def tokenizer() -> Tokenizer:
    words = sorted({f"▁{word}" for pair in PAIRS for side in pair for word in side.split()})
    return bare_tokenizer(["[UNK]", *words])


@pytest.fixture
def sides(tokenizer: Tokenizer) -> tuple[Bags, Bags]:
    return encode_bags(tokenizer, [one for one, _ in PAIRS]), encode_bags(tokenizer, [other for _, other in PAIRS])


def test_ngram_is_shared_across_accents_and_scripts() -> None:
    grams = piece_grams(["▁informacion", "▁información", "▁москва", "▁moskva", "北京", "京都"])
    held = [set(grams.ids[start:stop]) for start, stop in zip(grams.offsets[:-1], grams.offsets[1:], strict=True)]

    assert held[0] == held[1]
    assert held[2] == held[3]
    assert held[4] & held[5]
    assert not held[0] & held[2]


def test_ngram_of_one_piece_alone_is_not_kept() -> None:
    assert piece_grams(["▁alpha", "▁omega"]).count == 0


def test_row_to_ship_is_its_own_plus_its_ngrams() -> None:
    grams = Grams(np.array([0, 1, 1], np.int32), np.array([0, 2, 3], np.int64), 2)
    table = np.array([[1, 0], [0, 1], [4, 4], [8, 0]], np.float32)

    made = compose(table, np.array([0, 1], np.int32), grams.ids, grams.offsets, 2)

    assert made == pytest.approx(np.array([[1 + 12 / 2**0.5, 4 / 2**0.5], [8, 1]]), rel=1e-6)


def test_training_brings_translations_together(sides: tuple[Bags, Bags], tokenizer: Tokenizer) -> None:
    grams = piece_grams([piece for piece, _ in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])])
    state = fresh_state(tokenizer.get_vocab_size(), grams, RECIPE)
    said: list[str] = []

    train(
        state, *sides, grams,
        batches=iter([np.arange(4)] * 200), steps=200, recipe=RECIPE, report=said.append,
    )  # fmt: skip

    rows = table_of(state, tokenizer.get_vocab_size(), grams)
    ones, others = (
        np.stack([rows[bags.ids[a:b]].sum(axis=0) for a, b in zip(bags.offsets[:-1], bags.offsets[1:], strict=True)])
        for bags in sides
    )
    assert ((ones @ others.T).argmax(axis=1) == np.arange(4)).all()
    assert said[-1].startswith("step 200/200  loss 0.")


def test_step_moves_rows_against_the_gradient(sides: tuple[Bags, Bags], tokenizer: Tokenizer) -> None:
    """The loss of the same batch falls after a small step, with n-grams and without."""
    pieces = [piece for piece, _ in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])]
    for most in (0, 100):
        grams = piece_grams(pieces, most=most)
        state = fresh_state(len(pieces), grams, RECIPE)
        losses = [_loss(state, sides, grams), _loss(state, sides, grams)]
        assert losses[1] < losses[0]


def _loss(state: State, sides: tuple[Bags, Bags], grams: Grams) -> float:
    from training.train import _step

    return _step(state, *sides, grams, rows=np.arange(4), rate=0.01, recipe=replace(RECIPE, scale=5.0))
