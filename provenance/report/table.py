"""Blocks drawn for a reader: boxes and colour on a terminal, plain aligned text elsewhere.

rich is imported only when a terminal looks on: a pipe needs neither it nor its 50 ms.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TextIO
from unicodedata import combining, east_asian_width

from provenance.report.blocks import Block, Column, Headline, Lines, Table
from provenance.report.comparison_view import comparison_blocks
from provenance.report.escape import shortened
from provenance.report.languages import language_blocks
from provenance.report.look import Json, Look
from provenance.report.names import with_short_names
from provenance.report.record_view import record_blocks
from provenance.report.trace_view import originals_blocks, trace_blocks

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_STYLES = {
    "plain": "",
    "strong": "bold",
    "dim": "dim",
    "quote": "cyan",
    "major": "bold red",
    "minor": "yellow",
    "info": "green",
}


def write_table(values: Iterable[Json], out: TextIO, look: Look) -> None:
    """Draw each record or comparison, as soon as it is there."""
    if look.is_terminal:
        console = _console(out, look)
        for value in values:
            for block in blocks_of(value):
                console.print(_drawn(block))
        return
    for number, value in enumerate(values):
        if number:
            out.write("\n")
        for block in blocks_of(value):
            out.writelines(line + "\n" for line in plain_lines(block))
        out.flush()


def blocks_of(value: Json) -> tuple[Block, ...]:
    """Return the blocks of a record, of a comparison or of the list of languages."""
    if "matches" in value:
        return trace_blocks(value)
    if "originals" in value:
        return originals_blocks(value)
    if "languages" in value:
        return language_blocks(value)
    return comparison_blocks(with_short_names(value)) if "records" in value else record_blocks(value)


def plain_lines(block: Block) -> list[str]:
    """Return a block as lines of text whose columns are aligned; no line ends in a space."""
    match block:
        case Headline():
            return [f"{block.subject}: {' · '.join(block.parts)}"]
        case Lines():
            return ["", block.title, *(f"  {line}" for line, _ in block.lines)]
        case Table():
            return ["", block.title, *_aligned(block)]


def _aligned(table: Table) -> list[str]:
    rows = [tuple(column.title for column in table.columns)]
    for row in table.rows:
        rows.append(tuple(shortened(cell, column.limit) for cell, column in zip(row, table.columns, strict=True)))
    widths = [max(columns_of(row[place]) for row in rows) for place in range(len(table.columns))]
    return ["  " + _row(row, table.columns, widths).rstrip() for row in rows]


def _row(row: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    cells = []
    for cell, column, width in zip(row, columns, widths, strict=True):
        space = " " * (width - columns_of(cell))
        cells.append(space + cell if column.is_number else cell + space)
    return "  ".join(cells)


def columns_of(text: str) -> int:
    """Return how many columns a text takes: wide characters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def _console(out: TextIO, look: Look) -> "Console":
    from rich.console import Console

    return Console(
        file=out,
        width=look.width,
        force_terminal=True,
        no_color=not look.has_color,
        color_system="standard" if look.has_color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def _drawn(block: Block) -> "RenderableType":
    match block:
        case Headline():
            return _drawn_headline(block)
        case Lines():
            return _drawn_lines(block)
        case Table():
            return _drawn_table(block)


def _drawn_headline(block: Headline) -> "RenderableType":
    from rich import box
    from rich.panel import Panel
    from rich.text import Text

    body = Text(" · ").join(Text(part, style="bold" if not place else "") for place, part in enumerate(block.parts))
    return Panel(body, title=Text(block.subject, style="bold cyan"), title_align="left", box=box.ROUNDED)


def _drawn_lines(block: Lines) -> "RenderableType":
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    lines = [Text(line, style=_STYLES[tone]) for line, tone in block.lines]
    return Group(Text(block.title, style="bold underline"), Padding(Group(*lines), (0, 0, 1, 1)))


def _drawn_table(block: Table) -> "RenderableType":
    from rich import box
    from rich.console import Group
    from rich.table import Table as RichTable
    from rich.text import Text

    drawn = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    for column in block.columns:
        drawn.add_column(
            Text(column.title, style="dim"),
            style=_STYLES[column.tone],
            justify="right" if column.is_number else "left",
            overflow="fold",
        )
    for place, row in enumerate(block.rows):
        first, *rest = row
        tone = _STYLES[block.tones[place]] if block.tones else ""
        drawn.add_row(Text(first, style=tone), *(Text(cell) for cell in rest))
    return Group(Text(block.title, style="bold underline"), drawn, Text(""))
