"""The arithmetic of evidence: natural log-odds, probabilities, and what several alternatives share."""

import math
from collections.abc import Sequence


def probability(log_odds: float) -> float:
    """Return the probability, in [0, 1], of natural log-odds; never overflows."""
    if log_odds >= 0:
        return 1.0 / (1.0 + math.exp(-log_odds))
    return math.exp(log_odds) / (1.0 + math.exp(log_odds))


def log_odds(probability: float) -> float:
    """Return the natural log-odds of a probability in [0, 1], those below 1e-6 from either end at that distance."""
    held = min(max(probability, 1e-6), 1.0 - 1e-6)
    return math.log(held / (1.0 - held))


def shares(scores: Sequence[float]) -> tuple[float, ...]:
    """Return the probabilities of alternatives with these log scores (softmax); empty for none."""
    if not scores:
        return ()
    top = max(scores)
    weights = [math.exp(score - top) for score in scores]
    total = sum(weights)
    return tuple(weight / total for weight in weights)
