import json
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from provenance.errors import IndexingError
from provenance.index import Filter, Index, Writer
from provenance.types import Declared, Document, Model
from tests.index.samples import MODEL, entry, vector


def _filled(folder: Path, count: int, *, exact: int = 1 << 30) -> Path:
    with Writer(folder, MODEL, exact=exact) as writer:
        writer.add([entry(f"d{number}", number) for number in range(count)])
    return folder


def _ids(folder: Path) -> list[str]:
    with Index(folder) as index:
        return [row.id for row in index.rows()]


def test_text_comes_back_as_it_went_in(tmp_path: Path) -> None:
    put = entry("a", 1, published="2024-05-01")
    document = Document("a", "Zwölf\nSätze 書", "a.html", (Declared("author", "B", "meta", "de"),), "2024-05-01")
    with Writer(tmp_path, MODEL) as writer:
        writer.add([type(put)(document, "de", "Zwölf", put.vector, put.passages)])

    with Index(tmp_path) as index:
        row = next(index.rows())
        found, kept = index.content(row.key)

    assert found == document
    assert (row.language, row.published, row.title, row.sha256) == ("de", "2024-05-01", "Zwölf", document.sha256)
    assert np.array_equal(kept.vectors, put.passages.vectors)
    assert kept.numbers == put.passages.numbers


def test_same_text_again_changes_nothing(tmp_path: Path) -> None:
    with Writer(tmp_path, MODEL) as writer:
        first = writer.add([entry("a", 1)])
        again = writer.add([entry("a", 1)])

    assert [item.change for item in (*first, *again)] == ["added", "unchanged"]


def test_same_id_with_another_text_replaces(tmp_path: Path) -> None:
    with Writer(tmp_path, MODEL) as writer:
        writer.add([entry("a", 1), entry("b", 2)])
        changed = writer.add([entry("a", 3)])

    with Index(tmp_path) as index:
        hits = index.search(vector(3), 2)
        texts = [index.content(row.key)[0].text for row in index.rows()]
    assert [item.change for item in changed] == ["replaced"]
    assert texts == ["text 3", "text 2"]
    assert hits[0].row.id == "a"


def test_same_text_under_another_id_is_told_as_a_duplicate(tmp_path: Path) -> None:
    with Writer(tmp_path, MODEL) as writer:
        changed = writer.add([entry("a", 1), entry("b", 1)])

    assert [(item.id, item.change, item.by) for item in changed] == [("a", "added", None), ("b", "duplicate", "a")]


@pytest.mark.parametrize("by_hash", [False, True])
def test_removed_document_is_found_no_more(tmp_path: Path, by_hash: bool) -> None:
    _filled(tmp_path, 3)
    name = entry("d1", 1).document.sha256[:12] if by_hash else "d1"
    with Writer(tmp_path, MODEL) as writer:
        removed = writer.remove([name])

    assert [row.id for row in removed] == ["d1"]
    assert _ids(tmp_path) == ["d0", "d2"]
    with Index(tmp_path) as index:
        assert all(hit.row.id != "d1" for hit in index.search(vector(1), 3))


def test_removing_one_that_is_not_there_removes_none(tmp_path: Path) -> None:
    _filled(tmp_path, 2)

    with Writer(tmp_path, MODEL) as writer, pytest.raises(IndexingError, match="'nobody': found no documents"):
        writer.remove(["d0", "nobody"])

    assert _ids(tmp_path) == ["d0", "d1"]


@pytest.mark.parametrize("exact", [1 << 30, 20])
def test_nearest_come_first_with_their_cosines(tmp_path: Path, exact: int) -> None:
    _filled(tmp_path, 300, exact=exact)
    query = vector(7) + vector(8) * np.float32(0.5)
    query /= np.linalg.norm(query)
    cosines = {f"d{number}": float(vector(number) @ query) for number in range(300)}

    with Index(tmp_path) as index:
        hits = index.search(query, 5)

    assert [hit.row.id for hit in hits[:2]] == ["d7", "d8"]
    assert [hit.row.id for hit in hits] == sorted(cosines, key=lambda name: -cosines[name])[:5]
    assert hits[0].cosine == pytest.approx(cosines["d7"], abs=2e-3)


@pytest.mark.parametrize("exact", [1 << 30, 20])
def test_filters_leave_out_other_languages_and_dates(tmp_path: Path, exact: int) -> None:
    with Writer(tmp_path, MODEL, exact=exact) as writer:
        writer.add([entry(f"e{n}", n, language="en", published=f"2024-01-{n % 28 + 1:02}") for n in range(100)])
        writer.add(
            [entry(f"f{n}", n, language="zh-Hant", published=f"2024-02-{n % 28 + 1:02}") for n in range(100, 200)]
        )
        writer.add([entry("undated", 777)])

    with Index(tmp_path) as index:
        chinese = index.search(vector(5), 10, Filter(("zh",)))
        january = index.search(vector(150), 10, Filter(until="2024-01-31"))
        late = index.search(vector(150), 10, Filter(("zh", "en"), since="2024-02-10", until="2024-02-12"))
        assert index.count(Filter(since="1900-01-01")) == 200

    assert {hit.row.language for hit in chinese} == {"zh-Hant"}
    assert len(chinese) == len(january) == 10
    assert len(late) == 9
    assert all((hit.row.published or "") <= "2024-01-31" for hit in january)
    assert all("2024-02-10" <= (hit.row.published or "") <= "2024-02-12" for hit in late)


def test_filter_over_many_searches_within_what_it_allows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("provenance.index.reading.EXACT", 30)
    with Writer(tmp_path, MODEL, exact=20) as writer:
        writer.add([entry(f"e{n}", n, language="en" if n % 3 else "fr") for n in range(300)])
    query = vector(30)
    cosines = {f"e{n}": float(vector(n) @ query) for n in range(0, 300, 3)}

    with Index(tmp_path) as index:
        hits = index.search(query, 5, Filter(("fr",)))

    assert [hit.row.id for hit in hits] == sorted(cosines, key=lambda name: -cosines[name])[:5]


def test_vectors_move_into_few_files_as_an_index_grows(tmp_path: Path) -> None:
    for start in range(0, 240, 40):
        with Writer(tmp_path, MODEL, exact=30) as writer:
            writer.add([entry(f"d{number}", number) for number in range(start, start + 40)])

    with Index(tmp_path) as index:
        found = [index.search(vector(number), 1)[0].row.id for number in range(0, 240, 13)]

    assert found == [f"d{number}" for number in range(0, 240, 13)]
    assert 1 <= len(list(tmp_path.glob("vectors-*"))) <= 4


def test_files_are_written_anew_when_much_of_them_is_gone(tmp_path: Path) -> None:
    _filled(tmp_path, 200, exact=20)
    with Writer(tmp_path, MODEL, exact=20) as writer:
        writer.remove([f"d{number}" for number in range(100)])

    assert [path.name.split("-")[-1] for path in tmp_path.glob("vectors-*")] == ["100.faiss"]
    with Index(tmp_path) as index:
        assert [index.search(vector(number), 1)[0].row.id for number in (150, 199)] == ["d150", "d199"]


def test_second_writer_is_told_who_the_first_is(tmp_path: Path) -> None:
    with Writer(tmp_path, MODEL), pytest.raises(IndexingError, match=r"process \d+ on .* is writing to this index"):
        Writer(tmp_path, MODEL)

    Writer(tmp_path, MODEL).close()


def test_index_of_another_model_is_refused(tmp_path: Path) -> None:
    _filled(tmp_path, 1)

    with pytest.raises(IndexingError, match="made with the model drawn"):
        Writer(tmp_path, Model("other", "1" * 64))
    with Index(tmp_path) as index, pytest.raises(IndexingError, match="vector of 3 numbers: expected 32"):
        index.search(np.ones(3, np.float32), 1)


def test_empty_index_finds_nothing(tmp_path: Path) -> None:
    _filled(tmp_path, 0)

    with Index(tmp_path) as index:
        assert index.search(vector(1), 5) == ()
        assert len(index) == 0


def test_folder_without_index_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexingError, match=r"found no index, expected originals\.sqlite3: make one with"):
        Index(tmp_path)


def test_reader_sees_what_a_writer_adds_and_removes(tmp_path: Path) -> None:
    _filled(tmp_path, 50, exact=20)
    with Index(tmp_path) as index:
        index.search(vector(1), 1)
        with Writer(tmp_path, MODEL, exact=20) as writer:
            writer.add([entry("new", 500)])
            found_new = index.search(vector(500), 1)[0].row.id
            writer.remove(["d1"])
            after = [hit.row.id for hit in index.search(vector(1), 50)]
            writer.add([entry(f"n{number}", number) for number in range(600, 700)])
        sealed = index.search(vector(650), 1)[0].row.id

    assert (found_new, sealed) == ("new", "n650")
    assert "d1" not in after


def test_missing_engine_is_named_only_where_it_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "faiss", None)
    _filled(tmp_path / "small", 50)
    with Index(tmp_path / "small") as index:
        assert index.search(vector(3), 1)[0].row.id == "d3"

    with pytest.raises(IndexingError, match=r"pip install 'translation-provenance\[index\]'"):
        _filled(tmp_path / "large", 50, exact=20)


def test_batch_that_fails_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    _filled(tmp_path, 2)
    bad = entry("bad", 9)
    object.__setattr__(bad, "language", None)

    with Writer(tmp_path, MODEL) as writer, pytest.raises((IndexingError, AttributeError)):
        writer.add([entry("good", 8), bad])

    assert _ids(tmp_path) == ["d0", "d1"]


@pytest.mark.parametrize("place", ["head", "middle", "all"])
def test_damaged_originals_are_named_with_what_to_do(tmp_path: Path, place: str) -> None:
    _filled(tmp_path, 200)
    path = tmp_path / "originals.sqlite3"
    data = bytearray(path.read_bytes())
    ends = {"head": (0, 100), "middle": (4096, len(data)), "all": (0, len(data))}[place]
    data[ends[0] : ends[1]] = b"\xff" * (ends[1] - ends[0])
    path.write_bytes(data)

    with pytest.raises(IndexingError, match=r"originals\.sqlite3: damaged .*restore it"), Index(tmp_path) as index:
        index.search(vector(1), 1)


@pytest.mark.parametrize("keep", [0, 10, 1000])
def test_damaged_vectors_are_named_with_what_to_do(tmp_path: Path, keep: int) -> None:
    _filled(tmp_path, 200, exact=20)
    path = next(tmp_path.glob("vectors-*"))
    path.write_bytes(path.read_bytes()[:keep])

    with Index(tmp_path) as index, pytest.raises(IndexingError, match=r"vectors-.*damaged .*restore it"):
        index.search(vector(1), 1)


def test_missing_vectors_are_named(tmp_path: Path) -> None:
    _filled(tmp_path, 200, exact=20)
    next(tmp_path.glob("vectors-*")).unlink()

    with Index(tmp_path) as index, pytest.raises(IndexingError, match="a file with vectors is missing"):
        index.search(vector(1), 1)


def test_index_of_a_later_format_is_refused(tmp_path: Path) -> None:
    _filled(tmp_path, 1)
    with sqlite3.connect(tmp_path / "originals.sqlite3") as link:
        link.execute("UPDATE meta SET value = '9' WHERE name = 'format'")
    link.close()

    with pytest.raises(IndexingError, match="found format '9', expected '1'"):
        Index(tmp_path)


def test_order_of_adding_changes_no_answer(tmp_path: Path) -> None:
    entries = [entry(f"d{number}", number) for number in range(60)]
    answers = []
    for name, order in (("one", entries), ("other", entries[::-1])):
        with Writer(tmp_path / name, MODEL) as writer:
            writer.add(order)
        with Index(tmp_path / name) as index:
            answers.append(json.dumps([(h.row.id, h.cosine) for h in index.search(vector(5), 20)]))

    assert answers[0] == answers[1]
