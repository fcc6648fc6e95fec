"""A chain drawn as a tree of lines: implied versions ○, observed ones ●, each hop on its branch."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from provenance.report.blocks import Block, Lines, Tone
from provenance.report.escape import visible
from provenance.report.wording import confidence, in_versions, languages, listed, number, plain

Json = Mapping[str, Any]
_MARKS = {"observed": "●", "implied": "○"}


def chain_block(chain: Json) -> Block:
    """Return the drawn chain with its alternatives, or why it is undetermined."""
    lines: list[tuple[str, Tone]] = []
    if chain["undetermined"] is not None:
        lines.append((f"undetermined because {visible(chain['undetermined'])}", "minor"))
    hops: dict[str, list[Json]] = {}
    for hop in chain["hops"]:
        hops.setdefault(hop["parent"], []).append(hop)
    children = {hop["child"] for hop in chain["hops"]}
    by_id = {version["id"]: version for version in chain["versions"]}
    for version in chain["versions"]:
        if version["id"] not in children:
            lines += _tree(version, hops, by_id)
    if chain["hops"]:
        lines.append((f"as a whole {confidence(chain['confidence'])}", "dim"))
    for other in chain["alternatives"]:
        lines.append((f"or {number(other['probability'])}: {in_labels(other['statement'], by_id)}", "dim"))
    return Lines("Chain", tuple(lines))


def in_labels(statement: str, by_id: Mapping[str, Json]) -> str:
    """Return a statement in which bare ids of versions ("v1 from v3") are told by their labels."""
    return in_versions(statement, {name: version["label"] for name, version in by_id.items()})


def _tree(root: Json, hops: Mapping[str, Sequence[Json]], by_id: Mapping[str, Json]) -> Iterator[tuple[str, Tone]]:
    """Walk down with a stack of our own: a chain of a thousand hops must not exhaust Python's."""
    yield version_line(root), "strong"
    stack = [(hop, "", place == 0) for place, hop in enumerate(reversed(hops.get(root["id"], ())))]
    while stack:
        hop, indent, is_last = stack.pop()
        yield f"{indent}{'╰' if is_last else '├'}─ {hop_line(hop)}", "plain"
        below = indent + ("   " if is_last else "│  ")
        yield below + version_line(by_id[hop["child"]]), "strong"
        below_hops = hops.get(hop["child"], ())
        stack += [(inner, below, place == 0) for place, inner in enumerate(reversed(below_hops))]


def version_line(version: Json) -> str:
    """Return one version as "○ French version · fr · implied · translator Claire Monnet"."""
    label = visible(version["label"])
    document = version["document_id"]
    name = f"{label} ({visible(document)})" if document and document not in version["label"] else label
    parts = [f"{_MARKS[version['status']]} {name}", languages(version["languages"]), version["status"]]
    by_role: dict[str, list[str]] = {}
    for agent in version["agents"]:
        by_role.setdefault(agent["role"], []).append(agent["name"])
    parts += [f"{plain(role)} {listed(names)}" for role, names in by_role.items()]
    return " · ".join(parts)


def hop_line(hop: Json) -> str:
    """Return one hop as "translation by Claire Monnet · very likely .93 · declared"."""
    doubt = "" if hop["confidence"] >= 0.9 else "?"
    hands = listed([agent["name"] for agent in hop["agents"]])
    parts = [f"{plain(hop['kind'])}{doubt} {f'by {hands}' if hands else 'by a hand that is not named'}"]
    machine = hop["is_machine_probability"]
    if machine is not None:
        parts.append(f"by machine: {confidence(machine)}")
    return " · ".join([*parts, confidence(hop["confidence"]), hop["basis"]])
