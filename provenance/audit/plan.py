"""What is asked of an audit, and what it says on the way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from provenance.version import __version__


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an audit is.  stage: "read", "families" or "write".

    done: documents so far, those of earlier runs among them.  share: of the stage's work that is done, in [0, 1], or
    None where that is not known.  failures: so far.
    """

    stage: str
    done: int
    share: float | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What to audit and how.  Fields that change the result: corpora, media, encoding, sample, since, model.

    sample: number of documents, chosen by the digest of their bytes.  since: ISO date.  model: name of an encoder.
    jobs: worker processes.  engine: a key of ENGINES.  seconds: that a document may take.
    """

    corpora: tuple[str, ...]
    output: Path
    media: str | None = None
    encoding: str | None = None
    sample: int | None = None
    since: str | None = None
    model: str | None = None
    jobs: int = 1
    engine: str = "local"
    seconds: float = 120.0
    stdin: BinaryIO | None = None
    tell: Callable[[Progress], None] = field(default=lambda progress: None)

    def options(self) -> Mapping[str, Any]:
        """Return what the result depends on, beside the documents."""
        return {
            "corpora": sorted(self.corpora), "media": self.media, "encoding": self.encoding, "sample": self.sample,
            "since": self.since, "model": self.model, "version": __version__,
        }  # fmt: skip
