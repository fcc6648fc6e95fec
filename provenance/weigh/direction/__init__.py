"""Direction without a translation model: a logistic model of how originals and translations are written."""

from provenance.weigh.direction.lean import BOUND, Leaning, Sample, contributions, lean, sample, unbounded
from provenance.weigh.direction.model import Model, load

__all__ = ["BOUND", "Leaning", "Model", "Sample", "contributions", "lean", "load", "sample", "unbounded"]
