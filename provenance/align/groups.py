"""Vectors of merged segments, and the checks that keep bad vectors out.

A bead may join up to MERGE neighbouring segments, so each text is seen as layers: ``groups[k][i]`` is the unit vector
of segments i..i+k read as one.  Two ways lead there: ``summed`` adds up what is already known of the members, which
for a bag-of-subwords model is nearly what the model itself would say and costs no encoding; ``overlaps`` asks an
encoder for each joined text (Thompson & Koehn, EMNLP 2019), which contextual models need.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from provenance.errors import AlignmentError

Vectors = NDArray[np.float32]
Lengths = NDArray[np.float64]
Groups = tuple[Vectors, ...]

MERGE = 4


def summed(vectors: Vectors, lengths: Lengths, *, merge: int = MERGE) -> Groups:
    """Return the layers as sums of the members' unit vectors, each weighted by its length.

    vectors: float32[n, d], rows of any length but zero (a row of length 0 in ``lengths`` may be zero).
    lengths: characters, float64[n].  Returns ``merge`` arrays, the k-th float32[max(n - k, 0), d] of unit rows.
    """
    weighted = _unit(vectors).astype(np.float64) * np.maximum(lengths, 0.0)[:, None]
    sums = np.concatenate([np.zeros((1, vectors.shape[1])), np.cumsum(weighted, axis=0)])
    layers = [_unit(vectors)]
    for size in range(2, merge + 1):
        joined = sums[size:] - sums[:-size] if len(vectors) >= size else sums[:0]
        layers.append(_unit(joined.astype(np.float32)))
    return tuple(layers)


def overlaps(texts: Sequence[str], encode: Callable[[Sequence[str]], Vectors], *, merge: int = MERGE) -> Groups:
    """Return the layers as the encoder sees each run of up to ``merge`` joined texts.

    texts: of the n single segments, in order.  encode: texts → float32[count, d].  About ``merge`` times the work of
    encoding the text once.  Returns what ``summed`` returns.
    """
    runs = [
        " ".join(text.strip() for text in texts[start : start + size])
        for size in range(1, merge + 1)
        for start in range(len(texts) - size + 1)
    ]
    if not runs:
        return tuple(np.zeros((0, 0), np.float32) for _ in range(merge))
    vectors = _unit(np.asarray(encode(runs), np.float32))
    counts = np.cumsum([max(len(texts) - size + 1, 0) for size in range(1, merge)])
    return tuple(np.split(vectors, counts))


def check_vectors(vectors: Vectors, lengths: Lengths, side: str) -> None:
    """Refuse vectors that cannot be trusted.

    Raises AlignmentError, naming side and row, for an array that is not two-dimensional, a number of rows other than
    that of the lengths, a value that is not finite, or a row of zeros whose length is not 0.
    """
    if vectors.ndim != 2:
        raise AlignmentError(f"{side}: vectors of shape {vectors.shape}, expected two dimensions (segments, width)")
    if len(vectors) != len(lengths):
        raise AlignmentError(f"{side}: {len(vectors)} vectors for {len(lengths)} segments: encode the same segments")
    if not np.isfinite(lengths).all() or (lengths < 0).any():
        raise AlignmentError(f"{side}: a length is negative or not finite, expected characters")
    finite = np.isfinite(vectors).all(axis=1)
    if not finite.all():
        row = int(np.argmin(finite))
        raise AlignmentError(f"{side}: row {row} holds a value that is not finite: check the encoder's input and model")
    empty = ~vectors.any(axis=1) & (lengths > 0)
    if empty.any():
        row = int(np.argmax(empty))
        raise AlignmentError(
            f"{side}: row {row} is all zeros though its segment has {lengths[row]:g} characters: "
            "give it length 0 if it says nothing that can be compared"
        )


def check_groups(groups: Groups, count: int, width: int, side: str) -> None:
    """Refuse layers that do not belong to ``count`` segments of vectors of this width (AlignmentError)."""
    for size, layer in enumerate(groups, start=1):
        expected = (max(count - size + 1, 0), width)
        if layer.shape != expected and expected[0] > 0:
            raise AlignmentError(f"{side}: groups of {size} have shape {layer.shape}, expected {expected}")
        if not np.isfinite(layer).all():
            raise AlignmentError(f"{side}: a group of {size} holds a value that is not finite")


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(norms > 0, norms, 1.0), np.float32)
