"""Statements of JSON-LD: schema.org's author, translator, translationOfWork and the like.

The graph is walked without recursion and within bounds; ``@id`` references are followed.  Scripts that are no JSON
are passed over, as search engines do: a broken script is no fault of the article.
"""

import json
from collections.abc import Iterator, Mapping

from provenance.read.content import statement
from provenance.read.html.dom import Node
from provenance.read.vocabulary import vocabulary
from provenance.types import Declared

MOST_NODES = 2000
_SCRIPT_CHARS = 1_000_000

JsonObject = Mapping[str, object]


def linked_statements(root: Node) -> Iterator[Declared | None]:
    """Read what the JSON-LD of a page states about the text itself, not about its images, comments or site."""
    nodes = [node for script in root.iter("script") for node in _nodes(script)]
    by_id = {str(node["@id"]): node for node in reversed(nodes) if "@id" in node and len(node) > 1}
    for node in nodes[:MOST_NODES]:
        types = _types(node)
        if types & vocabulary().text_types:
            yield from _stated(node, by_id)


def _nodes(script: Node) -> list[JsonObject]:
    """Return the objects of one script at its top level, in ``@graph``, and under mainEntity and hasPart."""
    if "ld+json" not in (script.get("type") or "")[:100].lower():
        return []
    try:
        pending: list[object] = [json.loads((script.text or "").strip()[:_SCRIPT_CHARS], strict=False)]
    except (ValueError, RecursionError):
        return []
    found: list[JsonObject] = []
    while pending and len(found) < MOST_NODES:
        value = pending.pop()
        if isinstance(value, list):
            pending.extend(reversed(value[:MOST_NODES]))
        elif isinstance(value, Mapping):
            found.append(value)
            pending.extend(value[key] for key in ("mainEntityOfPage", "mainEntity", "@graph") if key in value)
    return found


def _types(node: JsonObject) -> frozenset[str]:
    raw = node.get("@type")
    names = raw if isinstance(raw, list) else [raw]
    return frozenset(name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for name in names[:20] if isinstance(name, str))


def _stated(node: JsonObject, by_id: Mapping[str, JsonObject]) -> Iterator[Declared | None]:
    for name, value in node.items():
        key = vocabulary().linked.get(name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower())
        if key is None:
            continue
        for entry, place in _entries(value, f"json-ld:{name[:60]}"):
            resolved = _resolved(entry, by_id)
            if key in ("original", "alternate"):
                yield from _work(key, resolved, place, by_id)
            else:
                yield _named(key, resolved, place)


def _entries(value: object, place: str) -> Iterator[tuple[object, str]]:
    if isinstance(value, list):
        yield from ((entry, f"{place}[{index}]") for index, entry in enumerate(value[:100]))
    else:
        yield value, place


def _resolved(value: object, by_id: Mapping[str, JsonObject]) -> object:
    """Follow a bare ``{"@id": …}`` to the node of that name."""
    if isinstance(value, Mapping) and "@id" in value and not any(key in value for key in ("name", "url")):
        return by_id.get(str(value["@id"]), value)
    return value


def _named(key: str, value: object, place: str) -> Declared | None:
    """State a name: a text, or an object's name; a translator of type SoftwareApplication is a machine."""
    if isinstance(value, str | int):
        return statement(key, str(value), place)
    if not isinstance(value, Mapping):
        return None
    if key == "translator" and _types(value) & vocabulary().tool_types:
        key = "machine-translator"
    preferred = ("alternateName", "name", "@value") if key == "language" else ("name", "@value", "url", "@id")
    return _first(key, value, preferred, place)


def _first(key: str, value: JsonObject, fields: tuple[str, ...], place: str, tag: str | None = None) -> Declared | None:
    for field in fields:
        text = value.get(field)
        if isinstance(text, list) and text:
            text = text[0]
        if isinstance(text, str) and text.strip():
            return statement(key, text, f"{place}.{field}", tag)
    return None


def _work(key: str, value: object, place: str, by_id: Mapping[str, JsonObject]) -> Iterator[Declared | None]:
    """State another version of the text: its address, else its title, with its language; and its author."""
    if not isinstance(value, Mapping):
        yield statement(key, value, place) if isinstance(value, str) else None
        return
    language = _named("language", value.get("inLanguage"), f"{place}.inLanguage")
    tag = language.value if language else None
    yield _first(key, value, ("url", "@id", "sameAs", "name", "headline"), place, tag)
    if key == "original":
        yield _first(key, value, ("name", "headline"), place, tag)
        yield statement("source-language", tag or "", f"{place}.inLanguage")
        for entry, at in _entries(value.get("author"), f"{place}.author"):
            yield _named("author", _resolved(entry, by_id), at)
