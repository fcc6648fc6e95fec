import json
import time
from dataclasses import replace
from typing import Any

import pytest

from provenance.errors import RecordError, SchemaError
from provenance.record import to_dict
from provenance.types import Segment, Span
from provenance.validate import problems, validate
from tests.record import samples


def record_of(count: int) -> dict[str, Any]:
    line = "The ministry said on Monday that the line will be kept open. "
    segments = tuple(
        Segment(number, Span(number * len(line), (number + 1) * len(line)), "body", "en", 0.9)
        for number in range(count)
    )
    document = replace(samples.record().document, text=line * count)
    return to_dict(
        replace(samples.record(), document=document, segments=segments, findings=(), credits=(), evidence=())
    )


def emptied(value: dict[str, Any]) -> dict[str, Any]:
    for hop in value["chain"]["hops"]:
        hop["evidence"] = []
    return value


def test_validate_names_the_first_problems_and_counts_the_rest() -> None:
    value = to_dict(samples.record())
    for credit in value["credits"]:
        credit["role"] = "boss"
        credit["rule"] = 3

    with pytest.raises(RecordError, match=r'\$\.credits\[0\]\.role: found "boss".*; and 3 more$'):
        validate(value)


def test_validate_accepts_what_the_tool_writes() -> None:
    validate(to_dict(samples.record()))


@pytest.mark.parametrize("value", [None, 3, "text", [], [{}], True])
def test_a_value_that_is_no_object_is_a_problem_not_an_exception(value: Any) -> None:
    (problem,) = problems(value)

    assert problem.path == "$"
    assert problem.expected == "an object with the property schema"


def test_a_schema_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(SchemaError, match=r"schema 'recrod': no such schema; there are audit-1, comparison-1, "):
        problems({}, "recrod")


def test_a_long_value_is_cut_in_a_message() -> None:
    value = to_dict(samples.record())
    value["credits"][0]["role"] = "x" * 10_000

    (problem,) = problems(value)

    assert len(str(problem)) < 300


def test_a_name_that_is_no_identifier_stands_in_brackets() -> None:
    (problem,) = problems({"tag": "xx", "name": "X", "autonym": "X", "script": "Latn", "names": {"fr": 3}}, "language")
    (odd,) = problems({"tag": "xx", "name": "X", "autonym": "X", "script": "Latn", "names": {"zh-Hant": 3}}, "language")

    assert problem.path == "$.names.fr"
    assert odd.path == '$.names["zh-Hant"]'


def test_a_record_with_a_lone_surrogate_is_checked_and_not_crashed_on() -> None:
    value = json.loads(json.dumps(to_dict(samples.record())))
    value["document"]["text"] = "\ud800"

    assert problems(value)


def test_time_grows_with_the_record_and_no_faster() -> None:
    def seconds(count: int) -> float:
        value = emptied(record_of(count))
        started = time.perf_counter()
        assert problems(value) == ()
        return time.perf_counter() - started

    seconds(10)
    small, large = min(seconds(200) for _ in range(3)), min(seconds(1600) for _ in range(2))

    assert large < 8 * small * 3
