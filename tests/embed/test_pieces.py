import numpy as np
import pytest

from provenance.embed import load_encoder
from provenance.embed.bundled import BundledEncoder
from provenance.embed.pieces import Pieces

TEXTS = (
    "Der Hafen bleibt 2021 geschlossen, sagte sie.",
    "Die Fähre  fährt\tam 3.\u00a0Mai; der Hafen bleibt.",
    "İstanbul ΣΑΣ ﬁne Ⅳ \u00a8b x\u0301y 12.345,67 a_b",
    "港は閉まったままです。 หมายเหตุ",
    "a\x1cb\x1dc d\x85e",
    "",
    " \n ",
)


@pytest.fixture(scope="module")
def encoder() -> BundledEncoder:
    loaded = load_encoder()
    assert isinstance(loaded, BundledEncoder)
    return loaded


def test_pieces_are_those_of_the_tokenizer(encoder: BundledEncoder) -> None:
    plain = [each.ids for each in encoder.tokenizer.encode_batch_fast(list(TEXTS), add_special_tokens=False)]
    pieces = Pieces(encoder.tokenizer)

    first, second = pieces.of(TEXTS), pieces.of(TEXTS)

    assert first == second == plain


def test_a_full_memory_changes_nothing(encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.embed.pieces.KEPT", 3)
    pieces = Pieces(encoder.tokenizer)

    again = [pieces.of([text])[0] for text in TEXTS * 2]

    assert again == pieces.of(TEXTS) * 2


def test_vectors_do_not_depend_on_what_was_met_before(encoder: BundledEncoder) -> None:
    before = encoder.encode(TEXTS)

    encoder.encode(["Der Hafen 2021 fährt x\u0301y"])

    assert np.array_equal(encoder.encode(TEXTS), before)
