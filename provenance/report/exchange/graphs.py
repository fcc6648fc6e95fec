"""The chain as a graph for Graphviz (DOT) and for Mermaid: observed versions solid, implied ones dashed."""

import re
from collections.abc import Sequence

from provenance.report.escape import visible
from provenance.report.look import Json
from provenance.report.wording import number

# Mermaid reads entity codes in labels: whatever is no plain character of a text is written as one.
_MERMAID_ACTIVE = re.compile(r'["#<>&;`\\\[\](){}|*_~$%^]')


def write_dot(values: Sequence[Json]) -> str:
    """Return a digraph in DOT."""
    chain = values[0]["chain"]
    lines = ["digraph chain {", '  rankdir="LR";', '  node [shape="box", fontname="sans-serif"];']
    for version in chain["versions"]:
        style = ', style="dashed"' if version["status"] == "implied" else ""
        lines.append(f"  {_dot(version['id'])} [label={_dot(_label(version))}{style}];")
    for hop in chain["hops"]:
        style = ', style="dashed"' if hop["basis"] != "declared" else ""
        lines.append(f"  {_dot(hop['parent'])} -> {_dot(hop['child'])} [label={_dot(_step(hop))}{style}];")
    return "\n".join([*lines, "}", ""])


def write_mermaid(values: Sequence[Json]) -> str:
    """Return a flowchart for Mermaid."""
    chain = values[0]["chain"]
    names = {version["id"]: f"n{place}" for place, version in enumerate(chain["versions"], 1)}
    lines = ["flowchart LR"]
    for version in chain["versions"]:
        opening, closing = ("(", ")") if version["status"] == "implied" else ("[", "]")
        lines.append(f'  {names[version["id"]]}{opening}"{_mermaid(_label(version))}"{closing}')
    for hop in chain["hops"]:
        arrow = "-->" if hop["basis"] == "declared" else "-.->"
        lines.append(f'  {names[hop["parent"]]} {arrow}|"{_mermaid(_step(hop))}"| {names[hop["child"]]}')
    implied = [names[version["id"]] for version in chain["versions"] if version["status"] == "implied"]
    if implied:
        lines += ["  classDef implied stroke-dasharray: 5 5", f"  class {','.join(implied)} implied"]
    return "\n".join([*lines, ""])


def _label(version: Json) -> str:
    language = version["languages"][0]["language"] if version["languages"] else "und"
    return f"{version['label']} ({language}, {version['status']})"


def _step(hop: Json) -> str:
    hands = ", ".join(agent["name"] for agent in hop["agents"])
    return f"{hop['kind']}{f' by {hands}' if hands else ''}, {hop['basis']} {number(hop['confidence'])}"


def _dot(text: str) -> str:
    escaped = visible(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _mermaid(text: str) -> str:
    return _MERMAID_ACTIVE.sub(lambda match: f"#{ord(match.group())};", visible(text))
