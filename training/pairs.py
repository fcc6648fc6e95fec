"""Read the raw pairs: one Group for each source and language pair."""

import csv
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Longer texts are cut: a bag of 400 characters says what it is about, and the rest only costs time.
MAX_CHARS = 400


@dataclass(frozen=True, slots=True)
class Group:
    """All pairs of one source in one language pair, in file order.

    `source` carries its kind in front ("sentences/tico19", "lexicon/cldr"); the two languages are
    those of the file name, English first wherever there is English.
    """

    source: str
    languages: tuple[str, str]
    ones: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def name(self) -> str:
        """One line that names the group, as used in seeds and reports."""
        return f"{self.source}.{self.languages[0]}-{self.languages[1]}"


def read_groups(folder: Path) -> Iterator[Group]:
    """Every group below folder/sentences and folder/lexicon, in the manifest's order.

    Raises FileNotFoundError where the manifest names a file that is not there.
    """
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as handle:
        names = sorted(row["file"] for row in csv.DictReader(handle, delimiter="\t"))
    for name in names:
        yield _read_group(folder / name)


def _read_group(path: Path) -> Group:
    stem, pair = path.name.removesuffix(".tsv.xz").rsplit(".", 1)
    one, other = pair.split("-", 1)
    ones, others = [], []
    with lzma.open(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            cells = line.rstrip("\n").split("\t")
            if len(cells) >= 2 and cells[0] and cells[1]:
                ones.append(cells[0][:MAX_CHARS])
                others.append(cells[1][:MAX_CHARS])
    return Group(f"{path.parent.name}/{stem}", (one, other), tuple(ones), tuple(others))
