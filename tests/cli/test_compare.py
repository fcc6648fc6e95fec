import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from provenance.errors import ModelError
from provenance.validate import problems
from tests.cli.conftest import Run

Text = Callable[..., Path]


@pytest.fixture
def pair(text: Text) -> tuple[Path, Path]:
    return text("One.", "1.txt"), text("Deux.", "2.txt")


def test_two_versions_give_one_comparison(run: Run, pair: tuple[Path, Path]) -> None:
    result = run("compare", *pair, "--format", "json")

    assert result.exit_code == 0
    assert problems(json.loads(result.stdout)) == ()


def test_one_version_alone_is_a_usage_error(run: Run, pair: tuple[Path, Path]) -> None:
    result = run("compare", pair[0])

    assert result.exit_code == 2
    assert "Missing argument 'OTHER'" in result.stderr


def test_a_version_that_cannot_be_read_leaves_too_few(run: Run, pair: tuple[Path, Path], tmp_path: Path) -> None:
    result = run("compare", pair[0], tmp_path / "gone.txt")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert "found 1 text to read, expected two or more" in result.stderr


def test_languages_are_asserted_for_each_version(run: Run, pair: tuple[Path, Path]) -> None:
    value = json.loads(run("compare", *pair, "--language", "en", "--language", "fr", "--format", "json").stdout)

    assert [record["language"]["language"] for record in value["records"]] == ["en", "fr"]
    assert [record["language"]["basis"] for record in value["records"]] == ["asserted", "asserted"]


def test_a_wrong_number_of_languages_is_a_usage_error(run: Run, pair: tuple[Path, Path]) -> None:
    result = run("compare", *pair, *("--language", "en") * 3)

    assert result.exit_code == 2
    assert "found 3 tags, expected one tag, or one for each of 2 texts" in result.stderr


def test_assertions_reach_the_pipeline(run: Run, pair: tuple[Path, Path]) -> None:
    value = json.loads(run("compare", *pair, "--assert", "1.txt > 2.txt", "--format", "json").stdout)

    assert value["chain"]["undetermined"] == "1.txt > 2.txt bundled"


def test_a_model_that_does_not_exist_is_a_usage_error(
    run: Run, pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(model: str | None = None) -> None:
        raise ModelError(f"model {model!r}: no such folder")

    monkeypatch.setattr("provenance.embed.load_encoder", refuse)

    result = run("compare", *pair, "--model", "no-model")

    assert result.exit_code == 2
    assert result.stderr == "provenance: model 'no-model': no such folder\n"


def test_a_named_model_is_the_one_that_compares(
    run: Run, pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("provenance.embed.load_encoder", lambda name: SimpleNamespace(name=name))

    value = json.loads(run("compare", *pair, "--model", "other", "--format", "json").stdout)

    assert value["chain"]["undetermined"] == "other"
