"""A chain laid out for drawing: versions in columns by their distance from the first, hops as curves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from provenance.report.escape import shortened
from provenance.report.wording import confidence, languages, number, plain

Json = Mapping[str, Any]
NODE_WIDTH, NODE_HEIGHT = 240, 66
_COLUMN, _ROW = 470, 96
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
    distance = depths(chain["versions"], chain["hops"])
    places: dict[str, tuple[int, int]] = {}
    rows: dict[int, int] = {}
    for version in chain["versions"]:
        depth = distance[version["id"]]
        places[version["id"]] = (_MARGIN + depth * _COLUMN, _MARGIN + rows.get(depth, 0) * _ROW)
        rows[depth] = rows.get(depth, 0) + 1
    observed = {version["id"] for version in chain["versions"] if version["status"] == "observed"}
    return Graph(
        width=2 * _MARGIN + NODE_WIDTH + max(rows, default=0) * _COLUMN,
        height=2 * _MARGIN + NODE_HEIGHT + (max(rows.values(), default=1) - 1) * _ROW,
        nodes=tuple(_node(version, *places[version["id"]]) for version in chain["versions"]),
        edges=tuple(
            _edge(hop, places[hop["parent"]], places[hop["child"]], {hop["parent"], hop["child"]} <= observed)
            for hop in chain["hops"]
        ),
    )


def depths(versions: Sequence[Json], hops: Sequence[Json]) -> dict[str, int]:
    """Return the longest way from a first version to each; a record that was checked holds no cycle."""
    depths = {version["id"]: 0 for version in versions}
    is_changed = True
    while is_changed:
        is_changed = False
        for hop in hops:
            if depths[hop["child"]] <= depths[hop["parent"]]:
                depths[hop["child"]] = depths[hop["parent"]] + 1
                is_changed = True
    return depths


def _node(version: Json, x: int, y: int) -> Node:
    hands = [agent["name"] for agent in version["agents"]]
    detail = [languages(version["languages"]), version["status"], *hands[:1]]
    return Node(
        x, y, version["status"] == "observed", shortened(version["label"], 28), shortened(" · ".join(detail), 36)
    )


def _edge(hop: Json, parent: tuple[int, int], child: tuple[int, int], is_observed: bool) -> Edge:
    start, end = (parent[0] + NODE_WIDTH, parent[1] + NODE_HEIGHT // 2), (child[0], child[1] + NODE_HEIGHT // 2)
    middle = (start[0] + end[0]) // 2
    hands = [agent["name"] for agent in hop["agents"]]
    machine = hop["is_machine_probability"]
    if hands:
        by = f" by {hands[0]}"
    elif machine is None or hop["kind"] == "machine-translation":
        by = ""
    else:
        by = f", by machine? {number(machine)}"
    return Edge(
        path=f"M{start[0]},{start[1]} C{middle},{start[1]} {middle},{end[1]} {end[0] - 7},{end[1]}",
        x=end[0] - 16,
        y=end[1],
        label=shortened(f"{plain(hop['kind'])}{by}", 34),
        sure=f"{confidence(hop['confidence'])} · {hop['basis']}",
        is_implied=not is_observed,
        strength=f"{0.35 + 0.65 * hop['confidence']:.2f}",
    )
