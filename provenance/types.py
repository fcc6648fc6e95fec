"""The nouns: immutable values that flow from one stage to the next.

Offsets are code points of ``Document.text``, half open.  Languages are BCP 47 tags ("fr", "zh-Hant",
"und" for undetermined).  Probabilities and confidences lie in [0, 1]; log-odds are natural logarithms.

Three kinds of claim stay apart: *declared* (the text or its carrier says so), *inferred* (the tracker
concludes so), *asserted* (the person running it said so).
"""

import hashlib
from dataclasses import dataclass, field
from typing import Literal

Basis = Literal["declared", "inferred", "asserted"]
Role = Literal[
    "reporter",
    "author",
    "translator",
    "machine-translator",
    "editor",
    "proofreader",
    "publisher",
    "agency",
    "source",
    "contributor",
]
AgentKind = Literal["person", "organisation", "tool"]
SegmentKind = Literal["title", "dateline", "byline", "body", "credit", "boilerplate"]
DiscrepancyKind = Literal[
    "number",
    "date",
    "name",
    "negation",
    "modality",
    "quotation",
    "attribution",
    "omission",
    "addition",
    "title",
    "moved",
]
Severity = Literal["info", "minor", "major"]
VersionStatus = Literal["observed", "implied"]
HopKind = Literal[
    "translation",
    "machine-translation",
    "re-translation",
    "adaptation",
    "revision",
    "republication",
    "excerpt",
]
Verdict = Literal[
    "same-text", "translation", "partial-translation", "summary", "same-event", "unrelated", "undetermined"
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points, ``0 <= start <= end``.  Raises ValueError otherwise."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}..{self.end}: expected 0 <= start <= end")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the characters that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> "Span":
        """Return the span moved by a number of code points."""
        return Span(self.start + by, self.end + by)

    def trimmed(self, text: str) -> "Span":
        """Return the span without the white space at its two ends (empty at its start if all is white)."""
        piece = text[self.start : self.end]
        lead = len(piece) - len(piece.lstrip())
        size = len(piece.strip())
        start = self.start + lead if size else self.start
        return Span(start, start + size)


@dataclass(frozen=True, slots=True)
class Declared:
    """One statement by the carrier of a text: a meta tag, front matter, JSON-LD, a link element.

    key: what is stated: "language", "title", "author", "translator", "machine-translator", "editor", "publisher",
    "source", "source-revision" (of the original translated), "published", "modified", "canonical", "alternate",
    "original", "source-language", "generator", "machine-translation", "license", "section".
    value: the statement as written.  place: where it stood, for a reader to find ("html:lang",
    "json-ld:translator[0].name", "front-matter:author").  language: of what is pointed to, where the carrier says it.
    """

    key: str
    value: str
    place: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One text as read: NFC, never normalised again, so that offsets stay true.

    id: stable name, unique in a run (path, or path#line).  origin: where the bytes came from, for messages.
    published: ISO 8601 date that the carrier declares, or None.
    """

    id: str
    text: str
    origin: str
    declared: tuple[Declared, ...] = ()
    published: str | None = None

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the text in UTF-8: the text to which all offsets refer."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """A language with its probability in [0, 1]; "und" where the evidence does not decide."""

    language: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence or line.  The spans of a document's segments tile its text without gap or overlap.

    ``span`` includes white space that follows the sentence; ``span.trimmed(text)`` leaves it out.
    paragraph: number of the paragraph (block of lines without an empty line) that holds it, from 0.
    """

    index: int
    span: Span
    kind: SegmentKind = "body"
    language: str = "und"
    confidence: float = 0.0
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something seen in a text.  span is None when it concerns the carrier (metadata), not the characters.

    detector: the detector's name.  kind: what was seen ("doubled-word", "aggregator-tail", "agency-publisher", …).
    value: the normalised content.  rule: the id of the rule that fired.  note: one sentence for a reader.
    """

    detector: str
    kind: str
    value: str
    span: Span | None
    confidence: float
    rule: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """A person, organisation or tool as named; span covers the name, None for one named by metadata."""

    name: str
    kind: AgentKind
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The version that a credit belongs to.

    kind: "text" (the text at hand), "original" (the report or original behind it), "version" (a named version,
    e.g. the *French version*), "unknown".  language: of that version where known.  span: the words that name it.
    """

    kind: Literal["text", "original", "version", "unknown"]
    language: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Credit:
    """Who did what to which version.

    source_language, target_language: of the act of translation, where the credit names them.
    is_machine: True or False where the wording tells, None where it does not.
    work: title or URL of the original where named.  span: all characters of the clause; None for metadata.
    worded_as: language whose wording shows through ("Report X" for French "Reportage X"), if any.
    """

    role: Role
    agents: tuple[Agent, ...]
    scope: Scope
    span: Span | None
    rule: str
    confidence: float
    source_language: str | None = None
    target_language: str | None = None
    is_machine: bool | None = None
    work: str | None = None
    worded_as: str | None = None

    @property
    def is_translation(self) -> bool:
        """Tell whether the credit is for the act of translating."""
        return self.role in ("translator", "machine-translator")

    @property
    def version(self) -> str | None:
        """Language of the version that the credit belongs to, where its words name one."""
        return self.scope.language if self.scope.kind == "version" else None

    def translates(self, language: str) -> bool:
        """Tell whether the credit says that a text in this language, which holds it, is a translation."""
        target = self.target_language or self.version
        return self.is_translation and (target is None or primary(target) == primary(language))

    def is_returned(self, language: str) -> bool:
        """Tell whether the credit names this language, which its text is in, as the one translated from.

        "Translated from the English" under an English text belongs to a version in another language, which the text
        that carries the credit over was made from.
        """
        if not self.is_translation or self.source_language is None or self.version is not None:
            return False
        return primary(self.source_language) == primary(language) == primary(self.target_language or language)


def primary(tag: str) -> str:
    """Return the primary language subtag of a BCP 47 tag (RFC 5646, 2.2.1): "zh-Hant" → "zh"."""
    return tag.split("-", 1)[0].lower()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible original from an index, with its score (higher is better)."""

    document_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Link:
    """A bead: indices of segments on the one side that say what those on the other side say.

    An empty side means no partner was found.  similarity: joint similarity in [-1, 1], 0.0 for an empty side.
    probability: calibrated, that the decision (link or null) is right.
    """

    one: tuple[int, ...]
    other: tuple[int, ...]
    similarity: float
    probability: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """Beads between two documents: may cross (moved passages), never overlap, cover every segment once."""

    one_id: str
    other_id: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Something that changed between two aligned passages; both spans always (an empty one marks the place)."""

    kind: DiscrepancyKind
    one: Span
    other: Span
    severity: Severity
    note: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How two versions lie on each other; all shares in [0, 1].

    one, other: share of the body's characters that has a partner on the other side.  order: share of linked
    pairs in the same order (Kendall's tau mapped to [0, 1]).  similarity: mean over linked beads.
    """

    one: float
    other: float
    order: float
    similarity: float


@dataclass(frozen=True, slots=True)
class Cite:
    """What a piece of evidence points at: a document, characters of it, and the part of the record.

    ref: JSON Pointer (RFC 6901) of the finding, credit, link or discrepancy in the same record ("/credits/2").
    """

    document_id: str
    span: Span | None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against a claim.

    id: stable inside the record ("e3").  claim: id of what it speaks to: a hop "v1>v2" or a version "v1".
    statement: one careful sentence.  log_odds: natural log; positive speaks for the claim.
    """

    id: str
    rule: str
    claim: str
    statement: str
    log_odds: float
    basis: Basis
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A state of the article: observed (a document at hand) or implied (named by a credit, unseen).

    languages: candidates with probabilities that add up to at most 1, best first; one entry of 1.0 if certain.
    """

    id: str
    status: VersionStatus
    label: str
    languages: tuple[tuple[str, float], ...]
    document_id: str | None = None
    agents: tuple[tuple[Role, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Hop:
    """One step from a version to the version made of it.  evidence: ids of Evidence."""

    parent: str
    child: str
    kind: HopKind
    confidence: float
    basis: Basis
    agents: tuple[tuple[Role, str], ...] = ()
    is_machine_probability: float | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another chain that the evidence allows, with its probability."""

    statement: str
    hops: tuple[tuple[str, str, HopKind], ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Chain:
    """The most likely story, its alternatives, or "undetermined" with the reason (then hops is empty)."""

    versions: tuple[Version, ...]
    hops: tuple[Hop, ...]
    confidence: float
    alternatives: tuple[Alternative, ...] = ()
    undetermined: str | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """The encoder that a record was made with: name and SHA-256 of its weights."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one document."""

    document: Document
    language: LanguageGuess
    segments: tuple[Segment, ...]
    findings: tuple[Finding, ...]
    credits: tuple[Credit, ...]
    evidence: tuple[Evidence, ...]
    chain: Chain
    model: Model | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """The comparison of two of the versions."""

    alignment: Alignment
    coverage: Coverage
    verdict: Verdict
    confidence: float
    discrepancies: tuple[Discrepancy, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is known of two or more versions together.  evidence and chain span all of them."""

    records: tuple[Record, ...]
    pairs: tuple[Pair, ...]
    evidence: tuple[Evidence, ...]
    chain: Chain
    model: Model | None = None


Relation = Literal["original", "derived", "sibling", "version", "same-event", "unrelated"]
Answer = Literal["original", "version", "none"]


@dataclass(frozen=True, slots=True)
class Match:
    """A document of an index held against the one that is traced.

    title: its first line.  likeness: what candidates were ranked by, at most 1.  relation: what it is to the text:
    "original" (the text was made from it, in one step or more), "derived" (it was made from the text), "sibling" (both
    come from one that is not among them), "version" (one of these, but which is undetermined), "same-event",
    "unrelated".  verdict, confidence: of the two alone, whichever came first.  coverage: one is the traced text.
    chances: probabilities of "original" in one step, of "derived" in one step, and of "sibling", given all that is
    related; None for what is not.
    """

    document_id: str
    sha256: str
    language: str
    published: str | None
    title: str
    likeness: float
    relation: Relation
    verdict: Verdict
    confidence: float
    coverage: Coverage
    chances: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a text comes from, as far as an index tells.

    answer: "original" (one is in the index), "version" (only others of which that cannot be said), "none".
    confidence: of the answer.  reason: one sentence.  searched: documents in the index that the filters let through.
    ranked: of those, how many were ranked by their passages.  matches: those aligned, likeliest originals first.
    comparison: the text with every related match, None where nothing is related.
    """

    document: Document
    language: LanguageGuess
    answer: Answer
    confidence: float
    reason: str
    searched: int
    ranked: int
    matches: tuple[Match, ...]
    comparison: Comparison | None
    model: Model | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that a stage could not handle: a value, so that a batch goes on."""

    document_id: str
    stage: str
    error: str
    hint: str = field(default="")
