"""IPTC ninjs 3.1: the text with its infoSources, and the versions that it comes from as associations.

ninjs has no property for translation, direction or confidence (docs/formats.md): roles and relations are stated in its
free-text slots.
"""

import json
from collections.abc import Sequence
from typing import Any

from provenance.report.escape import json_safe
from provenance.report.exchange.story import (
    address_of,
    body_of,
    contributions,
    hops_by_child,
    language_of,
    records_of,
    title_of,
    versions_by_id,
)
from provenance.report.look import Json

_STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}


def write_ninjs(values: Sequence[Json]) -> str:
    """Return a ninjs object: of a record its text, of a comparison the last version that others led to."""
    value = values[0]
    versions = versions_by_id(value)
    chosen = _last(value)
    made: dict[str, Any] = {"uri": _uri(value, chosen), "standard": _STANDARD, **_object(value, chosen)}
    others = [name for name in versions if name != chosen["id"]]
    if others:
        made["associations"] = [_association(value, versions[name], chosen) for name in others]
    return json_safe(json.dumps(made, ensure_ascii=False, indent=2)) + "\n"


def _last(value: Json) -> Json:
    """Return the observed version that most others lie behind, of equals the last."""
    observed = [version for version in value["chain"]["versions"] if body_of(value, version) is not None]
    made_from = hops_by_child(value)

    def depth(version: Json) -> int:
        name, steps = version["id"], 0
        while name in made_from and steps <= len(made_from):
            name, steps = made_from[name]["parent"], steps + 1
        return steps

    best = max((depth(version) for version in observed), default=0)
    found: Json = [version for version in observed if depth(version) == best][-1]
    return found


def _object(value: Json, version: Json) -> dict[str, Any]:
    record = body_of(value, version)
    made: dict[str, Any] = {"type": "text"}
    language = language_of(version)
    if language:
        made["language"] = language
    if record is not None:
        document = record["document"]
        title = title_of(record)
        if title:
            made["headlines"] = [{"value": title}]
        if document["published"] and "T" in document["published"]:
            made["contentCreated"] = document["published"]
        made["bodies"] = [{"value": document["text"], "contentType": "text/plain", "charCount": document["length"]}]
        made["altIds"] = [{"role": "sha256", "value": document["sha256"]}, {"role": "id", "value": document["id"]}]
    sources = [{"name": name, "role": role} for role, name in contributions(value, version)]
    if sources:
        made["infoSources"] = sources
    return made


def _association(value: Json, version: Json, chosen: Json) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": version["label"],
        "uri": _uri(value, version),
        "rel": _relation(value, version, chosen),
    }
    made |= _object(value, version)
    made.pop("bodies", None)
    return made


def _relation(value: Json, version: Json, chosen: Json) -> str:
    hops = hops_by_child(value)
    hop = hops.get(chosen["id"])
    if hop is not None and hop["parent"] == version["id"]:
        return f"source of this {hop['kind']} ({hop['basis']}, confidence {hop['confidence']:.2f})"
    own = hops.get(version["id"])
    if own is not None and own["parent"] == chosen["id"]:
        return f"{own['kind']} of this ({own['basis']}, confidence {own['confidence']:.2f})"
    return f"another version ({version['status']})"


def _uri(value: Json, version: Json) -> str:
    record = body_of(value, version)
    if record is not None:
        return f"urn:sha256:{record['document']['sha256']}"
    assert records_of(value), "a value holds at least one record"
    return f"{address_of(value)}#{version['id']}"
