"""Stale translations in a repository of pages."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from provenance.audit.freshness import freshness
from provenance.read import read_paths
from provenance.types import Document, Finding

Page = Callable[..., Finding | None]
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(folder), *arguments],
        capture_output=True, check=True, text=True,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
    ).stdout.strip()  # fmt: skip


def commit(folder: Path, text: str) -> str:
    (folder / "en").mkdir(exist_ok=True)
    (folder / "en" / "page.md").write_text(text, "utf-8")
    git(folder, "add", ".")
    git(folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "a change")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    return tmp_path


@pytest.fixture
def page(repository: Path) -> Page:
    def look(**fields: str) -> Finding | None:
        path = repository / "fr" / "page.md"
        path.parent.mkdir(exist_ok=True)
        head = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items())
        path.write_text(f"---\n{head}translator: Jane Roe\n---\n\nUne page traduite.\n", "utf-8")
        (document,) = read_paths([str(path)])
        assert isinstance(document, Document)
        return freshness(document)

    return look


def test_page_of_the_newest_revision_is_fresh(repository: Path, page: Page) -> None:
    newest = commit(repository, "One.")

    assert page(source_commit=newest) is None
    assert page(source_commit=newest[:10], original="en/page.md") is None
    assert page(source_commit=newest[:10], original="../en/page.md") is None


def test_later_commits_of_the_original_are_counted_and_others_are_not(repository: Path, page: Page) -> None:
    first = commit(repository, "One.")
    commit(repository, "Two.")
    commit(repository, "Three.")
    (repository / "other.txt").write_text("x")
    git(repository, "add", ".")
    git(repository, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "another file")

    found = page(source_commit=first)

    assert found is not None
    assert (found.kind, found.value) == ("stale-translation", "2")
    assert "en/page.md" not in found.note
    assert "page.md has 2 later revisions" in found.note
    assert first[:12] in found.note


def test_blob_counts_as_a_revision(repository: Path, page: Page) -> None:
    commit(repository, "One.")
    blob = git(repository, "rev-parse", "HEAD:en/page.md")
    assert page(source_commit=blob) is None

    commit(repository, "Two.")
    found = page(source_commit=blob)
    assert found is not None
    assert (found.kind, found.value) == ("stale-translation", "1")


def test_digest_tells_that_the_original_differs(repository: Path, page: Page) -> None:
    commit(repository, "One.")
    digest = hashlib.sha256(b"One.").hexdigest()
    assert page(source_hash=digest) is None

    commit(repository, "Two.")
    found = page(source_hash=digest)
    assert found is not None
    assert (found.kind, found.value) == ("stale-translation", "1+")


def test_what_cannot_be_looked_up_is_said_as_such(repository: Path, page: Page) -> None:
    commit(repository, "One.")

    unknown = page(source_commit="0123456789abcdef")
    missing = page(source_commit="0123456789abcdef", original="en/gone.md")

    assert unknown is not None
    assert unknown.kind == "unknown-revision"
    assert missing is not None
    assert (missing.kind, missing.value) == ("missing-original", "en/gone.md")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"original": "en/page.md"},
        {"source_commit": "--upload-pack=evil"},
        {"source_commit": "0123456789ab", "original": "https://example.org/page"},
    ],
)
def test_page_that_names_nothing_to_look_up_gives_nothing(repository: Path, page: Page, fields: dict[str, str]) -> None:
    commit(repository, "One.")

    assert page(**fields) is None


def test_original_outside_the_repository_is_not_looked_at(repository: Path, page: Page) -> None:
    commit(repository, "One.")
    outside = repository.parent / "outside.md"
    outside.write_text("Secret.")

    found = page(source_commit="0123456789ab", original="../../outside.md")

    assert found is not None
    assert found.kind == "missing-original"
