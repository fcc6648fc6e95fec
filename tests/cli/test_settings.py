"""Defaults from provenance.toml and pyproject.toml."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

Text = Callable[..., Path]
CREDITED = "An article.\n\n(French version by Jane Roe)"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_table_of_a_command_sets_its_defaults(run: Run, text: Text, folder: Path) -> None:
    (folder / "provenance.toml").write_text('[inspect]\nfail-on = "major"\n')

    assert run("inspect", text(CREDITED)).exit_code == 1


def test_key_at_the_top_is_for_each_command_that_has_the_option(run: Run, text: Text, folder: Path) -> None:
    (folder / "provenance.toml").write_text('fail-on = "major"\n')

    assert run("inspect", text(CREDITED)).exit_code == 1
    assert run("languages").exit_code == 0


def test_option_on_the_command_line_wins(run: Run, text: Text, folder: Path) -> None:
    (folder / "provenance.toml").write_text('[inspect]\nformat = "json"\n')
    path = text(CREDITED)

    assert run("inspect", path).stdout.startswith("{")
    assert not run("inspect", path, "--format", "table").stdout.startswith("{")


def test_section_of_pyproject_counts_and_provenance_toml_goes_before_it(run: Run, text: Text, folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.provenance.inspect]\nfail-on = "major"\n')
    path = text(CREDITED)
    assert run("inspect", path).exit_code == 1

    (folder / "provenance.toml").write_text("")
    assert run("inspect", path).exit_code == 0


def test_nearest_file_above_counts_up_to_the_root_of_the_repository(
    run: Run, text: Text, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "provenance.toml").write_text('[inspect]\nfail-on = "major"\n')
    path = text(CREDITED)
    inner = folder / "site" / "pages"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert run("inspect", path).exit_code == 1

    (folder / "site" / ".git").mkdir()
    assert run("inspect", path).exit_code == 0


def test_file_is_named_or_refused(run: Run, text: Text, folder: Path) -> None:
    other = folder / "other.toml"
    other.write_text('[inspect]\nfail-on = "major"\n')
    path = text(CREDITED)

    assert run("--config", other, "inspect", path).exit_code == 1
    assert run("inspect", path, PROVENANCE_CONFIG=str(other)).exit_code == 1
    assert run("--config", other, "--no-config", "inspect", path).exit_code == 0
    assert run("--config", folder / "none.toml", "inspect", path).exit_code == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('fail_on = "major"', "did you mean 'fail-on'?"),
        ("[compare]\nlanguages = []", "[compare]: found 'languages', which is no option: did you mean 'language'?"),
        ("[inspct]\n", "did you mean 'inspect'?"),
        ('[inspect]\nfail-on = "huge"', "[inspect] fail-on: 'huge' is not one of"),
        ('fail-on = "huge"', "fail-on: 'huge' is not one of"),
        ('[inspect]\nquiet = "yes"', "[inspect] quiet: found 'yes', expected true or false"),
        ('[compare]\nlanguage = "fr"', "[compare] language: found 'fr', expected a list"),
        ("[inspect", "expected TOML"),
    ],
)
def test_mistake_is_named_with_file_and_key(run: Run, text: Text, folder: Path, content: str, said: str) -> None:
    (folder / "provenance.toml").write_text(content)

    result = run("inspect", text(CREDITED))

    assert result.exit_code == 2
    assert "provenance.toml" in result.stderr
    assert said in result.stderr
