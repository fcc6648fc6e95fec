"""Originals kept on disk, and the nearest of them found in milliseconds.

A folder with ``originals.sqlite3`` (texts, vectors, passages: the truth) and, for more than some 20,000 documents,
files of vectors in cells that can be made again from it.  One vector a document finds candidates (near.py), its
passages and numbers put them in order (likeness.py).

Why SQLite and faiss (benchmarks/engines.py; 30,000 vectors of 512 numbers, processor time, on a busy machine):

                     add/s    open ms  search ms  recall@10  bytes  killed while adding
    SQLite + faiss  10,963        0.7       1.95      1.000  2,184  6 of 6 whole
    faiss alone     67,526       21.6       0.24      0.997    532  3 of 6 whole, 3 unreadable
    usearch          3,058       14.1       0.37      0.964    660  6 of 6 whole
    LanceDB          1,186        2.2       4.73      1.000  2,763  6 of 6 whole

An inverted file of cells is built in one pass; the graphs of usearch and LanceDB walk through what is there for each
vector and miss the 5,000 a second that are wanted.  A file that is written in place may not live through a kill, so the
truth is in SQLite's transactions, which every Python has, and cells are a copy that can be made again; the vectors of
16 bits beside them make the order of what cells find exact.  LanceDB, as safe, takes 180 MB and 1.6 s to import.
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
