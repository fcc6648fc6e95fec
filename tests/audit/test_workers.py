"""Workers: everything comes back, whatever dies, hangs or breaks."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from provenance.audit.workers import Lost, Workers
from provenance.errors import AuditError
from tests.audit import tasks

NUMBERS = range(40)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2, seconds=5) as pool:
        yield pool


def test_results_come_in_the_order_of_the_items(workers: Workers) -> None:
    assert list(workers.spread(tasks.twice, NUMBERS)) == [2 * number for number in NUMBERS]
    assert sorted(workers.each(tasks.twice, NUMBERS)) == [(number, 2 * number) for number in NUMBERS]
    assert list(workers.spread(tasks.twice, [])) == []


def test_item_that_kills_its_worker_twice_is_lost_alone(workers: Workers) -> None:
    found = dict(workers.each(tasks.unlucky, NUMBERS))

    assert found.pop(13) == Lost("the worker that held it ended twice (signal 9)")
    assert found == {number: number for number in NUMBERS if number != 13}


def test_item_whose_worker_died_once_is_done_again(workers: Workers, tmp_path: Path) -> None:
    found = dict(workers.each(tasks.unlucky_once, [(number, str(tmp_path)) for number in NUMBERS]))

    assert (tmp_path / "died").exists()
    assert found == {number: number for number in NUMBERS}


def test_item_that_takes_too_long_is_lost_alone() -> None:
    with Workers(1, seconds=0.3) as workers:
        found = dict(workers.each(tasks.slow, range(10, 16)))

    assert found.pop(3) == Lost("took more than 0.3 seconds")
    assert found == {0: 10, 1: 11, 2: 12, 4: 14, 5: 15}


def test_exception_ends_the_run_and_the_workers_serve_again(workers: Workers) -> None:
    with pytest.raises(ZeroDivisionError, match="a fault of ours"):
        list(workers.each(tasks.wrong, NUMBERS))

    assert list(workers.spread(tasks.twice, [4])) == [8]


def test_lost_item_of_a_spread_is_an_error(workers: Workers) -> None:
    with pytest.raises(AuditError, match="unlucky: the worker that held it ended twice"):
        list(workers.spread(tasks.unlucky, [13]))


def test_items_are_taken_as_they_are_worked_and_no_further_when_nobody_asks(workers: Workers) -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(100_000):
            taken.append(number)
            yield number

    results = workers.each(tasks.resting, items())
    for _ in range(20):
        next(results)
    results.close()  # type: ignore[attr-defined]

    assert len(taken) < 1000


def test_spread_may_feed_on_another(workers: Workers) -> None:
    inner = workers.spread(tasks.twice, NUMBERS)

    assert list(workers.spread(tasks.twice, inner)) == [4 * number for number in NUMBERS]


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "from provenance.audit.workers import Workers\nfrom tests.audit import tasks\nimport itertools\n"
        "with Workers(1) as workers:\n"
        "    for n, r in workers.each(tasks.resting, itertools.count()):\n"
        "        if n == 3: print('started', flush=True)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    assert parent.stdout is not None
    parent.stdout.readline()
    threads = Path(f"/proc/{parent.pid}/task").iterdir()
    found = [int(pid) for thread in threads for pid in (thread / "children").read_text().split()]
    assert found
    parent.kill()
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        if not any(_is_running(pid) for pid in found):
            break
        time.sleep(0.05)

    assert not any(_is_running(pid) for pid in found)


def _is_running(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
