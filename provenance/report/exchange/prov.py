"""W3C PROV (PROV-DM, 2013) through the ``prov`` library, its only door: PROV-JSON and PROV-N.

A version is an entity, a hop an activity that used the parent and generated the child, whoever a credit names an agent.
What the tracker concluded is no fact of PROV: basis and confidence stand as attributes of each derivation.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from provenance.report.exchange import ExportError
from provenance.report.exchange.story import VOCABULARY, address_of, agent_kinds, body_of, language_of
from provenance.report.look import Json

if TYPE_CHECKING:
    from prov.model import ProvDocument

_AGENTS = {"person": "Person", "organisation": "Organization", "tool": "SoftwareAgent"}
_DERIVATIONS = {"revision": "Revision", "adaptation": "Revision", "excerpt": "Quotation"}


def write_json(values: Sequence[Json]) -> str:
    """Return PROV-JSON (W3C submission, 2013).  Raises ExportError where ``prov`` is not installed."""
    return f"{document_of(values[0]).serialize(format='json', indent=2)}\n"


def write_provn(values: Sequence[Json]) -> str:
    """Return PROV-N (W3C recommendation, 2013).  Raises ExportError where ``prov`` is not installed."""
    return f"{document_of(values[0]).get_provn()}\n"


def document_of(value: Json) -> "ProvDocument":
    """Return the PROV document of a record or comparison."""
    try:
        from prov.model import ProvDocument
    except ImportError as error:
        raise ExportError("prov: found no package prov: pip install prov") from error
    made: ProvDocument = ProvDocument()
    made.add_namespace("tp", VOCABULARY)
    made.add_namespace("at", f"{address_of(value)}#")
    _add_agents(made, value)
    for version in value["chain"]["versions"]:
        _add_version(made, value, version)
    for number, hop in enumerate(value["chain"]["hops"], 1):
        _add_hop(made, value, hop, f"at:hop{number}")
    return made


def _names(value: Json) -> dict[str, str]:
    """Return an identifier for each agent named, by name, in order of appearance."""
    parts = (*value["chain"]["versions"], *value["chain"]["hops"])
    named = dict.fromkeys(agent["name"] for part in parts for agent in part["agents"])
    return {name: f"at:agent{number}" for number, name in enumerate(named, 1)}


def _add_agents(made: "ProvDocument", value: Json) -> None:
    kinds = agent_kinds(value)
    for name, identifier in _names(value).items():
        kind = _AGENTS.get(kinds.get(name, ""))
        attributes: dict[str, Any] = {"prov:label": name}
        if kind:
            attributes["prov:type"] = made.valid_qualified_name(f"prov:{kind}")
        made.agent(identifier, attributes)


def _add_version(made: "ProvDocument", value: Json, version: Json) -> None:
    record = body_of(value, version)
    attributes: list[tuple[str, Any]] = [
        ("prov:label", version["label"]),
        ("tp:status", version["status"]),
        *(("tp:language", f"{item['language']} {item['probability']}") for item in version["languages"][1:]),
    ]
    language = language_of(version)
    if language:
        attributes.append(("tp:mostLikelyLanguage", language))
    if record is not None:
        attributes += [("tp:document", record["document"]["id"]), ("tp:sha256", record["document"]["sha256"])]
        if record["document"]["published"]:
            attributes.append(("tp:published", record["document"]["published"]))
    entity = f"at:{version['id']}"
    made.entity(entity, attributes)
    names = _names(value)
    for agent in version["agents"]:
        made.wasAttributedTo(entity, names[agent["name"]], other_attributes={"tp:role": agent["role"]})


def _add_hop(made: "ProvDocument", value: Json, hop: Json, activity: str) -> None:
    parent, child = f"at:{hop['parent']}", f"at:{hop['child']}"
    attributes: list[tuple[str, Any]] = [
        ("prov:type", made.valid_qualified_name(f"tp:{hop['kind']}")),
        ("tp:basis", hop["basis"]),
        ("tp:confidence", hop["confidence"]),
    ]
    if hop["is_machine_probability"] is not None:
        attributes.append(("tp:machineProbability", hop["is_machine_probability"]))
    statements = {item["id"]: item["statement"] for item in value["evidence"]}
    attributes += [("tp:evidence", f"{name}: {statements[name]}") for name in hop["evidence"] if name in statements]
    made.activity(activity, other_attributes=attributes)
    made.used(activity, parent)
    made.wasGeneratedBy(child, activity)
    kind = _DERIVATIONS.get(hop["kind"])
    typed = {"prov:type": made.valid_qualified_name(f"prov:{kind}")} if kind else {}
    made.wasDerivedFrom(child, parent, activity, other_attributes=typed)
    names = _names(value)
    for agent in hop["agents"]:
        made.wasAssociatedWith(activity, names[agent["name"]], other_attributes={"prov:role": agent["role"]})
