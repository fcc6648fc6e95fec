"""Where the words of a list stand in a passage.

An entry is a word or a phrase, the beginning ("un-"), the end ("-less") or the middle ("-mez-") of a word, a part of
one with an apostrophe ("n't", "n'"), or characters wherever they stand ("않*").  It may begin or end with a mark
(", so").
"""

import re
from collections.abc import Sequence

from provenance.collate.passages import Passage
from provenance.types import Span

# A letter or digit, or a vowel sign or accent that belongs to one: \w leaves those out.
LETTER = r"[\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0dff]"


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
    core = re.escape(entry.strip("-").rstrip("*"))
    if not has_spaces or entry.endswith("*"):
        return core
    if entry.startswith("-"):
        return rf"(?<={LETTER}){core}" + ("" if entry.endswith("-") else rf"(?!{LETTER})")
    if entry.endswith("-"):
        return rf"(?<!{LETTER}){core}(?={LETTER}{{{behind}}})"
    if entry[-1] in "'’":
        return rf"(?<!{LETTER}){core}"
    if entry.startswith(("n'", "n’")) or not entry[0].isalnum():
        return rf"{core}(?!{LETTER})"
    return rf"(?<!{LETTER}){core}(?!{LETTER}|-\w)"
