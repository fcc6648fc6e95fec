"""Direction: which of two aligned texts was there first, by one protocol with two implementations.

The bundled one needs no translation model: a logistic model of how originals and translations are written.  The other
asks a translation model that a person names.
"""

from provenance.weigh.direction.lean import BOUND, Leaning, Sample, contributions, lean, sample, unbounded
from provenance.weigh.direction.model import Model, load
from provenance.weigh.direction.scorer import DirectionScorer, StyleScorer, load_scorer

__all__ = [
    "BOUND",
    "DirectionScorer",
    "Leaning",
    "Model",
    "Sample",
    "StyleScorer",
    "contributions",
    "lean",
    "load",
    "load_scorer",
    "sample",
    "unbounded",
]
