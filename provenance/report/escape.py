r"""Hostile characters made visible.

An article may hold terminal escapes, or marks that reverse the order of what is shown.  Neither may act where a
record is displayed: each such character is written as ``\x1b`` or ``\u202e``.
"""

import re

# C0 and C1 controls, DEL; embeddings, overrides and isolates of direction (the marks of Arabic and Hebrew prose, U+200E
# and U+200F, move nothing but the neutral character beside them); line and paragraph separators; the byte order mark;
# invisible operators; tag characters, which hide text; lone surrogates, which no encoding can write.
_INVISIBLE = "\x00-\x1f\x7f-\x9f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
_HOSTILE = re.compile(f"[{_INVISIBLE}]")
_IN_JSON = re.compile("[\x7f-\x9f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\r\n\u0085\u2028\u2029]*[\r\n\u0085\u2028\u2029][ \t\r\n\u0085\u2028\u2029]*|\t")


def visible(text: str) -> str:
    """Return a text in one line in which nothing acts on a terminal; runs of line breaks become ⏎."""
    lines = _SPACE.sub(lambda run: " ⏎ " if run.group() != "\t" else " ", text)
    return _HOSTILE.sub(lambda match: _escape(match.group()), lines)


def harmless(text: str) -> str:
    """Return a text in its lines in which nothing reorders or hides what stands beside it."""
    return _HOSTILE.sub(lambda match: match.group() if match.group() in "\n\t" else _escape(match.group()), text)


def json_safe(dumped: str) -> str:
    r"""Return JSON text in which such characters stand as ``\uXXXX``: equal when read, harmless when shown."""
    return _IN_JSON.sub(lambda match: f"\\u{ord(match.group()):04x}", dumped)


def shortened(text: str, limit: int) -> str:
    """Return a text in one line of at most ``limit`` characters, cut in the middle with an ellipsis."""
    line = visible(text).strip(" ⏎")
    if len(line) <= limit:
        return line
    head = (limit - 1) * 2 // 3
    return f"{line[:head].rstrip()}…{line[len(line) - (limit - 1 - head) :].lstrip()}"


def _escape(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
