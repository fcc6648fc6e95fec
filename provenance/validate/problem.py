"""What is wrong with a JSON value, and where."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_LIMIT_CHARS = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """path: JSONPath of the place ("$.credits[2].span.end").  found, expected: in words."""

    path: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.path}: found {self.found}, expected {self.expected}"


def json_path(steps: Iterable[str | int]) -> str:
    """Return the steps as JSONPath (RFC 9535): dotted where the name allows, in brackets elsewhere."""
    return "$" + "".join(_step(step) for step in steps)


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if step.isascii() and step.isidentifier():
        return f".{step}"
    return f"[{json.dumps(step, ensure_ascii=False)}]"


def shown(value: Any) -> str:
    """Return a JSON value in at most 60 characters, for a message."""
    match value:
        case dict():
            return f"an object with {len(value)} properties" if value else "an empty object"
        case list():
            return f"a list of {len(value)}" if value else "an empty list"
        case str():
            short = value if len(value) <= _LIMIT_CHARS else value[: _LIMIT_CHARS - 1] + "…"
            return json.dumps(short, ensure_ascii=False)
        case _:
            return json.dumps(value)[:_LIMIT_CHARS]
