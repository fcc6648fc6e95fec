"""The page: what it marks, that it stands alone, and that nothing in an article acts in it."""

import base64
import hashlib
import io
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.record import comparison_to_dict, to_dict
from provenance.report import FORMATS, Look
from provenance.report.beads import moved_links
from provenance.report.graph import graph
from provenance.report.marks import Mark, paragraphs, runs
from provenance.report.names import common_folder
from provenance.report.sheets import sheet
from provenance.types import Chain, Declared, Document, Finding, Segment, Span, Version
from tests.record import samples

ATTACK = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    "<a href=\"javascript:document.title='owned'\">x</a>\"'><style>*{display:none}</style>{{ 7*7 }}\u202egnp\u2066"
)


def page_of(*values: Any) -> str:
    out = io.StringIO()
    FORMATS["html"](values, out, Look())
    return out.getvalue()


def hostile() -> dict[str, Any]:
    sample = samples.french_record()
    size = len(ATTACK)
    return to_dict(
        replace(
            sample,
            document=Document(ATTACK, ATTACK, ATTACK, (Declared("title", ATTACK, ATTACK, ATTACK),)),
            segments=(Segment(0, Span(0, size), "body", "en", 0.9),),
            findings=(Finding("artefacts", "doubled-word", ATTACK, Span(3, 40), 0.9, ATTACK, ATTACK),),
            chain=Chain(
                (Version("v1", "observed", ATTACK, (("en", 1.0),), ATTACK, (("author", ATTACK),)),), (), 0.0, (), ATTACK
            ),
        )
    )


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8))
def test_joined_runs_are_the_text_and_each_mark_covers_its_characters(text: str, ends: list[tuple[int, int]]) -> None:
    spans = [(min(pair), max(pair)) for pair in ((min(one, len(text)), min(other, len(text))) for one, other in ends)]
    marks = [Mark(start, end, f"m{place}", "info") for place, (start, end) in enumerate(spans)]

    cut = runs(text, marks)

    assert "".join(run.text for run in cut) == text
    for place, (start, end) in enumerate(spans):
        assert "".join(run.text for run in cut if f"m{place}" in run.ids) == text[start:end]
        assert sum(f"m{place}" in run.anchors for run in cut) == 1 or start == end


def test_a_record_shows_each_credit_and_finding_at_its_characters() -> None:
    page = page_of(to_dict(samples.record()))

    assert re.search(r'<mark class="[^"]*agent[^"]*" data-ids="[^"]*s0-t0c1[^"]*">Claire Monnet</mark>', page)
    assert re.search(r'<mark class="[^"]*minor[^"]*" data-ids="[^"]*s0-t0f1[^"]*">not not</mark>', page)
    assert page.count('data-claim="s0-t0f') == 4
    assert "html:lang says German" in page


def test_a_comparison_shows_both_texts_and_what_changed_at_the_characters() -> None:
    page = page_of(comparison_to_dict(samples.comparison()))

    assert re.search(r'<mark class="[^"]*major[^"]*" data-ids="[^"]*s0-p0d0[^"]*">March 12</mark>', page)
    assert re.search(r'<mark class="[^"]*major[^"]*" data-ids="[^"]*s0-p0d0[^"]*">21 mars</mark>', page)
    assert re.search(
        r'<mark class="[^"]*minor[^"]*" data-ids="s0-p0d2">Le port reste ouvert le dimanche\.</mark>', page
    )


def test_the_columns_follow_the_chain_and_a_credit_without_versions_comes_last() -> None:
    value = comparison_to_dict(samples.comparison())

    assert [text.name for text in sheet(value, "s0").texts] == ["traversier.txt", "ferry.txt"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=12), st.integers(0, 2)), max_size=6), st.data())
def test_paragraphs_give_back_the_text(pieces: list[tuple[str, int]], data: st.DataObject) -> None:
    text = "".join(piece for piece, _ in pieces)
    segments, place, paragraph = [], 0, 0
    for index, (piece, step) in enumerate(pieces):
        paragraph += step
        span = {"start": place, "end": place + len(piece), "quote": piece}
        segments.append({"index": index, "kind": "body", "paragraph": paragraph, "language": "und", "span": span})
        place += len(piece)
    ends = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=5))
    marks = [Mark(min(pair), max(pair), f"m{place}", "info") for place, pair in enumerate(ends)]

    cut = paragraphs(text, "en", segments, marks)

    sentences = [sentence for part in cut for sentence in part]
    assert "".join("".join(run.text for run in one.runs) + one.end for one in sentences) == text
    anchors = [anchor for one in sentences for run in one.runs for anchor in run.anchors]
    assert sorted(anchors) == sorted(f"m{place}" for place in range(len(ends)))


def test_every_anchor_that_a_claim_points_at_exists_once() -> None:
    for value in (to_dict(samples.record()), comparison_to_dict(samples.comparison())):
        page = page_of(value, value)

        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_the_page_stands_alone() -> None:
    page = page_of(to_dict(samples.record()))

    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "@import" not in page
    assert not re.search(r' style="| on[a-z]+="', page)


def test_the_policy_allows_the_style_and_script_of_the_page_and_nothing_else() -> None:
    page = page_of(to_dict(samples.record()))

    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    allowed = policy.group(1).replace("&#39;", "'")
    assert allowed.startswith("default-src 'none'; ")
    for element in ("style", "script"):
        inside = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        assert len(inside) == 1
        digest = base64.b64encode(hashlib.sha256(inside[0].encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in allowed


def test_an_article_full_of_attacks_is_text_in_the_page() -> None:
    page = page_of(hostile())

    assert "<script>document" not in page
    assert "<img" not in page
    assert "{{ 7*7 }}" in page
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)
    assert "\\u202e" in page


def test_two_pages_of_one_value_are_equal_bytes() -> None:
    assert page_of(hostile()) == page_of(hostile())


def test_nothing_gives_a_page_that_says_so() -> None:
    assert "Nothing to show." in page_of()


def test_an_implied_version_is_dashed_and_an_observed_one_solid() -> None:
    page = page_of(to_dict(samples.record()))

    assert page.count('class="node implied"') == 2
    assert page.count('class="node observed"') == 1


def test_versions_stand_in_columns_by_their_distance_from_the_first() -> None:
    drawn = graph(to_dict(samples.record())["chain"])

    assert [node.x for node in drawn.nodes] == sorted({node.x for node in drawn.nodes})
    assert drawn.width > max(node.x for node in drawn.nodes)


def test_links_that_cross_the_longest_order_are_moved() -> None:
    links = [
        {"one": [place], "other": [other]} if other is not None else {"one": [place], "other": []}
        for place, other in enumerate([0, 1, 5, None, 2, 3])
    ]

    assert moved_links(links) == {2}
    assert moved_links([]) == set()


@pytest.mark.parametrize(
    ("ids", "folder"),
    [
        (["a/b/1", "a/b/2"], "a/b/"),
        (["a/b1", "a/b2"], "a/"),
        (["1", "2"], ""),
        (["a/1", "b/1"], ""),
        (["a/b", "a/b/c"], "a/"),
    ],
)
def test_names_lose_the_folder_that_all_share(ids: list[str], folder: str) -> None:
    assert common_folder(ids) == folder
