"""Each published schema, and the example files that it must accept or refuse."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from provenance.validate import names, problems, schema

EXAMPLES = Path(__file__).parent / "examples"
LANGUAGES = Path(__file__).parents[2] / "provenance" / "languages"
VALID = sorted((EXAMPLES / "valid").glob("*.json"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.json"))


def subschemas(value: Any, path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every object of a schema but its conditions, which only narrow what is described elsewhere."""
    if isinstance(value, dict):
        yield path, value
        for name, inner in value.items():
            if name not in ("if", "then", "else", "allOf"):
                yield from subschemas(inner, f"{path}.{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from subschemas(inner, f"{path}[{number}]")


def checked_against(example: Path) -> str | None:
    """The name of the schema for examples that do not state it themselves."""
    name = example.name.split(".")[0]
    return None if name.startswith(("record", "comparison")) else name


@pytest.mark.parametrize("name", names())
def test_a_schema_follows_the_meta_schema_and_is_named_after_its_file(name: str) -> None:
    value = schema(name)

    Draft202012Validator.check_schema(value)

    assert value["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert value["$id"] == f"https://translation-provenance.github.io/schemas/{name}.schema.json"


@pytest.mark.parametrize("name", names())
def test_each_property_is_described(name: str) -> None:
    bare = [
        f"{path}.{key}"
        for path, value in subschemas(schema(name))
        if isinstance(value.get("properties"), dict)
        for key, item in value["properties"].items()
        if not item.get("description")
    ]

    assert bare == []


@pytest.mark.parametrize("name", names())
def test_each_object_refuses_properties_that_it_does_not_name(name: str) -> None:
    open_ones = [
        path
        for path, value in subschemas(schema(name))
        if isinstance(value.get("properties"), dict)
        and value.get("additionalProperties") is not False
        and value.get("unevaluatedProperties") is not False
    ]

    assert open_ones == []


@pytest.mark.parametrize("name", ["comparison-1", "language", "record-1"])
def test_each_definition_is_used(name: str) -> None:
    text = "".join(json.dumps(schema(other)) for other in names())

    unused = [key for key in schema(name).get("$defs", {}) if f'#/$defs/{key}"' not in text]

    assert unused == []


@pytest.mark.parametrize("example", VALID, ids=lambda path: path.stem)
def test_a_valid_example_is_accepted(example: Path) -> None:
    assert problems(json.loads(example.read_bytes()), checked_against(example)) == ()


@pytest.mark.parametrize("example", INVALID, ids=lambda path: path.stem)
def test_an_invalid_example_is_refused_at_its_path_with_its_message(example: Path) -> None:
    expected = example.with_suffix(".expected").read_text(encoding="utf-8").splitlines()

    found = problems(json.loads(example.read_bytes()), checked_against(example))

    assert [str(problem) for problem in found] == expected
    assert expected


def test_each_expected_message_belongs_to_an_example() -> None:
    assert {path.stem for path in (EXAMPLES / "invalid").glob("*.expected")} == {path.stem for path in INVALID}


@pytest.mark.parametrize("path", sorted(LANGUAGES.glob("*.toml")), ids=lambda path: path.stem)
def test_each_language_file_follows_the_language_schema(path: Path) -> None:
    assert problems(tomllib.loads(path.read_text(encoding="utf-8")), "language") == ()
