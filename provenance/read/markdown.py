"""Markdown with front matter: the body as it stands, the front matter as statements.

YAML between lines of ``---`` (closed by ``---`` or ``...``), TOML between lines of ``+++``, at the very start.
"""

import re
import tomllib

from provenance.errors import FormatError
from provenance.read.content import Content
from provenance.read.fields import statements_of

FRONT_MATTER_CHARS = 65536

_OPENING = re.compile(r"\s*(---|\+\+\+)[ \t]*\n")
_CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE),
}
# what tells front matter from a thematic break: a first line "key:" or "key ="
_FIELD = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[^\s:=#][^\n:=]{0,60}[ \t]*(?::(?=[ \t\n])|=)")
# PyYAML's scanner takes time quadratic in the depth: 60,000 open brackets took three minutes
_DEEPEST = 20
_TOML_LINE = re.compile(r"at line (\d+)")


def read_markdown(text: str, origin: str) -> Content:
    """Split front matter and body.  Raises FormatError naming the line if the front matter is broken.

    A first line ``---`` that no field follows is a thematic break, and all is body.
    """
    opening = _OPENING.match(text)
    if opening is None or not _FIELD.match(text, opening.end()):
        return Content(text)
    start = opening.end()
    closing = _CLOSING[opening[1]].search(text, start, start + FRONT_MATTER_CHARS)
    first_line = text.count("\n", 0, start) + 1
    if closing is None:
        raise FormatError(
            f"{origin}:{first_line - 1}: front matter is opened with {opening[1]} and not closed within "
            f"{FRONT_MATTER_CHARS} characters: close it with a line {opening[1]}, or read the file as plain text"
        )
    parse = _yaml if opening[1] == "---" else _toml
    fields = parse(text[start : closing.start()], origin, first_line)
    return Content(text[closing.end() :].lstrip("\n"), statements_of(fields, "front-matter"))


def _yaml(block: str, origin: str, first_line: int) -> dict[object, object]:
    """Read a mapping of texts, lists and mappings.

    BaseLoader leaves every scalar as written (``lang: no`` is Norwegian, not False; dates stay verbatim) and builds
    no objects.  Aliases are refused: nine lines of them unfold to 10^9 nodes ("billion laughs").
    """
    import yaml  # 0.02 s, and only where there is front matter

    depth = 0
    try:
        for event in yaml.parse(block, Loader=yaml.BaseLoader):
            line = first_line + (event.start_mark.line if event.start_mark else 0)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent):
                raise FormatError(
                    f"{origin}:{line}: front matter uses a YAML alias, expected plain values: write it out"
                )
            if depth > _DEEPEST:
                raise FormatError(f"{origin}:{line}: front matter is nested {depth} deep, expected at most {_DEEPEST}")
        fields = yaml.load(block, Loader=yaml.BaseLoader)  # which builds texts only
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = first_line + (mark.line if mark else 0)
        found = getattr(error, "problem", None) or getattr(error, "reason", "unreadable")
        raise FormatError(f"{origin}:{line}: front matter is no YAML: {found}: correct that line") from error
    except (RecursionError, ValueError) as error:
        raise FormatError(f"{origin}:{first_line}: front matter cannot be read as YAML: simplify it") from error
    if not isinstance(fields, dict):
        raise FormatError(
            f"{origin}:{first_line}: front matter is a {type(fields).__name__}, expected lines of 'key: value'"
        )
    return fields


def _toml(block: str, origin: str, first_line: int) -> dict[object, object]:
    try:
        fields = tomllib.loads(block)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        at = _TOML_LINE.search(str(error))
        line = first_line + (int(at[1]) - 1 if at else 0)
        raise FormatError(f"{origin}:{line}: front matter is no TOML: {str(error)[:200]}: correct that line") from error
    return {name: _plain(value) for name, value in fields.items()}


def _plain(value: object) -> object:
    """Return TOML's dates as ISO 8601 text."""
    return value.isoformat() if hasattr(value, "isoformat") else value
