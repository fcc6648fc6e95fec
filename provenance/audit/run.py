"""The course of an audit: meet every document, examine what is new, settle ids, find families, write."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from functools import partial
from typing import Any

from provenance.audit import sketches
from provenance.audit.corpus import Corpus, Family
from provenance.audit.engines import ENGINES, Engine
from provenance.audit.examine import HERE, Outcome, examine
from provenance.audit.families import families
from provenance.audit.intake import Intake
from provenance.audit.naming import settle
from provenance.audit.plan import Plan, Progress
from provenance.audit.state import State, checked, is_storage, storage_error
from provenance.audit.workers import Lost
from provenance.audit.writing import write
from provenance.embed import load_encoder
from provenance.record.families import family_to_dict
from provenance.types import Model


def run(plan: Plan) -> tuple[Mapping[str, Any], bool]:
    """Do an audit, or what is left of it; return its summary and whether there was anything to do.

    Raises AuditError for a folder that is another audit's, or in use, and where the disk is full.
    """
    try:
        plan.output.mkdir(parents=True, exist_ok=True)
        state = State(plan.output)
    except (OSError, sqlite3.Error) as error:
        raise storage_error(plan.output, error) from error
    try:
        checked(state, plan.options(), plan.output)
        return _run(plan, state)
    except (OSError, sqlite3.DatabaseError) as error:
        if not is_storage(error):
            raise
        raise storage_error(plan.output, error) from error
    finally:
        _closed(state)


def _closed(state: State) -> None:
    try:
        state.close()
    except sqlite3.Error:
        return  # what it would say has been said: the disk takes no more


def _run(plan: Plan, state: State) -> tuple[Mapping[str, Any], bool]:
    def tell(done: int, share: float | None, failures: int) -> None:
        plan.tell(Progress("read", done, share, failures))

    intake = Intake(plan, state, tell)
    if intake.print is not None and state.get("finished") == intake.print and (plan.output / "summary.json").is_file():
        summary: Mapping[str, Any] = json.loads((plan.output / "summary.json").read_text("utf-8"))
        return summary, False
    number = (state.get("run") or 0) + 1
    state.set(run=number, finished=None)
    encoder = load_encoder(plan.model)
    with ENGINES[plan.engine](plan.jobs, plan.seconds) as engine:
        _examine_all(plan, state, engine, intake, number)
        settle(state, number)
        corpus = Corpus(str(state.folder.absolute()), plan.model)
        try:
            _find_families(plan, state, corpus, engine)
        finally:
            corpus.close()
            sketches.close()
    plan.tell(Progress("write", intake.met, None, intake.failures))
    summary = write(state, Model(encoder.name, encoder.sha256), plan.options(), plan.output)
    state.set(finished=intake.print)
    return summary, True


def _examine_all(plan: Plan, state: State, engine: Engine, intake: Intake, number: int) -> None:
    """Have each content that is new examined."""
    for index, result in engine.each(partial(examine, model=plan.model, since=plan.since), intake.tasks(number)):
        key = intake.taken(index)
        if isinstance(result, Lost):
            hint = "take the document out, or give it more time with --timeout"
            result = Outcome(key, stage="worker", error=f"{HERE}: {result.reason}", hint=hint)
        state.add(result)
        intake.worked(is_failure=result.error != "")
    state.save()


def _find_families(plan: Plan, state: State, corpus: Corpus, engine: Engine) -> None:
    """Fill the tables families and members, unless they are those of the same documents already."""
    digest = hashlib.sha256()
    for name, key in state.rows("SELECT id, key FROM kept ORDER BY place"):
        digest.update(json.dumps([name, key.hex()]).encode())
    if state.get("families") == digest.hexdigest():
        return
    state.set(families=None)
    state.database.execute("BEGIN IMMEDIATE")
    for table, column in (("families", "row TEXT"), ("members", "family INTEGER")):
        state.database.execute(f"DROP TABLE IF EXISTS {table}")
        state.database.execute(f"CREATE TABLE {table} (place INTEGER PRIMARY KEY, {column})")
    state.save()
    plan.tell(Progress("families", 0))
    state.database.execute("BEGIN IMMEDIATE")
    for place, family in enumerate(families(corpus, spread=engine.spread)):
        _add_family(state, corpus, place, family)
        plan.tell(Progress("families", place + 1))
    state.set(families=digest.hexdigest())


def _add_family(state: State, corpus: Corpus, place: int, family: Family) -> None:
    rows = [next(state.rows("SELECT place FROM kept WHERE id = ?", (name,)))[0] for name in family.members]
    documents = [corpus.record(row).document for row in rows]
    value = family_to_dict(documents, family.pairs, family.chain, family.evidence)
    state.database.execute("INSERT INTO families VALUES (?, ?)", (place, json.dumps(value, ensure_ascii=False)))
    for row in rows:
        state.database.execute("INSERT INTO members VALUES (?, ?)", (row, place))
