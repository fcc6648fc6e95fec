"""Detectors: what can be seen in one document, each finding with its characters.

A new detector is one file in this folder with a function ``Sight → tuple[Finding, …]``, and one line in ``DETECTORS``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from provenance.detect.artefacts import artefacts
from provenance.detect.attributions import attributions
from provenance.detect.claims import claims
from provenance.detect.interference import interference
from provenance.types import Credit, Document, Finding, LanguageGuess, Segment


@dataclass(frozen=True, slots=True)
class Sight:
    """All that a detector may look at: the document, its language, its segments and its credits."""

    document: Document
    language: LanguageGuess
    segments: tuple[Segment, ...]
    credits: tuple[Credit, ...]


Detector = Callable[[Sight], tuple[Finding, ...]]

DETECTORS: Mapping[str, Detector] = {
    "artefacts": lambda sight: artefacts(sight.document.text, sight.language.language, sight.segments),
    "attributions": lambda sight: attributions(sight.document.text, sight.credits),
    "claims": lambda sight: claims(sight.document, sight.language, sight.credits),
    "interference": lambda sight: interference(sight.document.text, sight.language.language, sight.segments),
}


def detect(sight: Sight) -> tuple[Finding, ...]:
    """Return the findings of every detector, in the order of ``placed``."""
    return placed(finding for name in sorted(DETECTORS) for finding in DETECTORS[name](sight))


def placed(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings ordered by place, then by detector; those without a place come last."""
    return tuple(
        sorted(
            findings,
            key=lambda item: (
                item.span is None,
                item.span.start if item.span else 0,
                item.detector,
                item.kind,
                item.value,
            ),
        )
    )
