"""What an audit can run on."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol


class Engine(Protocol):
    """Applies functions to items on many cores; ``workers.Workers`` says what each method promises."""

    def each(self, function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[tuple[int, Any]]:
        """Give each item's number and result, or Lost, as they come."""
        ...

    def spread(self, function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        """Give the results in the order of the items."""
        ...


def _local(jobs: int, seconds: float) -> AbstractContextManager[Engine]:
    from provenance.audit.workers import Workers

    return Workers(jobs, seconds=seconds)


def _ray(jobs: int, seconds: float) -> AbstractContextManager[Engine]:
    from provenance.audit.cluster import RayWorkers

    return RayWorkers(jobs, seconds=seconds)


ENGINES: Mapping[str, Callable[[int, float], AbstractContextManager[Engine]]] = {
    "local": _local,
    "ray": _ray,
}
"""Name → a function of the number of workers and the seconds that an item may take."""
