"""Audit a corpus: a record for each document, families of versions with their chains, what failed, and a summary.

>>> from pathlib import Path
>>> import tempfile
>>> from provenance.audit import audit
>>> with tempfile.TemporaryDirectory() as folder:
...     _ = Path(folder, "a.txt").write_text("Der Hafen bleibt offen.", "utf-8")
...     audit([f"{folder}/a.txt"], f"{folder}/audit")["totals"]["records"]
1

The folder that is written: summary.json (schema audit-1), documents.jsonl and .parquet, records.jsonl, families.jsonl,
failures.jsonl, and the state from which an audit that was stopped goes on.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from provenance.audit.plan import Plan, Progress

__all__ = ["Plan", "Progress", "audit"]


def audit(
    corpora: Sequence[str],
    output: str | Path,
    *,
    jobs: int | None = None,
    sample: int | None = None,
    since: str | None = None,
    media: str | None = None,
    encoding: str | None = None,
    model: str | None = None,
    engine: str = "local",
    seconds: float = 120.0,
    stdin: BinaryIO | None = None,
    tell: Callable[[Progress], None] | None = None,
) -> Mapping[str, Any]:
    """Audit files, folders and standard input ("-"); return the summary, which follows audit-1.schema.json.

    output: a folder that is empty, does not exist yet, or holds this audit begun before, which then goes on.  jobs:
    worker processes, all cores by default.  sample: as many documents, chosen by the digest of their bytes.  since:
    ISO date; what is older or undated is left out.  seconds: that a document may take.  tell: is called with the
    progress, often.  The bytes written do not depend on jobs, engine or the order of files.

    Raises AuditError for a folder of another audit, one that is in use, and a full disk.
    """
    from provenance.audit.run import run

    plan = Plan(
        tuple(corpora), Path(output), media, encoding, sample, since, model, jobs or cores(), engine, seconds, stdin,
        tell or (lambda progress: None),
    )  # fmt: skip
    return run(plan)[0]


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
