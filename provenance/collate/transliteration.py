"""Whether two words may be one name in two spellings, scripts or grammatical cases.

A name's class is what romanisations agree on: romanised (anyascii, which reads Han characters in pinyin and kana by
sound), without vowels, with the consonants that romanisations confuse made equal, so that Пётр, Pyotr, Piotr and
Pjotr are one.  Letters that spellings read in two ways (j in Joe and Jan, c in Cynthia and Carole, g in Grigory and
Hryhoriy) give a word several classes; two words may be one name if any of them agree.
"""

import re
from functools import lru_cache
from itertools import product

_MARKED = str.maketrans(
    {"č": "ch", "ć": "ch", "ç": "ch", "š": "sh", "ş": "sh", "ž": "zh", "ń": "n", "ñ": "n", "ッ": "", "ー": ""}
)
_CLASSES = (
    ("dzh", "s"), ("dj", "s"), ("dz", "s"), ("tsch", "s"), ("sch", "s"), ("tch", "s"), ("sh", "s"), ("ch", "s"),
    ("cz", "s"), ("zh", "s"), ("ts", "s"), ("tz", "s"), ("ph", "v"), ("kh", "k"), ("gh", "g"), ("ck", "k"),
    ("qu", "k"), ("x", "ks"),
)  # fmt: skip
_SINGLE = str.maketrans("qzfwbl", "ksvvvr")
_SILENT = re.compile(r"[aeiouyh']")
_READINGS = {"c": ("k", "s"), "j": ("", "s"), "g": ("g", "")}
# Share of letters in common (1 - normalised edit distance) from which on two spellings are of one name.
SAME = 0.75
_MIN_CLASS = 3
_STEM = 4


@lru_cache(maxsize=65536)
def romanised(word: str) -> str:
    """Return a word in small Latin letters; the Japanese marks of long vowels and consonants are left out."""
    from anyascii import anyascii

    return str(anyascii(word.lower().translate(_MARKED))).lower().replace("'", "")


@lru_cache(maxsize=65536)
def name_classes(word: str) -> tuple[str, ...]:
    """Return the transliteration classes of a word, the commonest first; empty strings if romanising leaves nothing."""
    key = romanised(word)
    for spelling, sound in _CLASSES:
        key = key.replace(spelling, sound)
    key = _SILENT.sub("", key.translate(_SINGLE))
    letters = [letter for letter in _READINGS if letter in key]
    keys = []
    for sounds in product(*(_READINGS[letter] for letter in letters)):
        read = key
        for letter, sound in zip(letters, sounds, strict=True):
            read = read.replace(letter, sound)
        keys.append(re.sub(r"(.)\1+", r"\1", read))
    return tuple(dict.fromkeys(keys))


def name_class(word: str) -> str:
    """Return the commonest transliteration class of a word."""
    return name_classes(word)[0]


@lru_cache(maxsize=262144)
def are_one(one: str, other: str) -> bool:
    """Tell whether two words are one name beyond the doubt that a whole text's vocabulary needs."""
    here, there = romanised(one), romanised(other)
    if min(len(here), len(there)) >= _STEM and _are_alike(here, there, SAME):
        return True
    return here == there or any(
        len(key) >= _MIN_CLASS and key in name_classes(other) and here[0] == there[0] for key in name_classes(one)
    )


def _are_alike(one: str, other: str, least: float) -> bool:
    if min(len(one), len(other)) < least * max(len(one), len(other)):
        return False
    from rapidfuzz.distance import Levenshtein

    return float(Levenshtein.normalized_similarity(one, other)) >= least
