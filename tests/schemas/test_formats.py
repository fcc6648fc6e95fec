"""The formats are really checked: jsonschema alone accepts anything for a format whose package is missing."""

import pytest

from provenance.validate.formats import FORMATS

GOOD = {
    "date": ["2021-12-27", "2024-02-29"],
    "date-time": ["2021-12-27T10:00:00Z", "2021-12-27T10:00:00.5+01:00"],
    "json-pointer": ["", "/", "/credits/2", "/a~1b/m~0n", "/é"],
    "uri-reference": [
        "",
        "a.txt",
        "../a/b.html?x=1#y",
        "https://example.org:8080/a%20b",
        "http://[2001:db8::1]/",
        "//example.org/a",
        "urn:isbn:0451450523",
        "mailto:a@example.org",
        "#part",
        "?q",
    ],
}
BAD = {
    "date": ["nope", "2021-13-01", "2021-02-30", "20211227", "2021-12-27T10:00:00Z", "2021-12-27\n", "٢٠٢١-١٢-٢٧"],
    "date-time": ["nope", "2021-12-27", "2021-12-27T10:00:00", "2021-12-27T25:00:00Z", "2021-02-30T10:00:00Z"],
    "json-pointer": ["credits", "/a~2", "/a~"],
    "uri-reference": ["a b", "http://example.org/é", "%zz", "1:2", "a\n", "http://[zz]/", "a#b#c", "<a>", "\\a"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in GOOD.items() for text in texts])
def test_a_text_of_the_format_is_accepted(name: str, text: str) -> None:
    check, _ = FORMATS[name]

    assert check(text)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BAD.items() for text in texts])
def test_another_text_is_refused(name: str, text: str) -> None:
    check, _ = FORMATS[name]

    assert not check(text)


def test_a_hostile_address_is_answered_at_once() -> None:
    check, _ = FORMATS["uri-reference"]

    assert not check("a" * 50_000 + " ")
    assert not check("%41" * 20_000 + "%")
