"""The join by shards: what it finds against comparing all, and that neither shards nor workers nor order matter."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from provenance.audit.cells import assign, centre, means, quantise, train
from provenance.audit.join import Candidates, Held, Neighbours, Task, join, merge, nearest, pair

Pairs = set[tuple[int, int]]


def families_of(count: int, *, versions: int = 3, noise: float = 0.5, seed: int = 1, width: int = 64) -> Held:
    """Texts in as many languages as versions, each language with its own offset; text t is rows 3t, 3t + 1, 3t + 2."""
    draw = np.random.default_rng(seed)
    texts = np.repeat(draw.normal(size=(count, width)), versions, axis=0)
    tongues = np.tile(np.arange(versions), count).astype(np.int16)
    offsets = 0.7 * draw.normal(size=(versions, width))
    vectors = texts + noise * draw.normal(size=texts.shape) + offsets[tongues]
    unit = quantise((vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32))
    return Held(centre(unit, tongues, means(unit, tongues)), tongues)


def pairs_of(found: Candidates) -> Pairs:
    return set(zip(found.one.tolist(), found.other.tolist(), strict=True))


def true_pairs(count: int, versions: int = 3) -> Pairs:
    return {
        (versions * text + one, versions * text + other)
        for text in range(count)
        for other in range(versions)
        for one in range(other)
    }


def equal(one: Candidates, other: Candidates) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in ("one", "other", "cosines", "margins")
    )


def test_join_by_shards_finds_what_comparing_all_finds() -> None:
    table = families_of(1500)

    exact = pairs_of(join(table, cell=len(table.tongues)))
    by_shards = pairs_of(join(table, cell=256))

    truth = true_pairs(1500)
    assert len(exact & truth) >= 0.99 * len(truth)
    assert len(by_shards & truth) >= 0.95 * len(truth)


def test_margin_tells_versions_from_strangers() -> None:
    table = families_of(300)

    found = join(table)

    truth = true_pairs(300)
    is_true = np.array([pair in truth for pair in zip(found.one.tolist(), found.other.tolist(), strict=True)])
    assert np.median(found.margins[is_true]) > 1.5 > np.quantile(found.margins[~is_true], 0.9)


def test_copies_in_one_language_do_not_crowd_out_a_translation() -> None:
    draw = np.random.default_rng(5)
    text = draw.normal(size=64)
    pages = text + 0.05 * draw.normal(size=(60, 64))  # a template in one language
    translation = text + 0.3 * draw.normal(size=(1, 64))
    others = draw.normal(size=(40, 64))
    vectors = np.vstack([pages, translation, others])
    unit = quantise((vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32))
    tongues = np.array([0] * 60 + [1] * 41, np.int16)

    found = join(Held(unit, tongues))

    assert any(other == 60 for _, other in pairs_of(found))


def test_order_in_which_workers_answer_changes_nothing() -> None:
    table = families_of(700)

    def late(function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        given = list(items)
        yield from reversed([function(item) for item in reversed(given)])

    assert equal(join(table, cell=128), join(table, cell=128, spread=late))


def test_merging_in_pieces_is_merging_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    table = families_of(700)
    at_once = join(table, cell=128)

    monkeypatch.setattr("provenance.audit.join.MERGED", 1)

    assert equal(join(table, cell=128), at_once)


def test_permuting_documents_permutes_pairs() -> None:
    table = families_of(400)
    order = np.random.default_rng(2).permutation(len(table.tongues))

    found = join(table)
    moved = join(Held(table.vectors[order], table.tongues[order]))

    back = {(min(order[a], order[b]), max(order[a], order[b])) for a, b in pairs_of(moved)}
    # equal cosines are told apart by row, so a tie at the end of a list may fall either way
    assert len(back ^ pairs_of(found)) <= 0.002 * len(found)
    assert true_pairs(400) & pairs_of(found) == true_pairs(400) & back


def test_cell_that_is_too_large_is_cut_again() -> None:
    table = families_of(500)
    task = Task(np.arange(1500), table.vectors, table.tongues)

    found = pair(nearest(task, largest=256))

    truth = true_pairs(500)
    assert len(pairs_of(found) & truth) >= 0.9 * len(truth)


def test_cell_of_equal_vectors_is_cut_by_rows() -> None:
    vectors = np.tile(quantise(np.eye(1, 16, dtype=np.float32)), (1000, 1))

    found = nearest(Task(np.arange(1000), vectors, np.zeros(1000, np.int16)), largest=200)

    assert set(found.rows.tolist()) == set(range(1000))


def test_documents_of_which_nothing_is_known_have_no_neighbours() -> None:
    table = families_of(20)
    vectors = table.vectors.copy()
    vectors[7] = 0

    found = pairs_of(join(Held(vectors, table.tongues)))

    assert found and not any(7 in pair for pair in found)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_tiny_corpora(count: int) -> None:
    table = families_of(2)

    found = join(Held(table.vectors[:count], table.tongues[:count]))

    assert pairs_of(found) == ({(0, 1)} if count == 2 else set())


def test_small_language_leans_on_the_mean_of_all() -> None:
    vectors = quantise(np.eye(3, 16, dtype=np.float32)[[0] * 50 + [1]])
    tongues = np.array([0] * 50 + [1], np.int16)

    found = centre(vectors, tongues, means(vectors, tongues))

    assert found[50, 1] > 100  # its own mean would have left nothing of it


def test_many_cells_are_looked_up_by_groups() -> None:
    draw = np.random.default_rng(3)
    vectors = draw.normal(size=(3000, 16))
    unit = quantise((vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32))
    cells = train(unit, 1200)

    near = assign(unit[:500], cells)

    assert len(cells.groups) == 34
    assert 1200 <= len(cells.centres) <= 1234
    scores = unit[:500].astype(np.int64) @ cells.centres.astype(np.int64).T
    assert np.mean([best in row for best, row in zip(scores.argmax(axis=1), near, strict=True)]) > 0.9


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 9)), max_size=60), st.integers(1, 3))
def test_merge_does_not_depend_on_how_neighbours_were_parted(entries: list[tuple[int, int, int]], k: int) -> None:
    known = {(row, other): score for row, other, score in entries if row != other}

    def part(rows: list[tuple[tuple[int, int], int]]) -> Neighbours:
        table: NDArray[np.int64] = np.array([(*key, score) for key, score in rows], np.int64).reshape(-1, 3)
        cosines = (table[:, 2] / 10).astype(np.float32)
        return Neighbours(table[:, 0], table[:, 1], (table[:, 1] % 2).astype(np.int16), cosines)

    rows = list(known.items())
    at_once = merge([part(rows)], k)
    in_parts = merge([part(rows[::2]), part(rows[::-1]), merge([part(rows[1::2])], k)], k)

    for name in ("rows", "others", "tongues", "cosines"):
        assert np.array_equal(getattr(at_once, name), getattr(in_parts, name))
