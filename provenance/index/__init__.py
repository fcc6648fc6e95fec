"""Originals kept on disk, and the nearest of them found in milliseconds.

A folder with ``originals.sqlite3`` (texts, vectors, passages: the truth) and, for more than some 20,000 documents,
files of vectors in cells that can be made again from it.  One vector a document finds candidates (near.py), its
passages and numbers put them in order (likeness.py).
"""

from provenance.index.likeness import Passages, against_rivals, likeness, passages
from provenance.index.reading import Hit, Index
from provenance.index.store import Entry, Filter, Row
from provenance.index.writing import Changed, Writer

__all__ = [
    "Changed",
    "Entry",
    "Filter",
    "Hit",
    "Index",
    "Passages",
    "Row",
    "Writer",
    "against_rivals",
    "likeness",
    "passages",
]
