"""Ray's door: the same functions on the same items, past one machine.

Actors hold the model (it is loaded once in each) and are sent a few items at a time, never more than one sending ahead
of their answers.  In the place of an actor whose process dies another one is started, wherever there is room; what the
dead one held is sent again, item by item, so that an item which kills twice is given up alone, as with local workers.
Ray Data is not used for this: it wants the whole list of documents before it starts and gives blocks back in its own
order, where an audit streams the one and is asked for every item's answer.

What items need is sent with them or lies in the audit's folder, which all machines must see under one path.
"""

import logging
import pickle
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, redirect_stdout
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import provenance
from provenance.audit.workers import BATCH_ITEMS, ONE_THREAD, Lost, in_order
from provenance.errors import AuditError

POLL_SECONDS = 5.0
_MISSING = "Ray is not installed: pip install 'translation-provenance[ray]', or leave --engine ray out"


@dataclass(slots=True)
class _Item:
    index: int
    value: Any
    tries: int = 0


@dataclass(frozen=True, slots=True)
class _Sending:
    actor: Any
    items: list[_Item]
    until: float


class Doer:
    """What an actor does; its process keeps what functions cache, the model above all."""

    def work(self, packed: bytes, values: list[Any]) -> list[tuple[bool, Any]]:
        """Return for each item (True, result), up to the first that raises: (False, exception)."""
        function = pickle.loads(packed)
        answers: list[tuple[bool, Any]] = []
        for value in values:
            try:
                answers.append((True, function(value)))
            except Exception as error:
                return [*answers, (False, error)]
        return answers


class RayWorkers:
    """Actors on a Ray cluster; use it in a ``with`` statement, as ``workers.Workers``, whose promises it keeps.

    Connects to the cluster that RAY_ADDRESS names, or else starts one on this machine (about 20 s).  jobs: number of
    actors.  seconds: that an item may take.  Raises AuditError where Ray is not installed or does not start.
    """

    def __init__(self, jobs: int, *, seconds: float = 120.0) -> None:
        self.jobs, self.seconds = max(1, jobs), seconds
        self._idle: deque[Any] = deque()
        self._ours = False
        self._quiet = ExitStack()
        self._ray = _imported()

    def __enter__(self) -> "RayWorkers":
        ray = self._ray
        self._quiet.enter_context(redirect_stdout(sys.stderr))  # Ray tells there of workers that die
        if not ray.is_initialized():
            try:
                ray.init(include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
            except Exception as error:
                raise AuditError(
                    f"Ray does not start ({error}): check RAY_ADDRESS, or leave --engine ray out"
                ) from error
            self._ours = True
        folder = str(Path(provenance.__file__).parent.parent)
        # An actor that waits for a slot which another holds would wait for ever.
        share = min(1.0, ray.cluster_resources().get("CPU", 1.0) / (self.jobs + 1))
        self._actor = ray.remote(Doer).options(
            max_restarts=-1,
            max_task_retries=0,
            num_cpus=round(share, 2),
            runtime_env={"env_vars": {**ONE_THREAD, "PYTHONPATH": folder}},
        )
        self._idle.extend(self._actor.remote() for _ in range(self.jobs))
        return self

    def __exit__(self, *_: object) -> None:
        while self._idle:
            self._ray.kill(self._idle.pop())
        if self._ours:
            self._ray.shutdown()
        self._quiet.close()

    def spread(self, function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        """Give the results in the order of the items.  Raises AuditError for an item that is lost."""
        yield from in_order(function, self.each(function, items))

    def each(self, function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[tuple[int, Any]]:
        """Give each item's number and result, or Lost, as they come.

        function: importable by name, or a partial of one.  An exception in it ends the run and is raised here.
        """
        packed = self._ray.put(pickle.dumps(function))
        coming = (_Item(index, value) for index, value in enumerate(items))
        again: deque[list[_Item]] = deque()
        running: dict[Any, _Sending] = {}
        try:
            while True:
                while len(running) < self.jobs:
                    batch = again.popleft() if again else list(islice(coming, BATCH_ITEMS))
                    if not batch:
                        break
                    actor = self._idle.popleft() if self._idle else self._actor.remote()
                    until = time.monotonic() + self.seconds * len(batch)
                    sent = actor.work.remote(packed, [item.value for item in batch])
                    running[sent] = _Sending(actor, batch, until)
                if not running:
                    return
                done, _ = self._ray.wait(list(running), timeout=POLL_SECONDS)
                for sent in done:
                    yield from self._answers(sent, running.pop(sent), again)
                yield from self._late(running, again)
        finally:
            for sending in running.values():
                self._ray.kill(sending.actor)
            while len(self._idle) > self.jobs:
                self._ray.kill(self._idle.pop())

    def _answers(self, sent: Any, sending: _Sending, again: deque[list[_Item]]) -> Iterator[tuple[int, Any]]:
        """Give what an actor answered; put what a dead one held where it will be sent again."""
        try:
            answers = self._ray.get(sent)
            self._idle.append(sending.actor)
        except self._ray.exceptions.RayError as error:
            self._ray.kill(sending.actor)
            yield from _retried(sending.items, again, f"the worker that held it ended twice ({type(error).__name__})")
            return
        for item, (is_fine, result) in zip(sending.items, answers, strict=False):
            if not is_fine:
                raise result
            yield item.index, result

    def _late(self, running: dict[Any, _Sending], again: deque[list[_Item]]) -> Iterator[tuple[int, Any]]:
        """End what takes too long."""
        for sent in [sent for sent, sending in running.items() if time.monotonic() > sending.until]:
            sending = running.pop(sent)
            self._ray.kill(sending.actor)
            if len(sending.items) == 1:
                yield sending.items[0].index, Lost(f"took more than {self.seconds:g} seconds")
            else:
                again.extend([item] for item in sending.items)


def _retried(items: list[_Item], again: deque[list[_Item]], reason: str) -> Iterator[tuple[int, Lost]]:
    """Send items again, each alone; one that was alone already and has had its second try is lost."""
    for item in items:
        item.tries += len(items) == 1
        if item.tries > 1:
            yield item.index, Lost(reason)
        else:
            again.append([item])


def _imported() -> Any:
    try:
        import ray
        import ray.exceptions
    except ImportError as error:
        raise AuditError(_MISSING) from error
    return ray
