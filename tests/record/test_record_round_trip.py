import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from provenance.errors import RecordError
from provenance.record import comparison_from_dict, comparison_to_dict, from_dict, to_dict
from provenance.types import Cite, Comparison, LanguageGuess, Record, Span
from provenance.validate import problems
from tests.record import samples
from tests.record.strategies import comparisons, records

few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@few
@given(records())
def test_a_record_read_back_equals_itself(record: Record) -> None:
    assert from_dict(json.loads(json.dumps(to_dict(record)))) == record


@few
@given(comparisons())
def test_a_comparison_read_back_equals_itself(comparison: Comparison) -> None:
    assert comparison_from_dict(json.loads(json.dumps(comparison_to_dict(comparison)))) == comparison


@few
@given(records())
def test_any_record_follows_its_schema(record: Record) -> None:
    assert problems(to_dict(record)) == ()


@few
@given(comparisons())
def test_any_comparison_follows_its_schema(comparison: Comparison) -> None:
    assert problems(comparison_to_dict(comparison)) == ()


def test_the_sample_comparison_follows_its_schema_and_returns() -> None:
    value = comparison_to_dict(samples.comparison())

    assert problems(value) == ()
    assert comparison_from_dict(value) == samples.comparison()


def test_every_span_is_written_with_its_characters() -> None:
    value = to_dict(samples.record())

    quotes = [credit["span"]["quote"] for credit in value["credits"]]

    assert quotes[1] == "French version Claire Monnet"
    assert value["findings"][4]["span"] is None
    assert value["evidence"][0]["cites"][0]["span"]["quote"] == "French version Claire Monnet"


def test_declared_inferred_and_asserted_stay_apart() -> None:
    value = to_dict(samples.record())

    assert [item["basis"] for item in value["document"]["declared"]] == ["declared", "declared", "asserted"]
    assert value["language"]["basis"] == "asserted"
    assert to_dict(samples.french_record())["language"]["basis"] == "inferred"
    assert value["credits"][0]["basis"] == "declared"
    assert [hop["basis"] for hop in value["chain"]["hops"]] == ["declared", "inferred"]


def test_numbers_are_rounded_and_minus_zero_is_zero() -> None:
    record = replace(samples.record(), language=LanguageGuess("en", 0.123456, (("fr", -0.0),)))

    language = to_dict(record)["language"]

    assert language["confidence"] == 0.1235
    assert str(language["alternatives"][0]["probability"]) == "0.0"


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_json_lacks_is_refused(number: float) -> None:
    record = replace(samples.record(), language=LanguageGuess("en", number))

    with pytest.raises(RecordError, match="expected a finite one"):
        to_dict(record)


def test_evidence_that_cites_another_document_is_refused() -> None:
    stray = replace(samples.evidence()[0], cites=(Cite("elsewhere.txt", Span(0, 1)),))

    with pytest.raises(RecordError, match=r"'elsewhere.txt' is cited, expected one of \['ferry.txt'\]"):
        to_dict(replace(samples.record(), evidence=(stray,)))


def test_two_writings_give_equal_bytes() -> None:
    one, other = (json.dumps(comparison_to_dict(samples.comparison())) for _ in range(2))

    assert one == other
