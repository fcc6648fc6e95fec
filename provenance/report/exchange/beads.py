"""The linked passages of a comparison as translation units, which TMX and XLIFF hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from provenance.report.exchange.story import documents_of, quote_of, versions_by_id
from provenance.report.look import Json

_PROSE = frozenset({"title", "body"})


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair: the document's record and its version."""

    record: Json
    version: Json

    @property
    def language(self) -> str:
        """The BCP 47 tag of the text, "und" where it is not known."""
        return str(self.record["language"]["language"])


@dataclass(frozen=True, slots=True)
class Bitext:
    """Two versions, the one that the chain takes for the parent first.  hop: the step between them, if there is one."""

    source: Side
    target: Side
    pair: Json
    hop: Json | None
    is_turned: bool

    def beads(self) -> Iterator[tuple[Json, list[int], list[int]]]:
        """Yield the links with two sides, with the segments of source and target, in the order of the source."""
        found = []
        for link in self.pair["alignment"]["links"]:
            sides = (link["other"], link["one"]) if self.is_turned else (link["one"], link["other"])
            if sides[0] and sides[1]:
                found.append((link, *sides))
        yield from sorted(found, key=lambda bead: (bead[1], bead[2]))

    def quotes(self, source: list[int], target: list[int]) -> tuple[str, str]:
        """Return the characters of a bead's two sides."""
        return quote_of(self.source.record, source), quote_of(self.target.record, target)


def bitexts_of(value: Json) -> tuple[Bitext, ...]:
    """Return the pairs of a comparison: those with a step between them first, in the order of the chain's steps."""
    hops = {
        frozenset((hop["parent"], hop["child"])): (number, hop) for number, hop in enumerate(value["chain"]["hops"])
    }
    versions = {item["document_id"]: item for item in versions_by_id(value).values() if item["document_id"]}
    records = documents_of(value)
    found: list[tuple[int, Bitext]] = []
    for pair in value["pairs"]:
        names = (pair["alignment"]["one_id"], pair["alignment"]["other_id"])
        one, other = (Side(records[name], versions[name]) for name in names)
        number, hop = hops.get(frozenset((one.version["id"], other.version["id"])), (len(hops), None))
        is_turned = hop is not None and hop["parent"] == other.version["id"]
        found.append(
            (number, Bitext(other, one, pair, hop, True) if is_turned else Bitext(one, other, pair, hop, False))
        )
    return tuple(bitext for _, bitext in sorted(found, key=lambda item: item[0]))
