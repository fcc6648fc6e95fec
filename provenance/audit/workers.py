"""Processes that apply functions to items: all cores, bounded memory, and no item that can hang or kill a batch.

A worker is a fresh Python (not a fork, not a second run of the caller's script) that is sent a few items at a time and
answers one by one, so that it is always known which item it holds.  A worker that dies takes down that item only: it
is tried once more, alone, and then given up as Lost.  An item that takes longer than the limit is Lost at once.  A
thread stands by each worker; whoever asks for results is never more than WINDOW items ahead of what has been worked.
"""

import os
import pickle
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import provenance
from provenance.errors import AuditError

BATCH_ITEMS = 16
BATCH_BYTES = 1 << 18
WINDOW = 8  # batches in hand for each worker
START_SECONDS = 120.0  # also what the first item of a process may take longer: it loads what it needs
SPREAD_SECONDS = 24 * 3600.0  # of an item of a spread, which is no document
_CODE = "import sys; from provenance.audit.worker import serve; serve(int(sys.argv[1]))"
# One thread in each worker: the workers fill the cores.
_SINGLE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
ONE_THREAD = {**dict.fromkeys(_SINGLE, "1"), "TOKENIZERS_PARALLELISM": "false"}


@dataclass(frozen=True, slots=True)
class Lost:
    """An item that no worker could finish.  reason: in words."""

    reason: str


def in_order(function: Callable[[Any], Any], results: Iterable[tuple[int, Any]]) -> Iterator[Any]:
    """Give results that come as they are ready in the order of their numbers.

    Raises AuditError, which names the function, for an item that is lost.
    """
    early: dict[int, Any] = {}
    wanted = 0
    for index, result in results:
        if isinstance(result, Lost):
            raise AuditError(f"{getattr(function, 'func', function).__name__}: {result.reason}: run it again")
        early[index] = result
        while wanted in early:
            yield early.pop(wanted)
            wanted += 1


@dataclass(slots=True)
class _Item:
    index: int
    value: Any
    tries: int = 0


@dataclass(slots=True)
class _Job:
    """What one ``each`` is about.  todo: batches, None to stop; done: (index, result)."""

    function: bytes
    seconds: float
    todo: "queue.Queue[list[_Item] | None]" = field(default_factory=queue.Queue)
    done: "queue.Queue[tuple[int, Any]]" = field(default_factory=queue.Queue)
    busy: "list[_Worker]" = field(default_factory=list)
    is_over: bool = False

    def end(self) -> None:
        """Let nothing more be worked, and what is being worked be dropped."""
        is_dropped, self.is_over = not self.is_over, True
        if is_dropped:
            for worker in self.busy:
                worker.kill()


class Workers:
    """A pool of processes; use it in a ``with`` statement.

    jobs: number of processes.  seconds: that an item of ``each`` may take.  Raises AuditError where no worker starts.
    """

    def __init__(self, jobs: int, *, seconds: float = 120.0) -> None:
        self.jobs, self.seconds = max(1, jobs), seconds
        self._idle: queue.Queue[_Worker] = queue.Queue()
        for _ in range(self.jobs):
            self._idle.put(_Worker())

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        while not self._idle.empty():
            self._idle.get().stop()

    def spread(self, function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        """Give the results in the order of the items.  Raises AuditError for an item that is lost."""
        yield from in_order(function, self._each(function, items, SPREAD_SECONDS))

    def each(self, function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[tuple[int, Any]]:
        """Give each item's number and result, or Lost, as they come.

        function: importable by name, or a partial of one.  An exception in it ends the run and is raised here.
        """
        yield from self._each(function, items, self.seconds)

    def _each(self, function: Callable[[Any], Any], items: Iterable[Any], seconds: float) -> Iterator[tuple[int, Any]]:
        job = _Job(pickle.dumps(function), seconds)
        crew = [threading.Thread(target=self._stand_by, args=(job,), daemon=True) for _ in range(self.jobs)]
        for thread in crew:
            thread.start()
        try:
            yield from self._given(job, enumerate(items))
            job.is_over = True
        finally:
            job.end()
            for _ in crew:
                job.todo.put(None)
            for thread in crew:
                thread.join()

    def _given(self, job: _Job, items: Iterator[tuple[int, Any]]) -> Iterator[tuple[int, Any]]:
        pending, is_over = 0, False
        while True:
            while not is_over and pending < self.jobs * WINDOW * BATCH_ITEMS // 2:
                batch = _batch(items)
                is_over = not batch
                pending += len(batch)
                if batch:
                    job.todo.put(batch)
                if not job.done.empty():
                    break
            if not pending:
                return
            index, result = job.done.get()
            if index < 0:
                raise result
            pending -= 1
            yield index, result

    def _stand_by(self, job: _Job) -> None:
        try:
            worker = self._idle.get_nowait()
        except queue.Empty:  # results of one spread are items of another
            worker = _Worker()
        job.busy.append(worker)
        try:
            while (batch := job.todo.get()) is not None and not job.is_over:
                for item in worker.work(batch, job):
                    job.todo.put([item])
        except BaseException as error:
            worker.stop()
            job.done.put((-1, error))
        finally:
            job.busy.remove(worker)
            if self._idle.qsize() < self.jobs:
                self._idle.put(worker)
            else:
                worker.stop()


def _batch(items: Iterator[tuple[int, Any]]) -> list[_Item]:
    """Take items for one sending: a few, and not too many bytes where they tell their size."""
    batch: list[_Item] = []
    size = 0
    for index, value in items:
        batch.append(_Item(index, value))
        size += len(getattr(getattr(value, "piece", None), "data", b""))
        if len(batch) >= BATCH_ITEMS or size >= BATCH_BYTES:
            break
    return batch


class _Worker:
    """One process and the pipe to it; started when it is first needed, and again after a death."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._is_warm = False  # has given a result

    def work(self, batch: list[_Item], job: _Job) -> list[_Item]:
        """Have a batch worked; return the items to be tried again, each alone."""
        pipe = self._started()
        left, done = list(batch), job.done
        try:
            pipe.send((job.function, [item.value for item in batch]))
            while left:
                if not pipe.poll(job.seconds + (0.0 if self._is_warm else START_SECONDS)):
                    self.stop()
                    done.put((left.pop(0).index, Lost(f"took more than {job.seconds:g} seconds")))
                    return left
                is_fine, result = pipe.recv()
                self._is_warm = True
                if not is_fine:
                    raise result
                done.put((left.pop(0).index, result))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            code = self.stop()
            if job.is_over:
                return []
            held = left[0]
            held.tries += 1
            if held.tries > 1:
                died = f"signal {-code}" if code < 0 else f"exit status {code}"
                done.put((left.pop(0).index, Lost(f"the worker that held it ended twice ({died})")))
        return left

    def _started(self) -> Connection:
        if self._pipe is not None and self._process is not None and self._process.poll() is None:
            return self._pipe
        self.stop()
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _CODE, str(theirs.fileno())],
                pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=_environment(),
            )  # fmt: skip
        self._pipe = pipe = Connection(ours.detach())
        try:
            is_ready = pipe.poll(START_SECONDS) and pipe.recv() == "ready"
        except (EOFError, ConnectionResetError):
            is_ready = False
        if not is_ready:
            code = self.stop()
            raise AuditError(f"a worker process did not start (exit status {code}): see what it said above")
        return pipe

    def kill(self) -> None:
        """End the process at once, from any thread; whoever waits for its answers will see its pipe end."""
        process = self._process
        if process is not None:
            process.kill()

    def stop(self) -> int:
        """End the process and return its exit status, negative for the signal that ended it."""
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        self._is_warm = False
        if pipe is not None:
            pipe.close()
        if process is None:
            return 0
        code = process.poll()
        if code is None:
            try:
                code = process.wait(timeout=0.05)  # it has read the end of its pipe, or died of what we saw
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                code = process.returncode
        return code


def _environment() -> dict[str, str]:
    """Return the environment of a worker: this package's folder can be imported from, one thread is used."""
    folder = str(Path(provenance.__file__).parent.parent)
    known = os.environ.get("PYTHONPATH")
    return {**os.environ, **ONE_THREAD, "PYTHONPATH": folder if not known else f"{folder}{os.pathsep}{known}"}
