"""JSON Lines: one document a line, its text or page under one key, what is known of it under others."""

import json
from collections.abc import Mapping

from provenance.errors import FormatError
from provenance.read.document import document
from provenance.read.fields import statements_of
from provenance.read.formats import READERS
from provenance.types import Document

_ID_CHARS = 300
_FOUND_CHARS = 60


def parse_line(line: bytes, *, origin: str, encoding: str | None = None) -> Mapping[str, object]:
    """Return the object on a line.  Raises FormatError saying what stands there instead.

    origin: "FILE:LINE".  encoding: UTF-8 unless named (RFC 8259, section 8.1).
    """
    try:
        value = json.loads(line.decode(encoding or "utf-8-sig"))
    except UnicodeError as error:
        where = f"byte {error.start} of the line" if isinstance(error, UnicodeDecodeError) else "the line"
        raise FormatError(
            f"{origin}: {where} is no {encoding or 'UTF-8'}: name the encoding with --encoding"
        ) from error
    except LookupError as error:
        raise FormatError(f"{origin}: unknown encoding {encoding!r}, expected a name such as utf-8") from error
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, json.JSONDecodeError) else "nested too deeply or a number too long"
        raise FormatError(f"{origin}: {_shown(line)} is no JSON ({reason}), expected one object a line") from error
    if not isinstance(value, dict):
        raise FormatError(f"{origin}: found {type(value).__name__}, expected an object with 'text' or 'html'")
    return value


def line_id(fields: Mapping[str, object]) -> str | None:
    """Return the id that a line gives its document, if it gives one."""
    found = fields.get("id")
    if isinstance(found, bool) or not isinstance(found, str | int):
        return None
    return str(found).strip()[:_ID_CHARS] or None


def line_document(fields: Mapping[str, object], *, id: str, origin: str) -> Document:
    """Read the document of a line: the first of the keys text, markdown and html that holds a text.

    Raises FormatError if none does, and what reading the text raises.
    """
    media = next((name for name in READERS if isinstance(fields.get(name), str)), None)
    if media is None:
        found = ", ".join(repr(name[:40]) for name in list(fields)[:8]) or "no keys"
        raise FormatError(f"{origin}: found {found}, expected a text under one of {', '.join(map(repr, READERS))}")
    declared = statements_of({name: value for name, value in fields.items() if name not in READERS}, "jsonl")
    return document(str(fields[media]), id=id, origin=origin, media=media, declared=declared)


def _shown(line: bytes) -> str:
    text = line.decode("utf-8", "replace").strip()
    return repr(text[:_FOUND_CHARS] + ("…" if len(text) > _FOUND_CHARS else ""))
