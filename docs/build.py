"""Write what is generated of the documentation: the schema reference and the manual pages.

usage: python docs/build.py [--check]

``--check`` writes nothing and exits with status 1 if a page is not what it would be.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from click_man.core import write_man_pages

from provenance.cli.app import app
from provenance.version import __version__

ROOT = Path(__file__).parent.parent
Schema = dict[str, Any]

HEAD = """# Schemas

Made by `python docs/build.py` from `schemas/`; a published schema is never edited, only succeeded. `provenance schema
NAME` prints one, `provenance validate FILE` checks a file against it. Required properties are in **bold**.
"""


def pages() -> dict[Path, str]:
    """Return each generated page with its text."""
    made = {ROOT / "docs" / "schemas.md": _reference()}
    with tempfile.TemporaryDirectory() as folder:
        write_man_pages("provenance", app, version=__version__, target_dir=folder, date=__version__)
        for path in sorted(Path(folder).glob("*.1")):
            made[ROOT / "docs" / "man" / path.name] = path.read_text("utf-8") + _examples(path.stem)
    return made


def _examples(name: str) -> str:
    """Return the EXAMPLES section of a command's page: click-man leaves the epilog out."""
    command: click.Command = app
    for word in name.split("-")[1:]:
        if isinstance(command, click.Group) and word in command.commands:
            command = command.commands[word]
    lines = [line.strip() for line in (command.epilog or "").splitlines() if line.startswith("  ")]
    if not lines:
        return ""
    shown = "\n".join(line.replace("\\", "\\\\").replace("-", "\\-") for line in lines)
    return f".SH EXAMPLES\n.nf\n{shown}\n.fi\n"


def _reference() -> str:
    parts = [HEAD]
    for path in sorted((ROOT / "schemas").glob("*.schema.json")):
        schema: Schema = json.loads(path.read_text("utf-8"))
        parts.append("\n".join(_schema(path.name.removesuffix(".schema.json"), schema)))
    return "\n".join(parts)


def _schema(name: str, schema: Schema) -> Iterator[str]:
    yield f"\n## {name}\n\n{schema.get('description', '')}\n"
    yield from _properties(name, schema)
    for title, part in schema.get("$defs", {}).items():
        yield f'\n<a id="{name}-{title.lower()}"></a>\n### {name}: {title}\n\n{_sentence(part)}'
        yield from _properties(name, part)


def _properties(name: str, part: Schema) -> Iterator[str]:
    properties = part.get("properties", {})
    if properties:
        required = part.get("required", ())
        yield "\n| property | type | what it is |\n|---|---|---|"
        for key, value in properties.items():
            shown = f"**{key}**" if key in required else key
            yield f"| {shown} | {_type(name, value)} | {_cell(value.get('description', ''))} |"


def _sentence(part: Schema) -> str:
    kind = "" if "properties" in part or "$ref" in part else f" Type: {_type('', part)}."
    return f"{part.get('description', '')}{kind}".strip()


def _type(name: str, value: Schema) -> str:
    if "$ref" in value:
        target = str(value["$ref"])
        owner, _, title = target.partition("#/$defs/")
        owner = owner.rsplit("/", 1)[-1].removesuffix(".schema.json") or name
        return f"[{title}](#{owner}-{title.lower()})" if title else f"[{owner}](#{owner})"
    if "const" in value:
        return f"`{json.dumps(value['const'], ensure_ascii=False)}`"
    if "enum" in value:
        return ", ".join(f"`{item}`" for item in value["enum"])
    for key in ("oneOf", "anyOf"):
        if key in value:
            return " or ".join(_type(name, item) for item in value[key])
    kinds = value.get("type", "any")
    shown = " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
    if "items" in value and isinstance(value["items"], dict):
        shown += f" of {_type(name, value['items'])}"
    return shown + "".join(
        f" {sign} {value[key]}" for key, sign in (("minimum", "≥"), ("maximum", "≤")) if key in value
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main() -> None:
    """Write or check the pages, as the arguments say."""
    parser = argparse.ArgumentParser(description="write the generated pages of docs/")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is out of date")
    options = parser.parse_args()
    made = pages()
    there = {*(ROOT / "docs" / "man").glob("*.1"), ROOT / "docs" / "schemas.md"}
    stale = [path for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text]
    stale += [path for path in there if path not in made]
    if options.check:
        if stale:
            names = ", ".join(str(path.relative_to(ROOT)) for path in stale)
            raise SystemExit(f"docs/build.py: out of date: {names}: run python docs/build.py")
        return
    for path in there - set(made):
        path.unlink()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
