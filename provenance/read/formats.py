"""Which format a file is in: what the person says, else its name, else its first characters."""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePath

from provenance.read.content import Content
from provenance.read.markdown import read_markdown
from provenance.read.unpack import suffix_of

Reader = Callable[[str, str], Content]


def read_text(text: str, origin: str) -> Content:
    """Take the text as it stands."""
    return Content(text)


def read_html(text: str, origin: str) -> Content:
    """Read a page; see ``provenance.read.html``, imported at the first page (lxml and trafilatura: 0.3 s)."""
    from provenance.read.html import read_page

    return read_page(text, origin)


READERS: dict[str, Reader] = {
    "text": read_text,
    "markdown": read_markdown,
    "html": read_html,
}
# The last four hold many documents: ``read_paths`` takes them apart, ``read_bytes`` does not
CONTAINERS: tuple[str, ...] = ("jsonl", "parquet", "warc", "zip")
MEDIA: tuple[str, ...] = (*READERS, *CONTAINERS)
EXTENSIONS: Mapping[str, str] = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".warc": "warc",
    ".zip": "zip",
}

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_FRONT_MATTER = re.compile(r"(?:---|\+\+\+)[ \t]*\r?\n[\w-]+[ \t]*[:=]")
_HEAD_CHARS = 4096


def named_media(origin: str) -> str | None:
    """Return the format that a file's extension names, that of a compression put aside, or None."""
    name = origin.lower().removesuffix(suffix_of(origin) or "")
    return EXTENSIONS.get(PurePath(name).suffix)


def sniffed_media(text: str) -> str:
    """Return the format that the first characters look like: a doctype or root element, front matter, else text."""
    head = text[:_HEAD_CHARS]
    if _HTML.match(head):
        return "html"
    return "markdown" if _FRONT_MATTER.match(head) else "text"
