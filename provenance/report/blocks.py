"""What a terminal report is made of: headline, lines and tables, not yet drawn.

All text in them has been through ``escape.visible``.
"""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["plain", "strong", "dim", "quote", "major", "minor", "info"]


@dataclass(frozen=True, slots=True)
class Headline:
    """The answer, in parts that are set apart by a dot."""

    subject: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """A titled list of lines, each with its tone."""

    title: str
    lines: tuple[tuple[str, Tone], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """tone: of its cells.  is_number: set flush right.

    limit: characters of a cell where lines do not wrap; a terminal shows the whole cell on several lines.
    """

    title: str
    tone: Tone = "plain"
    is_number: bool = False
    limit: int = 200


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table.  tones: for each row, where rows differ in weight."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    tones: tuple[Tone, ...] = ()


Block = Headline | Lines | Table
