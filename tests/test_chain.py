from provenance import pipeline
from provenance.types import Document, Record

BODY = (
    "Velburg to keep the lock open\n\n"
    "VELBURG (Reuters) – The harbour board of Velburg will keep the lower lock open through the winter, an official "
    "said on Monday, after farmers complained that grain boats had waited for nine days.\n\n"
    "“We shall go on working at night”, said Ana Kolv, who heads the board, in an interview with a local paper.\n\n"
)


def _inspect(credit: str) -> Record:
    return pipeline.inspect(Document("a.txt", BODY + credit + "\n", "a.txt"))


def test_credit_that_names_another_version_implies_it_between_original_and_text() -> None:
    record = _inspect("(Report Ada Mole and Ben Osk, French version Cléa Petit, edited by Denis Roux)")

    chain = record.chain
    assert [(version.id, version.status) for version in chain.versions] == [
        ("original", "implied"),
        ("version:fr", "implied"),
        ("text", "observed"),
    ]
    assert [(hop.parent, hop.child, hop.basis) for hop in chain.hops] == [
        ("original", "version:fr", "declared"),
        ("version:fr", "text", "inferred"),
    ]
    assert chain.hops[0].agents == (("translator", "Cléa Petit"), ("editor", "Denis Roux"))
    assert chain.hops[1].agents == ()
    assert chain.versions[0].agents == (("reporter", "Ada Mole"), ("reporter", "Ben Osk"))
    assert chain.undetermined is None
    assert sum(alternative.probability for alternative in chain.alternatives) < 0.5


def test_original_language_is_a_distribution_and_not_the_language_of_a_version_made_of_it() -> None:
    languages = dict(_inspect("(Report Ada Mole, French version Cléa Petit)").chain.versions[0].languages)

    assert languages["en"] > 0.5
    assert "fr" not in languages
    assert sum(languages.values()) <= 1.0


def test_credit_for_a_translation_into_the_texts_own_language_is_one_step() -> None:
    record = _inspect("Translated from the Spanish by Ada Mole")

    assert [(hop.parent, hop.child, hop.agents) for hop in record.chain.hops] == [
        ("original", "text", (("translator", "Ada Mole"),))
    ]
    assert record.chain.versions[0].languages[0][0] == "es"


def test_text_without_any_word_on_other_versions_is_undetermined() -> None:
    record = _inspect("(Reporting by Ada Mole; Editing by Ben Osk)")

    assert record.chain.hops == ()
    assert record.chain.undetermined is not None


def test_every_cite_quotes_the_text_and_points_into_the_record() -> None:
    record = _inspect("(Report Ada Mole and Ben Osk, French version Cléa Petit, edited by Denis Roux)")

    assert record.evidence
    for item in record.evidence:
        for cite in item.cites:
            assert cite.ref is not None
            _, part, number = cite.ref.split("/")
            target = (record.credits if part == "credits" else record.findings)[int(number)]
            assert target.span == cite.span
    known = {item.id for item in record.evidence}
    assert all(name in known for hop in record.chain.hops for name in hop.evidence)


def test_credit_from_the_texts_own_language_implies_a_version_in_another_one() -> None:
    record = _inspect("(Translated from English by Cléa Petit)")

    assert [(hop.parent, hop.child, hop.agents) for hop in record.chain.hops] == [
        ("original", "version:und", (("translator", "Cléa Petit"),)),
        ("version:und", "text", ()),
    ]
    assert record.chain.versions[0].languages[0][0] == "en"
    assert record.chain.undetermined is None
