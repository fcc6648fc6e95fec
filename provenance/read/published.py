"""When a text says that it was published: the first declared date that can be read."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from provenance.types import Declared

_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(.*)", re.DOTALL)
_SPACED_ZONE = re.compile(r"(?<=\d) (?=[+-]\d\d:?\d\d$|Z$)")
_LONG = 64


def published(declared: Iterable[Declared]) -> str | None:
    """Return the first readable "published" statement as an ISO 8601 date or date-time, or None."""
    dates = (iso_date(entry.value) for entry in declared if entry.key == "published")
    return next((found for found in dates if found), None)


def iso_date(value: str) -> str | None:
    """Return YYYY-MM-DD, or a full date-time where a time is given; None if it is no date.

    Reads ISO 8601, year-first dates with slashes or points, and RFC 5322 (``Mon, 06 May 2024 10:00:00 GMT``).
    """
    value = value.strip()
    if len(value) > _LONG:
        return None
    slashed = _SLASHED.fullmatch(value)
    if slashed:
        value = f"{slashed[1]}-{int(slashed[2]):02}-{int(slashed[3]):02}{slashed[4]}"
    value = _SPACED_ZONE.sub("", value.removesuffix(" UTC") + ("Z" if value.endswith(" UTC") else ""))
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(value).isoformat()
    except ValueError:
        pass
    from email.utils import parsedate_to_datetime  # 0.01 s, and only for dates that are not ISO 8601

    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
