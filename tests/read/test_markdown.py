import pytest

from provenance.errors import FormatError
from provenance.read import read_bytes
from provenance.types import Document

FRONT_MATTER = """---
title: Le sommet
lang: no
date: 2024-05-06
author:
  - name: Ana Pérez
  - Bo Li
traducteur: Luc Morin
translated_from: https://example.org/es
translation:
  editor: Zoé Roy
  source_language: es
l10n:
  sourceCommit: 0a1b2c
tags: [a, b]
---

# Le sommet

*Traduit de l'espagnol par Luc Morin*
"""


def read(text: str) -> Document:
    return read_bytes(text.encode(), id="a", origin="a.md")


def test_front_matter_becomes_statements_and_leaves_the_body_as_it_stands() -> None:
    document = read(FRONT_MATTER)

    assert document.text == "# Le sommet\n\n*Traduit de l'espagnol par Luc Morin*\n"
    assert document.published == "2024-05-06"
    assert [(entry.key, entry.value, entry.place) for entry in document.declared] == [
        ("title", "Le sommet", "front-matter:title"),
        ("language", "no", "front-matter:lang"),
        ("published", "2024-05-06", "front-matter:date"),
        ("author", "Ana Pérez", "front-matter:author[0].name"),
        ("author", "Bo Li", "front-matter:author[1]"),
        ("translator", "Luc Morin", "front-matter:traducteur"),
        ("original", "https://example.org/es", "front-matter:translated_from"),
        ("editor", "Zoé Roy", "front-matter:translation.editor"),
        ("source-language", "es", "front-matter:translation.source_language"),
        ("source-revision", "0a1b2c", "front-matter:l10n.sourceCommit"),
    ]


def test_translated_from_a_language_is_a_source_language() -> None:
    (entry,) = read("---\ntranslated_from: Spanish\n---\nbody").declared

    assert (entry.key, entry.value) == ("source-language", "Spanish")


def test_toml_front_matter_is_read() -> None:
    document = read('+++\ntitle = "T"\ndate = 2024-05-06T10:00:00Z\n+++\nbody')

    assert document.text == "body"
    assert document.published == "2024-05-06T10:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: x\nauthor: &a [x]\neditor: *a\n---\nbody", r"^a\.md:4: .*alias"),
        ("---\ntitle: x\nauthor: " + "[" * 60_000 + "\n---\nbody", r"^a\.md:3: .*nested"),
        ("---\ntitle: x\n\tb: y\n---\nbody", r"^a\.md:3: .*no YAML"),
        ("---\ntitle: x\nbody", r"^a\.md:1: .*not closed"),
        ("+++\ntitle = 'x'\na = b\n+++\nbody", r"^a\.md:3: .*no TOML"),
    ],
)
def test_broken_front_matter_names_file_and_line(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read(text)


def test_thematic_break_is_no_front_matter() -> None:
    assert read("---\n\nwords\n\n---\n").text == "---\n\nwords\n\n---\n"
