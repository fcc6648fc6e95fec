"""Names of languages, for sentences that people read."""

from functools import lru_cache

from provenance.languages import load


@lru_cache(maxsize=256)
def language_name(tag: str) -> str:
    """Return the English name of a BCP 47 tag, or the tag itself where none is known."""
    names = load("en").names
    for candidate in (tag, tag.split("-", 1)[0]):
        if candidate in names:
            return names[candidate][0]
    return tag
