"""Text of a page without a tree: tags taken out in one pass, for pages beyond the parser's limits."""

import re
from html import unescape

from provenance.read.vocabulary import vocabulary

_WORDS = vocabulary()
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9-]{0,20})")
_SPACES = re.compile(r"\s+")


def stripped(source: str) -> tuple[str, ...]:
    """Return the paragraphs of the page in linear time, whatever the nesting."""
    pieces: list[str] = []
    at = 0
    while True:
        opened = source.find("<", at)
        pieces.append(source[at : opened if opened >= 0 else len(source)])
        if opened < 0:
            break
        at = _after(source, opened, pieces)
        if at < 0:
            break
    paragraphs = (_SPACES.sub(" ", unescape(part)).strip() for part in "".join(pieces).split("\0"))
    return tuple(part for part in paragraphs if part)


def _after(source: str, opened: int, pieces: list[str]) -> int:
    """Return where text goes on after the markup at ``opened``, or -1 at the end; mark a paragraph's end by NUL."""
    if source.startswith("<!--", opened):
        closed = source.find("-->", opened + 4)
        return closed + 3 if closed >= 0 else -1
    name = _NAME.match(source, opened + 1)
    if name is None and source[opened + 1 : opened + 2] not in ("!", "?", "/"):
        pieces.append("<")
        return opened + 1
    closed = source.find(">", opened)
    if closed < 0:
        return -1
    tag = name[1].lower() if name else ""
    if tag not in _WORDS.inline_elements:
        pieces.append("\0")
    if tag not in _WORDS.raw_elements or source[opened + 1] == "/":
        return closed + 1
    # an element that is never closed hides all that follows, as it does in a browser; but not a head
    ending = re.compile(rf"</{tag}\b" if tag != "head" else r"</head\b|<body\b", re.IGNORECASE).search(source, closed)
    return ending.start() if ending else -1
