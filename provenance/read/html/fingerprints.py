"""What machine-translation services leave in a page: attributes, scripts and comments, never its words.

key "machine-translation", value the tool, place "html-fingerprint:shown:MARK" where the page as it stands is the
tool's output, "html-fingerprint:offered:MARK" where a widget only offers it to the reader.
"""

from collections.abc import Iterator

from provenance.read.content import statement
from provenance.read.html.dom import Node, is_element
from provenance.read.vocabulary import vocabulary
from provenance.types import Declared

_TOKEN_CHARS = 2000
_HAYSTACK_CHARS = 5_000_000
_WHERE = frozenset(("script", "link", "iframe", "base", "html", "head", "body", "meta", "style"))


def fingerprints(root: Node) -> Iterator[Declared | None]:
    """Give one statement for each mark that is found, in the order of declared.toml."""
    haystack = "\n".join(_marks(root)).lower()[:_HAYSTACK_CHARS]
    for known in vocabulary().fingerprints:
        for needle in known.needles:
            if needle in haystack:
                place = f"html-fingerprint:{known.sense}:{needle.strip()}"
                yield statement("machine-translation", known.tool, place)


def _marks(root: Node) -> Iterator[str]:
    """Return attributes as ``name=value``, one a line, a line for each class; the text of scripts and comments.

    Addresses of ordinary links are left out: an article may link to a translation service.
    """
    for node in root.iter():
        if not is_element(node):
            yield node.text or ""
            continue
        if node.tag in ("script", "style"):
            yield (node.text or "")[: 100 * _TOKEN_CHARS]
        for name, value in node.attrib.items():
            if name == "href" and node.tag not in _WHERE:
                continue
            if name == "class":
                yield from (f"class={word}" for word in value[:_TOKEN_CHARS].split())
            yield f"{name}={value[:_TOKEN_CHARS]}"
