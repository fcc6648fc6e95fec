"""C2PA actions (Content Credentials specification 2.2, "Actions"), for each observed version made from another.

These are assertions to be signed by whoever vouches for them, not manifests: hashes of ingredients and the signature
are the signer's.  ``c2pa.translated`` needs both languages (RFC 5646); where one is unknown it is ``c2pa.edited``.
"""

import json
from collections.abc import Sequence
from typing import Any

from provenance.report.escape import json_safe
from provenance.report.exchange.story import TRANSLATIONS, body_of, language_of, versions_by_id
from provenance.report.look import Json
from provenance.version import __version__

_MACHINE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_ACTIONS = {"republication": "c2pa.published", "excerpt": "c2pa.edited", "revision": "c2pa.edited"}


def write_c2pa(values: Sequence[Json]) -> str:
    """Return ``{"assertions": […]}`` in the shape of a manifest definition, in the order of the chain's hops."""
    value = values[0]
    made = {
        "claim_generator_info": [{"name": "translation-provenance", "version": __version__}],
        "assertions": [_assertion(value, hop) for hop in value["chain"]["hops"] if _child(value, hop) is not None],
    }
    return json_safe(json.dumps(made, ensure_ascii=False, indent=2)) + "\n"


def _child(value: Json, hop: Json) -> Json | None:
    return body_of(value, versions_by_id(value)[hop["child"]])


def _assertion(value: Json, hop: Json) -> dict[str, Any]:
    versions = versions_by_id(value)
    source, target = language_of(versions[hop["parent"]]), language_of(versions[hop["child"]])
    is_translation = hop["kind"] in TRANSLATIONS and source is not None and target is not None
    action: dict[str, Any] = {
        "action": "c2pa.translated" if is_translation else _ACTIONS.get(hop["kind"], "c2pa.edited")
    }
    if _is_declared_machine(value, hop):
        action["digitalSourceType"] = _MACHINE
    action["parameters"] = {
        **({"sourceLanguage": source, "targetLanguage": target} if is_translation else {}),
        "translation-provenance.hop": _details(hop),
        "translation-provenance.ingredient": _ingredient(value, versions[hop["parent"]]),
    }
    tools = [agent["name"] for agent in hop["agents"] if agent["role"] == "machine-translator"]
    if tools:
        action["softwareAgent"] = {"name": tools[0]}
    child = _child(value, hop)
    assert child is not None, "asked of observed versions only"
    return {
        "label": "c2pa.actions.v2",
        "data": {"actions": [action]},
        "translation-provenance.asset": {"document": child["document"]["id"], "sha256": child["document"]["sha256"]},
    }


def _details(hop: Json) -> dict[str, Any]:
    return {
        "kind": hop["kind"],
        "basis": hop["basis"],
        "confidence": hop["confidence"],
        "machineProbability": hop["is_machine_probability"],
        "agents": [{"role": agent["role"], "name": agent["name"]} for agent in hop["agents"]],
    }


def _ingredient(value: Json, version: Json) -> dict[str, Any]:
    record = body_of(value, version)
    made: dict[str, Any] = {"relationship": "parentOf", "title": version["label"], "status": version["status"]}
    if record is not None:
        made |= {"document": record["document"]["id"], "sha256": record["document"]["sha256"]}
    return made


def _is_declared_machine(value: Json, hop: Json) -> bool:
    """Tell whether the text itself says that a machine made it; a probability is no declaration."""
    child = _child(value, hop)
    declares = child is not None and any(credit["is_machine"] is True for credit in child["credits"])
    return hop["basis"] == "declared" and (hop["kind"] == "machine-translation" or declares)
