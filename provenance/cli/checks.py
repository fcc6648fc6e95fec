"""Files of JSON values checked one by one, for ``provenance validate``."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from provenance.cli.output import Tally
from provenance.report import Json
from provenance.report.escape import visible
from provenance.validate import Problem, problems, schema

_SHOWN = 20
_STDIN = "-"


def check_file(name: str, schema_name: str | None) -> tuple[list[str], bool]:
    """Return what to say of a file, a line for each problem, and whether it is valid.

    Raises SchemaError for a schema name that does not exist.
    """
    if schema_name is not None:
        schema(schema_name)
    found = [problem for _, each in checked(name, schema_name) for problem in each]
    lines = [f"{visible(name)}: {visible(str(problem))}" for problem in found[:_SHOWN]]
    if len(found) > _SHOWN:
        lines.append(f"{visible(name)}: and {len(found) - _SHOWN} more problems")
    return lines or [f"{visible(name)}: valid"], not found


def checked(name: str, schema_name: str | None = None) -> Iterator[tuple[Any, tuple[Problem, ...]]]:
    """Yield each value of a file with its problems; None for what cannot be read at all."""
    try:
        text = _read(name)
    except (OSError, UnicodeDecodeError) as error:
        yield None, (Problem("$", str(error), "a file of JSON in UTF-8"),)
        return
    try:
        for prefix, value in _values(name, text):
            yield value, tuple(replace(item, path=prefix + item.path) for item in problems(value, schema_name))
    except (json.JSONDecodeError, RecursionError) as error:
        yield None, (Problem("$", f"text that is not JSON ({error})", "a JSON value, or one a line in a .jsonl file"),)


def stored(files: Iterable[str], tally: Tally) -> Iterator[tuple[str, Json]]:
    """Yield each valid value of some files after its file's name; say what is wrong with the others and count them."""
    for name in files:
        for value, found in checked(name):
            if found:
                tally.failures += 1
                click.echo(f"provenance: {visible(f'{name}: {found[0]}')}", err=True)
            else:
                yield name, value


def _read(name: str) -> str:
    data = sys.stdin.buffer.read() if name == _STDIN else Path(name).read_bytes()
    return data.decode("utf-8-sig")


def _values(name: str, text: str) -> Iterator[tuple[str, Any]]:
    """Yield each record with what stands before its path: nothing, its line, or its place in an array."""
    if name.endswith((".jsonl", ".ndjson")) or (name == _STDIN and _is_lines(text)):
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        for number, line in lines:
            yield f"line {number}: ", json.loads(line)
        return
    value = json.loads(text)
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield f"entry {number}: ", item
    else:
        yield "", value


def _is_lines(text: str) -> bool:
    """Tell whether stdin holds JSON Lines: more than one line, and the first is a value by itself."""
    first, _, rest = text.strip().partition("\n")
    try:
        json.loads(first)
    except (json.JSONDecodeError, RecursionError):
        return False
    return bool(rest)
