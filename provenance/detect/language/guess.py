"""From evidence to a language with its probability, or to "und"."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from provenance.detect.language.evidence import Doubles, Evidence, evidence, scripts
from provenance.detect.language.furniture import masked
from provenance.detect.language.profiles import code_points, grams, profiles, summed
from provenance.types import LanguageGuess, Span

UNDETERMINED = "und"
BATCH_CHARS = 1 << 19  # bounds memory: about 60 bytes a character
DOCUMENT_CHARS = 40_000  # of a long document, enough for any decision
LEAST = 0.5  # probability below which the answer is "und"
_SURE = 11.513  # log odds at which langdetect stops drawing n-grams: p = .99999


def identify(text: str) -> LanguageGuess:
    """Return the language of a whole text, "und" where the evidence does not decide."""
    return _guesses([text[:DOCUMENT_CHARS]], None)[0]


def identify_spans(
    text: str, spans: Sequence[Span], *, prior: LanguageGuess | None = None
) -> tuple[LanguageGuess, ...]:
    """Return the language of each span; prior is the document's, which decides short ones that agree with it."""
    return _guesses([span.of(text) for span in spans], prior)


def raw(texts: Sequence[str]) -> tuple[LanguageGuess, ...]:
    """Return langdetect's own answer to each text: no masking, no script rules, no abstention.

    langdetect draws n-grams at random until one language has p > .99999 and averages seven such walks.  The share
    of walks that end at each language is given here in closed form: a random walk with drift m and variance v per
    step reaches the wrong bound a with probability 1 / (1 + exp(2 m a / v)) (Wald 1947).  "und" if it has no n-gram.
    """
    model = profiles()
    codes, lengths = code_points(texts)
    found = grams(*_cleaned(codes, lengths))
    totals = summed(model.logs, found.rows, found.counts)
    best = totals.argmax(1)
    owner = np.repeat(np.arange(len(texts)), found.counts)
    gap = model.logs[found.rows, best[owner]][:, None] - model.logs[found.rows]
    count = np.maximum(found.counts, 1)[:, None]
    drift = summed(gap, np.arange(len(gap)), found.counts) / count
    spread = summed(gap * gap, np.arange(len(gap)), found.counts) / count - drift**2
    logits = -2 * drift * _SURE / np.maximum(spread, 1e-9)
    logits[np.arange(len(texts)), best] = 0.0
    return tuple(
        _ranked(dict(zip(model.languages, row, strict=True)), 0.0) if size else LanguageGuess(UNDETERMINED, 0.0)
        for row, size in zip(_softmax(logits).tolist(), found.counts.tolist(), strict=True)
    )


def _cleaned(codes: npt.NDArray[np.uint32], lengths: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Drop Latin letters from texts in other scripts, as langdetect does."""
    owner = np.repeat(np.arange(len(lengths)), lengths)
    latin = (codes >= 0x41) & (codes <= 0x7A)
    other = (codes >= 0x300) & ~((codes >= 0x1E00) & (codes <= 0x1EFF))
    size = len(lengths)
    drop = np.bincount(owner, latin, size) * 2 < np.bincount(owner, other, size)
    kept = ~(latin & drop[owner])
    return codes[kept], np.bincount(owner[kept], minlength=size).astype(np.int64)


def _guesses(texts: Sequence[str], prior: LanguageGuess | None) -> tuple[LanguageGuess, ...]:
    result: list[LanguageGuess] = []
    batch: list[str] = []
    room = BATCH_CHARS
    for text in texts:
        piece = masked(text[:DOCUMENT_CHARS])
        if batch and room < len(piece):
            result += _decided(batch, prior)
            batch, room = [], BATCH_CHARS
        batch.append(piece)
        room -= len(piece)
    if batch:
        result += _decided(batch, prior)
    return tuple(result)


def _decided(texts: Sequence[str], prior: LanguageGuess | None) -> list[LanguageGuess]:
    seen = evidence(texts)
    return [_one(seen, place, prior) for place in range(len(texts))]


def _one(seen: Evidence, place: int, prior: LanguageGuess | None) -> LanguageGuess:
    script, letters = seen.script[place], int(seen.letters[place])
    if letters == 0:
        return LanguageGuess(UNDETERMINED, 0.0)
    if seen.foreign[place] and script != "Latn":
        return LanguageGuess(seen.foreign[place], 0.9)
    single = scripts().single.get(script)
    if single is not None:
        return LanguageGuess(single, round(float(min(0.999, 0.5 + 0.5 * seen.share[place])), 4))
    if script == "Hani":
        return _chinese(int(seen.han[place]), letters, prior)
    candidates = scripts().several.get(script)
    if candidates is None:
        return LanguageGuess(UNDETERMINED, 0.0)
    return _among(seen, place, candidates, prior)


def _chinese(han: int, letters: int, prior: LanguageGuess | None) -> LanguageGuess:
    if han == 0 and prior is not None and prior.language in ("ja", "ko", "zh-Hans", "zh-Hant"):
        return LanguageGuess(prior.language, prior.confidence)
    simplified = 1 / (1 + np.exp(-1.5 * han - 0.5))
    return _ranked({"zh-Hans": float(simplified), "zh-Hant": float(1 - simplified)}, LEAST)


def _among(seen: Evidence, place: int, candidates: Sequence[str], prior: LanguageGuess | None) -> LanguageGuess:
    languages = profiles().languages
    count = int(seen.grams[place])
    if count == 0:
        return LanguageGuess(UNDETERMINED, 0.0)
    scores = seen.scores[place, [languages.index(tag) for tag in candidates]]
    strength = 0.35 * count**0.75 * (1.0 if seen.words[place] else 0.1)
    logits = scores * strength
    if prior is not None and prior.language in candidates:
        logits[candidates.index(prior.language)] += 3.0 * prior.confidence
    shares = _softmax(logits[None])[0].tolist()
    return _ranked(dict(zip(candidates, shares, strict=True)), LEAST)


def _ranked(shares: dict[str, float], least: float) -> LanguageGuess:
    """Return the likeliest language; "und" with candidates as alternatives if it is not likely enough."""
    order = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    kept = tuple((tag, round(share, 4)) for tag, share in order[:4] if share >= 0.01)
    if not kept or kept[0][1] < least:
        return LanguageGuess(UNDETERMINED, 0.0, kept)
    return LanguageGuess(kept[0][0], kept[0][1], kept[1:])


def _softmax(logits: Doubles) -> Doubles:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    total: Doubles = powers / powers.sum(axis=-1, keepdims=True)
    return total
