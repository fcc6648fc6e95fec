"""jsonschema's door: finds the published schemas, compiles each once, turns errors into words.

The schemas lie in the package of an installed wheel and at the top of a checkout.  jsonschema is imported at
the first check, because some commands never need it.
"""

import json
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.errors import SchemaError
from provenance.validate.formats import FORMATS
from provenance.validate.problem import Problem, json_path, shown

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from jsonschema import Draft202012Validator, ValidationError

_SUFFIX = ".schema.json"
_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a text",
}


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """Return the names of the published schemas, sorted ("comparison-1", "record-1", …)."""
    return tuple(sorted(entry.name[: -len(_SUFFIX)] for entry in _folder().iterdir() if entry.name.endswith(_SUFFIX)))


@lru_cache(maxsize=16)
def schema(name: str) -> Mapping[str, Any]:
    """Return a published schema as a JSON value.

    Raises SchemaError for a name that ``names()`` does not list and for a file that is no JSON object.
    """
    if name not in names():
        raise SchemaError(f"schema {name!r}: no such schema; there are {', '.join(names())}")
    try:
        value = json.loads(_folder().joinpath(name + _SUFFIX).read_text(encoding="utf-8"))
    except ValueError as error:
        raise SchemaError(f"schemas/{name}{_SUFFIX}: not valid JSON: {error}; reinstall it") from error
    if not isinstance(value, dict) or "$id" not in value:
        raise SchemaError(f"schemas/{name}{_SUFFIX}: no $id, expected a JSON Schema; reinstall the package")
    return value


def name_of(value: Any) -> str | Problem:
    """Return the name of the schema that a value says it follows, or the problem that it says none."""
    if not isinstance(value, dict):
        return Problem("$", shown(value), "an object with the property schema")
    by_id = {schema(name)["$id"]: name for name in names() if "schema" in schema(name)["properties"]}
    stated = value.get("schema")
    if isinstance(stated, str) and stated in by_id:
        return by_id[stated]
    found = "no property schema" if "schema" not in value else shown(stated)
    return Problem("$.schema", found, f"one of {', '.join(sorted(by_id))}")


def violations(value: Any, name: str) -> tuple[Problem, ...]:
    """Return where a value does not follow the named schema, in the order of its paths.

    Raises SchemaError for a name that has no schema.
    """
    errors = [leaf for error in _validator(name).iter_errors(value) for leaf in _leaves(error)]
    errors.sort(key=lambda error: [(isinstance(step, str), step) for step in error.absolute_path])
    return tuple(dict.fromkeys(problem for error in errors for problem in _problems(error)))


def _folder() -> "Traversable":
    inside = files("provenance").joinpath("schemas")
    if inside.is_dir():
        return inside
    beside = Path(str(files("provenance"))).parent / "schemas"
    if beside.is_dir():
        return beside
    raise SchemaError(f"no folder of schemas at {inside} or {beside}: reinstall the package")


@lru_cache(maxsize=16)
def _validator(name: str) -> "Draft202012Validator":
    from jsonschema import Draft202012Validator, FormatChecker
    from referencing import Registry, Resource
    from referencing.exceptions import NoSuchResource

    def retrieve(uri: str) -> "Resource[Any]":
        file_name = uri.rpartition("/")[2]
        if not file_name.endswith(_SUFFIX):
            raise NoSuchResource(uri)
        return Resource.from_contents(schema(file_name.removesuffix(_SUFFIX)))

    checker = FormatChecker(formats=())
    for format_name, (check, _) in FORMATS.items():
        checker.checkers[format_name] = (_for_texts(check), ())
    # mypy: the stubs of referencing's attrs class do not know the alias of a private field.
    registry: Registry[Any] = Registry(retrieve=retrieve)  # type: ignore[call-arg]
    return Draft202012Validator(schema(name), registry=registry, format_checker=checker)


def _for_texts(check: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or check(value)


def _leaves(error: "ValidationError") -> "list[ValidationError]":
    """Return the errors that a reader can act on: below anyOf, those of the branch that came furthest."""
    if not error.context:
        return [error]
    branches: dict[object, list[ValidationError]] = {}
    for inner in error.context:
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    best = min(branches.values(), key=lambda errors: (-max(len(item.path) for item in errors), len(errors)))
    return [leaf for inner in best for leaf in _leaves(inner)]


def _problems(error: "ValidationError") -> list[Problem]:
    path = json_path(error.absolute_path)
    if error.validator == "additionalProperties" or error.validator == "unevaluatedProperties":
        return _unknown(error, path)
    if error.validator == "required":
        return _missing(error, path)
    return [Problem(path, shown(error.instance), _expected(error))]


def _expected(error: "ValidationError") -> str:
    if error.validator == "pattern" and isinstance(error.schema, Mapping) and "description" in error.schema:
        meaning = str(error.schema["description"]).rstrip(".")
        return f"{meaning[0].lower()}{meaning[1:]} ({error.validator_value})"
    words = _WORDS.get(str(error.validator), lambda _: f"what the schema says: {error.message}")
    return words(error.validator_value)


def _properties(error: "ValidationError") -> Mapping[str, Any]:
    properties: Mapping[str, Any] = error.schema.get("properties", {}) if isinstance(error.schema, Mapping) else {}
    return properties


def _unknown(error: "ValidationError", path: str) -> list[Problem]:
    known = list(_properties(error))
    return [
        Problem(path, f"the unknown property {shown(name)}", _nearest(name, known))
        for name in _entries(error.instance)
        if name not in known
    ]


def _nearest(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1, cutoff=0.75)
    return f"the property {close[0]}" if close else f"none but {', '.join(known)}"


def _missing(error: "ValidationError", path: str) -> list[Problem]:
    described = _properties(error)
    # jsonschema raises one error a missing property, and names it in the message alone.
    missing = [name for name in _entries(error.validator_value) if error.message.startswith(f"{name!r} ")]
    return [Problem(path, f"no property {name}", _described(name, described)) for name in missing]


def _described(name: str, properties: Mapping[str, Any]) -> str:
    meaning = properties.get(name, {}).get("description", "").rstrip(".")
    return f"{name}: {meaning}" if meaning else name


def _entries(value: Any) -> list[str]:
    return list(value)


def _types(value: str | list[str]) -> str:
    return " or ".join(_TYPES[name] for name in ([value] if isinstance(value, str) else value))


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "const": shown,
    "enum": lambda value: "one of " + ", ".join(str(item) for item in value),
    "format": lambda value: FORMATS[value][1] if value in FORMATS else f"the format {value}",
    "maximum": lambda value: f"at most {value}",
    "maxItems": lambda value: f"at most {value} entries",
    "maxLength": lambda value: f"at most {value} characters",
    "minimum": lambda value: f"at least {value}",
    "minItems": lambda value: f"at least {value} entries",
    "minLength": lambda value: "a text that is not empty" if value == 1 else f"at least {value} characters",
    "pattern": lambda value: f"a text that matches {value}",
    "type": _types,
}
"""Keyword of JSON Schema → what it expects, in words."""
