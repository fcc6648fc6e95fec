"""Characters as every later stage sees them: one kind of newline, NFC, nothing that UTF-8 cannot hold.

Control and bidirectional characters stay where they are: offsets refer to what is there.  U+0000 never gets
here from a file (``decode`` calls that binary); from a JSON or YAML escape it becomes U+FFFD, as HTML has it.
"""

import re
import unicodedata

_REPLACED = re.compile("[\x00\ud800-\udfff]")
# UAX #15, stream-safe text: no real text has more than 30 marks in a row.  Canonical ordering sorts each run by
# insertion, so that a run of 10^6 would take hours; a run this long is replaced mark by mark instead.
RUN_CHARS = 2000
_LONG_RUN = re.compile(rf"[^\w\s]{{{RUN_CHARS}}}")  # combining marks are no \w


def clean(raw: str) -> str:
    """Return the text in NFC, with line feeds for newlines, no byte-order mark, no NUL and no lone surrogate.

    U+0000 and lone surrogates become U+FFFD.  ``clean(clean(x)) == clean(x)``.
    """
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    text = _REPLACED.sub("\ufffd", text).lstrip("\ufeff")
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _without_mark_runs(text))


def _without_mark_runs(text: str) -> str:
    """Replace by U+FFFD what follows the first RUN_CHARS marks of a run of combining marks."""
    if not _LONG_RUN.search(text):
        return text
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        kept.append(character if run <= RUN_CHARS else "\ufffd")
    return "".join(kept)
