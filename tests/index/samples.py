"""Documents for indices, with vectors drawn by seed instead of encoded."""

import numpy as np
from numpy.typing import NDArray

from provenance.index import Entry, passages
from provenance.types import Document, Model

MODEL = Model("drawn", "0" * 64)
WIDTH = 32


def entry(
    name: str, number: int, *, text: str | None = None, language: str = "en", published: str | None = None
) -> Entry:
    document = Document(name, text or f"text {number}", name, published=published)
    rows = np.stack([vector(1000 * number + place + 1) for place in range(3)])
    kept = passages(rows, np.array([10, 20, 30], np.float32), frozenset({str(number), "7"}))
    return Entry(document, language, f"title {number}", vector(number), kept)


def vector(number: int) -> NDArray[np.float32]:
    drawn = np.random.default_rng(number).standard_normal(WIDTH).astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn), np.float32)
