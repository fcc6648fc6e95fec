"""The words of texts as rows: what each distinct word means and how it is written.

A bag model has a vector for each word as well as for each text, at the price of adding up a few rows.  Alignment asks
which words of one text have a partner in the other (``provenance.align``).
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from provenance.embed.bundled import BundledEncoder
from provenance.embed.characters import character_vectors

# Share of the similarity of two words that their characters hold: names are spelled alike, other words seldom.
CHARACTER_SHARE = 0.3
# Places that the characters of a word are folded into: a word has few n-grams, so that they seldom meet.
CHARACTER_WIDTH = 128
# Scripts that write no spaces between words: each piece of the model counts as a word.
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0002ffff]")
_SAYING = re.compile(r"[^\W_]")

WordRows = tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.int64]]


def word_rows(texts: Sequence[str], encoder: BundledEncoder) -> WordRows:
    """Return the words of texts: rows, ids, starts.

    rows: float32[v, d], a row of unit length for each distinct word, d = encoder.dimensions + CHARACTER_WIDTH; the dot
    product of two rows is .7 × model cosine + .3 × character cosine.  ids: int64[t], the row of each word in reading
    order.  starts: int64[n + 1]: where the words of each text begin in ``ids``.  Words hold a letter or a digit; case
    does not count.
    """
    normalise, split = encoder.tokenizer.normalizer.normalize_str, encoder.tokenizer.pre_tokenizer.pre_tokenize_str
    seen: dict[str, tuple[int, ...]] = {}
    kinds: dict[tuple[str, tuple[int, ...]], int] = {}
    ids: list[int] = []
    starts = [0]
    for text in texts:
        for mark, _ in split(normalise(text)):
            if mark not in seen:
                seen[mark] = tuple(
                    kinds.setdefault(kind, len(kinds)) for kind in _kinds(mark.removeprefix("▁"), encoder)
                )
            ids.extend(seen[mark])
        starts.append(len(ids))
    model = encoder.add_up([list(pieces) for _, pieces in kinds]) * np.float32(np.sqrt(1.0 - CHARACTER_SHARE))
    letters = _folded(character_vectors([word for word, _ in kinds])) * np.float32(np.sqrt(CHARACTER_SHARE))
    rows = np.hstack([model, letters]).astype(np.float32, copy=False)
    return rows, np.array(ids, np.int64), np.array(starts, np.int64)


def _kinds(word: str, encoder: BundledEncoder) -> list[tuple[str, tuple[int, ...]]]:
    """Return the word with its pieces, or each piece where the script has no spaces; nothing for punctuation."""
    if not _SAYING.search(word):
        return []
    encoding = encoder.tokenizer.encode(word, add_special_tokens=False)
    if not _SPACELESS.search(word):
        return [(word, tuple(encoding.ids))]
    pieces = [(token.removeprefix("▁"), piece) for token, piece in zip(encoding.tokens, encoding.ids, strict=True)]
    return [(token, (piece,)) for token, piece in pieces if _SAYING.search(token)]


def _folded(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Add up the places of each row that are CHARACTER_WIDTH apart; rows of unit length."""
    folded = vectors.reshape(len(vectors), vectors.shape[1] // CHARACTER_WIDTH, CHARACTER_WIDTH).sum(axis=1)
    sizes = np.linalg.norm(folded, axis=1, keepdims=True)
    return np.asarray(np.divide(folded, sizes, out=folded, where=sizes > 0), np.float32)
