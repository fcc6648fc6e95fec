"""A writer killed at any moment, and readers beside one that writes."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from provenance.index import Index, Writer
from tests.index.samples import MODEL, vector

BATCH = 5
# Adds and replaces batch after batch, makes files of cells often, and says each state when it is reached.
WRITING = """
import sys
from pathlib import Path
from provenance.index import Writer
from tests.index.samples import MODEL, entry
batch = int(sys.argv[2])
for number in range(10_000):
    with Writer(Path(sys.argv[1]), MODEL, exact=12) as writer:
        writer.add([entry(f"d{number * batch + place}", number * batch + place) for place in range(batch)])
        writer.remove([f"d{number * batch}"])
    print(number, flush=True)
"""


def _started(folder: Path) -> "subprocess.Popen[str]":
    # in a group of its own, so that nothing else is killed
    return subprocess.Popen(
        [sys.executable, "-c", WRITING, str(folder), str(BATCH)], stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parent.parent.parent,
    )  # fmt: skip


def _check(folder: Path) -> int:
    """Return how many batches there are; fail if any is there in part or cannot be found by its vectors."""
    with Index(folder) as index:
        numbers = sorted(int(row.id[1:]) for row in index.rows())
        batches = len({number // BATCH for number in numbers})
        whole = set(range(batches * BATCH))
        removed = {number * BATCH for number in range(batches)}
        # the last batch may be there before its removal
        assert set(numbers) in (whole - removed, whole - (removed - {(batches - 1) * BATCH}))
        lasting = [number for number in numbers if number % BATCH]  # the others may go while we look
        for number in lasting[:: max(1, len(lasting) // 10)]:
            assert index.search(vector(number), 1)[0].row.id == f"d{number}"
    return batches


def test_killed_writer_leaves_whole_batches_and_the_next_goes_on(tmp_path: Path) -> None:
    draw = random.Random(7)
    for _ in range(5):
        process = _started(tmp_path)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(draw.uniform(0, 0.15))
        os.kill(process.pid, signal.SIGKILL)
        said = 1 + len(process.stdout.read().splitlines())
        process.wait()
        process.stdout.close()

        assert _check(tmp_path) >= said
        with Writer(tmp_path, MODEL, exact=12) as writer:
            writer.remove(_all(tmp_path))
        assert not list(tmp_path.glob("*.part"))


def _all(folder: Path) -> list[str]:
    with Index(folder) as index:
        return [row.id for row in index.rows()]


def test_killed_while_a_file_of_cells_is_written_leaves_all_documents(
    tmp_path: Path,
) -> None:
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom provenance.index import Writer, near\n"
        "from tests.index.samples import MODEL, entry\n"
        "whole = near.build\n"
        "def build(path, *rest, **more):\n"
        "    {before}\n    whole(path, *rest, **more)\n    os.kill(os.getpid(), 9)\n"
        "near.build = build\n"
        "with Writer(Path(sys.argv[1]), MODEL, exact=12) as writer:\n"
        "    writer.add([entry(f'd{n}', n) for n in range(40)])\n"
    )
    half = "path.with_name(path.name + '.part').write_bytes(b'half'); os.kill(os.getpid(), 9)"
    for name, before in (("before", half), ("after", "pass")):
        folder = tmp_path / name
        result = subprocess.run(
            [sys.executable, "-c", code.replace("{before}", before), str(folder)], check=False,
            cwd=Path(__file__).parent.parent.parent,
        )  # fmt: skip
        assert result.returncode == -signal.SIGKILL
        left = [path.name for path in folder.glob("vectors-*")]
        assert left, "the kill came before the file"

        with Index(folder) as index:
            assert [index.search(vector(n), 1)[0].row.id for n in (0, 39)] == ["d0", "d39"]
        Writer(folder, MODEL, exact=1000).close()
        assert not list(folder.glob("vectors-*"))


def test_readers_beside_a_writer_see_whole_batches_only(tmp_path: Path) -> None:
    Writer(tmp_path, MODEL).close()
    process = _started(tmp_path)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        seen = [_check(tmp_path) for _ in range(15)]
        with Index(tmp_path) as index:
            for _ in range(15):
                sizes = len(list(index.rows()))
                assert len(index) >= sizes - 1  # the last batch's removal may come in between
                assert index.search(vector(1), 1)[0].row.id == "d1"
    finally:
        process.kill()
        process.wait()
        process.stdout.close() if process.stdout else None
    assert seen == sorted(seen)
    assert seen[-1] > seen[0]
