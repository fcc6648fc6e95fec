"""Text to vectors: the encoder doors, the bundled model and the joint similarity."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """What every encoder door offers; `name` and `sha256` stand in each record."""

    @property
    def name(self) -> str:
        """The name a person would type to get this model again."""
        ...

    @property
    def sha256(self) -> str:
        """Hex digest over the files that decide the vectors."""
        ...

    @property
    def dimensions(self) -> int:
        """Width d of every vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode texts as float32[n, d], rows of unit length.

        A text without a single known piece gives a row of zeros: its similarity to anything is 0.
        """
        ...


def load_encoder(model: str | None = None) -> Encoder:
    """Open the bundled model, or the sentence-transformers model that `model` names or locates.

    Raises ModelError when the model is missing, damaged or cannot be reached offline.
    """
    if model is None:
        from provenance.embed.bundled import load_bundled

        return load_bundled()
    from provenance.embed.sentence import load_sentence_transformer

    return load_sentence_transformer(model)
