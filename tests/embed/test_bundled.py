import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from provenance.embed import load_encoder
from provenance.embed.bundled import BundledEncoder, load_bundled, verify
from provenance.errors import ModelError
from training.quantise import quantise, write_model
from training.vocabulary import UNKNOWN, write_tokenizer

WORDS = (UNKNOWN, "▁", "a", "b", "▁the", "▁cat", "▁sat", "katze", "▁die", "猫")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tiny seeded model in the shipped format."""
    write_tokenizer(list(WORDS), tmp_path / "pieces.json")
    table = np.random.default_rng(0).standard_normal((len(WORDS), 16)).astype(np.float32)
    write_model(tmp_path / "model", table, tmp_path / "pieces.json")
    return tmp_path / "model"


def test_rows_have_unit_length(folder: Path) -> None:
    vectors = load_bundled(folder).encode(["the cat", "die katze sat", "猫"])

    assert vectors.shape == (3, 16)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)


def test_a_text_without_known_pieces_gives_a_row_of_zeros(folder: Path) -> None:
    vectors = load_bundled(folder).encode(["", "the cat"])

    assert not vectors[0].any()
    assert vectors[1].any()


def test_no_texts_give_no_rows(folder: Path) -> None:
    assert load_bundled(folder).encode([]).shape == (0, 16)


def test_a_vector_does_not_depend_on_its_neighbours(folder: Path) -> None:
    encoder = load_bundled(folder)
    texts = [" ".join(["the", "cat", "sat", "die"][: i % 5]) * (1 + i % 7) for i in range(1500)]

    together = encoder.encode(texts)
    alone = np.vstack([encoder.encode([text]) for text in texts])

    assert np.array_equal(together, alone)


def test_quantised_rows_stay_within_half_a_step() -> None:
    table = np.random.default_rng(1).standard_normal((50, 8)).astype(np.float32)

    rows, scales = quantise(table)

    assert np.all(np.abs(rows * scales[:, None] - table)[1:] <= scales[1:, None] / 2 + 1e-6)
    assert not rows[0].any()


def test_the_bundled_model_agrees_with_its_digests() -> None:
    verify()


def test_the_bundled_model_is_deterministic() -> None:
    texts = ["Her English is excellent.", "Добрый день!", "我是一个学生。"]

    assert np.array_equal(load_encoder().encode(texts), load_encoder().encode(texts))


def test_a_translation_is_nearer_than_another_sentence() -> None:
    vectors = load_encoder().encode(
        ["The train arrives at seven.", "Der Zug kommt um sieben an.", "Sie trinkt gern Kaffee."]
    )

    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_a_changed_byte_is_named_with_both_digests(folder: Path) -> None:
    path = folder / "model.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)

    with pytest.raises(ModelError, match=r"model digest \w{4}… differs from SHA256SUMS \w{4}…: reinstall"):
        verify(folder)


def test_a_cut_off_file_is_found_at_the_start(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-3])

    with pytest.raises(ModelError, match="bytes, expected"):
        load_bundled(folder)


@pytest.mark.parametrize("name", ["SHA256SUMS", "config.json", "tokenizer.json", "model.safetensors"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(ModelError, match=r"reinstall provenance or pass --model PATH"):
        load_bundled(folder)


def test_the_fast_door_never_imports_torch() -> None:
    code = (
        "import sys; from provenance.embed import load_encoder; load_encoder().encode(['a']); "
        "print([name for name in ('torch', 'transformers', 'sentence_transformers', 'huggingface_hub') "
        "if name in sys.modules])"
    )

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"


def test_the_encoder_says_what_it_is(folder: Path) -> None:
    encoder = load_bundled(folder)

    assert isinstance(encoder, BundledEncoder)
    assert encoder.dimensions == 16
    assert encoder.name == "bundled"
    assert len(encoder.sha256) == 64
