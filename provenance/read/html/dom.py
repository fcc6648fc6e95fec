"""lxml's door: a page as a tree, within the parser's own limits and without network or entities."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

import lxml.etree
import lxml.html

# lxml ships no types
Node = Any

# trees of more elements are no articles, and what walks them more than once would take minutes
MAX_ELEMENTS = 200_000
_MOST_EVENTS = 2000
# HTML knows no internal subset: libxml2 would end the doctype at its first ">" and drop the html element's attributes
_DOCTYPE = re.compile(r"\A\s*<!doctype[^>\[]{0,500}\[[^\]]{0,50000}\]\s{0,50}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """The root of the tree; is_whole: False if the parser stopped at one of its limits and lost the rest."""

    root: Node
    is_whole: bool


def parse(text: str) -> Page | None:
    """Parse a page, or return None if there is no element in it.

    huge_tree stays off: libxml2 then stops at 256 levels and at 10 MB in one node, silently but for its log.  HTML
    has no entity declarations, so that an entity bomb in a doctype stays text.
    """
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True, remove_pis=True)
    text = _DOCTYPE.sub("", text, count=1)
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except lxml.etree.LxmlError:
        return None
    is_whole = not any("XML_PARSE_HUGE" in entry.message for entry in parser.error_log)
    return Page(root, is_whole and sum(1 for _ in root.iter()) <= MAX_ELEMENTS)


def is_element(node: Node) -> bool:
    """Tell elements from comments and processing instructions."""
    return isinstance(node.tag, str)


def text_of(node: Node, limit: int = 400) -> str:
    """Return the first characters of an element's text, white space collapsed, scripts left out."""
    parts: list[str] = []
    length = 0
    walk = lxml.etree.iterwalk(node, events=("start", "end", "comment"))
    for event, child in islice(walk, _MOST_EVENTS):
        text = None
        if event == "start" and child.tag not in ("script", "style"):
            text = child.text
        elif event != "start" and child is not node:
            text = child.tail
        parts.append(text or "")
        length += len(parts[-1])
        if length > limit:
            break
    return " ".join("".join(parts).split())[:limit]
