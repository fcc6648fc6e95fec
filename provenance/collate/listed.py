"""Where the words of a list stand in a passage.

An entry is a word or a phrase, the beginning ("un-"), the end ("-less") or the middle ("-mez-") of a word, a part of
one with an apostrophe ("n't", "n'"), or characters wherever they stand ("않*").  It may begin or end with a mark
(", so").
"""

import re
from collections.abc import Sequence

from provenance.collate.passages import Passage
from provenance.types import Span

# A letter or digit, where a word begins, where it ends.  In scripts with vowel signs \w and \b leave those out.
_LETTER = r"[\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0dff]"
EDGES = {False: (r"\w", r"\b", r"\b"), True: (_LETTER, rf"(?<!{_LETTER})", rf"(?!{_LETTER})")}
_SIGNED = re.compile(r"[\u0591-\u06ff\u0900-\u0dff]")


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


def by_mark(entries: Sequence[str], marks: str) -> dict[str, list[str]]:
    """Return the entries under the mark that each begins with, without it; those that begin with none under ""."""
    found: dict[str, list[str]] = {mark: [] for mark in ("", *marks)}
    for entry in entries:
        mark = entry[0] if entry[0] in found else ""
        found[mark].append(entry[len(mark) :])
    return found


def _form(entry: str, has_spaces: bool, behind: int) -> str:
    core = re.escape(entry.strip("-").rstrip("*"))
    letter, begins, ends = EDGES[bool(_SIGNED.search(entry))]
    if not has_spaces or entry.endswith("*"):
        return core
    if entry.startswith("-"):
        return rf"(?<={letter}){core}" + ("" if entry.endswith("-") else ends)
    if entry.endswith("-"):
        return rf"{begins}{core}(?={letter}{{{behind}}})"
    if entry[-1] in "'’":
        return rf"{begins}{core}"
    if entry.startswith(("n'", "n’")) or not entry[0].isalnum():
        return rf"{core}{ends}"
    return rf"{begins}{core}{ends}(?!-\w)" if entry[-1].isalnum() or _SIGNED.search(entry[-1]) else rf"{begins}{core}"
