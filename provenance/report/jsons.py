"""Records as JSON text: one value or an array (``json``), or one value a line (``jsonl``)."""

import json
from collections.abc import Iterable
from itertools import chain, islice
from typing import TextIO

from provenance.report.escape import json_safe
from provenance.report.look import Json, Look


def write_json(values: Iterable[Json], out: TextIO, look: Look) -> None:
    """Write a single value as it is and several as an array, each as soon as it is there.

    ``look.is_list`` makes an array of a single value too, and of none; without it, none writes nothing.
    """
    stream = iter(values)
    first = list(islice(stream, 1 if look.is_list else 2))
    if len(first) < 2 and not look.is_list:
        out.writelines(dump(value, indent=2) + "\n" for value in first)
        return
    out.write("[")
    for number, value in enumerate(chain(first, stream)):
        out.write(",\n" if number else "\n")
        out.write(dump(value, indent=2))
    out.write("\n]\n")


def write_jsonl(values: Iterable[Json], out: TextIO, look: Look) -> None:
    """Write each value on a line of its own, at once."""
    for value in values:
        out.write(dump(value) + "\n")
        out.flush()


def dump(value: object, *, indent: int | None = None) -> str:
    """Return JSON text with keys in their order and no character that acts on a terminal."""
    separators = (",", ": ") if indent else (",", ":")
    return json_safe(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators))
