"""langdetect's own answer, for comparison: no masking, no script rules, no abstention."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from provenance.detect.language.profiles import code_points, grams, profiles, summed
from provenance.types import LanguageGuess

_SURE = 11.513  # log odds at which langdetect stops drawing n-grams: p = .99999


def raw(texts: Sequence[str]) -> tuple[LanguageGuess, ...]:
    """Return langdetect's answer to each text, "und" if it has no known n-gram.

    langdetect draws n-grams at random until one language has p > .99999 and averages seven such walks.  The share
    of walks that end at each language is given here in closed form: a random walk with drift m and variance v per
    step reaches the wrong bound a with probability 1 / (1 + exp(2 m a / v)) (Wald 1947).
    """
    model = profiles()
    codes, lengths = code_points(texts)
    found = grams(*_cleaned(codes, lengths))
    totals = summed(model.logs, found.rows, found.counts)
    starts = np.cumsum(found.counts) - found.counts
    return tuple(
        _walked(model.logs[found.rows[start : start + count]], int(best), model.languages)
        for start, count, best in zip(starts, found.counts, totals.argmax(1), strict=True)
    )


def _walked(logs: npt.NDArray[np.float32], best: int, languages: Sequence[str]) -> LanguageGuess:
    """Return the guess from one text's float32[n-grams, languages] of log frequencies."""
    if len(logs) == 0:
        return LanguageGuess("und", 0.0)
    gaps = logs[:, best : best + 1].astype(np.float64) - logs
    odds = np.exp(-2 * _SURE * gaps.mean(0) / np.maximum(gaps.var(0), 1e-9))
    odds[best] = 1.0
    shares = odds / odds.sum()
    order = np.argsort(-shares, kind="stable")[:4].tolist()
    kept = tuple((languages[place], round(float(shares[place]), 5)) for place in order if shares[place] > 0.1)
    return LanguageGuess(
        languages[best], round(float(shares[best]), 5), tuple(one for one in kept if one[0] != languages[best])
    )


def _cleaned(
    codes: npt.NDArray[np.uint32], lengths: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Drop Latin letters from texts in other scripts, as langdetect does."""
    owner = np.repeat(np.arange(len(lengths)), lengths)
    latin = (codes >= 0x41) & (codes <= 0x7A)
    other = (codes >= 0x300) & ~((codes >= 0x1E00) & (codes <= 0x1EFF))
    size = len(lengths)
    drop = np.bincount(owner, latin, size) * 2 < np.bincount(owner, other, size)
    kept = ~(latin & drop[owner])
    return codes[kept], np.bincount(owner[kept], minlength=size).astype(np.int64)
