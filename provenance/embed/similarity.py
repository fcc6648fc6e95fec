"""Words and characters in one vector, so that one dot product is the joint similarity.

The model knows what words mean; characters.py knows which names and numbers stand there.  Both are unit
vectors; concatenated with fixed shares they stay one, and alignment, retrieval and indices need not know.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from provenance.embed import Encoder, Vectors
from provenance.embed.characters import character_vectors, word_vectors
from provenance.errors import ModelError

# Share of the joint similarity that characters hold; see training/EXPERIMENTS.md (joint share).
CHARACTER_SHARE = 0.1
# Share of a document's similarity that its words and numbers as written hold.
WORD_SHARE = 0.35
DOCUMENT_WIDTH = 2048


def joint_vectors(texts: Sequence[str], encoder: Encoder, *, character_share: float = CHARACTER_SHARE) -> Vectors:
    """Encode texts as float32[n, encoder.dimensions + WIDTH], rows of unit length.

    The dot product of two rows is (1 - share) × model cosine + share × character cosine.  A text with
    nothing known to one side rests on the other alone; one with nothing at all gives a row of zeros.
    """
    words = encoder.encode(texts) * np.float32(np.sqrt(1.0 - character_share))
    letters = character_vectors(texts) * np.float32(np.sqrt(character_share))
    joint = np.hstack([words, letters]).astype(np.float32, copy=False)
    return _to_unit(joint)


def document_vectors(
    documents: Sequence[Sequence[str]], encoder: Encoder, *, word_share: float = WORD_SHARE
) -> Vectors:
    """One vector for each document, given as passages: float32[n, encoder.dimensions + DOCUMENT_WIDTH].

    The model's part is the mean of the passages by the square root of their length, so that headings
    neither vanish nor rule; the other part holds the document's words and numbers as written.  Rows
    have unit length, zeros for a document in which nothing is known.
    """
    meaning = pool_passages(documents, encoder.encode) * np.float32(np.sqrt(1.0 - word_share))
    written = word_vectors(["\n".join(document) for document in documents], width=DOCUMENT_WIDTH)
    joint = np.hstack([meaning, written * np.float32(np.sqrt(word_share))]).astype(np.float32, copy=False)
    return _to_unit(joint)


def pool_passages(documents: Sequence[Sequence[str]], encode: Callable[[Sequence[str]], Vectors]) -> Vectors:
    """Mean of each document's passage vectors by the square root of their length, rows of unit length."""
    passages = [passage for document in documents for passage in document]
    vectors = encode(passages)
    weights = np.sqrt(np.array([len(passage) for passage in passages], dtype=np.float32))
    starts = np.cumsum([0] + [len(document) for document in documents])
    pooled = np.zeros((len(documents), vectors.shape[1]), dtype=np.float32)
    for i, (start, stop) in enumerate(pairwise(starts)):
        pooled[i] = weights[start:stop] @ vectors[start:stop]
    return _to_unit(pooled)


def margin_scores(ones: Vectors, others: Vectors, *, k: int = 4) -> Vectors:
    """Score every pair by cosine relative to its neighbourhood.

    Plain cosine favours sentences that resemble everything ("Read more"); dividing by the mean
    similarity of the k nearest neighbours removes that (Artetxe & Schwenk, ACL 2019, ratio margin).

    ones: float32[n, d], rows of unit length.  others: float32[m, d].  Returns float32[n, m]: about 1
    for a pair no closer than its neighbours, higher is better.  Raises ModelError if the widths differ.
    """
    if ones.shape[1] != others.shape[1]:
        raise ModelError(f"vectors of width {ones.shape[1]} and {others.shape[1]}: encode both sides with one model")
    scores = ones @ others.T
    forth = _mean_of_best(scores, k)
    back = _mean_of_best(scores.T, k)
    # 0.05 keeps texts without any near neighbour from scoring high for noise
    mean = np.maximum((forth[:, None] + back[None, :]) / 2, np.float32(0.05))
    ratio: Vectors = (scores / mean).astype(np.float32)
    return ratio


def _mean_of_best(scores: Vectors, k: int) -> NDArray[np.float32]:
    k = min(k, scores.shape[1])
    if k == 0:
        return np.zeros(len(scores), dtype=np.float32)
    best = np.partition(scores, scores.shape[1] - k, axis=1)[:, -k:]
    mean: NDArray[np.float32] = best.mean(axis=1)
    return mean


def _to_unit(vectors: Vectors) -> Vectors:
    """Scale rows to unit length in place; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    np.divide(vectors, lengths, out=vectors, where=lengths > 0)
    return vectors
