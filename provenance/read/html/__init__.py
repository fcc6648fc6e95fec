"""HTML → text and statements.

The statements are read from the raw page first: what extracts main text tends to delete the very lines ("traduit de
l'anglais par …") that this package looks for.  The body follows: blocks of text in the order of the page, those that
trafilatura takes for main text, and the bylines, credits and footers of the article that it leaves out.
"""

from provenance.read.content import Content, distinct
from provenance.read.html.blocks import blocks_of
from provenance.read.html.dom import parse
from provenance.read.html.fingerprints import fingerprints
from provenance.read.html.jsonld import linked_statements
from provenance.read.html.main import article
from provenance.read.html.meta import meta_statements
from provenance.read.html.microdata import microdata_statements
from provenance.read.html.strip import stripped

__all__ = ["read_page"]


def read_page(text: str, origin: str) -> Content:
    """Read a page: its title, an empty line, then its main text, paragraphs apart by empty lines.

    A page beyond the parser's limits (256 levels, 10 MB in one node) keeps the statements of its head, and its text
    is what remains when the tags are taken out.
    """
    page = parse(text)
    if page is None:
        return Content("\n\n".join(stripped(text)))
    declared = distinct(
        (
            *meta_statements(page.root),
            *linked_statements(page.root),
            *microdata_statements(page.root),
            *fingerprints(page.root),
        )
    )
    if not page.is_whole:
        return Content("\n\n".join(stripped(text)), declared)
    titles = tuple(entry.value for entry in declared if entry.key == "title")
    return Content("\n\n".join(article(page.root, blocks_of(page.root), titles)), declared)
