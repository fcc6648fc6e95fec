"""Credits, dates and notes: what they say of two versions, with alignments made by hand."""

import pytest

from provenance import pipeline
from provenance.stemma import chain_records
from provenance.types import Alignment, Chain, Coverage, Document, Evidence, Pair, Record
from provenance.weigh import renumbered
from provenance.weigh.asserted import weigh_assertions, weigh_conflicts
from provenance.weigh.pairs import weigh_pairs

ENGLISH = "Velburg to keep the lock open\n\nThe harbour board of Velburg will keep the lower lock open, it said.\n\n"
FRENCH = "Velburg laissera l'écluse ouverte\n\nLe port de Velburg laissera l'écluse ouverte, a-t-il déclaré lundi.\n\n"
GERMAN = (
    "Velburg lässt die Schleuse offen\n\nDer Hafen von Velburg lässt die untere Schleuse den Winter über offen.\n\n"
)


def _record(name: str, text: str, published: str | None = None) -> Record:
    return pipeline.inspect(Document(name, text, name, (), published))


def _chain(
    records: list[Record], asserted: tuple[str, ...] = (), similarity: float = 0.8
) -> tuple[Chain, tuple[Evidence, ...]]:
    pairs = [
        Pair(
            Alignment(one.document.id, other.document.id, ()),
            Coverage(1.0, 1.0, 1.0, similarity),
            "translation",
            0.95,
            (),
        )
        for index, one in enumerate(records)
        for other in records[index + 1 :]
    ]
    evidence = (*weigh_pairs(records, pairs), *weigh_assertions(records, asserted))
    return chain_records(records, pairs, renumbered((*evidence, *weigh_conflicts(evidence))))


def test_child_dated_before_its_parent_is_refused_whatever_its_credit_says() -> None:
    records = [
        _record("a.txt", ENGLISH, "2026-03-05"),
        _record("b.txt", FRENCH + "(Traduit de l'anglais par Cléa Petit)", "2026-03-04"),
    ]

    chain, evidence = _chain(records)

    assert ("v1", "v2") not in {(hop.parent, hop.child) for hop in chain.hops}
    assert any(item.rule == "published-later" and item.claim == "v1>v2" for item in evidence)


def test_assertion_against_a_credit_is_a_conflict_that_cites_the_credit() -> None:
    records = [_record("a.txt", ENGLISH), _record("b.txt", FRENCH + "(Traduit de l'anglais par Cléa Petit)")]

    _, evidence = _chain(records, asserted=("b.txt > a.txt",))

    conflict = next(item for item in evidence if item.rule == "conflict")
    assert conflict.log_odds < 0
    assert any(cite.span is not None for cite in conflict.cites)


def test_credit_for_one_source_speaks_against_another_at_hand() -> None:
    records = [
        _record("a.txt", ENGLISH),
        _record("b.txt", FRENCH + "(Traduit de l'anglais par Cléa Petit)"),
        _record("c.txt", GERMAN),
    ]

    _, evidence = _chain(records)

    weights = {item.claim: item.log_odds for item in evidence if item.rule.startswith("credit-")}
    assert weights["v1>v2"] > 0 > weights["v3>v2"]


def test_source_that_is_not_at_hand_may_stand_behind_the_parent() -> None:
    records = [_record("b.txt", FRENCH + "(Traduit de l'anglais par Cléa Petit)"), _record("c.txt", GERMAN)]

    _, evidence = _chain(records)

    assert not any(item.rule == "credit-other-source" for item in evidence)


def test_note_of_revision_tells_which_came_first_in_one_language() -> None:
    records = [_record("a.txt", ENGLISH), _record("b.txt", ENGLISH + "(Updates with the board's answer)")]

    chain, _ = _chain(records)

    assert [(hop.parent, hop.child, hop.kind) for hop in chain.hops] == [("v1", "v2", "republication")]


@pytest.mark.parametrize("similarity", [0.05, 0.15])
def test_similarity_by_chance_makes_no_version(similarity: float) -> None:
    chain, _ = _chain([_record("a.txt", ENGLISH), _record("b.txt", FRENCH)], similarity=similarity)

    assert chain.hops == ()


def test_no_statement_accuses() -> None:
    records = [
        _record("a.txt", ENGLISH + "(Reporting by Ada Mole)"),
        _record("b.txt", FRENCH + "(Traduit de l'anglais par Cléa Petit)"),
        _record("c.txt", GERMAN + "(Übersetzt von Cléa Petit)"),
    ]

    _, evidence = _chain(records)

    said = " ".join(item.statement for item in evidence).casefold()
    assert not any(word in said for word in ("stole", "plagiar", "fake", "fraud", "illegal", "copied from", "lied"))


def test_person_seldom_translates_what_a_machine_translated() -> None:
    records = [
        _record("a.txt", ENGLISH + "This page was translated automatically."),
        _record("b.txt", FRENCH + "(Traduit par Cléa Petit)"),
        _record("c.txt", GERMAN),
    ]

    _, evidence = _chain(records)

    found = [item for item in evidence if item.rule == "machine-source"]
    assert [(item.claim, item.log_odds < 0) for item in found] == [("v1>v2", True)]
    assert {cite.document_id for cite in found[0].cites} == {"a.txt", "b.txt"}


def test_credit_for_an_unseen_source_says_nothing_for_a_parent_in_another_language() -> None:
    twice = "(Traduit de l'anglais par Cléa Petit) (Traduction : Cléa Petit)"
    records = [_record("b.txt", FRENCH + twice), _record("c.txt", GERMAN)]

    _, evidence = _chain(records)

    assert not any(item.rule == "credit-names-translation" and item.claim == "v2>v1" for item in evidence)
