"""What every format asks of a record or comparison: its versions, hops, documents and agents."""

import hashlib
import re
from collections.abc import Iterator, Mapping

from provenance.report.look import Json

VOCABULARY = "https://translation-provenance.github.io/ns#"
# What XML 1.0 has no place for, not even escaped (section 2.2).
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TRANSLATIONS = frozenset({"translation", "machine-translation", "re-translation"})


def records_of(value: Json) -> tuple[Json, ...]:
    """Return the records in a comparison, or the record itself."""
    return tuple(value["records"]) if "records" in value else (value,)


def documents_of(value: Json) -> Mapping[str, Json]:
    """Return the records by the ids of their documents."""
    return {record["document"]["id"]: record for record in records_of(value)}


def address_of(value: Json) -> str:
    """Return a URN that names the value by what it is about: the digests of its texts."""
    digests = "".join(sorted(record["document"]["sha256"] for record in records_of(value)))
    return f"urn:sha256:{hashlib.sha256(digests.encode()).hexdigest()}"


def language_of(version: Json) -> str | None:
    """Return a version's most likely language, None where nothing is known."""
    found = version["languages"]
    return str(found[0]["language"]) if found and found[0]["language"] != "und" else None


def hops_by_child(value: Json) -> Mapping[str, Json]:
    """Return the hop that made each version that was made from another."""
    return {hop["child"]: hop for hop in value["chain"]["hops"]}


def versions_by_id(value: Json) -> Mapping[str, Json]:
    """Return the versions of the chain by id, in the order of the chain."""
    return {version["id"]: version for version in value["chain"]["versions"]}


def agent_kinds(value: Json) -> Mapping[str, str]:
    """Return for each name that a credit holds whether it is a person, an organisation or a tool."""
    kinds: dict[str, str] = {}
    for record in records_of(value):
        for credit in record["credits"]:
            for agent in credit["agents"]:
                kinds.setdefault(agent["name"], agent["kind"])
    return kinds


def contributions(value: Json, version: Json) -> Iterator[tuple[str, str]]:
    """Yield (role, name) of all who worked on a version: its own agents, then those of the hop that made it."""
    seen: set[tuple[str, str]] = set()
    hop = hops_by_child(value).get(version["id"])
    for agent in (*version["agents"], *(hop["agents"] if hop else ())):
        found = (str(agent["role"]), str(agent["name"]))
        if found not in seen:
            seen.add(found)
            yield found


def body_of(value: Json, version: Json) -> Json | None:
    """Return the record of an observed version's text."""
    return documents_of(value).get(version["document_id"]) if version["document_id"] else None


def title_of(record: Json) -> str | None:
    """Return the title segment of a text, or the title that its carrier declares."""
    text = record["document"]["text"]
    for segment in record["segments"]:
        if segment["kind"] == "title":
            return str(text[segment["span"]["start"] : segment["span"]["end"]].strip()) or None
    declared = (str(item["value"]) for item in record["document"]["declared"] if item["key"] == "title")
    return next(declared, None)


def quote_of(record: Json, segments: list[int]) -> str:
    """Return the characters of some segments, without the white space around each."""
    return " ".join(record["segments"][number]["span"]["quote"].strip() for number in segments)


def xml_text(text: str) -> str:
    """Return the text with U+FFFD for each character that XML 1.0 cannot hold."""
    return _NO_XML.sub("\ufffd", text)
