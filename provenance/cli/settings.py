"""Settings from ``provenance.toml``, or from ``[tool.provenance]`` in ``pyproject.toml``: defaults for options.

A key at the top is meant for every command that has the option and takes the value, one in a table for the command of
that name::

    fail-on = "major"

    [compare]
    model = "models/labse"

Options on the command line win.  The nearest file counts: from the working folder upwards, as far as the root of the
repository (the folder that holds ``.git``) or of the disk.
"""

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

OWN_FILE, SHARED_FILE = "provenance.toml", "pyproject.toml"
Values = Mapping[str, Any]


def settings(group: click.Group, path: Path | None, *, start: Path) -> dict[str, Any]:
    """Return click's map of defaults for the commands of a group; empty where no file has settings.

    path: the file to read instead of the nearest above ``start``.  Raises UsageError, with file and key, for a file
    that cannot be read, a key that no command has, or a value that the option does not take.
    """
    found = _given(path) if path else next(_nearest(start), None)
    return _defaults(group, found[1], str(found[0])) if found else {}


def _given(path: Path) -> tuple[Path, Values]:
    values = _read(path)
    return path, _section(values) if path.name == SHARED_FILE else values


def _nearest(start: Path) -> Iterator[tuple[Path, Values]]:
    for folder in (start, *start.parents):
        own, shared = folder / OWN_FILE, folder / SHARED_FILE
        if own.is_file():
            yield own, _read(own)
        elif shared.is_file() and (section := _section(_read(shared))):
            yield shared, section
        if (folder / ".git").exists():
            return


def _section(values: Values) -> Values:
    tool = values.get("tool", {})
    section = tool.get("provenance", {}) if isinstance(tool, dict) else {}
    return section if isinstance(section, dict) else {}


def _read(path: Path) -> Values:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{path}: {error}: expected TOML") from error
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}: name a file that can be read") from error


def _defaults(group: click.Group, values: Values, place: str) -> dict[str, Any]:
    """Return the defaults of a group's commands, its nested groups' inside them."""
    common = {key: value for key, value in values.items() if not isinstance(value, dict)}
    tables = {key: value for key, value in values.items() if isinstance(value, dict)}
    known = {flag for command in group.commands.values() for flag in _every_flag(command)}
    for key, value in common.items():
        _check_known(key, known, place, "option")
        _check_taken(key, value, group, place)
    for key in tables:
        _check_known(key, set(group.commands), place, "command")
    made: dict[str, Any] = {}
    for name, command in group.commands.items():
        table = tables.get(name, {})
        if isinstance(command, click.Group):
            fitting = {key: value for key, value in common.items() if key in set(_every_flag(command))}
            made[name] = _defaults(command, {**fitting, **table}, f"{place}: [{name}]" if table else place)
        else:
            made[name] = _of_command(command, common, table, place, name)
    return made


def _of_command(command: click.Command, common: Values, table: Values, place: str, name: str) -> dict[str, Any]:
    options = dict(_flags(command))
    for key in table:
        _check_known(key, set(options), f"{place}: [{name}]", "option")
    made = {}
    for key, value in {**common, **table}.items():
        if key not in options:
            continue
        refusal = _refusal(options[key], value)
        if refusal is None:
            made[str(options[key].name)] = value
        elif key in table:
            raise click.UsageError(f"{place}: [{name}] {key}: {refusal}")
    return made


def _check_taken(key: str, value: Any, group: click.Group, place: str) -> None:
    """Raise UsageError if no command of the group takes the value for its option of that name."""
    refusals = [_refusal(option, value) for flag, option in _every_option(group) if flag == key]
    if all(refusals):
        raise click.UsageError(f"{place}: {key}: {refusals[0]}")


def _every_flag(command: click.Command) -> Iterator[str]:
    yield from (flag for flag, _ in _every_option(command))


def _every_option(command: click.Command) -> Iterator[tuple[str, click.Option]]:
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            yield from _every_option(inner)
    else:
        yield from _flags(command)


def _flags(command: click.Command) -> Iterator[tuple[str, click.Option]]:
    """Yield each long flag without its dashes, with its option; not --help and its like."""
    for item in command.params:
        if isinstance(item, click.Option) and item.expose_value:
            yield from ((flag[2:], item) for flag in item.opts if flag.startswith("--"))


def _check_known(key: str, known: set[str], place: str, kind: str) -> None:
    if key not in known:
        near = get_close_matches(key, sorted(known), 1)
        hint = f"did you mean {near[0]!r}?" if near else f"expected one of {', '.join(sorted(known))}"
        raise click.UsageError(f"{place}: found {key!r}, which is no {kind}: {hint}")


def _refusal(option: click.Option, value: Any) -> str | None:
    """Return why an option does not take a value; None if it does."""
    if option.is_flag or option.count:
        return None if isinstance(value, bool) else f"found {value!r}, expected true or false"
    if option.multiple != isinstance(value, list):
        return f"found {value!r}, expected {'a list' if option.multiple else 'one value'}"
    for item in value if isinstance(value, list) else [value]:
        try:
            option.type.convert(item, option, None)
        except click.BadParameter as error:
            return error.message
    return None
