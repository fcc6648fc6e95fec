"""Findings, links and discrepancies become evidence: rules with weights as data (weights.toml)."""

from provenance.weigh.asserted import weigh_assertions
from provenance.weigh.book import Book, book
from provenance.weigh.pairs import weigh_pairs
from provenance.weigh.single import renumbered, weigh_text

__all__ = ["Book", "book", "renumbered", "weigh_assertions", "weigh_pairs", "weigh_text"]
