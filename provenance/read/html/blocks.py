"""The blocks of text of a page, in its order, each with what the page says of the place where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import lxml.etree

from provenance.read.html.dom import Node
from provenance.read.vocabulary import vocabulary

_WORDS = vocabulary()
# elements that hold one line: a credit in them is all of it
_LINES = frozenset(("p", "div", "li", "dd", "address", "footer"))
_LOOKED_AT = ("class", "id", "rel", "itemprop", "role")
_ATTRIBUTE_CHARS = 300
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\f\r]+")  # what a browser collapses; no-break spaces stay
_BREAK = "\0"  # stands for <br>: no parser lets NUL through
_PARTS = re.compile(r" ?\0 ?\0[ \0]*")
_LINK_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands.  is_credit: an element around it is called byline, credit, translator or the like."""

    tag: str = ""
    is_in_article: bool = False
    is_boilerplate: bool = False
    is_banned: bool = False
    is_credit: bool = False
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text between the edges of block elements; ``br`` is a newline in it.

    is_link: most of it is the text of links.
    """

    text: str
    place: Place
    is_link: bool = False


def blocks_of(root: Node) -> tuple[Block, ...]:
    """Return all blocks that hold visible text."""
    return tuple(block for run in _runs(root) for block in _cut(run))


def _runs(root: Node) -> Iterator[Block]:
    """Walk the tree without recursion; give each run with its text as in the source and its place."""
    guarded = _around_the_article(root)
    places = [Place()]
    run = _Run()
    for event, node in lxml.etree.iterwalk(root, events=("start", "end", "comment")):
        is_block = node.tag in _WORDS.block_elements
        if is_block:
            yield run.closed(places[-1])
        if event == "start":
            run.enter(node)
            places.append(_inside(places[-1], node, node in guarded))
            run.add(_BREAK if node.tag == "br" else node.text)
            continue
        if event == "end":
            run.leave(node)
            inner = places.pop()
            if not is_block and inner.is_credit and places[-1].tag in _LINES:
                # <p>By <span class="author">…</span></p>: the whole line is the credit
                places[-1] = replace(places[-1], is_credit=True)
        if node is not root:
            run.add(node.tail)
    yield run.closed(places[-1])


class _Run:
    """The text since the last edge, and how deep the walk stands in what is silent and in links."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.link_chars = self.silent = self.links = 0

    def enter(self, node: Node) -> None:
        self.silent += _is_silent(node)
        self.links += node.tag == "a"

    def leave(self, node: Node) -> None:
        self.silent -= _is_silent(node)
        self.links -= node.tag == "a"

    def add(self, text: str | None) -> None:
        if text and not self.silent:
            self.parts.append(text)
            self.link_chars += len(text) if self.links else 0

    def closed(self, place: Place) -> Block:
        text = "".join(self.parts)
        block = Block(text, place, self.link_chars > _LINK_SHARE * len(text.strip()))
        self.parts.clear()
        self.link_chars = 0
        return block


def _cut(run: Block) -> Iterator[Block]:
    """Collapse white space as a browser does; two line breaks in a row part paragraphs, as on old pages."""
    if run.place.tag == "pre":
        parts = [run.text.replace(_BREAK, "\n").strip("\n")]
    else:
        collapsed = _PARTS.split(_SPACES.sub(" ", run.text))
        parts = ["\n".join(line.strip() for line in part.split(_BREAK)).strip() for part in collapsed]
    for part in parts:
        if part.strip():
            yield replace(run, text=part)


def _around_the_article(root: Node) -> frozenset[Node]:
    """Return what holds an article, a main element or an h1: such a wrapper is no boilerplate, whatever its class."""
    around: set[Node] = set()
    for node in root.iter("article", "main", "h1", "body"):
        while node is not None and node not in around:
            around.add(node)
            node = node.getparent()
    return frozenset(around)


def _inside(outer: Place, node: Node, is_guarded: bool) -> Place:
    """Return the place inside an element."""
    tag = node.tag
    words = " ".join(node.get(name, "")[:_ATTRIBUTE_CHARS] for name in _LOOKED_AT).lower().strip()
    if tag not in _WORDS.block_elements and not words:
        return outer
    called_credit, called_boilerplate, called_banned = _called(words)
    is_article = outer.is_in_article or tag in ("article", "main") or "articlebody" in words
    is_edge = tag in ("nav", "aside", "dialog") or (tag in ("header", "footer") and not is_article)
    return Place(
        tag=tag if tag in _WORDS.block_elements else outer.tag,
        is_in_article=is_article,
        is_boilerplate=outer.is_boilerplate or (not is_guarded and (is_edge or called_boilerplate)),
        is_banned=outer.is_banned or (not is_guarded and (tag == "nav" or called_banned)),
        is_credit=outer.is_credit or called_credit,
        is_title=outer.is_title or tag == "h1",
    )


@lru_cache(maxsize=4096)
def _called(words: str) -> tuple[bool, bool, bool]:
    """Tell whether the names that an element bears call it a credit, boilerplate, or what no article keeps."""
    return (
        any(word in words for word in _WORDS.credit_classes),
        any(word in words for word in _WORDS.boilerplate_classes),
        any(word in words for word in _WORDS.banned_classes),
    )


def _is_silent(node: Node) -> bool:
    """Tell whether the content of an element is never shown."""
    if node.tag in _WORDS.silent_elements or node.get("hidden") is not None:
        return True
    return bool(_HIDDEN.search(node.get("style", "")[:500]))
