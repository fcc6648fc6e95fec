"""Ray: the same bytes as the local runner, and a killed worker loses nothing.

Not in the dev group (79 MB to load, 20 s to start): pip install 'translation-provenance[ray]', then pytest -m ray.
"""

import logging
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from provenance.audit import audit
from provenance.audit.engines import ENGINES
from provenance.audit.join import join
from provenance.audit.workers import Lost
from provenance.audit.writing import FILES
from tests.audit.engines import inline
from tests.audit.tasks import twice, unlucky, unlucky_once, wrong
from tests.audit.test_join import families_of
from tests.corpora.families import CORPORA

pytest.importorskip("ray", reason="Ray is not installed: pip install 'translation-provenance[ray]'")
pytestmark = [pytest.mark.ray, pytest.mark.filterwarnings("ignore")]

from provenance.audit.cluster import RayWorkers  # noqa: E402


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    import ray

    ray.init(num_cpus=4, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    yield
    ray.shutdown()


@pytest.fixture(scope="module")
def workers(cluster: None) -> Iterator[RayWorkers]:
    with RayWorkers(2, seconds=20) as held:
        yield held


def test_results_come_in_the_order_of_the_items(workers: RayWorkers) -> None:
    assert list(workers.spread(twice, range(100))) == [2 * number for number in range(100)]


def test_killed_worker_loses_nothing(workers: RayWorkers, tmp_path: Path) -> None:
    items = [(number, str(tmp_path)) for number in range(60)]

    assert list(workers.spread(unlucky_once, items)) == list(range(60))
    assert Path(tmp_path, "died").exists()


def test_item_that_kills_every_worker_is_given_up_alone(workers: RayWorkers) -> None:
    found = dict(workers.each(unlucky, range(20)))

    assert isinstance(found.pop(13), Lost)
    assert found == {number: number for number in range(20) if number != 13}


def test_fault_in_a_function_is_raised(workers: RayWorkers) -> None:
    with pytest.raises(ZeroDivisionError, match="a fault of ours"):
        list(workers.each(wrong, range(20)))


def test_join_by_shards_is_the_local_one(workers: RayWorkers) -> None:
    table = families_of(400)

    local, far = join(table, cell=64), join(table, cell=64, spread=workers.spread)

    for name in ("one", "other", "cosines", "margins"):
        assert np.array_equal(getattr(local, name), getattr(far, name))


def test_audit_writes_the_same_bytes(cluster: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CORPORA.parent)
    monkeypatch.setitem(ENGINES, "inline", inline)
    folders = ["corpora/castle-archive", "corpora/tram-wires"]

    audit(folders, tmp_path / "local", engine="inline")
    audit(folders, tmp_path / "far", engine="ray", jobs=2)

    for name in FILES:
        assert (tmp_path / "far" / name).read_bytes() == (tmp_path / "local" / name).read_bytes(), name
