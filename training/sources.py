"""Weights and caps by source, read from sources.toml."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("sources.toml")


@dataclass(frozen=True, slots=True)
class Share:
    """What a source may contribute: draws per pair and pairs per language pair."""

    weight: float
    cap: int


def read_shares(path: Path = TABLE) -> dict[str, Share]:
    """Source name to its share; "default" stands for every source that is not named."""
    with path.open("rb") as handle:
        table = tomllib.load(handle)
    default = table["default"]
    return {name: Share(**{**default, **row}) for name, row in table.items()}


def share_of(shares: dict[str, Share], source: str) -> Share:
    """The share of one source, the default's if the table does not name it."""
    return shares.get(source, shares["default"])
