"""The one door to sentence-transformers: any model a person names or has on disk.

Importing it takes seconds and pulls in torch, so nothing is imported before a model is asked for.
"""

import hashlib
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from provenance.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

WEIGHTS = ("*.safetensors", "*.bin", "*.onnx", "*.gguf")
# The files that decide which pieces a text becomes; the vectors depend on them as on the weights.
TOKENIZERS = ("tokenizer.json", "vocab.txt", "sentencepiece.bpe.model", "spiece.model")


@dataclass(frozen=True, slots=True)
class SentenceEncoder:
    """A sentence-transformers model behind the Encoder door."""

    name: str
    sha256: str
    dimensions: int
    model: "SentenceTransformer"
    batch: int

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts as float32[n, d], rows of unit length (zeros where the model gives zeros).

        Raises ModelError if the model gives vectors that are not finite.
        """
        if not len(texts):
            return np.zeros((0, self.dimensions), dtype=np.float32)
        raw = self.model.encode(list(texts), batch_size=self.batch, show_progress_bar=False, convert_to_numpy=True)
        vectors: NDArray[np.float32] = np.asarray(raw, dtype=np.float32)
        if not np.isfinite(vectors).all():
            raise ModelError(f"model {self.name!r}: vectors hold values that are not finite: try another")
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: NDArray[np.float32] = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
        return unit


def load_sentence_transformer(model: str, *, batch: int = 64) -> SentenceEncoder:
    """Open a model by path, by a name in the local cache, or from the hub where it can be reached.

    Raises ModelError, with cause and remedy, if sentence-transformers or the model cannot be had.
    """
    with _quiet():
        opened = _open(model)
    dimensions = opened.get_embedding_dimension()
    if dimensions is None:
        raise ModelError(f"model {model!r}: width unknown: expected a model that gives sentence vectors")
    return SentenceEncoder(model, _digest(model, opened), int(dimensions), opened, batch)


def _open(model: str) -> "SentenceTransformer":
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise ModelError(
            f"model {model!r}: sentence-transformers cannot be imported ({error}): "
            "pip install sentence-transformers, or leave --model out for the bundled model"
        ) from error
    if _looks_like_path(model) and not Path(model).is_dir():
        raise ModelError(
            f"model {model!r}: no such folder: give a folder that holds modules.json or config.json, "
            "or leave --model out for the bundled model"
        )
    try:
        opened = SentenceTransformer(model, device="cpu")
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise ModelError(
            f"model {model!r}: cannot be opened ({_first_line(error)}): download it where there is a "
            "network and pass --model PATH, or leave --model out for the bundled model"
        ) from error
    opened.eval()
    return opened


def _looks_like_path(model: str) -> bool:
    return model.startswith((".", "/", "~")) or os.sep * 2 in model or model.count("/") > 1


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0][:200] or type(error).__name__


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the loaders' progress talk off stderr while a model opens; restore the levels after."""
    loggers = [logging.getLogger(name) for name in ("sentence_transformers", "transformers", "huggingface_hub")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _digest(model: str, opened: "SentenceTransformer") -> str:
    """Hash the files of a local model, else the tensors themselves, in the order of their names."""
    digest = hashlib.sha256()
    folder = Path(model)
    if folder.is_dir():
        for path in sorted({path for glob in (*WEIGHTS, *TOKENIZERS) for path in folder.rglob(glob)}):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            with path.open("rb") as handle:
                digest.update(hashlib.file_digest(handle, "sha256").digest())
        return digest.hexdigest()
    for name, tensor in sorted(opened.state_dict().items()):
        digest.update(name.encode() + b"\0")
        digest.update(tensor.detach().cpu().contiguous().float().numpy().tobytes())
    return digest.hexdigest()
