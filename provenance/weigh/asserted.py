"""What the person running the tool says about the versions: asserted claims, kept apart from all others."""

import re
from collections.abc import Sequence

from provenance.errors import ProvenanceError
from provenance.types import Cite, Evidence, Record
from provenance.weigh.book import book
from provenance.weigh.pairs import observed_id

_ARROW = re.compile(r"^\s*(?P<parent>.+?)\s*(?:>|→|->)\s*(?P<child>.+?)\s*$")
_WORDS = re.compile(
    r"^\s*(?P<child>.+?)\s+(?:is\s+(?:a|an)\s+(?:re-?|machine\s+)?(?:translation|revision|copy|version|excerpt)\s+of"
    r"|is\s+translated\s+from|comes\s+from|was\s+made\s+from)\s+(?P<parent>.+?)\s*$",
    re.IGNORECASE,
)


def weigh_assertions(records: Sequence[Record], asserted: Sequence[str]) -> tuple[Evidence, ...]:
    """Return one piece of evidence for each assertion: "A > B" or "B is a translation of A", A and B document ids.

    Raises ProvenanceError, quoting the assertion, if it has neither form or names a document that is not compared.
    """
    return tuple(_assertion(records, claim) for claim in asserted)


def weigh_conflicts(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return one piece of evidence for each assertion that the texts' own declarations contradict, citing both."""
    found = []
    for claim in dict.fromkeys(item.claim for item in evidence if item.basis == "asserted"):
        parent, child = claim.split(">")
        against = [
            item
            for item in evidence
            if item.basis == "declared"
            and (
                (item.claim == f"{child}>{parent}" and item.log_odds > 0) or (item.claim == claim and item.log_odds < 0)
            )
        ]
        if against:
            said = f"the user asserts {parent} → {child}; the texts declare otherwise: {against[0].statement}"
            cites = tuple(dict.fromkeys(cite for item in against for cite in item.cites))
            found.append(Evidence("", "conflict", claim, said, book().rules["conflict"], "inferred", cites))
    return tuple(found)


def _assertion(records: Sequence[Record], claim: str) -> Evidence:
    match = _ARROW.match(claim) or _WORDS.match(claim)
    if match is None:
        raise ProvenanceError(f"assertion {claim!r}: expected 'A > B' or 'B is a translation of A' with document names")
    parent, child = (_find(records, match.group(name), claim) for name in ("parent", "child"))
    if parent == child:
        raise ProvenanceError(f"assertion {claim!r}: a text cannot come from itself")
    cites = tuple(Cite(records[index].document.id, None) for index in (parent, child))
    return Evidence(
        "", "asserted", f"{observed_id(parent)}>{observed_id(child)}", f"asserted by the user: {claim.strip()}",
        book().rules["asserted"], "asserted", cites,
    )  # fmt: skip


def _find(records: Sequence[Record], name: str, claim: str) -> int:
    wanted = name.strip().strip("'\"")
    for index, record in enumerate(records):
        if wanted in {record.document.id, record.document.origin, observed_id(index)}:
            return index
    endings = [index for index, record in enumerate(records) if record.document.id.endswith("/" + wanted)]
    if len(endings) == 1:
        return endings[0]
    known = ", ".join(record.document.id for record in records)
    raise ProvenanceError(f"assertion {claim!r}: no document {wanted!r} (compared are {known})")
