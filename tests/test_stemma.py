"""Chains over several versions, with alignments made by hand: what the evidence says, not how the aligner does."""

import pytest

from provenance import pipeline
from provenance.errors import ProvenanceError
from provenance.stemma import UNRELATED, chain_records
from provenance.types import Alignment, Chain, Coverage, Document, Evidence, Pair, Record, Verdict
from provenance.weigh import renumbered
from provenance.weigh.asserted import weigh_assertions
from provenance.weigh.pairs import weigh_pairs

ENGLISH = (
    "Velburg to keep the lock open\n\nVELBURG (Reuters) – The harbour board of Velburg will keep the lower lock open "
    "through the winter, an official said on Monday, after farmers complained about long delays.\n\n"
)
FRENCH = (
    "Velburg laissera l'écluse ouverte\n\nVELBURG (Reuters) – L'administration portuaire de Velburg laissera l'écluse "
    "inférieure ouverte tout l'hiver, a déclaré lundi un responsable, après des plaintes d'agriculteurs "
    "sur les retards.\n\n"
)


def _record(name: str, text: str, published: str | None = None) -> Record:
    return pipeline.inspect(Document(name, text, name, (), published))


def _pair(one: Record, other: Record, verdict: Verdict = "translation", coverage: float = 1.0) -> Pair:
    alignment = Alignment(one.document.id, other.document.id, ())
    return Pair(alignment, Coverage(coverage, coverage, 1.0, 0.8), verdict, 0.95, ())


def _chain(
    records: list[Record], verdict: Verdict = "translation", asserted: tuple[str, ...] = ()
) -> tuple[Chain, tuple[Evidence, ...]]:
    pairs = [_pair(one, other, verdict) for index, one in enumerate(records) for other in records[index + 1 :]]
    evidence = renumbered((*weigh_pairs(records, pairs), *weigh_assertions(records, asserted)))
    return chain_records(records, pairs, evidence)


def test_translator_credit_decides_the_direction() -> None:
    records = [
        _record("a.txt", ENGLISH + "(Reporting by Ada Mole; Editing by Ben Osk)"),
        _record("b.txt", FRENCH + "(Reportage Ada Mole, version française Cléa Petit)"),
    ]

    chain, _ = _chain(records)

    assert [(hop.parent, hop.child, hop.kind) for hop in chain.hops] == [("v1", "v2", "translation")]
    assert chain.hops[0].confidence > 0.8
    assert ("translator", "Cléa Petit") in chain.hops[0].agents


def test_without_any_evidence_the_direction_is_undetermined() -> None:
    chain, _ = _chain([_record("a.txt", ENGLISH), _record("b.txt", FRENCH)])

    assert chain.hops == ()
    assert chain.undetermined is not None
    assert "v1 and v2" in chain.undetermined


def test_unrelated_texts_have_no_chain() -> None:
    chain, _ = _chain([_record("a.txt", ENGLISH), _record("b.txt", FRENCH)], "unrelated")

    assert chain.hops == ()
    assert chain.undetermined == UNRELATED


def test_text_that_credits_a_french_version_comes_from_the_french_text_at_hand() -> None:
    records = [
        _record("a.txt", ENGLISH + "(Reporting by Ada Mole; Editing by Ben Osk)"),
        _record("b.txt", FRENCH + "(Reportage Ada Mole, version française Cléa Petit, édité par Denis Roux)"),
        _record(
            "c.txt",
            ENGLISH.replace("through", "during") + "(Report Ada Mole, French version Cléa Petit, edited by Denis Roux)",
        ),
    ]

    chain, _ = _chain(records)

    assert [(hop.parent, hop.child) for hop in chain.hops] == [("v1", "v2"), ("v2", "v3")]
    assert chain.hops[1].kind == "re-translation"
    assert all(version.status == "observed" for version in chain.versions)


def test_version_that_nobody_has_is_put_between_the_two_at_hand() -> None:
    records = [
        _record("a.txt", ENGLISH + "(Reporting by Ada Mole; Editing by Ben Osk)"),
        _record(
            "c.txt",
            ENGLISH.replace("through", "during") + "(Report Ada Mole, French version Cléa Petit, edited by Denis Roux)",
        ),
    ]

    chain, evidence = _chain(records, "same-text")

    implied = [version for version in chain.versions if version.status == "implied"]
    assert [version.languages[0][0] for version in implied if version.label.startswith("French")] == ["fr"]
    known = {item.id for item in evidence}
    assert len(known) == len(evidence)
    assert all(name in known for hop in chain.hops for name in hop.evidence)


def test_earlier_date_alone_tips_the_direction_and_leaves_an_unseen_source_open() -> None:
    chain, _ = _chain([_record("a.txt", ENGLISH, "2026-03-05"), _record("b.txt", FRENCH, "2026-03-04")])

    assert [(hop.parent, hop.child) for hop in chain.hops] == [("v2", "v1")]
    assert 0.5 <= chain.hops[0].confidence < 0.7
    beside = next(item for item in chain.alternatives if "come from a version that nobody has" in item.statement)
    assert beside.hops == ()
    assert beside.probability > 0.3


def test_chain_with_a_step_is_not_undetermined_whatever_else_is_open() -> None:
    records = [
        _record("a.txt", ENGLISH + "(Reporting by Ada Mole; Editing by Ben Osk)"),
        _record("b.txt", FRENCH + "(Reportage Ada Mole, version française Cléa Petit)"),
        _record("c.txt", FRENCH.replace("lundi", "mardi")),
    ]

    chain, _ = _chain(records)

    assert bool(chain.hops) is (chain.undetermined is None)


def test_third_version_at_hand_makes_an_unseen_source_less_likely() -> None:
    two = [_record("a.txt", ENGLISH, "2026-03-05"), _record("b.txt", FRENCH, "2026-03-04")]
    three = [*two, _record("c.txt", ENGLISH.replace("through", "during"), "2026-03-03")]

    def beside(records: list[Record]) -> float:
        chain, _ = _chain(records)
        return sum(item.probability for item in chain.alternatives if "nobody has" in item.statement)

    assert beside(three) < beside(two)


def test_assertion_outweighs_a_date_and_stays_an_assertion() -> None:
    records = [_record("a.txt", ENGLISH, "2026-03-05"), _record("b.txt", FRENCH, "2026-03-04")]

    chain, evidence = _chain(records, asserted=("b.txt is a translation of a.txt",))

    assert [(hop.parent, hop.child, hop.basis) for hop in chain.hops] == [("v1", "v2", "asserted")]
    assert [item.basis for item in evidence if item.rule == "asserted"] == ["asserted"]
    assert any(item.rule == "published-earlier" for item in evidence)


@pytest.mark.parametrize("claim", ["nonsense", "x.txt > a.txt", "a.txt > a.txt"])
def test_assertion_that_means_nothing_is_refused_with_its_words(claim: str) -> None:
    records = [_record("a.txt", ENGLISH), _record("b.txt", FRENCH)]

    with pytest.raises(ProvenanceError, match="assertion"):
        weigh_assertions(records, [claim])
