"""The built wheel holds all that the package needs: installed alone, away from the checkout, it does the main job."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FAMILY = ROOT / "corpora" / "icebreaker-lease"


def _pip(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments],
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the wheel was installed, without its dependencies."""
    made = tmp_path_factory.mktemp("wheel")
    built = _pip("wheel", "--no-deps", "--wheel-dir", str(made / "dist"), str(ROOT))
    if built.returncode and "hatchling" in built.stderr:
        pytest.skip("hatchling, which builds the wheel, could not be fetched")
    assert built.returncode == 0, built.stderr
    (wheel,) = (made / "dist").glob("*.whl")
    done = _pip("install", "--no-deps", "--target", str(made / "site"), str(wheel))
    assert done.returncode == 0, done.stderr
    return made / "site"


def _provenance(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "provenance", *arguments],
        cwd=site.parent,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip


def test_package_is_the_installed_one(installed: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-c", "import provenance; print(provenance.__file__)"],
        cwd=installed.parent, env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert Path(found.stdout.strip()).is_relative_to(installed)


@pytest.mark.parametrize(
    "arguments",
    [
        ("languages",),
        ("schema", "record-1"),
        ("inspect", str(FAMILY / "en-back.txt"), "--format", "json", "-o", "record.json"),
        ("validate", "record.json"),
        ("report", "record.json", "--format", "html", "-o", "page.html"),
        ("compare", str(FAMILY / "en.txt"), str(FAMILY / "fr.txt")),
    ],
    ids=lambda arguments: arguments[0],
)
def test_installed_command_does_its_job(installed: Path, arguments: tuple[str, ...]) -> None:
    if arguments[0] in ("validate", "report"):
        made = _provenance(installed, "inspect", str(FAMILY / "fr.txt"), "--format", "json", "-o", "record.json")
        assert made.returncode == 0, made.stderr
    result = _provenance(installed, *arguments)

    assert result.returncode == 0, result.stderr
    assert result.stdout or "-o" in arguments
