"""Tracing over the shipped families: each text is looked for among all the others, its own left out."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from provenance.embed import load_encoder
from provenance.errors import IndexingError
from provenance.index import Changed, Filter, Index, Writer
from provenance.pipeline.indexing import fill, model_of
from provenance.pipeline.tracing import trace
from provenance.read import read_paths
from provenance.record import trace_from_dict, trace_to_dict
from provenance.types import Document, Failure, Model, Trace
from provenance.validate import validate
from tests.corpora.families import CORPORA

FAMILIES = ("icebreaker-lease", "tram-wires", "castle-archive", "orchestra-visas", "ferry-fares")


def _documents() -> Iterator[Document]:
    for family in FAMILIES:
        for path in sorted((CORPORA / family).glob("*.txt")):
            for item in read_paths([str(path)]):
                assert not isinstance(item, Failure)
                yield replace(item, id=f"{family}/{path.stem}")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("index")
    encoder = load_encoder()
    with Writer(folder, model_of(encoder)) as writer:
        fates = list(fill(writer, _documents(), encoder))
    assert all(isinstance(fate, Changed) and fate.change == "added" for fate in fates)
    with Index(folder) as opened:
        yield opened


def _document(name: str) -> Document:
    return next(document for document in _documents() if document.id == name)


def _traced(name: str, index: Index) -> Trace:
    return trace(_document(name), index)


@pytest.mark.parametrize(
    ("name", "original"),
    [
        ("icebreaker-lease/fr", "icebreaker-lease/en"),
        ("icebreaker-lease/en-back", "icebreaker-lease/fr"),
        ("tram-wires/de", "tram-wires/pl"),
        ("castle-archive/hu", "castle-archive/en-machine"),
        ("orchestra-visas/he", "orchestra-visas/en"),
    ],
)
def test_original_comes_first_before_siblings_and_reports_of_the_same_event(
    name: str, original: str, index: Index
) -> None:
    result = _traced(name, index)

    assert result.answer == "original"
    assert (result.matches[0].document_id, result.matches[0].relation) == (original, "original")
    assert original in result.reason
    related = [match.document_id for match in result.matches if match.chances is not None]
    assert {match.split("/")[0] for match in related} == {name.split("/")[0]}
    assert not any("newsroom" in match or "unrelated" in match for match in related)


@pytest.mark.parametrize("name", ["icebreaker-lease/de-other-newsroom", "ferry-fares/vi-unrelated"])
def test_report_of_another_newsroom_and_an_unrelated_text_have_no_original(name: str, index: Index) -> None:
    result = _traced(name, index)

    assert (result.answer, result.comparison) == ("none", None)
    assert result.reason.startswith("no original in this index: ")
    assert {match.relation for match in result.matches} <= {"same-event", "unrelated"}


def test_chain_leads_through_the_version_between(index: Index) -> None:
    result = _traced("icebreaker-lease/en-back", index)

    assert result.comparison is not None
    names = {version.id: version.document_id for version in result.comparison.chain.versions}
    hops = {(names[hop.parent], names[hop.child]) for hop in result.comparison.chain.hops}
    assert ("icebreaker-lease/fr", "icebreaker-lease/en-back") in hops
    assert ("icebreaker-lease/en", "icebreaker-lease/fr") in hops
    relations = {match.document_id: match.relation for match in result.matches}
    assert relations["icebreaker-lease/en"] == "original"
    assert relations["icebreaker-lease/es"] == "sibling"


def test_original_itself_is_told_from_what_was_made_of_it(index: Index) -> None:
    result = _traced("icebreaker-lease/en", index)

    assert result.answer == "version"
    assert "derived" in {match.relation for match in result.matches}
    assert "original" not in {match.relation for match in result.matches}


def test_siblings_of_a_lost_original_are_not_called_originals(index: Index) -> None:
    # the English version that both were made from is missing from the corpus
    result = trace(_document("ferry-fares/id-back"), index, only=Filter(("sw",)))

    assert result.answer == "version"
    assert result.matches[0].document_id == "ferry-fares/sw"
    assert result.matches[0].relation in {"sibling", "version"}
    assert result.matches[0].chances is not None
    assert result.matches[0].chances[2] > 0.1


def test_filters_are_told_where_they_leave_nothing(index: Index) -> None:
    result = trace(_document("icebreaker-lease/fr"), index, only=Filter(("sw",), since="2030"))

    assert (result.answer, result.confidence, result.searched) == ("none", 1.0, 0)
    assert "within the filters" in result.reason


def test_trace_comes_back_from_its_json_which_follows_the_schema(index: Index) -> None:
    result = _traced("tram-wires/cs", index)

    value = trace_to_dict(result)

    validate(value)
    assert trace_to_dict(trace_from_dict(value)) == value


def test_earlier_state_of_the_same_file_is_an_original_under_another_name(tmp_path: Path) -> None:
    encoder, document = load_encoder(), _document("icebreaker-lease/en")
    with Writer(tmp_path, model_of(encoder)) as writer:
        list(fill(writer, [document], encoder))
    later = replace(document, text=document.text + "\n\nThe insurers did not answer a request for comment.\n")

    with Index(tmp_path) as opened:
        result = trace(later, opened)

    assert [match.document_id for match in result.matches] == ["icebreaker-lease/en (in the index)"]
    assert result.matches[0].verdict == "same-text"


def test_text_alone_in_its_index_has_no_original_there(tmp_path: Path) -> None:
    encoder, document = load_encoder(), _document("tram-wires/uk")
    with Writer(tmp_path, model_of(encoder)) as writer:
        list(fill(writer, [document], encoder))

    with Index(tmp_path) as opened:
        result = trace(document, opened)

    assert (result.answer, result.matches) == ("none", ())
    assert "nothing but the text itself" in result.reason


def test_index_of_another_model_is_refused(tmp_path: Path) -> None:
    Writer(tmp_path, Model("other", "1" * 64)).close()

    with Index(tmp_path) as opened, pytest.raises(IndexingError, match="made with the model other"):
        trace(_document("tram-wires/uk"), opened)


def test_filling_again_encodes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = load_encoder()
    documents = [_document("tram-wires/uk"), replace(_document("tram-wires/uk"), id="copy")]
    with Writer(tmp_path, model_of(encoder)) as writer:
        first = list(fill(writer, documents, encoder))
        monkeypatch.setattr(type(encoder), "encode", None)
        again = list(fill(writer, documents, encoder))

    assert [fate.change for fate in (*first, *again) if isinstance(fate, Changed)] == [
        "added", "duplicate", "unchanged", "duplicate",
    ]  # fmt: skip
