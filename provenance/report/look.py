"""How a report is to look."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """is_terminal: whether a person looks on (boxes, and colour if has_color).  width: columns.

    is_list: whether JSON must be an array even of one value.
    """

    is_terminal: bool = False
    has_color: bool = False
    width: int = 100
    is_list: bool = False
