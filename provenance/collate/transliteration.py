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
# Shares of letters in common (1 - normalised edit distance) from which on two spellings may be one name: of the
# romanised words, of words that are no names by their looks, and of classes that begin alike.
WORDS_ALIKE, PLAIN_WORDS_ALIKE, CLASSES_ALIKE = 0.6, 0.7, 0.6
SAME_ELSEWHERE, NEAR = 0.75, 0.4
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
def may_be_one(one: str, other: str) -> bool:
    """Tell whether two words may be one name: by their letters, by a class, or by a common stem."""
    here, there = romanised(one), romanised(other)
    if not here or not there:
        return False
    if here == there:
        return True
    short = min(len(here), len(there))
    is_plain = one[0].islower() or other[0].islower()
    stem = max(_STEM + is_plain, round(0.6 * short))
    if short >= stem and here[:stem] == there[:stem]:
        return True
    if short >= _STEM and _are_alike(here, there, PLAIN_WORDS_ALIKE if is_plain else WORDS_ALIKE):
        return True
    return not is_plain and any(_agree(key, known) for key in name_classes(one) for known in name_classes(other))


@lru_cache(maxsize=262144)
def are_one(one: str, other: str) -> bool:
    """Tell whether two words are one name beyond the doubt that a whole text's vocabulary needs."""
    here, there = romanised(one), romanised(other)
    if min(len(here), len(there)) >= _STEM and _are_alike(here, there, SAME_ELSEWHERE):
        return True
    return here == there or any(
        len(key) >= _MIN_CLASS and key in name_classes(other) and here[0] == there[0] for key in name_classes(one)
    )


@lru_cache(maxsize=65536)
def are_near(one: str, other: str) -> bool:
    """Tell whether two names that stand in one place have so much in common that they may be one after all."""
    if _are_alike(romanised(one), romanised(other), NEAR):
        return True
    return any(_are_alike(key, known, 0.5) for key in name_classes(one) for known in name_classes(other) if key)


def _agree(key: str, known: str) -> bool:
    if min(len(key), len(known)) < _MIN_CLASS:
        return bool(key) and key == known
    return key == known or (key[0] == known[0] and _are_alike(key, known, CLASSES_ALIKE))


def _are_alike(one: str, other: str, least: float) -> bool:
    if min(len(one), len(other)) < least * max(len(one), len(other)):
        return False
    from rapidfuzz.distance import Levenshtein

    return float(Levenshtein.normalized_similarity(one, other)) >= least
