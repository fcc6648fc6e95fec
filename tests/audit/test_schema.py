"""The audit's schema: the example folder follows it, and each of its rules bites."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from provenance.validate import names, problems, schema

EXAMPLE = Path(__file__).parent / "example"
ROWS = {"documents": "document", "families": "family", "failures": "failure"}


def validator(kind: str) -> Draft202012Validator:
    every = [Resource.from_contents(schema(name)) for name in names()]
    registry: Registry[Any] = Registry().with_resources((str(item.id()), item) for item in every)
    return Draft202012Validator({"$ref": f"{schema('audit-1')['$id']}#/$defs/{kind}"}, registry=registry)


def rows(name: str) -> list[Any]:
    return [json.loads(line) for line in (EXAMPLE / f"{name}.jsonl").read_text("utf-8").splitlines()]


def test_the_example_folder_follows_the_schema() -> None:
    summary = json.loads((EXAMPLE / "summary.json").read_text("utf-8"))

    assert problems(summary) == ()
    for name, kind in ROWS.items():
        assert rows(name)
        for row in rows(name):
            assert list(validator(kind).iter_errors(row)) == []
    for record in rows("records"):
        assert problems(record) == ()


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("documents", lambda row: row.update(credit_state="stolen")),
        ("documents", lambda row: row.pop("line")),
        ("documents", lambda row: row["findings"].update(grave=1)),
        ("families", lambda row: row.update(members=row["members"][:1])),
        ("families", lambda row: row["pairs"][0].update(verdict="copy")),
        ("failures", lambda row: row.update(stage="")),
    ],
)
def test_a_spoilt_row_is_refused(name: str, spoil: Callable[[Any], Any]) -> None:
    row = rows(name)[0]
    spoil(row)

    assert list(validator(ROWS[name]).iter_errors(row))
