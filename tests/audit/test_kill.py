"""SIGKILL at any moment: the same command goes on, and ends with the same bytes."""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from provenance.audit import audit
from provenance.audit.engines import ENGINES
from provenance.audit.writing import FILES
from provenance.errors import AuditError
from tests.audit.engines import inline
from tests.audit.test_audit import lines, rows, run, written

MOMENTS = 20
WORDS = ("harbour", "council", "ferry", "bridge", "budget", "minister", "school", "river", "winter", "vote", "market")
CASTLE = Path(__file__).parents[2] / "corpora" / "castle-archive"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a corpus of short documents, some of them twice, one of them broken, and a family."""
    monkeypatch.setitem(ENGINES, "inline", inline)
    monkeypatch.chdir(tmp_path)
    chance = random.Random(7)
    texts = [" ".join(chance.choices(WORDS, k=12)).capitalize() + "." for _ in range(24)]
    lines(tmp_path / "c.jsonl", *({"id": f"n{number}", "text": text} for number, text in enumerate([*texts, texts[3]])))
    with (tmp_path / "c.jsonl").open("a") as file:
        file.write("no json\n")
    for name in ("it.txt", "fr.txt"):
        (tmp_path / name).write_bytes((CASTLE / name).read_bytes())
    return tmp_path


def forked(step: Callable[[], object]) -> int:
    """Run a step in a child that has all modules and models loaded already; return its process id."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            step()
            status = 0
        finally:
            os._exit(status)
    return child


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_killed_at_random_moments_it_goes_on_and_ends_with_the_same_bytes(corpus: Path) -> None:
    everything = ("c.jsonl", "it.txt", "fr.txt")
    run(*everything, output="whole")

    def once(output: str = "killed") -> None:
        audit(everything, output, engine="inline")

    start = time.monotonic()
    assert ended(forked(lambda: once("timed"))) == 0
    whole = time.monotonic() - start
    chance, killed, finished = random.Random(20), 0, 0
    for _ in range(MOMENTS):
        child = forked(once)
        time.sleep(chance.random() * whole / 2)
        os.kill(child, signal.SIGKILL)
        killed += ended(child) == -signal.SIGKILL
        if (Path("killed") / "summary.json").exists() and _is_done(Path("killed")):
            assert written("killed") == written("whole")
            Path("killed").rename(f"finished{finished}")
            finished += 1
    assert ended(forked(once)) == 0

    assert killed >= MOMENTS // 2
    assert written("killed") == written("whole")


def _is_done(output: Path) -> bool:
    return all((output / name).exists() for name in FILES)


def test_killed_with_its_workers_at_work_it_goes_on_with_another_number_of_them(corpus: Path) -> None:
    run("c.jsonl", output="whole")

    def start(jobs: int) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "provenance", "audit", "c.jsonl", "-o", "killed", "-j", str(jobs), "-q"]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)

    process = start(2)
    database = Path("killed/.state/audit.sqlite-wal")
    while not database.exists() or database.stat().st_size < 100_000:
        assert process.poll() is None or process.returncode == 1
        if process.poll() is not None:
            break
        time.sleep(0.02)
    process.kill()
    process.wait()
    again = start(1)

    assert again.wait(60) == 1  # the broken line is a failure
    assert written("killed") == written("whole")


def test_neither_number_of_workers_nor_order_of_files_changes_a_byte(corpus: Path) -> None:
    everything = ("c.jsonl", "it.txt", "fr.txt")
    run(*everything, output="whole")

    audit(everything, "one", jobs=1)
    audit(everything[::-1], "three", jobs=3)

    assert rows("whole", "families")
    assert written("one") == written("whole")
    assert _without_options(written("three")) == _without_options(written("whole"))


def _without_options(files: dict[str, bytes]) -> dict[str, object]:
    summary = {name: value for name, value in json.loads(files["summary.json"]).items() if name != "options"}
    return {**files, "summary.json": summary}


def limited(bytes_: int, step: Callable[[], object]) -> Callable[[], object]:
    def run_limited() -> object:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, bytes_))
        return step()

    return run_limited


@pytest.mark.parametrize("size", [20_000, 60_000, 90_000])
def test_full_disk_is_said_and_the_audit_goes_on_when_there_is_space(corpus: Path, size: int) -> None:
    said = corpus / "said.txt"

    def once() -> None:
        try:
            audit(["c.jsonl", "it.txt"], "full", engine="inline")
        except AuditError as error:
            said.write_text(str(error), "utf-8")
            raise SystemExit(0) from error

    assert ended(forked(limited(size, once))) in (0, 1)
    assert "free some space" in said.read_text("utf-8")
    run("c.jsonl", "it.txt", output="whole")
    run("c.jsonl", "it.txt", output="full")

    assert written("full") == written("whole")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of 400 kB, which can be made larger; skip where this may not be done."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no right to mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_disk_that_is_full_is_said_and_a_larger_one_goes_on(corpus: Path, small_disk: Path) -> None:
    output = str(small_disk / "out")
    with pytest.raises(AuditError, match="free some space or check the disk, and run the same command again"):
        run("c.jsonl", "it.txt", "fr.txt", output=output)
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)

    run("c.jsonl", "it.txt", "fr.txt", output=output)
    run("c.jsonl", "it.txt", "fr.txt", output="whole")
    assert written(output) == written("whole")
