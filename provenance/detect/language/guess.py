"""From evidence to a language with its probability, or to "und"."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from provenance.detect.language.evidence import Doubles, Evidence, evidence, scripts
from provenance.detect.language.furniture import masked, without_quotations
from provenance.detect.language.profiles import Ints, profiles
from provenance.types import LanguageGuess, Span

UNDETERMINED = "und"
BATCH_CHARS = 1 << 18  # bounds memory: some 200 bytes a character
SEGMENT_CHARS = 5000
DOCUMENT_CHARS = 60_000  # of a long document, enough for any decision
DOCUMENT_LINES = 600
LEAST = 0.6  # probability below which the answer is "und"

# Fitted on the first half of lid.jsonl by training/language_calibration.py.
PROFILE_WEIGHT, PROFILE_POWER = 0.323, 0.652
PIECES_WEIGHT, PIECES_POWER = 0.080, 0.616
UNSHAKEN = 0.95  # a Latin text this sure keeps its language: Turkish in a wrong encoding shows Icelandic letters
NAMES_ONLY = 0.25  # strength of a text in which every word has a capital

OUTLIER = 0.08  # share of a document's lines that may be in any language: a list of commands, a quotation
ENGLISH = 0.4  # weight of English lines: what a translation leaves untranslated is nearly always English
LEAD = 4.0  # weight of a document's opening lines: title and lead are in its language, what follows may be quoted
LEAD_LINES = 4


def identify(text: str) -> LanguageGuess:
    """Return the language of a whole text, "und" where the evidence does not decide.

    Each line speaks for itself and the lines vote, so that lists, code and quotations do not drown the prose.
    """
    lines = [line for line in text[:DOCUMENT_CHARS].splitlines() if line.strip()][:DOCUMENT_LINES]
    if not lines:
        return LanguageGuess(UNDETERMINED, 0.0)
    shares, letters = _posteriors(lines, None)
    if len(lines) == 1:
        return _ranked(shares[0], LEAST)
    result = _ranked(_vote(lines, shares, letters), LEAST)
    if result.language == UNDETERMINED:  # no line speaks for itself: all together may
        return _ranked(_posteriors([" ".join(lines)[:SEGMENT_CHARS]], None)[0][0], LEAST)
    return result


def _vote(lines: Sequence[str], shares: Doubles, letters: Doubles) -> Doubles:
    """Return the distribution over tags that the lines of a document add up to, zeros if none speaks."""
    english = tags().index("en")
    weights = np.clip(letters / 80, 0.1, 3.0)
    weights[:LEAD_LINES] = np.maximum(weights[:LEAD_LINES], 0.3) * LEAD
    weights[shares.argmax(1) == english] *= ENGLISH
    first = dict.fromkeys(lines)  # a line that is repeated speaks once
    speaks = shares.max(1) >= LEAST
    for place, line in enumerate(lines):
        speaks[place] &= line in first
        first.pop(line, None)
    if not speaks.any():
        return np.zeros(len(tags()))
    votes = np.log((1 - OUTLIER) * shares[speaks] + OUTLIER / len(tags())) * weights[speaks, None]
    result: Doubles = _softmax(votes.sum(0)[None])[0]
    return result


def identify_spans(
    text: str, spans: Sequence[Span], *, prior: LanguageGuess | None = None
) -> tuple[LanguageGuess, ...]:
    """Return the language of each span; prior is the document's, which decides short ones that agree with it."""
    shares, _ = _posteriors([text[span.start : min(span.end, span.start + SEGMENT_CHARS)] for span in spans], prior)
    return _ranked_rows(shares, LEAST)


@lru_cache(maxsize=1)
def tags() -> tuple[str, ...]:
    """Return all tags that may be answered, in the order of the columns of probabilities."""
    known = scripts()
    return tuple(dict.fromkeys((*profiles().languages, *known.single.values(), *known.letters)))


def _posteriors(texts: Sequence[str], prior: LanguageGuess | None) -> tuple[Doubles, Doubles]:
    """Return float64[texts, tags], each row a distribution or zeros, and the number of letters that speak."""
    shares, letters = [np.zeros((0, len(tags())))], [np.zeros(0)]
    batch: list[str] = []
    size = 0
    for text in texts:
        piece = without_quotations(masked(text))
        if batch and size + len(piece) > BATCH_CHARS:
            seen = evidence(batch)
            shares.append(_distributions(seen, prior))
            letters.append(seen.letters.astype(np.float64))
            batch, size = [], 0
        batch.append(piece)
        size += len(piece)
    if batch:
        seen = evidence(batch)
        shares.append(_distributions(seen, prior))
        letters.append(seen.letters.astype(np.float64))
    return np.concatenate(shares), np.concatenate(letters)


def _distributions(seen: Evidence, prior: LanguageGuess | None) -> Doubles:
    known, columns = scripts(), {tag: place for place, tag in enumerate(tags())}
    result = np.zeros((len(seen.script), len(columns)))
    names = np.array(seen.script)
    for script in sorted(set(seen.script)):
        rows = np.flatnonzero((names == script) & (seen.letters > 0))
        if script in known.single:
            result[rows, columns[known.single[script]]] = np.minimum(0.999, 0.6 + 0.6 * seen.share[rows])
        elif script == "Hani":
            _add_chinese(result, seen, rows, columns, prior)
        elif script in known.several:
            chosen = np.array([columns[tag] for tag in known.several[script]])
            result[np.ix_(rows, chosen)] = _softmax(_logits(seen, rows, known.several[script], prior))
    for row, tag in enumerate(seen.foreign):
        if tag and not (seen.script[row] == "Latn" and result[row].max() > UNSHAKEN):
            result[row] *= 0.1
            result[row, columns[tag]] = 0.9
    return result


def _add_chinese(
    result: Doubles, seen: Evidence, rows: Ints, columns: dict[str, int], prior: LanguageGuess | None
) -> None:
    """Fill in the two ways of writing Chinese; without a telling character the document's language decides."""
    simplified = 1 / (1 + np.exp(-np.clip(1.5 * seen.han[rows] + 0.5, -30, 30)))
    result[rows, columns["zh-Hans"]] = simplified
    result[rows, columns["zh-Hant"]] = 1 - simplified
    if prior is not None and prior.language in ("ja", "ko", "zh-Hant"):
        plain = rows[seen.han[rows] == 0]
        result[plain] = 0.0
        result[plain, columns[prior.language]] = prior.confidence


def _logits(seen: Evidence, rows: Ints, candidates: Sequence[str], prior: LanguageGuess | None) -> Doubles:
    """Return float64[rows, candidates]: the two models' log-likelihoods, weighted, and the prior's."""
    languages = profiles().languages
    chosen = np.array([languages.index(tag) for tag in candidates])
    grams = seen.grams[rows, None]
    logits: Doubles = PROFILE_WEIGHT * grams**PROFILE_POWER * seen.scores[np.ix_(rows, chosen)]
    logits += PIECES_WEIGHT * grams**PIECES_POWER * seen.pieces[np.ix_(rows, chosen)]
    logits *= np.where(seen.words[rows] > 0, 1.0, NAMES_ONLY)[:, None]
    if prior is not None and prior.language in candidates:
        logits[:, candidates.index(prior.language)] += 3.0 * prior.confidence
    return logits


def _ranked(shares: Doubles, least: float) -> LanguageGuess:
    """Return the likeliest language; "und" with candidates as alternatives if it is not likely enough."""
    return _ranked_rows(shares[None], least)[0]


def _ranked_rows(shares: Doubles, least: float) -> tuple[LanguageGuess, ...]:
    order = np.argsort(-shares, axis=1, kind="stable")[:, :4]
    best = np.take_along_axis(shares, order, axis=1)
    return tuple(_guess(*row, least) for row in zip(order.tolist(), best.tolist(), strict=True))


def _guess(places: list[int], shares: list[float], least: float) -> LanguageGuess:
    kept = tuple((tags()[place], round(share, 4)) for place, share in zip(places, shares, strict=True) if share >= 0.01)
    if not kept or kept[0][1] < least:
        return LanguageGuess(UNDETERMINED, 0.0, kept)
    return LanguageGuess(kept[0][0], min(kept[0][1], 0.9999), kept[1:])


def _softmax(logits: Doubles) -> Doubles:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    total: Doubles = powers / powers.sum(axis=-1, keepdims=True)
    return total
