"""Findings, links and discrepancies become evidence: rules with weights as data (weights.toml)."""

from provenance.weigh.book import Book, book
from provenance.weigh.single import weigh_text

__all__ = ["Book", "book", "weigh_text"]
