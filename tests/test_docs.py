"""The README and docs/: every command runs, every link leads somewhere, generated pages are what they would be."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from provenance.report import wording

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").glob("*.md")
)
# Made by commands of the page before, or taking minutes, networks or a cluster: run elsewhere, where the reason says.
ELSEWHERE = {
    "provenance audit dump.warc.gz -o audit --engine ray": "tests/audit, with Ray installed",
}
FAMILY = ROOT / "corpora" / "icebreaker-lease"


def _commands(path: Path) -> Iterator[str]:
    """Yield the commands in fences (after `$ ` in a console, whole lines in sh) and in `provenance …` code spans."""
    text = path.read_text("utf-8")
    for language, body in re.findall(r"```(\w*)\n(.*?)```", text, re.DOTALL):
        for line in body.splitlines():
            if line.startswith("$ ") or (language == "sh" and line and not line.startswith("#")):
                yield line.removeprefix("$ ").strip()
    for span in re.findall(r"`(provenance [a-z][^`]*)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
        if "…" not in span and not re.search(r"\b[A-Z][A-Z_]+\b", span):
            words = span.split()
            if len(words) > 2 or words[1] in ("languages", "schema"):  # a command's name alone is no command
                yield " ".join(words)


def _every_command() -> list[str]:
    return list(dict.fromkeys(command for page in PAGES for command in _commands(page) if "provenance " in command))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the pages speak of, those that a command before it on the page makes included."""
    made = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "corpora", made / "corpora")
    shutil.copytree(ROOT / "schemas", made / "schemas")
    for name, source in {
        "article.txt": "en-back.txt", "one.txt": "en.txt", "other.txt": "fr.txt", "english.txt": "en.txt",
        "french.txt": "fr.txt", "original.md": "en.txt", "translation.md": "fr.txt",
    }.items():  # fmt: skip
        shutil.copy(FAMILY / source, made / name)
    text = (FAMILY / "en-back.txt").read_text("utf-8")
    (made / "more.html").write_text(f"<html lang=en><body><article><p>{text}</p></article></body></html>", "utf-8")
    _run(["inspect", "article.txt", "--format", "json", "-o", "record.json"], made)
    _run(["compare", "one.txt", "other.txt", "--format", "json", "-o", "comparison.json"], made)
    _run(["index", "add", "originals/", "corpora/icebreaker-lease"], made)
    _run(["audit", "corpora/icebreaker-lease", "-o", "audit"], made)
    return made


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared folder: no command sees what another one left, whatever the order."""
    return shutil.copytree(prepared, tmp_path / "docs")


def _run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "provenance", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "130"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("command", _every_command())
def test_command_on_a_page_runs(command: str, folder: Path) -> None:
    if command in ELSEWHERE:
        pytest.skip(ELSEWHERE[command])
    words = shlex.split(command)
    assert words[0] == "provenance", f"a page shows {command!r}: this test knows only how to run provenance"
    if words[1] == "audit":  # makes what the other commands read
        shutil.rmtree(folder / "audit")
    result = _run(words[1:], folder)

    assert result.returncode in ((0, 1) if "--fail-on" in words else (0,)), result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_link_on_a_page_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        path, _, anchor = target.partition("#")
        if "://" in target:
            continue
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{page.name}: {target}"
        if anchor and there.suffix == ".md":
            headings = re.findall(r"^#+ (.+)$|<a id=\"([^\"]+)\">", there.read_text("utf-8"), re.MULTILINE)
            known = {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") or own for title, own in headings}
            assert anchor in known, f"{page.name}: {target}"


def test_generated_pages_are_what_they_would_be() -> None:
    pytest.importorskip("click_man", reason="click-man makes the manual pages (dev group)")
    result = subprocess.run(
        [sys.executable, "docs/build.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stderr


def test_words_for_a_confidence_are_those_of_the_page() -> None:
    page = (ROOT / "docs" / "confidence.md").read_text("utf-8")

    for least, words in wording._CONFIDENCE:
        assert f"| {words} | .{round(least * 100)} and more |" in page
