"""Statements of microdata (itemprop) and RDFa (property): the same schema.org names, on elements of the page."""

from collections.abc import Iterator
from itertools import islice

from provenance.read.content import statement
from provenance.read.html.dom import Node, text_of
from provenance.read.vocabulary import vocabulary
from provenance.types import Declared

_MOST = 400
_TEXT_CHARS = 200


def microdata_statements(root: Node) -> Iterator[Declared | None]:
    """Read elements with itemprop or property that speak of the text; those of images and comments are left out."""
    seen = 0
    for node in root.iter():
        if not isinstance(node.tag, str) or node.tag == "meta":
            continue
        for attribute in ("itemprop", "property"):
            names = node.get(attribute)
            if names and seen < _MOST:
                seen += 1
                yield from _property(node, attribute, names[:200])


def _property(node: Node, attribute: str, names: str) -> Iterator[Declared | None]:
    for name in names.split():
        local = name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower()
        key = vocabulary().linked.get(local)
        if key is None or not _is_of_the_text(node):
            continue
        value, at = _value(node, key)
        place = f"html:{attribute}={name}{at}"
        language = node.get("hreflang") if key in ("original", "alternate") else None
        yield statement(key, value, place, language)


def _value(node: Node, key: str) -> tuple[str, str]:
    """Return the value as the microdata standard takes it, but a person's name before the address of a page."""
    if node.get("content"):
        return node.get("content"), "[content]"
    if node.tag == "time" and node.get("datetime"):
        return node.get("datetime"), "[datetime]"
    for inner in islice(node.iter(), _MOST):
        if inner is not node and isinstance(inner.tag, str) and "name" in (inner.get("itemprop") or "").split():
            return inner.get("content") or text_of(inner, _TEXT_CHARS), ".name"
    if node.get("href") and (key in ("original", "alternate", "license") or not text_of(node, _TEXT_CHARS)):
        return node.get("href"), "[href]"
    return text_of(node, _TEXT_CHARS), ""


def _is_of_the_text(node: Node) -> bool:
    """Tell whether the item that the property belongs to is a text, or no item is named."""
    owner = node.getparent()
    while owner is not None and owner.get("itemscope") is None and owner.get("typeof") is None:
        owner = owner.getparent()
    if owner is None:
        return True
    types = (owner.get("itemtype") or owner.get("typeof") or "").lower().split()
    known = vocabulary().text_types
    return not types or any(name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] in known for name in types)
