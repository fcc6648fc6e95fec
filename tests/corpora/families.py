"""The families of corpora/ as typed values: what their manifests say, and their texts as plain files hold them."""

import html
import json
import re
from dataclasses import dataclass
from pathlib import Path

CORPORA = Path(__file__).parents[2] / "corpora"
SCHEMA = Path(__file__).parents[2] / "schemas" / "corpus.schema.json"


@dataclass(frozen=True, slots=True)
class Told:
    """One version of a manifest."""

    id: str
    language: str
    kind: str
    parent: str | None
    is_machine: bool
    published: str | None
    file: str | None
    line: int | None
    encoding: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One seeded discrepancy of a manifest."""

    parent: str
    child: str
    kind: str
    original: str | None
    translation: str | None


@dataclass(frozen=True, slots=True)
class Bead:
    """One link of a gold alignment, with the pair that it belongs to."""

    original: str
    translation: str
    originals: tuple[int, ...]
    translations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """One folder of corpora/."""

    folder: Path
    versions: tuple[Told, ...]
    discrepancies: tuple[Changed, ...]
    gold: str | None
    shapes: tuple[str, ...]

    def version(self, version_id: str) -> Told:
        """Return the version of that id.  Raises KeyError if there is none."""
        for version in self.versions:
            if version.id == version_id:
                return version
        raise KeyError(version_id)

    def ancestors(self, version: Told) -> tuple[str, ...]:
        """Return the ids from the parent up; an id that comes back ends the walk and stands twice."""
        seen: list[str] = []
        parent = version.parent
        while parent is not None:
            seen.append(parent)
            if parent == version.id or seen.count(parent) > 1:
                break
            parent = self.version(parent).parent
        return tuple(seen)

    def text(self, version: Told) -> str:
        """Return what the file holds for the version: markup and front matter included, entities resolved."""
        assert version.file is not None, f"{version.id} is missing"
        raw = (self.folder / version.file).read_bytes().decode(version.encoding)
        if version.line is not None:
            return str(json.loads(raw.splitlines()[version.line - 1])["text"])
        return html.unescape(raw) if version.file.endswith(".html") else raw

    def article(self, version: Told) -> str:
        """Return the text without markup, head and front matter."""
        text = self.text(version)
        if (version.file or "").endswith(".html"):
            body = text[text.index("<article") : text.index("</article>")]
            return re.sub(r"<[^>]+>", "\n", body)
        return re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)

    def sentences(self) -> dict[str, tuple[str, ...]]:
        """Return the gold sentences of each version, {} where the family has no gold file."""
        if self.gold is None:
            return {}
        rows = json.loads((self.folder / self.gold).read_text("utf-8"))["sentences"]
        return {version: tuple(sentences) for version, sentences in rows.items()}

    def beads(self) -> tuple[Bead, ...]:
        """Return the gold beads of all pairs, () where the family has no gold file."""
        if self.gold is None:
            return ()
        return tuple(
            Bead(row["original"], row["translation"], tuple(originals), tuple(translations))
            for row in json.loads((self.folder / self.gold).read_text("utf-8"))["beads"]
            for originals, translations in row["links"]
        )


def families() -> tuple[Family, ...]:
    """Return every family, by name."""
    return tuple(_family(path) for path in sorted(CORPORA.glob("*/manifest.json")))


def _family(path: Path) -> Family:
    manifest = json.loads(path.read_text("utf-8"))
    versions = tuple(
        Told(
            id=row["id"],
            language=row["language"],
            kind=row["kind"],
            parent=row["parent"],
            is_machine=row["machine"],
            published=row.get("published"),
            file=row.get("file"),
            line=row.get("line"),
            encoding=row.get("encoding", "utf-8"),
        )
        for row in manifest["versions"]
    )
    changes = tuple(
        Changed(row["parent"], row["child"], row["kind"], row["original"], row["translation"])
        for row in manifest["discrepancies"]
    )
    return Family(path.parent, versions, changes, manifest.get("gold"), tuple(manifest["shapes"]))
