"""A chain laid out for drawing: versions in columns by their distance from the first, hops as curves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from provenance.report.escape import shortened
from provenance.report.wording import confidence, languages, number, plain

Json = Mapping[str, Any]
NODE_WIDTH, NODE_HEIGHT = 240, 66
_COLUMN, _ROW = 490, 96
_MARGIN = 8


@dataclass(frozen=True, slots=True)
class Node:
    """A version with its place, and what to write in its box."""

    x: int
    y: int
    is_observed: bool
    label: str
    detail: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A hop as an SVG path, with the place where its label ends.

    is_implied: whether one of its two versions is not at hand.  strength: opacity, by its confidence.
    """

    path: str
    x: int
    y: int
    label: str
    sure: str
    is_implied: bool
    strength: str


@dataclass(frozen=True, slots=True)
class Graph:
    """A drawing of the given size."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph(chain: Json) -> Graph:
    """Return where to draw each version and hop of a chain."""
    distance, row = depths(chain["versions"], chain["hops"]), rows(chain["versions"], chain["hops"])
    places = {name: (_MARGIN + distance[name] * _COLUMN, _MARGIN + row[name] * _ROW) for name in distance}
    observed = {version["id"] for version in chain["versions"] if version["status"] == "observed"}
    return Graph(
        width=2 * _MARGIN + NODE_WIDTH + max(distance.values(), default=0) * _COLUMN,
        height=2 * _MARGIN + NODE_HEIGHT + max(row.values(), default=0) * _ROW,
        nodes=tuple(_node(version, *places[version["id"]]) for version in chain["versions"]),
        edges=tuple(
            _edge(hop, places[hop["parent"]], places[hop["child"]], {hop["parent"], hop["child"]} <= observed)
            for hop in chain["hops"]
        ),
    )


def depths(versions: Sequence[Json], hops: Sequence[Json]) -> dict[str, int]:
    """Return the longest way from a first version to each; a record that was checked holds no cycle."""
    found = {version["id"]: 0 for version in versions}
    is_changed = True
    while is_changed:
        is_changed = False
        for hop in hops:
            if found[hop["child"]] <= found[hop["parent"]]:
                found[hop["child"]] = found[hop["parent"]] + 1
                is_changed = True
    return found


def rows(versions: Sequence[Json], hops: Sequence[Json]) -> dict[str, int]:
    """Return the row of each version: its first child stands in the same, versions of no hop in the last ones."""
    children: dict[str, list[str]] = {version["id"]: [] for version in versions}
    for hop in hops:
        children[hop["parent"]].append(hop["child"])
    below = {hop["child"] for hop in hops}
    roots = sorted((name for name in children if name not in below), key=lambda name: not children[name])
    found: dict[str, int] = {}
    free = 0
    stack: list[tuple[str, int | None]] = [(name, None) for name in reversed(roots)]
    while stack:
        name, row = stack.pop()
        if name in found:
            continue
        if row is None:
            row, free = free, free + 1
        found[name] = row
        stack += [(child, None if place else row) for place, child in reversed([*enumerate(children[name])])]
    return found


def _node(version: Json, x: int, y: int) -> Node:
    hands = [agent["name"] for agent in version["agents"]]
    detail = [languages(version["languages"]), version["status"], *hands[:1]]
    return Node(
        x, y, version["status"] == "observed", shortened(version["label"], 28), shortened(" · ".join(detail), 36)
    )


def _edge(hop: Json, parent: tuple[int, int], child: tuple[int, int], is_observed: bool) -> Edge:
    start, end = (parent[0] + NODE_WIDTH, parent[1] + NODE_HEIGHT // 2), (child[0], child[1] + NODE_HEIGHT // 2)
    hands = [agent["name"] for agent in hop["agents"]]
    machine = hop["is_machine_probability"]
    if hands:
        by = f" by {hands[0]}"
    elif machine is None or hop["kind"] == "machine-translation":
        by = ""
    else:
        by = f", by machine? {number(machine)}"
    # The curve turns early, so that labels stand along a straight line.
    (left, top), (right, level) = start, end
    return Edge(
        path=f"M{left},{top} C{left + 40},{top} {left + 10},{level} {left + 50},{level} H{right - 13}",
        x=end[0] - 18,
        y=end[1],
        label=shortened(f"{plain(hop['kind'])}{by}", 32),
        sure=f"{confidence(hop['confidence'])} · {hop['basis']}",
        is_implied=not is_observed,
        strength=f"{0.35 + 0.65 * hop['confidence']:.2f}",
    )
