"""One comparison of the shipped corpus, made once, and values that are hostile, right-to-left or undetermined."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import provenance
from provenance.record import comparison_to_dict, to_dict
from provenance.types import Document

Json = dict[str, Any]
FAMILY = Path(__file__).parents[3] / "corpora" / "icebreaker-lease"
HOSTILE = '</seg>"\x1b[31m\u202eevil\u202c]]> | =cmd() `x` <script>alert(1)</script> \x00\ufffe # [a](javascript:b) -->'


@pytest.fixture(scope="session")
def comparison() -> Json:
    documents = [
        Document(name, (FAMILY / name).read_text("utf-8").strip(), name) for name in ("en.txt", "fr.txt", "en-back.txt")
    ]
    return comparison_to_dict(provenance.compare(documents))


@pytest.fixture(scope="session")
def record() -> Json:
    text = (FAMILY / "en-back.txt").read_text("utf-8").strip()
    return to_dict(provenance.inspect(Document("en-back.txt", text, "en-back.txt")))


@pytest.fixture(scope="session")
def undetermined() -> Json:
    return to_dict(provenance.inspect(Document("ar.txt", "قال الوزير إن المشروع سيبدأ في الربيع.", "ar.txt")))


@pytest.fixture
def hostile(comparison: Json) -> Json:
    """The comparison with every name, label, note, statement and quote replaced by a hostile text."""
    value = copy.deepcopy(comparison)
    _replace(value)
    return value


def _replace(value: Any) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("name", "label", "note", "statement", "quote", "value") and isinstance(inner, str):
                value[key] = HOSTILE
            else:
                _replace(inner)
    elif isinstance(value, list):
        for inner in value:
            _replace(inner)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Json], Path]:
    def write(value: Json) -> Path:
        path = tmp_path / "value.json"
        path.write_text(json.dumps(value), encoding="utf-8")
        return path

    return write
