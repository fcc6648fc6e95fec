"""From all places where documents stand to those that have a record, numbered in the order of their ids.

Ids are settled when all places are known, so the order in which they were met changes none: of those that want one
name the first by file and number has it, the others get "~2", "~3" …; of those with one text the first by id is kept.
"""

import sqlite3

import numpy as np

from provenance.audit.corpus import VECTORS
from provenance.audit.state import State
from provenance.audit.tables import write_table

_NAMED = """
DROP TABLE IF EXISTS named;
CREATE TABLE named (id TEXT PRIMARY KEY, source TEXT, number INTEGER, origin TEXT, key BLOB, sha TEXT) WITHOUT ROWID;
DROP TABLE IF EXISTS kept;
CREATE TABLE kept (place INTEGER PRIMARY KEY, id TEXT, origin TEXT, key BLOB);
DELETE FROM places WHERE run != {run};
DELETE FROM items WHERE key NOT IN (SELECT key FROM places WHERE key IS NOT NULL);
INSERT INTO named SELECT name, source, number, origin, key, sha FROM (
  SELECT places.*, items.sha, row_number() OVER (PARTITION BY name ORDER BY source, number) AS turn
  FROM places JOIN items USING (key) WHERE items.stage IS NULL) WHERE turn = 1;
"""
_OTHERS = """
SELECT name, source, number, origin, key, sha FROM (
  SELECT places.*, items.sha, row_number() OVER (PARTITION BY name ORDER BY source, number) AS turn
  FROM places JOIN items USING (key) WHERE items.stage IS NULL) WHERE turn > 1 ORDER BY name, source, number
"""
_KEPT = """
CREATE INDEX named_by_sha ON named (sha);
INSERT INTO kept SELECT row_number() OVER (ORDER BY id) - 1, id, origin, key FROM (
  SELECT *, row_number() OVER (PARTITION BY sha ORDER BY id) AS turn FROM named) WHERE turn = 1;
"""


def settle(state: State, run: int) -> None:
    """Give each document of a run its id, choose those that are kept, and lay their vectors out for the corpus."""
    state.save()
    database = state.database
    database.execute("BEGIN IMMEDIATE")
    _each(database, _NAMED.format(run=int(run)))
    previous, count = "", 1
    for name, *rest in database.execute(_OTHERS).fetchall():
        count = count if name == previous else 1
        previous = name
        while True:
            count += 1
            wanted = f"{name}~{count}"
            if database.execute("SELECT 1 FROM named WHERE id = ?", (wanted,)).fetchone() is None:
                break
        database.execute("INSERT INTO named VALUES (?, ?, ?, ?, ?, ?)", (wanted, *rest))
    _each(database, _KEPT)
    database.execute("COMMIT")
    _lay_out(state)


def _each(database: sqlite3.Connection, statements: str) -> None:
    """Run statements inside the transaction that is open (executescript would end it)."""
    for statement in statements.split(";"):
        database.execute(statement)


def _lay_out(state: State) -> None:
    count = state.database.execute("SELECT count(*) FROM kept").fetchone()[0]
    width = state.database.execute("SELECT max(length(vector)) FROM items").fetchone()[0] or 0
    vectors = state.rows("SELECT vector FROM kept JOIN items USING (key) ORDER BY place")
    blocks = (np.frombuffer(vector, np.int8) for (vector,) in vectors)
    write_table(state.folder / VECTORS, (count, width), blocks)
