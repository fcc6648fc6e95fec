"""The two sides of a bead, and the language knowledge that reads them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from provenance.languages import Language, load, parse, tags
from provenance.types import Alignment, Link, Span

# Texts → float32[n, d], rows of unit length.
Encode = Callable[[Sequence[str]], NDArray[np.float32]]

_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters ``span`` of a text, in a language.  An empty span marks a place."""

    text: str
    span: Span
    language: Language

    @property
    def words(self) -> str:
        """The characters themselves."""
        return self.span.of(self.text)


@dataclass(frozen=True, slots=True)
class Bead:
    """A link with the passages on its two sides; number: its place in the alignment."""

    link: Link
    one: Passage
    other: Passage
    number: int

    @property
    def is_linked(self) -> bool:
        """Whether both sides hold something."""
        return bool(self.link.one and self.link.other)


def beads_of(
    one: tuple[str, Sequence[Span], Language], other: tuple[str, Sequence[Span], Language], alignment: Alignment
) -> tuple[Bead, ...]:
    """Return the beads in the order of the links.  one, other: text, spans of its segments, language.

    The empty side of a null is the place where its content would stand: behind the partner of the segment before.
    """
    behind_one = _places(other[1], [(link.one, link.other) for link in alignment.links])
    behind_other = _places(one[1], [(link.other, link.one) for link in alignment.links])
    return tuple(
        Bead(
            link,
            Passage(one[0], _cover(one[0], one[1], link.one) or Span(*2 * (behind_other[link.other[0]],)), one[2]),
            Passage(
                other[0], _cover(other[0], other[1], link.other) or Span(*2 * (behind_one[link.one[0]],)), other[2]
            ),
            number,
        )
        for number, link in enumerate(alignment.links)
    )


@lru_cache(maxsize=64)
def knowledge(tag: str) -> Language:
    """Return the language data for a tag, for its base language, or nothing known under that tag."""
    known = tags()
    base = tag.split("-")[0]
    for name in (tag, base, "zh-Hans" if base == "zh" else base):
        if name in known:
            return load(name)
    return parse(f'tag = "{base}"\nname = "{base}"\nautonym = "{base}"\nscript = "Zyyy"\n', "unknown language")


def tokens(passage: Passage) -> Iterator[tuple[str, Span]]:
    """Yield each word of letters with its span in the text."""
    for match in _WORD.finditer(passage.text, passage.span.start, passage.span.end):
        yield match.group(), Span(match.start(), match.end())


def _cover(text: str, spans: Sequence[Span], indices: tuple[int, ...]) -> Span | None:
    if not indices:
        return None
    return Span(spans[indices[0]].start, max(spans[indices[-1]].end, spans[indices[0]].start)).trimmed(text)


def _places(spans: Sequence[Span], pairs: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]) -> dict[int, int]:
    """Map each segment of a side to the place on the other side that lies behind the partner of the one before."""
    ends = {here[-1]: spans[there[-1]].end for here, there in pairs if here and there}
    places, last = {}, 0
    for index in sorted(index for here, _ in pairs for index in here):
        places[index] = last
        last = ends.get(index, last)
    return places
