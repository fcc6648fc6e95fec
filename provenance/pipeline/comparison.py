"""Compare: what two or more versions say of each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from provenance.align import ROUNDS, Words, align, cover, judge, words_in
from provenance.collate import collate
from provenance.embed import Encoder, Vectors, load_encoder
from provenance.embed.bundled import BundledEncoder
from provenance.embed.similarity import joint_vectors
from provenance.embed.words import word_rows
from provenance.errors import ProvenanceError
from provenance.pipeline.inspection import inspect
from provenance.stemma import chain_records
from provenance.types import Chain, Comparison, Document, Evidence, Model, Pair, Record, primary
from provenance.weigh import renumbered
from provenance.weigh.asserted import weigh_assertions, weigh_conflicts
from provenance.weigh.direction import DirectionScorer
from provenance.weigh.pairs import weigh_pairs

# Kinds of segments that are aligned; credits, datelines and page furniture belong to one version only.
PROSE = frozenset({"title", "body"})
# Two texts of which neither comes from the other differ in everything, which says nothing.
STRANGERS = frozenset({"same-event", "unrelated"})


def compare(
    documents: Sequence[Document],
    *,
    encoder: Encoder | None = None,
    languages: Sequence[str | None] = (),
    asserted: Sequence[str] = (),
    direction: DirectionScorer | None = None,
) -> Comparison:
    """Return what two or more versions say of each other: beads, discrepancies, verdicts and the chain through all.

    The result does not depend on the order of the documents: they are taken in the order of their ids.  encoder: the
    bundled model by default.  languages: BCP 47 tags asserted for the documents, in the order given.  asserted: claims
    of the caller, such as "b.txt is a translation of a.txt" or "a.txt > b.txt".  direction: a scorer of direction
    beside the bundled one (``provenance.weigh.direction.load_scorer``).
    Raises ProvenanceError for fewer than two documents, two with one id, or an assertion that names none of them.
    """
    if len(documents) < 2:
        raise ProvenanceError(f"compare: found {len(documents)} document, expected two or more")
    names = [document.id for document in documents]
    if len(set(names)) < len(names):
        raise ProvenanceError(f"compare: {next(name for name in names if names.count(name) > 1)!r} is given twice")
    encoder = encoder or load_encoder()
    model = Model(encoder.name, encoder.sha256)
    tagged = dict(zip(names, [*languages, *[None] * len(names)], strict=False))
    records = tuple(
        inspect(document, model=model, language=tagged[document.id])
        for document in sorted(documents, key=lambda item: item.id)
    )
    sides = [side_of(record, encoder) for record in records]
    pairs = tuple(
        pair_of(records[one], records[other], sides[one], sides[other], encoder)[0]
        for one in range(len(records))
        for other in range(one + 1, len(records))
    )
    chain, evidence = relate(records, pairs, asserted=asserted, direction=direction)
    return Comparison(records, pairs, evidence, chain, model)


def relate(
    records: Sequence[Record],
    pairs: Sequence[Pair],
    *,
    asserted: Sequence[str] = (),
    direction: DirectionScorer | None = None,
) -> tuple[Chain, tuple[Evidence, ...]]:
    """Return the chain of records that have been compared two by two, and the evidence for it.

    pairs: need not be all; two that were not compared are not taken to come from each other.  The rest as in
    ``compare``.
    """
    evidence = (*weigh_pairs(records, pairs, direction=direction), *weigh_assertions(records, asserted))
    evidence = (*evidence, *weigh_conflicts(evidence))
    return chain_records(records, pairs, renumbered(evidence))


@dataclass(frozen=True, slots=True)
class Side:
    """What aligning one document takes: vectors float32[n, d], characters of each comparable segment (else 0).

    whole: float32[d], direction of the whole text, of unit length (zeros for a text that says nothing).
    words: those of each segment, None where the encoder is one that knows sentences only.
    """

    vectors: Vectors
    whole: Vectors
    lengths: NDArray[np.float64]
    words: Words | None = None


def side_of(record: Record, encoder: Encoder, *, is_light: bool = False) -> Side:
    """Encode the segments of a record; those that are no prose, or that nothing is known of, count no characters.

    is_light: whether to look at what sentences mean alone: neither at how their names are spelled nor at single words,
    which tell where a passage ends.  Both sides of a pair are to be made alike.
    """
    texts = [part.span.trimmed(record.document.text).of(record.document.text) for part in record.segments]
    is_prose = [part.kind in PROSE for part in record.segments]
    lengths = [sum(map(str.isalnum, text)) if prose else 0 for text, prose in zip(texts, is_prose, strict=True)]
    vectors = encoder.encode(texts) if is_light else joint_vectors(texts, encoder)
    silent = ~vectors.any(axis=1)
    kept = np.where(silent, 0, np.array(lengths, dtype=np.float64))
    whole = (vectors * kept[:, None]).sum(axis=0)
    size = float(np.linalg.norm(whole))
    words = None if is_light else words_of(texts, encoder)
    return Side(vectors, (whole / size if size else whole).astype(np.float32), kept, words)


def words_of(texts: Sequence[str], encoder: Encoder) -> Words | None:
    """Return the words of segments as an encoder knows them; None from an encoder that knows sentences only."""
    return words_in(texts, *word_rows(texts, encoder)) if isinstance(encoder, BundledEncoder) else None


def pair_of(
    one: Record,
    other: Record,
    one_side: Side,
    other_side: Side,
    encoder: Encoder,
    *,
    is_collated: bool = True,
    is_light: bool = False,
    rounds: int = ROUNDS,
) -> tuple[Pair, float]:
    """Return the comparison of two records, and the cosine of the two whole texts.

    is_collated: whether to look for what changed between the two; a pair without discrepancies else.  Nothing changed
    between texts that are no versions of one another, so those are not collated either.  is_light: of ``collate``.
    rounds: of ``align``.
    """
    alignment = align(
        one_side.vectors,
        other_side.vectors,
        one_lengths=one_side.lengths,
        other_lengths=other_side.lengths,
        one_words=one_side.words,
        other_words=other_side.words,
        one_id=one.document.id,
        other_id=other.document.id,
        rounds=rounds,
    )
    coverage = cover(alignment, one_lengths=one_side.lengths, other_lengths=other_side.lengths)
    likeness = float(one_side.whole @ other_side.whole)
    is_same_language = primary(one.language.language) == primary(other.language.language)
    verdict, confidence = judge(coverage, likeness, is_same_language=is_same_language)
    discrepancies = (
        ()
        if not is_collated or verdict in STRANGERS
        else collate(
            one.document.text,
            other.document.text,
            [part.span for part in one.segments],
            [part.span for part in other.segments],
            alignment,
            one_language=one.language.language,
            other_language=other.language.language,
            one_kinds=[part.kind for part in one.segments],
            other_kinds=[part.kind for part in other.segments],
            published=one.document.published or other.document.published,
            encode=encoder.encode,
            is_light=is_light,
        )
    )
    return Pair(alignment, coverage, verdict, confidence, discrepancies), likeness
