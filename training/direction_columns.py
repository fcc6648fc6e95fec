"""The design matrix of the direction model: where each weight stands, and how a fitted vector becomes a model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from provenance.weigh.direction import Model, Sample
from provenance.weigh.direction.lean import CLIP, UNIT, scaled
from provenance.weigh.direction.portrait import HABITS

# Priors on habits and lengths, and on grams.  By cross-validation: 0.3, 3 .919 human .916 machine; 0.15, 3 .913 .908.
HABIT_SCALE, GRAM_SCALE = 0.3, 3.0


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each weight stands in the design matrix."""

    tags: tuple[str, ...]
    duos: tuple[str, ...]
    grams: Mapping[str, Sequence[str]]

    def matrix(self, samples: Sequence[Sample], blank: Model) -> sparse.csr_matrix:
        """Return the features of each document, one row each."""
        dense = np.vstack([self._dense(seen, blank) for seen in samples]) * HABIT_SCALE
        offsets, width = self._offsets()
        places = {
            tag: {gram: offsets[tag] + spot for spot, gram in enumerate(names)} for tag, names in self.grams.items()
        }
        values, ys, xs = [], [], []
        for number, seen in enumerate(samples):
            for tag, portrait, sign in zip(seen.languages, seen.portraits, (1.0, -1.0), strict=True):
                for gram, count in portrait.grams.items():
                    if gram in places[tag]:
                        values.append(sign * GRAM_SCALE * (count / portrait.chars) ** 0.5)
                        ys.append(number)
                        xs.append(places[tag][gram])
        wide = sparse.csr_matrix((values, (ys, xs)), shape=(len(samples), width))
        return sparse.hstack([sparse.csr_matrix(dense), wide]).tocsr()

    def _offsets(self) -> tuple[dict[str, int], int]:
        offsets, width = {}, 0
        for tag in self.tags:
            offsets[tag] = width
            width += len(self.grams[tag])
        return offsets, width

    def _dense(self, seen: Sample, blank: Model) -> NDArray[np.float64]:
        size = len(HABITS)
        shared = np.zeros(2 + size)
        own = np.zeros((len(self.tags), size + 1))
        pair = np.zeros((len(self.duos), 3))
        duo = blank.duos["-".join(seen.languages)]
        gaps = np.clip([(seen.ratio - duo.ratio) / UNIT, (seen.median - duo.median) / UNIT], -CLIP, CLIP)
        shared[:2] = gaps
        pair[self.duos.index("-".join(seen.languages))] = [*gaps, 1.0]
        for tag, portrait, sign in zip(seen.languages, seen.portraits, (1.0, -1.0), strict=True):
            tongue = blank.tongues[tag]
            values = scaled(portrait, tongue)
            shared[2:] += sign * values
            own[self.tags.index(tag)] += sign * np.append(values, 1.0)
        return np.concatenate([shared, own.ravel(), pair.ravel()])

    def model(self, weights: NDArray[np.float64], blank: Model) -> Model:
        """Return the model with its weights taken from a fitted vector."""
        size = len(HABITS)
        head = weights[: 2 + size] * HABIT_SCALE
        middle = 2 + size + len(self.tags) * (size + 1)
        own = weights[2 + size : middle].reshape(len(self.tags), size + 1) * HABIT_SCALE
        end = middle + 3 * len(self.duos)
        pair = weights[middle:end].reshape(len(self.duos), 3) * HABIT_SCALE
        offsets, _ = self._offsets()
        tongues = {
            tag: replace(
                blank.tongues[tag],
                length=blank.lengths.get(tag, 0.0),
                habits=own[place, :-1] + head[2:],
                constant=float(own[place, -1]),
                grams={
                    gram: GRAM_SCALE * float(weights[end + offsets[tag] + spot])
                    for spot, gram in enumerate(self.grams[tag])
                },
            )
            for place, tag in enumerate(self.tags)
        }
        duos = {
            duo: replace(
                blank.duos[duo],
                weights=(float(pair[place, 0] + head[0]), float(pair[place, 1] + head[1])),
                constant=float(pair[place, 2]),
            )
            for place, duo in enumerate(self.duos)
        }
        return replace(blank, tongues=tongues, duos=duos)
