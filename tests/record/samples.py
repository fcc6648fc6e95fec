"""One record and one comparison as the stages make them, of a text written for these tests.

An English text whose last line credits a French version: the case that the tool was made for.
"""

from dataclasses import replace

from provenance.types import (
    Agent,
    Alignment,
    Alternative,
    Chain,
    Cite,
    Comparison,
    Coverage,
    Credit,
    Declared,
    Discrepancy,
    Document,
    Evidence,
    Finding,
    Hop,
    LanguageGuess,
    Link,
    Model,
    Pair,
    Record,
    Scope,
    Segment,
    SegmentKind,
    Span,
    Version,
)

TITLE = "Norland to keep the ferry line open\n\n"
DATELINE = "PORT ESK (Meridian) – "
BODY = "Norland will run the ferry through March 12, said the ministry. Norland Office, on Monday. "
SECOND = "The crew of 14 must not not miss a sailing.\n\n"
CREDIT = "(Report Ana Lind and Bo Rask, French version Claire Monnet, edited by Denis Aubry)\n\n"
TAIL = "Source link -87"
TEXT = TITLE + DATELINE + BODY + SECOND + CREDIT + TAIL
FRENCH = (
    "La Norlande maintient sa ligne de ferry\n\n"
    "La Norlande maintiendra le ferry jusqu'au 21 mars, a déclaré le ministère. "
    "L'équipage de 14 personnes ne doit manquer aucun départ.\n\n"
    "Le port reste ouvert le dimanche.\n"
)


def span_of(quote: str, text: str = TEXT) -> Span:
    start = text.index(quote)
    return Span(start, start + len(quote))


def tile(text: str, pieces: tuple[tuple[str, SegmentKind], ...], language: str) -> tuple[Segment, ...]:
    segments, place = [], 0
    for index, (piece, kind) in enumerate(pieces):
        span = Span(place, place + len(piece))
        assert span.of(text) == piece
        segments.append(Segment(index, span, kind, language if kind == "body" else "und", 0.98, index // 2))
        place = span.end
    assert place == len(text)
    return tuple(segments)


def credit_list() -> tuple[Credit, ...]:
    version = Scope("version", "fr", span_of("French version"))
    original = Scope("original", None, span_of("Report"))
    ana = Agent("Ana Lind", "person", span_of("Ana Lind"))
    bo = Agent("Bo Rask", "person", span_of("Bo Rask"))
    claire = Agent("Claire Monnet", "person", span_of("Claire Monnet"))
    denis = Agent("Denis Aubry", "person", span_of("Denis Aubry"))
    return (
        Credit(
            "reporter", (ana, bo), original, span_of("Report Ana Lind and Bo Rask"), "en.report", 0.95, worded_as="fr"
        ),
        Credit(
            "translator",
            (claire,),
            version,
            span_of("French version Claire Monnet"),
            "en.version",
            0.97,
            target_language="fr",
        ),
        Credit("editor", (denis,), version, span_of("edited by Denis Aubry"), "en.edited", 0.9),
        Credit(
            "publisher",
            (Agent("Meridian", "organisation", span_of("Meridian")),),
            original,
            span_of("(Meridian)"),
            "dateline",
            0.9,
        ),
    )


def findings() -> tuple[Finding, ...]:
    return (
        Finding(
            "claims",
            "credit-language-mismatch",
            "fr",
            span_of("French version Claire Monnet"),
            0.97,
            "credited-language",
            "the text is in English, the credit names a French version",
        ),
        Finding(
            "artefacts", "doubled-word", "not", span_of("not not"), 0.93, "doubled-word", "a function word stands twice"
        ),
        Finding(
            "artefacts", "broken-sentence", "ministry. Norland", span_of("ministry. Norland"), 0.7, "broken-sentence"
        ),
        Finding("artefacts", "aggregator-tail", "Source link -87", span_of(TAIL), 0.99, "tail"),
        Finding(
            "declared", "declared-language-mismatch", "de", None, 0.8, "declared-language", "html:lang says German"
        ),
    )


def evidence() -> tuple[Evidence, ...]:
    def cite(quote: str, ref: str) -> Cite:
        return Cite("ferry.txt", span_of(quote), ref)

    return (
        Evidence(
            "e1",
            "credited-version",
            "v1>v2",
            "the credit names a French version by Claire Monnet",
            3.2,
            "declared",
            (cite("French version Claire Monnet", "/credits/1"),),
        ),
        Evidence(
            "e2",
            "doubled-word",
            "v2>v3",
            "a doubled negation is consistent with an automatic translation",
            1.1,
            "inferred",
            (cite("not not", "/findings/1"),),
        ),
        Evidence(
            "e3",
            "worded-as",
            "v2>v3",
            "'Report' with names is consistent with French 'Reportage'",
            2.0,
            "inferred",
            (cite("Report Ana Lind and Bo Rask", "/credits/0"),),
        ),
        Evidence("e4", "no-credit", "v2>v3", "no translator into English is named", -0.4, "inferred", ()),
    )


def chain() -> Chain:
    return Chain(
        versions=(
            Version(
                "v1",
                "implied",
                "original report",
                (("en", 0.7), ("ru", 0.2)),
                None,
                (("reporter", "Ana Lind"), ("reporter", "Bo Rask")),
            ),
            Version("v2", "implied", "French version", (("fr", 1.0),), None, (("translator", "Claire Monnet"),)),
            Version("v3", "observed", "this text", (("en", 1.0),), "ferry.txt"),
        ),
        hops=(
            Hop("v1", "v2", "translation", 0.93, "declared", (("translator", "Claire Monnet"),), 0.05, ("e1",)),
            Hop("v2", "v3", "machine-translation", 0.82, "inferred", (), 0.84, ("e2", "e3", "e4")),
        ),
        confidence=0.78,
        alternatives=(
            Alternative("the French credit was left on an English original", (("v1", "v3", "republication"),), 0.11),
        ),
    )


def record() -> Record:
    declared = (
        Declared("language", "de", "html:lang"),
        Declared("alternate", "https://example.org/fr", "html:link", "fr"),
        Declared("language", "en", "asserted:--language"),
    )
    return Record(
        document=Document("ferry.txt", TEXT, "/tmp/ferry.txt", declared, "2021-12-27"),
        language=LanguageGuess("en", 0.9999, (("nl", 0.0001),)),
        segments=tile(
            TEXT,
            (
                (TITLE, "title"),
                (DATELINE, "dateline"),
                (BODY, "body"),
                (SECOND, "body"),
                (CREDIT, "credit"),
                (TAIL, "boilerplate"),
            ),
            "en",
        ),
        findings=findings(),
        credits=credit_list(),
        evidence=evidence(),
        chain=chain(),
        model=Model("bundled", "0a" * 32),
    )


def french_record() -> Record:
    lines = FRENCH.split("\n")
    first, second = lines[2].split(" L'", 1)
    pieces: tuple[tuple[str, SegmentKind], ...] = (
        (lines[0] + "\n\n", "title"),
        (first + " ", "body"),
        ("L'" + second + "\n\n", "body"),
        (lines[4] + "\n", "body"),
    )
    undetermined = Chain(
        (Version("v1", "observed", "this text", (("fr", 1.0),), "traversier.txt"),),
        (),
        0.0,
        undetermined="nothing in the text names another version",
    )
    return Record(
        document=Document("traversier.txt", FRENCH, "/tmp/traversier.txt"),
        language=LanguageGuess("fr", 0.9998),
        segments=tile(FRENCH, pieces, "fr"),
        findings=(),
        credits=(),
        evidence=(),
        chain=undetermined,
    )


def pair() -> Pair:
    links = (
        Link((0,), (0,), 0.81, 0.97),
        Link((1,), (), 0.0, 0.8),
        Link((2,), (1,), 0.77, 0.98),
        Link((3,), (2,), 0.69, 0.95),
        Link((4,), (), 0.0, 0.9),
        Link((5,), (), 0.0, 0.99),
        Link((), (3,), 0.0, 0.91),
    )
    return Pair(
        alignment=Alignment("ferry.txt", "traversier.txt", links),
        coverage=Coverage(0.95, 0.74, 1.0, 0.757),
        verdict="translation",
        confidence=0.91,
        discrepancies=(
            Discrepancy(
                "date", span_of("March 12"), span_of("21 mars", FRENCH), "major", "12 March against 21 March", 0.95
            ),
            Discrepancy(
                "negation",
                span_of("not not"),
                span_of("ne doit manquer aucun", FRENCH),
                "minor",
                "two negations against one",
                0.6,
            ),
            Discrepancy(
                "addition",
                Span(150, 150),
                span_of("Le port reste ouvert le dimanche.", FRENCH),
                "minor",
                "no partner",
                0.91,
            ),
        ),
    )


def comparison() -> Comparison:
    return Comparison(
        records=(record(), french_record()),
        pairs=(pair(),),
        evidence=(
            Evidence(
                "e1",
                "alignment",
                "v2>v3",
                "95 % of the English body has a partner in the French text",
                4.0,
                "inferred",
                (
                    Cite("ferry.txt", span_of(BODY.strip()), "/pairs/0/alignment/links/2"),
                    Cite("traversier.txt", span_of("La Norlande maintiendra", FRENCH), "/records/1/segments/1"),
                ),
            ),
        ),
        chain=replace(
            chain(),
            versions=(
                chain().versions[0],
                Version("v2", "observed", "French version", (("fr", 1.0),), "traversier.txt"),
                chain().versions[2],
            ),
            hops=(
                replace(chain().hops[0], evidence=()),
                replace(chain().hops[1], evidence=("e1",)),
            ),
            alternatives=(
                Alternative("the French text comes from the English one", (("v3", "v2", "translation"),), 0.15),
            ),
        ),
        model=Model("bundled", "0a" * 32),
    )
