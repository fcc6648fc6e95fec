"""Inspect, compare, trace: the only place that calls more than one stage."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from provenance.pipeline.inspection import inspect
from provenance.types import Comparison, Document

if TYPE_CHECKING:
    from provenance.embed import Encoder
    from provenance.weigh.direction import DirectionScorer

__all__ = ["compare", "inspect"]


def compare(
    documents: Sequence[Document],
    *,
    encoder: "Encoder | None" = None,
    languages: Sequence[str | None] = (),
    asserted: Sequence[str] = (),
    direction: "DirectionScorer | None" = None,
) -> Comparison:
    """Return what two or more versions say of each other (see ``provenance.pipeline.comparison``).

    The aligner and the encoder are loaded here, so that ``inspect`` does not wait for them.
    """
    from provenance.pipeline.comparison import compare as run

    return run(documents, encoder=encoder, languages=languages, asserted=asserted, direction=direction)
