"""What the characters of a batch of texts say about their languages, before any decision."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from provenance.detect.language.pieces import pieces
from provenance.detect.language.profiles import Grams, code_points, profiles, summed
from provenance.detect.language.words import grams_by_word, pieces_by_word

Doubles = npt.NDArray[np.float64]
# Information per letter; Latin weighs less because its names and terms are rife in texts of other scripts.
_WEIGHT = {"Latn": 0.6, "Hani": 4.0, "Kana": 4.0, "Hang": 2.5, "Zyyy": 0.0}


@dataclass(frozen=True, slots=True)
class Scripts:
    """scripts.toml: the language of a script that has one, the candidates of one that has several, telling letters."""

    single: Mapping[str, str]
    several: Mapping[str, tuple[str, ...]]
    letters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of n texts.

    script: name of the writing system that carries each.  share: of the letters, in [0, 1].  letters: number of
    letters in that script.  foreign: language whose telling letters occur, or "".  han: simplified minus traditional
    characters.  scores: float64[n, languages], mean log-likelihood per n-gram of the profiles, for the languages of
    the text's script.  pieces: the same shape, logits of the learned pieces.  grams: number of n-grams.  All three may
    be 0 for a script that tells the language by itself.  words: number of words that do not begin with a capital.
    """

    script: tuple[str, ...]
    share: Doubles
    letters: npt.NDArray[np.int64]
    foreign: tuple[str, ...]
    han: npt.NDArray[np.int64]
    scores: Doubles
    pieces: Doubles
    grams: npt.NDArray[np.int64]
    words: npt.NDArray[np.int64]


@lru_cache(maxsize=1)
def scripts() -> Scripts:
    """Return scripts.toml."""
    table = tomllib.loads(files("provenance.detect.language").joinpath("scripts.toml").read_text(encoding="utf-8"))
    return Scripts(
        single=table["single"],
        several={name: tuple(tags) for name, tags in table["several"].items()},
        letters=table["letters"],
    )


def evidence(texts: Sequence[str]) -> Evidence:
    """Return the evidence of texts whose furniture is masked.  Any text is allowed, the empty one too."""
    model = profiles()
    codes, lengths = code_points(texts)
    plane = np.minimum(codes, 0xFFFF).astype(np.int64)
    plane[(codes >= 0x20000) & (codes < 0x40000)] = 0x3400  # CJK extensions
    owner = np.repeat(np.arange(len(lengths)), lengths)
    kinds = model.script[plane].astype(np.int64)
    counts = np.bincount(owner * len(model.scripts) + kinds, minlength=len(lengths) * len(model.scripts))
    counts = counts.reshape(len(lengths), len(model.scripts))
    chosen = _dominant(counts, model.scripts)
    own = kinds == chosen[owner]
    total = counts[:, 1:].sum(1)
    letters = counts[np.arange(len(lengths)), chosen]
    foreign = _foreign(plane, owner, len(lengths))
    plane[~own & (kinds > 0)] = 0x20
    capital = model.upper[plane]
    shouting = np.bincount(owner, capital, len(lengths)) * 2 > np.maximum(letters, 3)
    plane = np.where(shouting[owner], model.lower[plane], plane)
    script = tuple(model.scripts[place] for place in chosen)
    is_open = not _told_by_wording().isdisjoint(script)
    found = grams_by_word(plane, lengths) if is_open else Grams(np.zeros(0, np.int32), np.zeros_like(lengths))
    return Evidence(
        script=script,
        share=letters / np.maximum(total, 1),
        letters=letters,
        foreign=foreign,
        han=np.bincount(owner, model.han[plane], len(lengths)).astype(np.int64),
        scores=_scores(script, found),
        pieces=_pieces(plane, lengths) if is_open else np.zeros((len(lengths), len(model.languages))),
        grams=found.counts,
        words=_plain_words(own, capital, owner, len(lengths)),
    )


def _scores(script: Sequence[str], found: Grams) -> Doubles:
    """Return float64[n, languages]: the mean over each text's n-grams, for the languages of its script."""
    result, names = np.zeros((len(script), len(profiles().languages))), np.array(script)
    for name in sorted(_told_by_wording().intersection(script)):
        columns, logs = _logs(name)
        texts = np.flatnonzero(names == name)
        rows = found.rows if len(texts) == len(script) else found.rows[np.repeat(names == name, found.counts)]
        counts = found.counts[texts]
        result[texts[:, None], columns] = summed(logs, rows, counts) / np.maximum(counts, 1)[:, None]
    return result


@lru_cache(maxsize=1)
def _told_by_wording() -> frozenset[str]:
    """Return the scripts of several languages; the two ways of writing Chinese are told by their characters."""
    return frozenset(scripts().several) - {"Hani"}


@lru_cache(maxsize=8)
def _logs(script: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Return the places of a script's languages among the profiles', and their columns of the table."""
    languages = profiles().languages
    columns = np.array([languages.index(tag) for tag in scripts().several[script] if tag in languages], np.int64)
    return columns, np.ascontiguousarray(profiles().logs[:, columns])


def _pieces(plane: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]) -> Doubles:
    """Return float64[n, languages]: the learned model's logits, in the profiles' order of languages."""
    model, table = pieces(), profiles()
    letters = np.where(table.script[plane] > 0, table.lower[plane], 0x20).astype(np.int64)
    sums, counts = pieces_by_word(letters, lengths)
    means = sums / np.maximum(counts, 1)[:, None]
    result = np.zeros((len(lengths), len(table.languages)))
    result[:, [table.languages.index(tag) for tag in model.languages]] = means @ model.outputs + model.bias
    return result


def _dominant(counts: npt.NDArray[np.int64], names: Sequence[str]) -> npt.NDArray[np.int64]:
    han, kana, hangul = names.index("Hani"), names.index("Kana"), names.index("Hang")
    weighed = counts * np.array([_WEIGHT.get(name, 1.0) for name in names])
    weighed[:, han] += weighed[:, kana]
    chosen: npt.NDArray[np.int64] = weighed.argmax(1)
    eastern = (chosen == han) | (chosen == kana)
    chosen[eastern & (counts[:, kana] * 12 >= counts[:, han])] = kana
    chosen[eastern & (counts[:, hangul] * 5 >= counts[:, han]) & (counts[:, hangul] > counts[:, kana])] = hangul
    return chosen


def _foreign(plane: npt.NDArray[np.int64], owner: npt.NDArray[np.int64], size: int) -> tuple[str, ...]:
    """Return for each text the language whose telling letters it holds, "" if none: the first with a tenth of them."""
    table, tags = _telling()
    marked = np.flatnonzero(table[plane])
    counts: dict[int, list[int]] = {}
    for text, tag in zip(owner[marked].tolist(), table[plane[marked]].tolist(), strict=True):
        counts.setdefault(text, [0] * len(tags))[tag] += 1
    result = [""] * size
    for text, row in counts.items():
        result[text] = next(tag for tag, count in zip(tags, row, strict=True) if count * 10 >= sum(row) and count)
    return tuple(result)


@lru_cache(maxsize=1)
def _telling() -> tuple[npt.NDArray[np.uint8], tuple[str, ...]]:
    table = np.zeros(0x10000, np.uint8)
    tags = ("", *scripts().letters)
    for number, letters in enumerate(scripts().letters.values(), start=1):
        for letter in letters + letters.upper():
            table[ord(letter)] = table[ord(letter)] or number
    return table, tags


def _plain_words(
    own: npt.NDArray[np.bool_], capital: npt.NDArray[np.bool_], owner: npt.NDArray[np.int64], size: int
) -> npt.NDArray[np.int64]:
    """Return the number of words that begin with a small letter (or in a script without case)."""
    begins = own.copy()
    begins[1:] &= ~own[:-1] | (owner[1:] != owner[:-1])
    return np.bincount(owner[begins & ~capital], minlength=size).astype(np.int64)
