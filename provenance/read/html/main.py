"""trafilatura's door: which blocks are the article, and the credit lines that it would leave out."""

import copy
import logging
import re
from collections.abc import Iterator, Sequence

import lxml.etree
import trafilatura

from provenance.read.html.blocks import Block
from provenance.read.html.dom import Node

# It reports to the root logger's last resort, stderr, what it cannot extract; here an empty answer says that.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

# trafilatura walks the tree many times, and its time grows with the square of the number of tables: 20,000 elements
# take it 2 s, 9,000 tables 47 s.  Articles have some 5,000 elements and ten tables.
MAX_ELEMENTS = 20_000
MAX_TABLES = 300
MAX_CHARS = 2_000_000  # 10 MB of one line took it 16 s
# lines of bylines, credits, captions, standfirsts; longer ones are paragraphs, left to trafilatura's judgement
SHORT_CHARS = 400
# how far from the text a byline or a credit stands, in blocks; chosen on tests/read/pages
_NEAR = 3
_CREDIT_NEAR = 10
_WINDOW_CHARS = 50_000
_LEAST_CHARS = 25
_LEAST_COVERED = 0.5
_NO_WORD = re.compile(r"\W+")


def article(root: Node, blocks: Sequence[Block], titles: Sequence[str]) -> tuple[str, ...]:
    """Return the paragraphs of the article, its title first.  titles: as the page's metadata has them."""
    heading = _heading(blocks, titles)
    kept = _kept(root, blocks)
    if not any(kept):
        kept = _by_place(blocks)
    kept = _with_short_lines(blocks, kept)
    known = {_squashed(heading.text)} if heading else set()
    body = tuple(
        block.text
        for block, is_kept in zip(blocks, kept, strict=True)
        if is_kept and block is not heading and not (block.place.is_title and _squashed(block.text) in known)
    )
    if heading is not None:
        return (heading.text.replace("\n", " "), *body)
    if titles and body and _squashed(body[0]) != _squashed(titles[0]):
        return (titles[0], *body)
    return body


def _heading(blocks: Sequence[Block], titles: Sequence[str]) -> Block | None:
    """Return the h1 that the metadata repeats, else the first in the article, else the first of all."""
    headings = [block for block in blocks if block.place.is_title and not block.place.is_banned]
    named = {_squashed(title) for title in titles}
    squashed = [(block, _squashed(block.text)) for block in headings[:20]]
    agreed = [block for block, text in squashed if text and any(text in name or name in text for name in named if name)]
    inside = [block for block in headings if block.place.is_in_article]
    return next(iter((*agreed, *inside, *headings)), None)


def _kept(root: Node, blocks: Sequence[Block]) -> list[bool]:
    """Mark the blocks that trafilatura takes for main text; none if the two disagree about the page."""
    lines = [_squashed(line) for line in _main_text(root).split("\n")]
    whole = "".join(lines)
    known = frozenset(line for line in lines if line)
    marks: list[bool] = []
    covered = cursor = 0
    for block in blocks:
        text = _squashed(block.text)
        at = whole.find(text, cursor, cursor + _WINDOW_CHARS) if len(text) >= _LEAST_CHARS else -1
        is_kept = bool(text) and (at >= 0 or text in known or _is_half_known(block, known))
        is_kept = is_kept and not block.place.is_banned
        cursor = at + len(text) if at >= 0 else cursor
        covered += len(text) if is_kept else 0
        marks.append(is_kept)
    return marks if covered >= _LEAST_COVERED * len(whole) else [False] * len(marks)


def _is_half_known(block: Block, known: frozenset[str]) -> bool:
    """Tell whether most of a block with line breaks stands in lines that trafilatura kept apart."""
    lines = [_squashed(line) for line in block.text.split("\n")]
    return len(lines) > 1 and 2 * sum(len(line) for line in lines if line in known) >= sum(map(len, lines)) > 0


def _main_text(root: Node) -> str:
    """Return trafilatura's main text, "" where it finds none or fails; nothing is fetched."""
    if any(count > limit for count, limit in _sizes(root)):
        return ""
    try:
        found = trafilatura.extract(
            copy.deepcopy(root),
            output_format="txt",
            favor_recall=True,
            include_comments=False,
            include_tables=True,
            deduplicate=False,
            with_metadata=False,
        )
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, lxml.etree.LxmlError):
        return ""
    return found or ""


def _sizes(root: Node) -> Iterator[tuple[int, int]]:
    """Give the page's sizes, each with the limit up to which trafilatura answers in time."""
    yield sum(1 for _ in root.iter()), MAX_ELEMENTS
    yield sum(1 for _ in root.iter("table")), MAX_TABLES
    yield sum(map(len, root.itertext())), MAX_CHARS


def _by_place(blocks: Sequence[Block]) -> list[bool]:
    """Choose by the page's own structure: its article, else what is not called boilerplate, else everything."""
    article_only = [block.place.is_in_article and not block.place.is_boilerplate for block in blocks]
    if any(article_only):
        return article_only
    plain = [not block.place.is_boilerplate and not block.place.is_banned for block in blocks]
    return plain if any(plain) else [True] * len(blocks)


def _with_short_lines(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """Add the short lines of the article that were left out: bylines, credits, captions, standfirsts."""
    places = [index for index, is_kept in enumerate(kept) if is_kept]
    if not places:
        return list(kept)
    first, last = places[0], places[-1]
    has_article = any(blocks[index].place.is_in_article for index in places)
    added = frozenset(_missed(blocks, first, last, has_article))
    return [is_kept or index in added for index, is_kept in enumerate(kept)]


def _missed(blocks: Sequence[Block], first: int, last: int, has_article: bool) -> Iterator[int]:
    for index in range(max(0, first - _CREDIT_NEAR), len(blocks)):
        block = blocks[index]
        place = block.place
        if place.is_banned or place.is_boilerplate or len(block.text) > SHORT_CHARS:
            continue
        distance = max(first - index, index - last, 0)
        if place.is_credit and (place.is_in_article or distance <= _CREDIT_NEAR):
            yield index
        elif block.is_link:
            continue
        elif distance <= _NEAR and (place.is_in_article or (not has_article and place.tag not in ("li", "td", "th"))):
            yield index


def _squashed(text: str) -> str:
    """Return letters and digits only, so that trafilatura's spacing and bullets make no difference."""
    return _NO_WORD.sub("", text).casefold()
