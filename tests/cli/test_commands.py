"""Help, completion, languages, schema, and the process as a whole."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from provenance.cli.app import app
from provenance.languages import tags
from provenance.report import FORMATS
from provenance.validate import names, schema
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
COMMANDS = sorted(app.commands)
Text = Callable[..., Path]


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "provenance", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_an_example_of_itself(run: Run, name: str) -> None:
    result = run(name, "--help")

    examples = result.stdout.partition("Examples:")[2]
    assert result.exit_code == 0
    assert re.search(rf"^ +(.*\| )?provenance {name}\b", examples, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_option_is_explained(name: str) -> None:
    options = [item for item in app.commands[name].params if isinstance(item, click.Option)]

    assert [option.name for option in options if not option.help] == []


def test_each_example_names_real_commands_and_options() -> None:
    for command in [app, *app.commands.values()]:
        for line in (command.epilog or "").splitlines()[2:]:
            for used in re.findall(r"provenance (\w+)([^|>]*)", line):
                known = {flag for item in app.commands[used[0]].params for flag in item.opts}
                assert set(re.findall(r"(?<= )-{1,2}[a-z][a-z-]*", used[1])) <= known


def test_the_formats_offered_are_the_formats_there_are() -> None:
    for name in ("inspect", "compare", "report"):
        choice = next(item.type for item in app.commands[name].params if item.name == "format_name")
        assert isinstance(choice, click.Choice)
        assert set(choice.choices) == set(FORMATS)


def test_the_version_is_printed(run: Run) -> None:
    assert re.fullmatch(r"provenance, version \d+\.\d+\.\d+\n", run("--version").stdout)


@pytest.mark.parametrize(
    "arguments", [["inspect"], ["compare", "a"], ["nonsense"], ["inspect", "a", "--format", "xml"]]
)
def test_a_command_that_makes_no_sense_exits_with_2(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize("shell", ["bash", "fish", "zsh"])
def test_a_completion_script_is_printed(run: Run, shell: str) -> None:
    script = run("completion", shell).stdout

    assert "_PROVENANCE_COMPLETE" in script
    assert "provenance" in script


def test_the_languages_are_those_with_a_file(run: Run) -> None:
    value = json.loads(run("languages", "--format", "json").stdout)

    assert [entry["tag"] for entry in value["languages"]] == list(tags())


def test_one_language_can_be_asked_for(run: Run) -> None:
    result = run("languages", "fr")

    assert "French" in result.stdout
    assert "German" not in result.stdout


def test_a_language_without_a_file_exits_with_2_and_names_those_that_have_one(run: Run) -> None:
    result = run("languages", "xx")

    assert result.exit_code == 2
    assert "language 'xx'" in result.stderr


def test_the_schemas_are_listed_and_printed(run: Run) -> None:
    listed = run("schema").stdout

    assert [line.split("\t")[0] for line in listed.splitlines()] == list(names())
    for name in names():
        assert json.loads(run("schema", name).stdout) == schema(name)


def test_the_process_prints_utf_8_json_whatever_the_locale(text: Text) -> None:
    result = process("languages", "fr", "--format", "json", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")

    assert json.loads(result.stdout)["languages"][0]["autonym"] == "français"


def test_the_process_prints_a_table_in_an_encoding_that_lacks_its_letters() -> None:
    result = process("languages", "fr", PYTHONUTF8="0", PYTHONIOENCODING="ascii")

    assert result.returncode == 0
    assert "fran\\xe7ais" in result.stdout


def test_a_reader_that_goes_leaves_no_trace() -> None:
    command = f"{sys.executable} -m provenance languages --format jsonl | head -c 1"

    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert result.stderr == ""


def test_help_loads_no_stage_no_drawing_and_no_checking() -> None:
    code = (
        "import sys\n"
        "from provenance.cli.app import app\n"
        "heavy = {'torch', 'sentence_transformers', 'jsonschema', 'rich', 'numpy', 'langdetect', 'lxml'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )

    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert result.stdout == "[]\n"


def test_checking_does_not_pay_for_a_grammar_of_addresses() -> None:
    """jsonschema imports rfc3987_syntax where it is installed, for 1.1 s; the command goes without it."""
    code = (
        "import sys\n"
        "sys.argv = ['provenance', 'validate', '-q', 'tests/schemas/examples/valid/record-1.small.json']\n"
        "from provenance.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    print(end.code)\n"
        "print('lark' in sys.modules, 'jsonschema' in sys.modules)"
    )

    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert result.stdout == "0\nFalse True\n"


def test_an_interrupted_process_ends_with_130() -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "provenance", "validate", "-"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Under nohup, or in a background job of a shell, SIGINT is ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    time.sleep(1.5)

    running.send_signal(signal.SIGINT)

    _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert said == "provenance: interrupted\n"
