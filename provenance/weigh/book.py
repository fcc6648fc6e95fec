"""The weights as data, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Book:
    """rules: rule → natural log-odds.  agencies: agency → language → probability.  languages: base rates."""

    rules: Mapping[str, float]
    agencies: Mapping[str, Mapping[str, float]]
    languages: Mapping[str, float]
    is_translation: float
    is_machine: float


@lru_cache(maxsize=1)
def book() -> Book:
    """Return the shipped weights (provenance/weigh/weights.toml)."""
    table = tomllib.loads(files("provenance.weigh").joinpath("weights.toml").read_text("utf-8"))
    return Book(
        rules={rule: float(entry["log_odds"]) for rule, entry in table["rules"].items()},
        agencies=table["agencies"],
        languages=table["languages"],
        is_translation=float(table["priors"]["is_translation"]),
        is_machine=float(table["priors"]["is_machine"]),
    )
