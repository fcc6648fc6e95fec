"""jsonschema-rs passes what jsonschema passes, and nothing else."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from provenance.validate import problems
from provenance.validate.quick import conforms
from provenance.validate.schema import violations

EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*/*.json"))
STRANGE: tuple[Any, ...] = (
    None, True, 0, -1, 1.0, 1.5, 2**70, "", "x", "2024-02-30", "2024-05-06T10:00:00Z", "/a~2", [], {}, [None], "\ud800"
)  # fmt: skip


def mutated(value: Any, chance: random.Random) -> Any:
    """Return a copy with one place changed: another value, a property lost, added or misspelt."""
    value = json.loads(json.dumps(value))
    places: list[tuple[Any, Any]] = []
    stack = [value]
    while stack:
        node = stack.pop()
        inner = list(node.items()) if isinstance(node, dict) else list(enumerate(node))
        places += [(node, key) for key, _ in inner]
        stack += [item for _, item in inner if isinstance(item, dict | list)]
    node, key = chance.choice(places)
    change = chance.randrange(4)
    if change == 0 and isinstance(node, dict):
        del node[key]
    elif change == 1 and isinstance(node, dict):
        node[f"{key}s"] = node.pop(key)
    elif change == 2 and isinstance(node, dict):
        node["added"] = chance.choice(STRANGE)
    else:
        node[key] = chance.choice(STRANGE)
    return value


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_both_judge_examples_and_what_becomes_of_them_alike(path: Path) -> None:
    value, name = json.loads(path.read_bytes()), path.name.partition(".")[0]
    chance = random.Random(path.stem)
    for case in (value, *(mutated(value, chance) for _ in range(6))):
        assert conforms(case, name) == (not violations(case, name)), json.dumps(case)[:2000]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_batch_hears_the_same_problems(path: Path) -> None:
    value, name = json.loads(path.read_bytes()), path.name.partition(".")[0]

    assert problems(value, name, is_batch=True) == problems(value, name)
