"""Shared departures, on discrepancies made by hand."""

from provenance.types import (
    Alignment,
    Chain,
    Coverage,
    Credit,
    Discrepancy,
    DiscrepancyKind,
    Document,
    Evidence,
    LanguageGuess,
    Pair,
    Record,
    Scope,
    Span,
)
from provenance.weigh.departures import weigh_departures

A, B, C, D = Span(0, 4), Span(10, 14), Span(20, 24), Span(30, 34)
Change = tuple[DiscrepancyKind, Span, Span]


def _record(name: str, credits: tuple[Credit, ...] = ()) -> Record:
    text = Document(name, "x" * 99, name)
    return Record(text, LanguageGuess("en", 1.0), (), (), credits, (), Chain((), (), 0.0))


def _weighed(changes: dict[tuple[int, int], list[Change]], records: list[Record] | None = None) -> list[Evidence]:
    records = records or [_record(name) for name in "abcd"[: 1 + max(index for two in changes for index in two)]]
    related = {
        frozenset(two): Pair(
            Alignment(records[two[0]].document.id, records[two[1]].document.id, ()),
            Coverage(1.0, 1.0, 1.0, 0.8),
            "translation",
            0.95,
            tuple(Discrepancy(kind, one, other, "minor", "") for kind, one, other in some),
        )
        for two, some in changes.items()
    }
    return list(weigh_departures(records, related))


def test_two_that_depart_from_a_third_in_one_place_are_neighbours() -> None:
    found = _weighed({(0, 1): [("number", A, A)], (0, 2): [("number", A, A)], (1, 2): []})

    assert [item.claim for item in found] == ["v2~v3"]
    assert {cite.document_id for cite in found[0].cites} == {"a", "b", "c"}


def test_noise_of_one_kind_does_not_take_away_another_kind() -> None:
    found = _weighed(
        {
            (0, 1): [("number", A, A), ("name", B, B), ("name", D, D)],
            (0, 2): [("number", A, A), ("name", C, C), ("name", D, D)],
            (1, 2): [("name", B, B), ("name", C, C)],
        }
    )

    assert {(item.claim, "number" in item.statement) for item in found} == {("v2~v3", True)}


def test_as_many_of_a_kind_in_every_direction_are_noise() -> None:
    found = _weighed(
        {
            (0, 1): [("number", A, A), ("number", B, B)],
            (0, 2): [("number", A, A), ("number", C, C)],
            (1, 2): [("number", B, B), ("number", C, C)],
        }
    )

    assert found == []


def test_one_shared_reading_against_two_others_is_one_witness() -> None:
    change: list[Change] = [("number", A, A)]
    found = _weighed(
        {(0, 1): [], (2, 3): [], (0, 2): change, (0, 3): change, (1, 2): change, (1, 3): change},
    )

    assert sorted(item.claim for item in found) == ["v1~v2", "v3~v4"]


def test_credit_that_only_one_version_has_is_no_departure() -> None:
    credit = Credit("translator", (), Scope("text"), D, "r", 1.0)
    records = [_record("a", (credit,)), _record("b"), _record("c")]
    place = Span(50, 50)

    for mark, said in ((D, []), (A, ["v2~v3"])):
        change: list[Change] = [("omission", mark, place)]
        found = _weighed({(0, 1): change, (0, 2): change, (1, 2): []}, records)
        assert [item.claim for item in found] == said
