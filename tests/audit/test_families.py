"""Families: what holds together, what does not, and the stories of corpora/ found again in one heap."""

import json
from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.audit import audit
from provenance.audit.engines import ENGINES
from provenance.audit.grouping import GAP, Group, gaps, group
from provenance.audit.kinship import PARTNERS, WHOLE, aligned, held_together
from provenance.audit.likeness import SEGMENTS, Sketch, features, pack, sketch, unpack
from provenance.embed import load_encoder
from provenance.pipeline import inspect
from provenance.types import Document
from tests.audit.engines import inline
from tests.corpora.families import CORPORA, families

Edges = Mapping[tuple[int, int], float]


def grouped(edges: Edges) -> tuple[tuple[int, ...], ...]:
    one, other = (np.array(side, np.int64) for side in zip(*edges, strict=True))
    return group(one, other, np.array(list(edges.values())))


def clique(rows: range, score: float = 4.0) -> dict[tuple[int, int], float]:
    return {(one, other): score for one in rows for other in rows if one < other}


def test_one_strong_pair_does_not_merge_two_families() -> None:
    edges = clique(range(4)) | clique(range(4, 8)) | {(3, 4): 3.9}

    assert grouped(edges) == ((0, 1, 2, 3), (4, 5, 6, 7))


def test_chain_of_weak_links_is_not_one_family() -> None:
    chain = {(row, row + 1): 0.5 for row in range(20)}

    assert max(map(len, grouped(chain))) == 2


def test_family_with_pairs_that_the_join_missed_is_whole() -> None:
    edges = clique(range(8))
    for missed in ((0, 5), (1, 6), (2, 7)):
        del edges[missed]

    assert grouped(edges) == (tuple(range(8)),)


def test_pairs_that_speak_against_keep_a_text_out() -> None:
    edges = clique(range(4)) | {(0, 4): 3.0, (1, 4): -3.0, (2, 4): -3.0, (3, 4): -3.0}

    assert grouped(edges) == ((0, 1, 2, 3),)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.tuples(st.integers(0, 11), st.integers(0, 11)), st.floats(-6, 6), min_size=1, max_size=40),
    st.randoms(use_true_random=False),
)
def test_order_of_pairs_changes_nothing(drawn: dict[tuple[int, int], float], random: object) -> None:
    edges = {(min(pair), max(pair)): score for pair, score in drawn.items() if pair[0] != pair[1]}
    if not edges:
        return
    turned = dict(reversed(list(edges.items())))

    found = grouped(edges)

    assert grouped(turned) == found
    assert len({row for rows in found for row in rows}) == sum(map(len, found))


def test_lead_is_over_the_best_rival_in_the_same_language() -> None:
    one, other = np.array([0, 0, 0]), np.array([1, 2, 3])
    tongues = np.array([0, 1, 1, 2], np.int16)

    found = gaps(one, other, tongues, np.array([3.0, 1.0, -2.0]))

    assert found.tolist() == [[2.0, GAP], [-2.0, GAP], [GAP, GAP]]


def test_small_group_is_aligned_whole_and_a_large_one_by_its_likest() -> None:
    small = Group(tuple(range(WHOLE)), ())
    rows = tuple(range(30))
    large = Group(rows, tuple((one, other, 5.0 - abs(one - other)) for one in rows for other in rows if one < other))

    found = aligned(large)

    assert len(aligned(small)) == WHOLE * (WHOLE - 1) // 2
    assert len(found) <= (PARTNERS + 1) * len(rows)
    assert held_together(rows, found) == [rows]


def test_rows_that_nothing_connects_are_no_family() -> None:
    assert held_together(range(5), [(3, 1), (4, 3)]) == [(1, 3, 4)]


def sketch_of(text: str) -> Sketch:
    return sketch(inspect(Document("a", text, "a")), load_encoder())


def test_sketch_survives_packing() -> None:
    kept = sketch_of("Flood of 1997 returns\n\nThe river rose by 3.5 metres.  Some 12,000 people left.\n")

    found = unpack(pack(kept))

    assert np.array_equal(found.vectors, kept.vectors)
    assert found.lengths.tolist() == kept.lengths.tolist()
    assert (found.numbers, found.title) == (kept.numbers, kept.title)
    assert found.title == {"1997"} and "12000" in found.numbers


def test_sketch_of_nothing_and_of_too_much() -> None:
    empty = sketch_of("…")
    long = sketch_of("".join(f"The number {place} is a number of its own.\n\n" for place in range(SEGMENTS + 20)))

    assert len(unpack(pack(empty)).vectors) == len(empty.vectors)
    assert len(long.vectors) <= SEGMENTS
    assert np.isfinite(features(empty, long, cosine=0.0, margin=0.0, is_same_language=False)).all()


def test_features_do_not_depend_on_which_comes_first() -> None:
    one = sketch_of("Port reopens\n\nThe port of Ostwick reopened on 4 May.  Two ferries left at noon.\n")
    other = sketch_of("Le port rouvre\n\nLe port d'Ostwick a rouvert le 4 mai.  Deux ferries sont partis à midi.\n")

    seen = features(one, other, cosine=0.5, margin=1.5, is_same_language=False)

    assert np.array_equal(seen, features(other, one, cosine=0.5, margin=1.5, is_same_language=False))


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, ...]]:
    """Audit all texts of corpora/ in one heap; return the members of the families found."""
    output = tmp_path_factory.mktemp("families") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(ENGINES, "inline", inline)
        patch.chdir(CORPORA.parent)
        audit(["corpora"], output, engine="inline")
    return [tuple(json.loads(line)["members"]) for line in (output / "families.jsonl").read_text("utf-8").splitlines()]


def told() -> tuple[dict[str, set[str]], set[str]]:
    """Return the ids of each story's versions, and of the texts that belong to none."""
    stories: dict[str, set[str]] = defaultdict(set)
    apart: set[str] = set()
    for family in families():
        for version in family.versions:
            if version.file is None:
                continue
            name = version.id if version.line else f"corpora/{family.folder.name}/{version.file}"
            if version.kind in ("same-event", "unrelated"):
                apart.add(name)
            else:
                stories[family.folder.name].add(name)
    return stories, apart


def test_stories_of_the_corpora_are_found_in_one_heap(audited: list[tuple[str, ...]]) -> None:
    stories, _ = told()
    whole = [set(members) for members in audited]

    assert [name for name, members in stories.items() if len(members) > 1 and members not in whole] == []


def test_other_newsrooms_stay_apart(audited: list[tuple[str, ...]]) -> None:
    _, apart = told()

    assert sorted({name for members in audited for name in members} & apart) == []
