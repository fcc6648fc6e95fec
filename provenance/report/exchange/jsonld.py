"""schema.org as JSON-LD 1.1: translator, translationOfWork, workTranslation, isBasedOn.

One ``NewsArticle`` for each version, observed or implied.  schema.org has no place for probabilities: see
docs/formats.md for what is left out.
"""

import json
from collections.abc import Sequence
from typing import Any

from provenance.report.escape import json_safe
from provenance.report.exchange.story import (
    TRANSLATIONS,
    agent_kinds,
    body_of,
    contributions,
    hops_by_child,
    language_of,
    title_of,
)
from provenance.report.look import Json

_ROLES = {
    "reporter": "author",
    "author": "author",
    "translator": "translator",
    "editor": "editor",
    "proofreader": "contributor",
    "contributor": "contributor",
    "publisher": "publisher",
    "agency": "sourceOrganization",
}
_TYPES = {"person": "Person", "organisation": "Organization"}


def write_jsonld(values: Sequence[Json]) -> str:
    """Return a JSON-LD document: ``@graph`` holds the versions in the order of the chain."""
    value = values[0]
    graph = [_work(value, version) for version in value["chain"]["versions"]]
    made = {"@context": "https://schema.org", "@graph": graph}
    return json_safe(json.dumps(made, ensure_ascii=False, indent=2)) + "\n"


def _work(value: Json, version: Json) -> dict[str, Any]:
    record = body_of(value, version)
    work: dict[str, Any] = {"@id": f"#{version['id']}", "@type": "NewsArticle"}
    title = title_of(record) if record is not None else None
    work["name"] = title or version["label"]
    language = language_of(version)
    if language:
        work["inLanguage"] = language
    if record is not None:
        work |= _of_text(record)
    else:
        work["description"] = "A version that a credit implies; nobody who made this file has seen it."
    work |= _people(value, version)
    return work | _relations(value, version)


def _of_text(record: Json) -> dict[str, Any]:
    document = record["document"]
    credit_lines = list(dict.fromkeys(item["span"]["quote"] for item in record["credits"] if item["span"]))
    made: dict[str, Any] = {
        "identifier": {"@type": "PropertyValue", "propertyID": "SHA-256", "value": document["sha256"]},
    }
    if document["published"]:
        made["datePublished"] = document["published"]
    if credit_lines:
        made["creditText"] = credit_lines[0] if len(credit_lines) == 1 else credit_lines
    canonical = next((item["value"] for item in document["declared"] if item["key"] == "canonical"), None)
    if canonical and canonical.startswith(("http://", "https://")):
        made["url"] = canonical
    return made


def _people(value: Json, version: Json) -> dict[str, Any]:
    kinds = agent_kinds(value)
    found: dict[str, list[dict[str, str]]] = {}
    for role, name in contributions(value, version):
        kind = _TYPES.get(kinds.get(name, "person"))
        if role in _ROLES and kind:
            found.setdefault(_ROLES[role], []).append({"@type": kind, "name": name})
    return {role: agents[0] if len(agents) == 1 else agents for role, agents in found.items()}


def _relations(value: Json, version: Json) -> dict[str, Any]:
    made: dict[str, Any] = {}
    hop = hops_by_child(value).get(version["id"])
    if hop is not None:
        name = "translationOfWork" if hop["kind"] in TRANSLATIONS else "isBasedOn"
        made[name] = {"@id": f"#{hop['parent']}"}
    children = [
        {"@id": f"#{item['child']}"}
        for item in value["chain"]["hops"]
        if item["parent"] == version["id"] and item["kind"] in TRANSLATIONS
    ]
    if children:
        made["workTranslation"] = children[0] if len(children) == 1 else children
    return made
