"""An engine without processes, so that most tests are about what an audit does and not about starting Python."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from provenance.audit.engines import Engine


class Inline:
    def each(self, function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[tuple[int, Any]]:
        for number, item in enumerate(items):
            yield number, function(item)

    def spread(self, function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        return map(function, items)


def inline(jobs: int, seconds: float) -> AbstractContextManager[Engine]:
    return nullcontext(Inline())
