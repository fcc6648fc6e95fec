"""The protocol of all direction scorers, and the one that ships."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Protocol

from provenance.weigh.direction.lean import Leaning, lean, sample
from provenance.weigh.direction.model import load


class DirectionScorer(Protocol):
    """What every direction scorer offers; swapping the two texts turns the signs and changes nothing else."""

    @property
    def name(self) -> str:
        """The name a person would type to get this scorer again."""
        ...

    @property
    def sha256(self) -> str:
        """Hex digest over what decides the scores."""
        ...

    def lean(self, ones: Sequence[str], others: Sequence[str], languages: tuple[str, str]) -> Leaning:
        """Return which of two aligned texts was there first: ones[i] says what others[i] says.

        languages: BCP 47 tags of the two sides, different ones.
        """
        ...


@dataclass(frozen=True, slots=True)
class StyleScorer:
    """The bundled logistic model (``lean``)."""

    name: str = "bundled"

    @property
    def sha256(self) -> str:
        """Hex digest of the shipped weights."""
        return _weights_digest()

    def lean(self, ones: Sequence[str], others: Sequence[str], languages: tuple[str, str]) -> Leaning:
        """Return what the style of the two texts says."""
        return lean(sample(ones, others, languages), load())


@lru_cache(maxsize=1)
def _weights_digest() -> str:
    return hashlib.sha256(files("provenance.weigh.direction").joinpath("weights.json").read_bytes()).hexdigest()


def load_scorer(model: str) -> DirectionScorer:
    """Open a translation model as a direction scorer: by folder, by a name in the local cache, or from the hub.

    model: M2M-100, NLLB-200 or SMaLL-100; or Marian models of two directions as one name with "{source}" and
    "{target}" in it ("Helsinki-NLP/opus-mt-{source}-{target}").
    Raises ModelError, with cause and remedy, if transformers or the model cannot be had.
    """
    from provenance.weigh.direction.translation import load_translation_scorer

    return load_translation_scorer(model)
