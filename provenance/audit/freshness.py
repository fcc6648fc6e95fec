"""Is the original still the one that was translated?  For repositories of translated pages.

A page's front matter names its original and the revision of it that was translated (``sourceCommit`` of MDN,
``translation-check`` of Debian, ``EN-Revision`` of the PHP manual).  The repository knows what came after.
"""

import hashlib
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from provenance.types import Declared, Document, Finding

DETECTOR = "freshness"
_REVISION = re.compile(r"[0-9a-f]{7,64}")
_SECONDS = 20
# Nothing that a repository's own settings name is run.
_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "log.showSignature=false")


class Heads:
    """The newest commits of the repositories that files lie in, each asked for once."""

    def __init__(self) -> None:
        self._roots: dict[Path, Path | None] = {}
        self._commits: dict[Path | None, str] = {None: ""}

    def of(self, path: str) -> str:
        """Return the commit that the repository of a file is at, "" without one."""
        folder = Path(path).resolve().parent
        if folder not in self._roots:
            self._roots[folder] = _root(folder)
        root = self._roots[folder]
        if root not in self._commits:
            self._commits[root] = _git(folder, "rev-parse", "HEAD") or ""
        return self._commits[root]


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a page says of its original: the statement that names it, the revision, the file."""

    revision: Declared
    original: Path | None
    named: str


def freshness(document: Document) -> Finding | None:
    """Return a finding where the original has later revisions than the one that the page names, else None.

    Kinds: "stale-translation" (value: how many later revisions, "1+" where a digest only tells that it differs),
    "missing-original" (value: its path) and "unknown-revision" (value: the revision).  The revision is that of a git
    commit or blob, abbreviated to 7 digits or more, or the SHA-256 of the original's bytes.  None, too, for a page
    that names no revision or is no file on this disk, and for an address instead of a path.
    """
    page = Path(document.origin)
    if not page.is_file():
        return None
    claim = _claim(document, page)
    if claim is None:
        return None
    if claim.original is None:
        return _finding("missing-original", claim.named, claim, f"the original {claim.named} is not there")
    return _judge(claim, claim.original)


def _claim(document: Document, page: Path) -> _Claim | None:
    said = {item.key: item for item in reversed(document.declared)}
    revision, original = said.get("source-revision"), said.get("original")
    if revision is None or not _REVISION.fullmatch(revision.value.strip().lower()):
        return None
    named = original.value.strip() if original else ""
    if "://" in named:
        return None
    if not named:
        path = _beside(page, said["source-language"].value if "source-language" in said else "en")
        return _Claim(revision, path, path.name) if path else None
    return _Claim(revision, _found(page, named), named)


def _found(page: Path, named: str) -> Path | None:
    """Return the file that the page names: from its own folder, or from the root of the repository."""
    root = _root(page.resolve().parent) or page.resolve().parent
    for base in (page.resolve().parent, root):
        path = (base / named.lstrip("/")).resolve()
        if path.is_relative_to(root) and path.is_file() and path != page.resolve():
            return path
    return None


def _root(folder: Path) -> Path | None:
    """Return the root of the repository that a folder lies in."""
    return next((base for base in (folder, *folder.parents) if (base / ".git").exists()), None)


def _beside(page: Path, language: str) -> Path | None:
    """Return the page of the same name below the original's language: ``fr/a.md`` → ``en/a.md`` or ``en-us/a.md``."""
    whole = page.resolve()
    for at in range(len(whole.parts) - 2, 0, -1):
        base = Path(*whole.parts[:at])
        for folder in sorted(base.glob(f"{language}*")) if base.is_dir() else ():
            path = folder.joinpath(*whole.parts[at + 1 :])
            if re.fullmatch(rf"{re.escape(language)}([-_]\w+)?", folder.name, re.IGNORECASE) and path.is_file():
                return path if path != whole else None
        if (base / ".git").exists():
            return None
    return None


def _judge(claim: _Claim, original: Path) -> Finding | None:
    revision = claim.revision.value.strip().lower()
    if len(revision) == 64:
        if hashlib.sha256(original.read_bytes()).hexdigest() == revision:
            return None
        return _finding("stale-translation", "1+", claim, f"{claim.named} is not the text with that digest any more")
    later = _later(revision, original)
    if later is None:
        note = f"revision {revision[:12]} of {claim.named} is not in this repository"
        return _finding("unknown-revision", revision, claim, note)
    if later == 0:
        return None
    count = "1 later revision" if later == 1 else f"{later} later revisions"
    return _finding("stale-translation", str(later), claim, f"{claim.named} has {count} than {revision[:12]}")


def _later(revision: str, original: Path) -> int | None:
    """Return how many commits changed the original after a commit or blob; None where it is unknown here."""
    folder, name = original.parent, f"./{original.name}"
    if _git(folder, "rev-parse", "-q", "--verify", f"{revision}^{{commit}}") is not None:
        counted = _git(folder, "rev-list", "--count", f"{revision}..HEAD", "--", name)
        return int(counted) if counted is not None else None
    blob = _git(folder, "rev-parse", "-q", "--verify", f"{revision}^{{blob}}")
    if blob is None:
        return None
    commits = (_git(folder, "log", "--format=%H", "--", name) or "").split()
    for later, commit in enumerate(commits):
        if _git(folder, "rev-parse", "-q", "--verify", f"{commit}:{name}") == blob:
            return later
    return None


def _git(folder: Path, *arguments: str) -> str | None:
    """Return what git says, stripped, or None where it fails, takes too long or is not there."""
    try:
        done = subprocess.run(
            [*_GIT, "-C", str(folder), *arguments],
            capture_output=True, check=True, timeout=_SECONDS, text=True, encoding="utf-8", errors="replace",
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def _finding(kind: str, value: str, claim: _Claim, note: str) -> Finding:
    said = f"{claim.revision.place} names revision {claim.revision.value.strip()[:12]}"
    return Finding(DETECTOR, kind, value, None, 1.0, kind, f"{said}: {note}")
