"""Findings, links and discrepancies become evidence: rules with weights as data (weights.toml).

What one text says is weighed here; what several say together in ``weigh.pairs``, what the user says in
``weigh.asserted``.
"""

from provenance.weigh.book import Book, book
from provenance.weigh.single import renumbered, weigh_text

__all__ = ["Book", "book", "renumbered", "weigh_text"]
