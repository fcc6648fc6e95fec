"""Which documents of a corpus are versions of one text: every pair with like vectors is compared.

Right for corpora of a few thousand documents.
"""

from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import combinations

import numpy as np

from provenance.audit.corpus import Corpus, Family, Spread
from provenance.embed import Encoder, load_encoder
from provenance.pipeline.comparison import pair_of, side_of
from provenance.stemma import chain_records
from provenance.types import Pair
from provenance.weigh import renumbered
from provenance.weigh.asserted import weigh_conflicts
from provenance.weigh.pairs import weigh_pairs

LIKE = 0.2  # cosine of two documents from which they are compared
BLOCK = 1024
RELATED = frozenset(("same-text", "translation", "partial-translation", "summary"))


def families(corpus: Corpus, *, spread: Spread = map) -> Iterator[Family]:
    """Give the families of a corpus in the order of their first members."""
    pairs = list(_candidates(corpus))
    related = [pair for pair, found in zip(pairs, spread(partial(_compared, corpus), pairs), strict=True) if found]
    owners = list(range(len(corpus)))

    def owner(row: int) -> int:
        while owners[row] != row:
            row = owners[row]
        return row

    for one, other in related:
        first, second = sorted((owner(one), owner(other)))
        owners[second] = first
    groups: dict[int, list[int]] = {}
    for row in range(len(corpus)):
        groups.setdefault(owner(row), []).append(row)
    yield from spread(partial(_family, corpus), [tuple(rows) for rows in groups.values() if len(rows) > 1])


def _candidates(corpus: Corpus) -> Iterator[tuple[int, int]]:
    table = np.asarray(corpus.vectors, dtype=np.float32)
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    for start in range(0, len(table), BLOCK):
        rows, others = np.nonzero(table[start : start + BLOCK] @ table.T >= LIKE)
        yield from (
            (int(row) + start, int(other)) for row, other in zip(rows, others, strict=True) if row + start < other
        )


def _compared(corpus: Corpus, rows: tuple[int, int]) -> bool:
    found = _pair(corpus, *rows)
    return found.verdict in RELATED and found.confidence >= 0.5


def _pair(corpus: Corpus, one: int, other: int) -> Pair:
    encoder = _encoder(corpus.model)
    ours, theirs = corpus.record(one), corpus.record(other)
    return pair_of(ours, theirs, side_of(ours, encoder), side_of(theirs, encoder), encoder)[0]


def _family(corpus: Corpus, rows: tuple[int, ...]) -> Family:
    records = tuple(corpus.record(row) for row in rows)
    pairs = tuple(_pair(corpus, one, other) for one, other in combinations(rows, 2))
    evidence = tuple(weigh_pairs(records, pairs))
    chain, cited = chain_records(records, pairs, renumbered((*evidence, *weigh_conflicts(evidence))))
    return Family(tuple(record.document.id for record in records), pairs, chain, tuple(cited))


@lru_cache(maxsize=1)
def _encoder(model: str | None) -> Encoder:
    return load_encoder(model)
