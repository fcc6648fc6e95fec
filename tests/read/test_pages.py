import json
import time
from pathlib import Path

import pytest

from provenance.read import read_bytes
from provenance.types import Document

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
PARAGRAPH = "<p>Le texte prévoit la création d'un observatoire régional dont le siège sera à Lima.</p>"


def read(page: str) -> Document:
    return read_bytes(page.encode(), id="page", origin="page.html")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_reads_as_expected(page: Path) -> None:
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))

    document = read_bytes(page.read_bytes(), id="page", origin=page.name)

    assert document.text.split("\n\n") == expected["text"]
    assert document.published == expected["published"]
    declared = [[entry.key, entry.value, entry.place, entry.language] for entry in document.declared]
    assert declared == expected["declared"]


def test_there_are_pages() -> None:
    assert len(PAGES) >= 5


HOSTILE = {
    "100,000 nested divs": "<html lang=fr><head><title>T</title></head><body>" + "<div>" * 100_000 + PARAGRAPH,
    "nested tables": "<table><tr><td>" * 80 + PARAGRAPH + "</table>" * 80,
    "an attribute of 12 MB": "<p title='" + "x" * 12_000_000 + "'>hello</p>" + PARAGRAPH,
    "a megabyte of classes": "<p class='" + "x " * 500_000 + "'>hello</p>" + PARAGRAPH,
    "9,000 tables": "<html><body>" + PARAGRAPH + "<table><tr><td>a</td><td>b</td></tr></table>" * 9000,
    "30,000 properties": "<html><body>"
    + "<div itemprop=author>" * 200
    + PARAGRAPH
    + "<b itemprop=author>x</b>" * 30_000,
    "JSON-LD 100,000 deep": "<script type='application/ld+json'>" + "[" * 100_000 + "</script>" + PARAGRAPH,
    "a million heads": PARAGRAPH + "<div>" * 300 + "<head>" * 1_000_000,
}


@pytest.mark.parametrize("page", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_page_keeps_its_text_in_bounded_time(page: str) -> None:
    start = time.perf_counter()

    document = read(page)

    assert "observatoire régional" in document.text
    assert time.perf_counter() - start < 10


def test_page_beyond_the_parsers_limits_keeps_what_its_head_states() -> None:
    document = read(HOSTILE["100,000 nested divs"])

    assert ("language", "fr") in {(entry.key, entry.value) for entry in document.declared}


def test_translator_of_type_software_is_a_machine() -> None:
    data = '{"@type": "Article", "translator": {"@type": "SoftwareApplication", "name": "DeepL"}}'

    document = read(f"<script type='application/ld+json'>{data}</script>{PARAGRAPH}")

    assert [(entry.key, entry.value) for entry in document.declared] == [("machine-translator", "DeepL")]


def test_author_of_an_image_is_not_the_author_of_the_text() -> None:
    image = '{"@type": "ImageObject", "author": "Photographer"}'
    microdata = "<div itemscope itemtype='https://schema.org/Comment'><b itemprop=author>Commenter</b></div>"

    document = read(f"<script type='application/ld+json'>{image}</script>{PARAGRAPH}{microdata}")

    assert not [entry for entry in document.declared if entry.key == "author"]


def test_work_translation_is_an_alternate_with_its_language() -> None:
    data = '{"@type": "Article", "workTranslation": [{"@id": "https://example.org/de", "inLanguage": "de"}]}'

    document = read(f"<script type='application/ld+json'>{data}</script>{PARAGRAPH}")

    (entry,) = document.declared
    assert (entry.key, entry.value, entry.language) == ("alternate", "https://example.org/de", "de")
    assert entry.place == "json-ld:workTranslation[0].@id"


def test_offered_widget_is_told_from_a_page_shown_translated() -> None:
    offered = read(f"<div id=google_translate_element></div>{PARAGRAPH}")
    shown = read(f"<html class='translated-ltr'><body>{PARAGRAPH}</body></html>")

    assert [entry.place.split(":")[1] for entry in offered.declared] == ["offered"]
    assert [entry.place.split(":")[1] for entry in shown.declared] == ["shown"]


def test_words_about_a_translation_service_are_no_fingerprint() -> None:
    document = read(
        f"{PARAGRAPH}<p>See tdns.gtranslate.net, <a href='https://cdn.weglot.com'>gtranslate-style-css</a>.</p>"
    )

    assert not document.declared
