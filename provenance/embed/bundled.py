"""The fast door: the bundled bag-of-pieces model with tokenizers, safetensors and numpy alone.

Importing torch costs seconds; this door never does.  Rows stay int8 in memory and are scaled as they
are summed, so that a 70 MB model costs 70 MB.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from tokenizers import Tokenizer

from provenance.embed.pieces import Ids, Pieces
from provenance.errors import ModelError

MODEL = Path(__file__).with_name("model")
DIGESTS = "SHA256SUMS"
FILES = ("model.safetensors", "tokenizer.json")
# Texts taken apart at a time, and pieces summed at a time: the floats of 512 pieces (1 MB) stay in the
# second-level cache (training/EXPERIMENTS.md, "speed").  One reduce a text is four times as fast as reduceat over many,
# which goes down each column by itself.
TEXTS = 512
PIECES = 512


@dataclass(frozen=True, slots=True)
class BundledEncoder:
    """A bag of pieces: each text is the scaled sum of its pieces' rows.

    rows: int8[V, d].  scales: float32[V], what one unit of a row is worth.
    """

    name: str
    sha256: str
    tokenizer: Tokenizer
    rows: NDArray[np.int8]
    scales: NDArray[np.float32]
    pieces: Pieces = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pieces", Pieces(self.tokenizer))

    @property
    def dimensions(self) -> int:
        """Width d of every vector."""
        return int(self.rows.shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts as float32[n, d], rows of unit length.

        A text without a single known piece gives a row of zeros.
        """
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), TEXTS):
            self._sum(self.pieces.of(texts[start : start + TEXTS]), vectors[start : start + TEXTS])
        return _unit(vectors)

    def add_up(self, bags: Sequence[Ids]) -> NDArray[np.float32]:
        """Return the sum of each bag of pieces as float32[n, d], rows of unit length (zeros for an empty bag)."""
        vectors = np.zeros((len(bags), self.dimensions), dtype=np.float32)
        if any(bags):
            self._sum(bags, vectors)
        return _unit(vectors)

    def _sum(self, bags: Sequence[Ids], out: NDArray[np.float32]) -> None:
        """Add up each bag's scaled rows into `out`; empty bags leave their zeros."""
        for place, bag in enumerate(bags):
            for start in range(0, len(bag), PIECES):
                pieces = np.array(bag[start : start + PIECES], dtype=np.int64)
                scaled = self.rows.take(pieces, axis=0).astype(np.float32)
                scaled *= self.scales.take(pieces)[:, None]
                out[place] += np.add.reduce(scaled, axis=0)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale rows to unit length in place; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    np.divide(vectors, lengths, out=vectors, where=lengths > 0)
    return vectors


def load_bundled(folder: Path = MODEL) -> BundledEncoder:
    """Open the model folder without torch.

    Sizes are compared with config.json at every start; `verify` compares the bytes.
    Raises ModelError if a file is missing, damaged or of another size.
    """
    digests = read_digests(folder)
    _check_sizes(folder)
    try:
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        with safe_open(str(folder / "model.safetensors"), framework="numpy") as tensors:
            rows = tensors.get_tensor("embeddings")
            scales = tensors.get_tensor("weights")
    except Exception as error:  # tokenizers raises bare Exception on a broken file
        raise ModelError(
            f"{folder}: model cannot be read ({error}): reinstall provenance or pass --model PATH"
        ) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return BundledEncoder("bundled", digests["model.safetensors"], tokenizer, rows, scales)


def read_digests(folder: Path = MODEL) -> dict[str, str]:
    """File name to its sha256, as SHA256SUMS has them.  Raises ModelError if it is missing or malformed."""
    path = folder / DIGESTS
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        pairs = [line.split("  ", 1) for line in lines if line]
        digests = {name: digest for digest, name in pairs}
        missing = [name for name in FILES if name not in digests]
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{path}: digests cannot be read ({error}): reinstall provenance or pass --model PATH"
        ) from error
    if missing:
        raise ModelError(f"{path}: no digest for {missing[0]!r}: reinstall provenance or pass --model PATH")
    return digests


def verify(folder: Path = MODEL) -> None:
    """Hash every file that SHA256SUMS names (about 0.1 s).  Raises ModelError at the first that differs."""
    for name, expected in read_digests(folder).items():
        found = _sha256(folder / name)
        if found != expected:
            raise ModelError(
                f"{folder / name}: model digest {found[:4]}… differs from {DIGESTS} {expected[:4]}…: "
                "reinstall provenance or pass --model PATH"
            )


def _check_sizes(folder: Path) -> None:
    """Compare the sizes that config.json records: catches a cut-off file without reading it."""
    path = folder / "config.json"
    try:
        sizes = json.loads(path.read_text(encoding="utf-8"))["size_bytes"]
        wrong = [(name, (folder / name).stat().st_size, sizes[name]) for name in FILES]
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"{path}: model folder is incomplete ({error}): reinstall provenance or pass --model PATH"
        ) from error
    for name, found, expected in wrong:
        if found != expected:
            raise ModelError(
                f"{folder / name}: {found} bytes, expected {expected}: reinstall provenance or pass --model PATH"
            )


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error}): reinstall provenance") from error
