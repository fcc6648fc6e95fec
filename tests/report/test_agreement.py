"""Who reads like whom, on comparisons written out by hand."""

from typing import Any

from provenance.report.agreement import agreement_block

TEXTS = {
    "a": ["Forty came.", "It rained."],
    "b": ["Quarante sont venus.", "Il a plu."],
    "c": ["Vierzehn kamen.", "Es regnete."],
}


def spans(texts: list[str]) -> list[dict[str, Any]]:
    starts = [sum(len(text) + 1 for text in texts[:place]) for place in range(len(texts))]
    return [{"start": s, "end": s + len(text), "quote": text} for s, text in zip(starts, texts, strict=True)]


def record(name: str) -> dict[str, Any]:
    return {
        "document": {"id": name},
        "segments": [{"kind": "body", "span": span} for span in spans(TEXTS[name])],
    }


def pair(
    one: str, other: str, links: list[tuple[list[int], list[int]]], differs: bool, severity: str
) -> dict[str, Any]:
    item = {"severity": severity, "one": spans(TEXTS[one])[0], "other": spans(TEXTS[other])[0]}
    return {
        "alignment": {"one_id": one, "other_id": other, "links": [{"one": x, "other": y} for x, y in links]},
        "discrepancies": [item] if differs else [],
    }


def comparison(severity: str = "major") -> dict[str, Any]:
    both = [([0], [0]), ([1], [1])]
    return {
        "records": [record(name) for name in "abc"],
        "pairs": [
            pair("a", "b", both, False, severity),
            pair("c", "a", both, True, severity),
            pair("b", "c", both, True, severity),
        ],
    }


def test_two_that_share_a_reading_stand_together() -> None:
    block = agreement_block(comparison())

    assert block is not None
    assert block.rows == (("0", "a b | c", "Forty came.", "Quarante sont venus.", "Vierzehn kamen."),)


def test_a_sentence_that_one_version_lacks_sets_it_apart() -> None:
    value = comparison("info")
    value["pairs"][1]["alignment"]["links"] = [{"one": [0], "other": [0]}, {"one": [], "other": [1]}]

    block = agreement_block(value)

    assert block is not None
    assert [row[1:] for row in block.rows] == [("a b | c", "It rained.", "Il a plu.", "(nothing)")]


def test_versions_that_agree_everywhere_need_no_table() -> None:
    assert agreement_block(comparison("info")) is None


def test_two_versions_need_no_table() -> None:
    value = comparison()
    value["records"] = value["records"][:2]

    assert agreement_block(value) is None
