"""Which documents an audit is about: files met in turn, taken apart, and sampled."""

import hashlib
import heapq
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from provenance.audit.examine import Task
from provenance.audit.freshness import Heads
from provenance.audit.plan import Plan
from provenance.audit.state import State
from provenance.read import expand
from provenance.read.characters import clean
from provenance.read.pieces import STDIN, Piece, Source, pieces, wanted_name
from provenance.types import Failure

_SPOOL = "stdin"
# A page that may name a revision of its original; declared.toml lists the names of such fields.
_REVISION = re.compile(rb"revision|commit|hash|check", re.IGNORECASE)


class Intake:
    """The documents of a run.

    print: of the files and of the commits that their repositories are at, to tell whether they have changed; None with
    standard input.  met: documents so far.  failures: of them.
    """

    def __init__(self, plan: Plan, state: State, tell: Callable[[int, float | None, int], None]) -> None:
        self._plan, self._state, self._tell = plan, state, tell
        self.sources = _outside(expand(plan.corpora), plan.output)
        sizes = {item.path: _size(item.path) for item in self.sources if isinstance(item, Source)}
        self._total, self._read = sum(size for size, _ in sizes.values()), 0
        self._heads = Heads()
        commits = sorted({self._heads.of(path) for path in sizes if path != STDIN})
        self._files = _digest(repr((sorted(sizes.items()), commits)).encode()).hex()
        self.print = None if STDIN in sizes else self._files
        self.met = self.failures = 0
        self._held: dict[int, bytes] = {}
        self._under_way: set[bytes] = set()

    def tasks(self, run: int) -> Iterator[Task]:
        """Give what is still to be examined, each content once; note where every document stands."""
        wanted = self._chosen()
        number = 0
        for source, piece in self._pieces(run):
            if wanted is not None and _digest_of(piece) not in wanted:
                continue
            task = self._task(source, piece)
            name = clean(wanted_name(piece) or "").strip() or piece.default_name
            is_new = self._state.place(run, piece.source, piece.number, task.key, name, piece.origin)
            self.met += 1
            if not is_new or task.key in self._under_way:
                self.worked(is_failure=False)
                continue
            self._under_way.add(task.key)
            self._held[number] = task.key
            number += 1
            yield task

    def taken(self, number: int) -> bytes:
        """Return the key of a task that is done; the state is to know it before another task is asked for."""
        key = self._held.pop(number)
        self._under_way.remove(key)
        return key

    def worked(self, *, is_failure: bool) -> None:
        """Note that a document has been dealt with."""
        self.failures += is_failure
        share = self._read / self._total if self._total else None
        self._tell(self.met - len(self._held), share, self.failures)

    def _task(self, source: Source, piece: Piece) -> Task:
        """Return the task of a piece; its key covers what the result depends on, but for names.

        A page that is a file of its own may name the revision of its original: then its folder counts, too, and
        whether anything has changed around it.
        """
        is_page = piece.number == 0 and piece.media in ("markdown", "html")
        is_file = is_page and source.path != STDIN and piece.source == source.id
        path = source.path if is_file else None
        around = [self._heads.of(path), self._files] if path is not None and _REVISION.search(piece.data) else None
        said = [piece.media, piece.encoding, [[item.key, item.value, item.place] for item in piece.declared], path]
        return Task(_digest(repr([*said, around]).encode() + b"\0" + piece.data), piece, path)

    def _pieces(self, run: int | None) -> Iterator[tuple[Source, Piece]]:
        """Give all pieces; note the failures in the state, unless there is no run to note them for."""
        self._read = 0
        for source in self.sources:
            if isinstance(source, Failure):
                self._failed(run, source.document_id, -1, source)
                continue
            start, count = self._read, 0

            def at(place: int, start: int = start) -> None:
                self._read = start + place

            for piece in self._of(source, at):
                if isinstance(piece, Failure):
                    count += 1
                    self._failed(run, source.id, -count, piece)
                else:
                    yield source, piece
            self._read = start + _size(source.path)[0]

    def _of(self, source: Source, at: Callable[[int], None]) -> Iterator[Piece | Failure]:
        plan, stdin = self._plan, self._plan.stdin
        spool = self._state.folder / _SPOOL
        if source.path == STDIN and plan.sample is not None:
            with spool.open("rb") as stdin:
                yield from pieces(source, media=plan.media, encoding=plan.encoding, stdin=stdin, has_lines=True)
            return
        yield from pieces(source, media=plan.media, encoding=plan.encoding, stdin=stdin, has_lines=True, at=at)

    def _failed(self, run: int | None, source: str, number: int, failure: Failure) -> None:
        if run is not None:
            self.failures += 1
            self._state.fail(run, source, number, failure)

    def _chosen(self) -> set[bytes] | None:
        """Return the digests of the sample: those with the least digest, whatever the order; None for all."""
        count = self._plan.sample
        if count is None:
            return None
        if any(isinstance(source, Source) and source.path == STDIN for source in self.sources):
            self._spooled()
        heap: list[int] = []  # of negated digests: the largest kept one is at the top
        kept: set[int] = set()
        for _, piece in self._pieces(None):
            digest = int.from_bytes(_digest_of(piece), "big")
            if digest in kept:
                continue
            if len(heap) < count:
                heapq.heappush(heap, -digest)
                kept.add(digest)
            elif digest < -heap[0]:
                kept.remove(-heapq.heapreplace(heap, -digest))
                kept.add(digest)
        return {digest.to_bytes(32, "big") for digest in kept}

    def _spooled(self) -> None:
        """Keep standard input on the disk: a sample is drawn in two passes."""
        source = self._plan.stdin or sys.stdin.buffer
        with (self._state.folder / _SPOOL).open("wb") as spool:
            while part := source.read(1 << 20):
                spool.write(part)


def _outside(sources: Sequence[Source | Failure], output: Path) -> tuple[Source | Failure, ...]:
    """Leave out what the audit itself writes, where its folder lies in a corpus."""
    own = output.resolve()
    return tuple(
        source
        for source in sources
        if isinstance(source, Failure) or source.path == STDIN or not Path(source.path).resolve().is_relative_to(own)
    )


def _size(path: str) -> tuple[int, int]:
    if path == STDIN:
        return 0, 0
    try:
        found = Path(path).stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _digest_of(piece: Piece) -> bytes:
    return _digest(piece.data)


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
