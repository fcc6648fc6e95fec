import json
import re
import unicodedata
from pathlib import Path

import jsonschema
import pytest

from provenance.detect.language import identify
from tests.corpora.families import CORPORA, SCHEMA, Family, Told, families

FAMILIES = families()
OBSERVED = [(family, version) for family in FAMILIES for version in family.versions if version.file]


def validator(fragment: str = "") -> jsonschema.Draft202012Validator:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    target = {**schema["$defs"]["gold"], "$defs": schema["$defs"]} if fragment == "gold" else schema
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(target, format_checker=checker)


def problems(path: Path, fragment: str = "") -> list[str]:
    value = json.loads(path.read_text("utf-8"))
    return [f"{path}: {error.json_path}: {error.message}" for error in validator(fragment).iter_errors(value)]


def name_family(family: Family) -> str:
    return family.folder.name


def name_version(value: Family | Told) -> str:
    return value.folder.name if isinstance(value, Family) else value.id


def seen_in_line(family: Family, version: Told) -> int:
    line = (version.id, *family.ancestors(version))
    return sum(family.version(version_id).file is not None for version_id in line)


each_family = pytest.mark.parametrize("family", FAMILIES, ids=name_family)
each_text = pytest.mark.parametrize(("family", "version"), OBSERVED, ids=name_version)


def test_every_property_of_the_schema_is_described() -> None:
    def undescribed(node: object, path: str) -> list[str]:
        if isinstance(node, list):
            return [found for n, item in enumerate(node) for found in undescribed(item, f"{path}[{n}]")]
        if not isinstance(node, dict):
            return []
        bare = [
            f"{path}.{key}"
            for key, value in node.get("properties", {}).items()
            if isinstance(value, dict) and "description" not in value and "allOf" not in path
        ]
        return bare + [found for key, value in node.items() for found in undescribed(value, f"{path}.{key}")]

    assert undescribed(json.loads(SCHEMA.read_text("utf-8")), "$") == []


def test_every_folder_has_a_manifest() -> None:
    folders = {path.name for path in CORPORA.iterdir() if path.is_dir()}

    assert folders == {family.folder.name for family in FAMILIES}


def test_there_are_twelve_families_in_fifteen_languages() -> None:
    languages = {version.language for _, version in OBSERVED}

    assert len(FAMILIES) >= 12
    assert len(languages) >= 15


@each_family
def test_manifest_is_valid(family: Family) -> None:
    assert problems(family.folder / "manifest.json") == []
    assert json.loads((family.folder / "manifest.json").read_text("utf-8"))["family"] == family.folder.name


@each_family
def test_every_named_file_exists_and_every_file_is_named(family: Family) -> None:
    named = {version.file for version in family.versions if version.file} | {"manifest.json", family.gold}

    assert {path.name for path in family.folder.iterdir()} == named - {None}


@each_family
def test_ids_are_unique_and_no_text_is_named_twice(family: Family) -> None:
    ids = [version.id for version in family.versions]
    places = [(version.file, version.line) for version in family.versions if version.file]

    assert len(set(ids)) == len(ids)
    assert len(set(places)) == len(places)


@each_family
def test_every_line_of_a_jsonl_file_is_a_version(family: Family) -> None:
    for path in family.folder.glob("*.jsonl"):
        lines = [version.line for version in family.versions if version.file == path.name]

        assert sorted(line or 0 for line in lines) == list(range(1, len(path.read_text("utf-8").splitlines()) + 1))


@each_family
def test_parents_exist_and_no_version_descends_from_itself(family: Family) -> None:
    ids = {version.id for version in family.versions}

    for version in family.versions:
        assert version.parent is None or version.parent in ids
        assert version.id not in family.ancestors(version)


@each_family
def test_the_shapes_are_those_of_the_chain(family: Family) -> None:
    kinds = {version.kind for version in family.versions}
    parents = [version.parent for version in family.versions if version.parent]
    true = {
        "path": any(seen_in_line(family, version) >= 3 for version in family.versions),
        "missing-link": any(version.file is None for version in family.versions),
        "machine": any(version.is_machine for version in family.versions),
        "star": any(parents.count(parent) > 1 for parent in parents),
        "partial": "excerpt" in kinds,
        "moved": any(change.kind == "moved" for change in family.discrepancies),
    } | {kind: kind in kinds for kind in ("re-translation", "summary", "revision", "republication", "same-event")}

    assert {shape for shape, holds in true.items() if holds} == set(family.shapes) - {"careless"}


def test_the_readme_tells_of_every_family() -> None:
    readme = (CORPORA / "README.md").read_text("utf-8")

    assert [family.folder.name for family in FAMILIES if f"`{family.folder.name}`" not in readme] == []


@each_family
def test_a_retranslation_is_made_from_a_translation(family: Family) -> None:
    for version in family.versions:
        if version.kind == "re-translation":
            assert len(family.ancestors(version)) >= 2, version.id


@each_family
def test_no_version_is_older_than_its_parent(family: Family) -> None:
    for version in family.versions:
        parent = family.version(version.parent) if version.parent else version
        if version.published and parent.published:
            assert parent.published <= version.published, version.id


@each_family
def test_seeded_discrepancies_are_quoted_exactly(family: Family) -> None:
    for change in family.discrepancies:
        child = family.version(change.child)
        assert change.parent in family.ancestors(child)
        assert (change.original is None) == (change.kind == "addition")
        assert (change.translation is None) == (change.kind == "omission")
        for version, quote in ((family.version(change.parent), change.original), (child, change.translation)):
            assert quote is None or quote in family.article(version), (version.id, quote)


@each_text
def test_text_is_nfc_with_unix_line_ends(family: Family, version: Told) -> None:
    text = family.text(version)

    assert text == unicodedata.normalize("NFC", text)
    assert "\r" not in text
    assert "�" not in text


@each_text
def test_text_is_in_the_language_that_the_manifest_says(family: Family, version: Told) -> None:
    guess = identify(family.article(version))

    assert guess.language.split("-")[0] == version.language.split("-")[0]


@each_family
def test_gold_is_valid(family: Family) -> None:
    if family.gold is not None:
        assert problems(family.folder / family.gold, "gold") == []


@each_family
def test_gold_sentences_make_up_the_article(family: Family) -> None:
    for version_id, sentences in family.sentences().items():
        rest = family.article(family.version(version_id))
        gaps = []
        for sentence in sentences:
            gap, found, rest = rest.partition(sentence)
            assert found, (version_id, sentence)
            gaps.append(gap)

        assert not re.sub(r"[#\s]", "", "".join(gaps)), version_id


@each_family
def test_gold_beads_hold_each_sentence_once(family: Family) -> None:
    sentences = family.sentences()
    for pair in {(bead.original, bead.translation) for bead in family.beads()}:
        beads = [bead for bead in family.beads() if (bead.original, bead.translation) == pair]

        assert sorted(n for bead in beads for n in bead.originals) == list(range(len(sentences[pair[0]])))
        assert sorted(n for bead in beads for n in bead.translations) == list(range(len(sentences[pair[1]])))


@each_family
def test_gold_pairs_are_of_one_line_of_descent(family: Family) -> None:
    for bead in family.beads():
        assert bead.original in family.ancestors(family.version(bead.translation))
