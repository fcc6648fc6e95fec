"""The shipped folder: int8 rows with one scale each, in the form that three libraries open.

sentence-transformers' StaticEmbedding folds `weights` into `embeddings` when it loads; model2vec keeps
them apart; provenance.embed.bundled does too, and never holds the float table.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

WEIGHTS, TOKENIZER, CONFIG, MODULES = "model.safetensors", "tokenizer.json", "config.json", "modules.json"
LAYOUT = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
]


def quantise(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Round each row to int8 with its own scale.  Row 0, the unknown piece, becomes zeros.

    Returns int8[V, d] and float32[V]; their product differs from the table by half a scale at most.
    """
    scales = np.abs(table).max(axis=1) / np.float32(127)
    scales[0] = 0.0
    safe = np.where(scales > 0, scales, np.float32(1))
    rows = np.rint(table / safe[:, None]).astype(np.int8)
    rows[0] = 0
    return rows, scales.astype(np.float32)


def write_model(folder: Path, table: NDArray[np.float32], tokenizer: Path) -> None:
    """Write the model folder and the digests of its files."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, scales = quantise(table)
    # half precision would save nothing worth having: the scales are 0.5 MB of 70
    save_file({"embeddings": rows, "weights": scales}, folder / WEIGHTS)
    (folder / TOKENIZER).write_bytes(tokenizer.read_bytes())
    config = {
        "model_type": "model2vec",
        "architectures": ["StaticModel"],
        "embedding_dtype": "int8",
        "hidden_dim": int(table.shape[1]),
        "vocabulary_size": int(table.shape[0]),
        "normalize": True,
        "size_bytes": {name: (folder / name).stat().st_size for name in (WEIGHTS, TOKENIZER)},
    }
    _write_json(folder / CONFIG, config)
    _write_json(folder / MODULES, LAYOUT)
    write_digests(folder)


def write_digests(folder: Path) -> None:
    """Write SHA256SUMS over every file that decides the vectors, in the order of their names."""
    lines = []
    for name in sorted((WEIGHTS, TOKENIZER, CONFIG, MODULES)):
        with (folder / name).open("rb") as handle:
            lines.append(f"{hashlib.file_digest(handle, 'sha256').hexdigest()}  {name}\n")
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
