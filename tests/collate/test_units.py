"""One amount in another unit."""

import json
from importlib.resources import files

import pytest

from provenance.collate.passages import Passage, knowledge
from provenance.collate.quantities import quantities
from provenance.collate.units import compare_units
from provenance.languages import tags
from provenance.types import Discrepancy, Span


def compare(one: str, other: str, languages: str) -> list[Discrepancy]:
    here, there = (
        Passage(text, Span(0, len(text)), knowledge(tag))
        for text, tag in zip((one, other), languages.split(" "), strict=True)
    )
    return compare_units(here, there, quantities(here), quantities(there))


@pytest.mark.parametrize(
    ("one", "other", "languages", "here", "there"),
    [
        ("It rose by 12.5 percent.", "Es stieg um 12,5 Euro.", "en de", "12.5 percent", "12,5 Euro"),
        (
            "It cost $5.2 billion.",
            "Cela a coûté 5,2 milliards d’euros.",
            "en fr",
            "$5.2 billion",
            "5,2 milliards d’euros",
        ),
        ("The port is 300 miles away.", "До порта 300 километров.", "en ru", "300 miles", "300 километров"),
        ("He stayed for 14 days.", "Zůstal 14 týdnů.", "en cs", "14 days", "14 týdnů"),
        ("He paid 500 US dollars.", "他付了500欧元。", "en zh-Hans", "500 US dollars", "500欧元"),
        ("It was 40 degrees Celsius.", "It was 40 °F.", "en en", "40 degrees Celsius", "40 °F"),
    ],
)
def test_one_amount_in_another_unit_is_a_finding(one: str, other: str, languages: str, here: str, there: str) -> None:
    (found,) = compare(one, other, languages)

    assert (found.kind, found.one.of(one), found.other.of(other)) == ("number", here, there)
    assert found.note == f"the one says {here}, the other says {there}"


@pytest.mark.parametrize(
    ("one", "other", "languages"),
    [
        ("It rose by 12.5 percent.", "Es stieg um 12,5 %.", "en de"),
        ("It cost $5.2 billion.", "Es kostete 5,2 Milliarden US-Dollar.", "en de"),
        ("It cost 500 US dollars.", "Cela coûte 500 dollars américains.", "en fr"),
        ("It was 40 degrees.", "Es waren 40 Grad Celsius.", "en de"),
        ("She is 18 years old.", "她18周岁。", "en zh-Hans"),
        ("He weighs 150 pounds.", "彼の体重は150ポンドだ。", "en ja"),
        ("They met 12 ministers.", "Sie trafen 12 Minuten später ein.", "en de"),  # a word that is no unit says nothing
        ("5 percent paid 5 dollars.", "5 Prozent zahlten 5 Euro.", "en de"),  # which five is which cannot be told
        ("It is 300 miles away.", "Es ist 483 Kilometer entfernt.", "en de"),
    ],
)
def test_one_unit_under_two_names_is_no_finding(one: str, other: str, languages: str) -> None:
    assert compare(one, other, languages) == []


def test_every_language_names_units() -> None:
    table = json.loads(files("provenance.collate").joinpath("units.json").read_text("utf-8"))

    assert set(tags()) <= set(table)
    assert all("day" in {unit for units in table[tag].values() for unit in units} for tag in table if tag)
