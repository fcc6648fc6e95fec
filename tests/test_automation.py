"""The pre-commit hook and the GitHub Action name commands and options that exist."""

import re
from pathlib import Path
from typing import Any

import click
import yaml

from provenance.cli.app import app

ROOT = Path(__file__).parent.parent


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def _flags(line: str) -> tuple[click.Command, list[str]]:
    found = re.search(r"provenance (\w+)(.*)", line)
    assert found is not None, line
    return app.commands[found[1]], re.findall(r"(?<!\S)(--?[a-z][\w-]*)", found[2])


def _check(line: str) -> None:
    command, flags = _flags(line)
    known = {flag for item in command.params for flag in (*item.opts, *item.secondary_opts)}
    assert set(flags) <= known, line


def test_hook_runs_a_command_that_exists() -> None:
    (hook,) = _yaml(ROOT / ".pre-commit-hooks.yaml")

    assert {"id", "name", "entry", "language"} <= set(hook)
    _check(hook["entry"])


def test_action_runs_commands_that_exist() -> None:
    action = _yaml(ROOT / "action.yml")
    scripts = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    lines = [line for script in scripts for line in script.splitlines() if re.search(r"\bprovenance \w", line)]

    assert len(lines) == 2
    for line in lines:
        _check(line)


def test_action_passes_inputs_by_the_environment() -> None:
    """An input pasted into a script could run what it holds."""
    action = _yaml(ROOT / "action.yml")

    for step in action["runs"]["steps"]:
        assert "${{ inputs" not in step.get("run", "")
