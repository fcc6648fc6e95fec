"""What a text looks like, whatever it speaks of: habits that tell originals from translations.

Habits (``HABITS``) are numbers of the whole text: word variety, lengths, punctuation, figures.  Grams are runs of one
to five characters, counted after every word with a capital has become "X" and every number "0": names, places and
German nouns are out of reach, so that the model learns how a text is worded rather than what it speaks of.
"""

import math
import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_letters

import numpy as np
from numpy.typing import NDArray

MAX_CHARS = 20_000  # code points of a text that are looked at
LONGEST_GRAM = 5
_MARKS = {
    "full stops": ".",
    "commas": ",",
    "semicolons": ";",
    "colons": ":",
    "exclamation marks": "!",
    "question marks": "?",
    "hyphens": "-",
    "en dashes": "–",
    "em dashes": "—",
    "straight quotation marks": '"',
    "opening quotation marks": "“",
    "closing quotation marks": "”",
    "low quotation marks": "„",
    "opening guillemets": "«",
    "closing guillemets": "»",
    "brackets": "(",
    "ellipses": "…",
    "per cent signs": "%",
    "apostrophes": "'",
}
# Habit → the group in which it is told to a reader (see statements.toml).
HABITS: Mapping[str, str] = {
    "variety of words": "variety",
    "word length": "variety",
    "words a sentence": "sentences",
    "spread of sentence lengths": "sentences",
    "characters a sentence": "sentences",
    **dict.fromkeys(_MARKS, "punctuation"),
    "digits": "figures",
    "capitals": "figures",
    "Latin letters": "figures",
}
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"[^\W\d_][\w'’\-]*")


@dataclass(frozen=True)
class Portrait:
    """lines: the text's sentences, what is looked at of them."""

    lines: tuple[str, ...]

    @cached_property
    def habits(self) -> NDArray[np.float64]:
        """float64[len(HABITS)]."""
        return _habits(self.lines)

    @cached_property
    def masked(self) -> str:
        """The text without names and numbers, in which grams are counted."""
        return _masked(self.lines)

    @property
    def grams(self) -> Mapping[str, int]:
        """Gram → occurrences."""
        return Counter(_grams(self.masked))

    @property
    def chars(self) -> int:
        """Code points counted."""
        return len(self.masked)

    @property
    def sentences(self) -> int:
        """How many."""
        return len(self.lines)

    def counts(self, wanted: Container[str]) -> Mapping[str, int]:
        """Return the occurrences of those grams that are wanted, in the order of ``grams``."""
        return Counter(filter(wanted.__contains__, _grams(self.masked)))


def portray(sentences: Sequence[str]) -> Portrait:
    """Return the portrait of a text given as its sentences, white space around them left out."""
    kept: list[str] = []
    room = MAX_CHARS
    for sentence in sentences:
        if room > 0 and sentence.strip():
            kept.append(sentence.strip()[:room])
            room -= len(sentence)
    return Portrait(tuple(kept))


def _habits(sentences: Sequence[str]) -> NDArray[np.float64]:
    text = " ".join(sentences)
    words = _WORD.findall(text.casefold())
    count, chars, lines = len(words) + 1, max(len(text), 1), max(len(sentences), 1)
    lengths = [math.log(len(sentence) + 1) for sentence in sentences] or [0.0]
    values = [
        len(set(words)) / count**0.8,  # the exponent takes most of the text's length out (Heaps' law)
        sum(map(len, words)) / count,
        math.log(count / lines),
        float(np.std(lengths)),
        math.log(chars / lines),
    ]
    values += [math.sqrt(100 * text.count(mark) / chars) for mark in _MARKS.values()]
    values.append(math.sqrt(100 * sum(map(str.isdigit, text)) / chars))
    values.append(math.sqrt(100 * sum(map(str.isupper, text)) / chars))
    values.append(math.sqrt(sum(map(text.count, ascii_letters)) / chars))
    return np.array(values)


def _masked(sentences: Sequence[str]) -> str:
    text = _NUMBER.sub("0", " \n ".join(sentences))
    return f" {_NAME.sub(lambda match: 'X' if match[0][0].isupper() else match[0].lower(), text)} "


def _grams(text: str) -> Iterator[str]:
    for size in range(1, LONGEST_GRAM + 1):
        yield from map(text.__getitem__, map(slice, range(len(text) - size + 1), range(size, len(text) + 1)))
