"""The design's layers, read off the imports: a room imports only what lies below it, and no stage another stage."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "provenance"
FOUNDATION = {"version": 0, "errors": 0, "odds": 0, "types": 1, "languages": 2}
STAGES = {
    "read", "detect", "segment", "embed", "index", "align", "collate", "weigh", "chain", "forest", "stemma", "record",
    "validate", "report",
}  # fmt: skip
# Rooms of one stage that are several modules: the chain is worked out in three files.
TOGETHER = {("stemma", "forest")}
DOORS = {
    "click": {"cli"},
    "faiss": {"index"},
    "jsonschema": {"validate"},
    "jsonschema_rs": {"validate"},
    "langdetect": {"detect"},
    "ray": {"audit"},
    "sentence_transformers": {"embed"},
    "trafilatura": {"read"},
    "prov": {"report"},
    "pyarrow": {"read", "audit", "report"},
    "sentencex": {"segment"},
    "torch": {"weigh"},
    "transformers": {"weigh"},
}


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def _rooms() -> list[Path]:
    return sorted(
        path for path in ROOT.rglob("*.py") if path.parent != ROOT or path.name not in {"__init__.py", "__main__.py"}
    )


def _room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", _rooms(), ids=lambda path: str(path.relative_to(ROOT)))
def test_room_imports_only_what_lies_below(path: Path) -> None:
    room = _room(path)
    for name in _imports(path):
        if not name.startswith("provenance."):
            continue
        other = name.split(".")[1]
        if other == room:
            continue
        if room in FOUNDATION:
            assert FOUNDATION.get(other, 99) <= FOUNDATION[room], f"{path}: {room} may not import {other}"
        elif room in STAGES:
            assert other in FOUNDATION or (room, other) in TOGETHER, f"{path}: stage {room} imports stage {other}"
        elif room == "pipeline":
            assert other in FOUNDATION or other in STAGES - {"report"}, f"{path}: pipeline may not import {other}"
        elif room == "audit":
            assert other in FOUNDATION or other in STAGES | {"pipeline"}, f"{path}: audit may not import {other}"


@pytest.mark.parametrize("path", _rooms(), ids=lambda path: str(path.relative_to(ROOT)))
def test_third_party_package_has_one_door(path: Path) -> None:
    for name in _imports(path):
        package = name.split(".")[0]
        if package in DOORS:
            assert _room(path) in DOORS[package], f"{path}: {package} belongs behind the door {DOORS[package]}"
