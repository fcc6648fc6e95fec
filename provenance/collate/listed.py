"""Where the words of a list stand in a passage.

An entry is a word or a phrase, the beginning ("un-") or the end ("-less") of a word, or a part of one with an
apostrophe ("n't", "n'"); it may begin with a mark (", so").
"""

import re
from collections.abc import Sequence

from provenance.collate.passages import Passage
from provenance.types import Span


def pattern_of(entries: Sequence[str], has_spaces: bool, *, behind: int = 3) -> re.Pattern[str] | None:
    """Return the pattern of any of the entries without regard to case; None if there are none.

    behind: letters that must follow the beginning of a word.
    """
    if not entries:
        return None
    return re.compile("|".join(_form(entry, has_spaces, behind) for entry in entries), re.IGNORECASE)


def spans_of(pattern: re.Pattern[str] | None, passage: Passage, without: Sequence[Span] = ()) -> tuple[Span, ...]:
    """Return where a pattern stands in a passage, save in characters that are known to mean something else."""
    if pattern is None:
        return ()
    found = (
        Span(match.start(), match.end())
        for match in pattern.finditer(passage.text, passage.span.start, passage.span.end)
    )
    return tuple(span for span in found if not any(span.overlaps(known) for known in without))


def _form(entry: str, has_spaces: bool, behind: int) -> str:
    core = re.escape(entry.strip("-"))
    if not has_spaces:
        return core
    if entry.startswith("-"):
        return rf"(?<=\w){core}\b"
    if entry.endswith("-"):
        return rf"\b{core}(?=\w{{{behind}}})"
    if entry[-1] in "'’":
        return rf"\b{core}"
    if entry.startswith(("n'", "n’")):
        return rf"{core}\b"
    return rf"{core}\b" if not entry[0].isalnum() else rf"\b{core}\b(?!-\w)"
