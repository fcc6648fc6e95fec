"""langdetect's n-gram profiles as arrays, evaluated for many texts at once.

The model is that of Shuyo ("Language Detection Library for Java", 2010): a naive Bayes over n-grams of one to three
characters, with his normalisation of characters.  profiles.npz is compiled from the installed langdetect by
training/language_profiles.py; neither langdetect nor its 0.5 s of loading is needed at run time.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

SPACE, END = 1, 4095  # ids of the compiled alphabet; END closes a text and occurs in no n-gram
SLOT_BITS = 17
ALPHA = 0.5 / 10000  # the mean of langdetect's smoothing weight
_LOCK = threading.Lock()
_LOADED: list["Profiles"] = []

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Profiles:
    """The compiled profiles.

    languages: tags, sorted.  normal: code point → id.  upper: code point → upper case once normalised.
    script: code point → place in ``scripts``.  han: 1 for simplified characters, -1 for traditional ones.
    lower: code point → lower case.  keys: n-grams, sorted.  slots: where a key's hash
    leads.  logs: float32[keys, languages], natural
    logarithm of frequency plus ALPHA.
    """

    languages: tuple[str, ...]
    normal: npt.NDArray[np.uint16]
    upper: npt.NDArray[np.bool_]
    script: npt.NDArray[np.uint8]
    scripts: tuple[str, ...]
    han: npt.NDArray[np.int8]
    lower: npt.NDArray[np.uint16]
    keys: Ints
    slots: npt.NDArray[np.int32]
    logs: Floats


@dataclass(frozen=True, slots=True)
class Grams:
    """The known n-grams of a batch, in text order.

    rows: places in ``Profiles.keys``.  counts: how many each text has.
    """

    rows: npt.NDArray[np.int32]
    counts: Ints


def profiles() -> Profiles:
    """Return the profiles, loaded once for all threads."""
    if not _LOADED:
        with _LOCK:
            if not _LOADED:
                _LOADED.append(_load())
    return _LOADED[0]


def _load() -> Profiles:
    path = files("provenance.detect.language").joinpath("profiles.npz")
    with path.open("rb") as stream, np.load(stream) as table:
        arrays = {name: table[name] for name in table.files}
    keys, starts = arrays["keys"], arrays["starts"].astype(np.int64)
    length = (keys >= 1 << 12).astype(np.int8) + (keys >= 1 << 24)
    row = np.repeat(np.arange(len(keys)), np.diff(starts, append=len(arrays["entry_count"])))
    language = arrays["entry_language"].astype(np.int64)
    frequency = arrays["entry_count"] / arrays["totals"][language, length[row]]
    logs = np.full((len(keys), len(arrays["languages"])), np.log(ALPHA), np.float32)
    logs[row, language] = np.log(frequency + ALPHA)
    return Profiles(
        languages=tuple(str(tag) for tag in arrays["languages"]),
        normal=arrays["normal"],
        upper=np.unpackbits(arrays["upper"]).astype(bool),
        script=arrays["script"],
        scripts=tuple(str(name) for name in arrays["scripts"]),
        han=arrays["han"],
        lower=arrays["lower"],
        keys=keys,
        slots=arrays["slots"],
        logs=logs,
    )


def code_points(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint32], Ints]:
    """Return the code points of all texts in a row, and the length of each text."""
    joined = "".join(texts)
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    return np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4"), lengths


def grams(codes: npt.NDArray[np.uint32], lengths: Ints) -> Grams:
    """Return the known n-grams of texts given as code points in a row.

    As in langdetect a run of what is no letter counts as one space, an n-gram never spans a space, and no n-gram
    ends at the second or a later letter of a run of capitals.
    """
    model = profiles()
    owner = np.repeat(np.arange(len(lengths)), lengths)
    places = np.arange(len(codes)) + 1 + 2 * owner
    plane = np.minimum(codes, 0xFFFF)
    ids = np.full(len(codes) + 2 * len(lengths), SPACE, np.int64)  # a space before and END after each text
    capital = np.zeros(len(ids), bool)
    ids[places] = model.normal[plane]
    capital[places] = model.upper[plane]
    owners = np.repeat(np.arange(len(lengths)), lengths + 2)
    ids[np.cumsum(lengths + 2) - 1] = END
    kept = np.ones(len(ids), bool)
    kept[1:] = (ids[1:] != SPACE) | (ids[:-1] != SPACE)
    ids, capital, owners = ids[kept], capital[kept], owners[kept]
    if len(ids) == 0:
        return Grams(ids.astype(np.int32), lengths)
    before = np.concatenate(([END], ids[:-1]))
    second = np.concatenate(([END, END], ids[:-2]))
    ends = ids != END
    ends[1:] &= ~(capital[1:] & capital[:-1])
    keys = np.stack([ids, before << 12 | ids, second << 24 | before << 12 | ids], axis=1)
    keys[~ends] = -1
    keys[ids == SPACE, 0] = -1
    keys[before == SPACE, 2] = -1
    valid = np.flatnonzero(keys.ravel() >= 0)
    flat = keys.ravel()[valid]
    one, other = slots_of(flat)
    rows = model.slots[0][one]
    missed = np.flatnonzero(model.keys[rows] != flat)
    rows[missed] = model.slots[1][other[missed]]
    found = model.keys[rows] == flat
    return Grams(rows[found], np.bincount(owners[valid[found] // 3], minlength=len(lengths)).astype(np.int64))


def slots_of(keys: Ints) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Return the slot of each key in either hash table (multiplicative hashing, Knuth)."""
    numbers = keys.astype(np.uint64)
    shift = np.uint64(64 - SLOT_BITS)
    return numbers * np.uint64(0x9E3779B97F4A7C15) >> shift, numbers * np.uint64(0xD6E8FEB86659FD93) >> shift


def summed(table: npt.NDArray[Any], rows: npt.NDArray[np.integer[Any]], counts: Ints) -> npt.NDArray[np.float64]:
    """Return float64[texts, columns]: the sum of table rows of each text, zeros where it has none."""
    totals = np.zeros((len(counts), table.shape[1]))
    ends = np.cumsum(counts)
    step = 1 << 15
    for first in range(0, len(rows), step):
        chunk = rows[first : first + step]
        starts = np.clip(ends - counts - first, 0, len(chunk))
        stops = np.clip(ends - first, 0, len(chunk))
        some = np.flatnonzero(stops > starts)
        totals[some] += np.add.reduceat(table[chunk], starts[some], axis=0, dtype=np.float32)
    return totals
