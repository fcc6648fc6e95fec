"""What two versions are to each other, by how they lie on each other."""

import math

from provenance.types import Alignment, Coverage, Verdict


def judge(alignment: Alignment, coverage: Coverage, *, is_same_language: bool) -> tuple[Verdict, float]:
    """Return the verdict and its probability.

    is_same_language: whether both are in one language (then near-identity is "same-text", not "translation").
    """
    links = sum(1 for link in alignment.links if link.one and link.other)
    both, most = min(coverage.one, coverage.other), max(coverage.one, coverage.other)
    if links == 0 or most < 0.15:
        return "unrelated", 0.9
    if is_same_language and both > 0.8 and coverage.similarity > 0.9:
        return "same-text", 0.95
    if both > 0.7:
        return "translation", 0.5 + 0.45 * math.tanh(3 * (both - 0.7) + links / 20)
    if most > 0.7:
        return "partial-translation", 0.7
    if most > 0.35:
        return "same-event", 0.6
    return "undetermined", 0.5
