"""Statements of the html element, of meta and link elements, and of links marked rel=author."""

from collections.abc import Iterator

from provenance.read.content import statement
from provenance.read.html.dom import Node, text_of
from provenance.read.vocabulary import vocabulary
from provenance.types import Declared

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMES = ("name", "property", "itemprop", "http-equiv")
_MOST = 400  # meta and link elements; templates repeat them by the hundred


def meta_statements(root: Node) -> Iterator[Declared | None]:
    """Read languages, meta elements, links and the title element, in this order."""
    yield from _languages(root)
    for index, node in enumerate(root.iter("meta")):
        if index < _MOST:
            yield from _meta(node)
    for index, node in enumerate(root.iter("link", "a")):
        rel = node.get("rel")
        if rel and index < 20 * _MOST:
            yield from _link(node, rel[:200].lower())
    for node in root.iter("title"):
        yield statement("title", text_of(node), "html:title")
        break


def _languages(root: Node) -> Iterator[Declared | None]:
    """``lang`` of the page, and of its article where that differs (HTML Living Standard 3.2.6.2)."""
    page = root.get("lang") or root.get("xml:lang") or root.get(_XML_LANG) or ""
    yield statement("language", page, "html:lang")
    for index, node in enumerate(root.iter("body", "main", "article")):
        tag = node.get("lang")
        if tag and tag.lower() != page.lower() and index < 20:
            yield statement("language", tag, f"html:{node.tag}[lang]")


def _meta(node: Node) -> Iterator[Declared | None]:
    content = node.get("content")
    if not content:
        return
    for attribute in _NAMES:
        name = (node.get(attribute) or "")[:100]
        key = vocabulary().meta.get(name.strip().lower())
        if key is None:
            continue
        place = f"html:meta[{attribute}={name.strip()}]"
        yield statement(key, content, place, content if key == "alternate" else None)
        return


def _link(node: Node, rel: str) -> Iterator[Declared | None]:
    rels = rel.split()
    address = node.get("href") or ""
    language = node.get("hreflang")
    place = f"html:{node.tag}[rel={' '.join(rels)}]"
    if language:
        place += f"[hreflang={language}]"
    if "machine-translated-from" in rels:
        yield statement("original", address, place, language)
        yield statement("source-language", language or "", place)
        yield statement("machine-translation", f"machine-translated from {language or 'another language'}", place)
    elif "alternate" in rels and language:
        yield statement("alternate", address, place, None if language.lower() == "x-default" else language)
    if "canonical" in rels and node.tag == "link":
        yield statement("canonical", address, place)
    if "author" in rels:
        yield statement("author", address if node.tag == "link" else text_of(node, 200), place)
    if "license" in rels:
        yield statement("license", address, place)
