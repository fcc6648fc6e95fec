"""Bytes → characters: byte-order mark, named or declared encoding, UTF-8, and a guess at the very last.

Order: a byte-order mark; the encoding that the person names; the charset that HTML or XML declares, unless the bytes
are UTF-8 beyond ASCII (saved pages are often re-encoded with their old meta tag left in); strict UTF-8; UTF-16
without a mark, by its NULs; charset-normalizer.  Labels are read as the WHATWG Encoding Standard reads them, so that
"iso-8859-1" is windows-1252.
"""

import codecs
import re

from provenance.errors import ReadError

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# https://encoding.spec.whatwg.org/#names-and-labels, where it differs from Python's reading of the same label
LABELS: dict[str, str] = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
    "x-mac-cyrillic": "mac_cyrillic",
    "utf-16": "utf-8",  # a meta tag that can be read as ASCII is not in UTF-16
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}
# Python codecs that are no character encodings of files, or that run code points through escapes
_NO_ENCODINGS = frozenset(
    ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7", "mbcs", "oem")
)
_META = re.compile(rb"""<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([\w:.-]{1,40})""", re.IGNORECASE)
_XML = re.compile(rb"""\s{0,64}<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{1,40})""")
# "café" in latin-1 is four bytes, and two UTF-16 code units; without a mark UTF-16 is told by its NULs
_NO_GUESSES = ("utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be", "utf_7")
# charset-normalizer takes Polish and Turkish for Western: superscripts inside words, Icelandic letters beside ç
_WESTERN = frozenset(("cp1252", "latin_1", "iso8859_15"))
_REREAD = (
    (re.compile(r"[^\W\d_][¹³¿¶±¼¾]|[¹³¿¶][^\W\d_]"), "cp1250"),
    (re.compile(r"(?s)ç.*[ðþý]|[ðþý].*ç"), "cp1254"),
)
_HEAD_BYTES = 4096  # the HTML standard looks at 1024; pages with long comments in front are not rare
_GUESS_BYTES = 32768
_FEW_BYTES = 3


def decode(data: bytes, *, origin: str, encoding: str | None = None, is_html: bool = False) -> str:
    """Return the characters of the bytes.  encoding: as the person names it; wins over all but a mark.

    Raises ReadError naming the offset of the first byte that does not fit, and what to do.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, name, origin=origin)
    if encoding is not None:
        return _strictly(data, _codec(encoding, origin=origin), origin=origin)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start, origin=origin, is_html=is_html)
    if "\0" in text:
        return _utf16(data) or text
    if b"\x1b$" in data[:_GUESS_BYTES]:
        return _tried(data, "iso2022_jp") or text
    declared = _declared(data) if is_html and len(text) == len(data) else None
    return (declared and _tried(data, declared)) or text


def _strictly(data: bytes, codec: str, *, origin: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeError as error:
        where = f"byte {error.start}" if isinstance(error, UnicodeDecodeError) else "some byte"
        raise ReadError(
            f"{origin}: {where} is no {codec}: name the encoding that the file is in with --encoding NAME"
        ) from error


def _codec(label: str, *, origin: str) -> str:
    """Return Python's name of a text encoding.  Raises ReadError if there is none of that name."""
    try:
        info = codecs.lookup(label.strip())
    except (LookupError, ValueError):
        info = None
    if info is None or info.name in _NO_ENCODINGS or not getattr(info, "_is_text_encoding", True):
        raise ReadError(f"{origin}: unknown encoding {label!r}, expected a name such as utf-8, cp1251 or gb18030")
    return info.name


def _not_utf8(data: bytes, first: int, *, origin: str, is_html: bool) -> str:
    declared = _declared(data) if is_html else None
    text = (declared and _tried(data, declared)) or (_utf16(data) if b"\0" in data[:_GUESS_BYTES] else None)
    if text:
        return text
    problem = f"{origin}: byte {first} (0x{data[first]:02x}) is no UTF-8"
    if _is_damaged_utf8(data):
        raise ReadError(f"{problem} while the rest is: repair the file, or name its encoding with --encoding NAME")
    text = _guessed(data, first)
    if text is None:
        raise ReadError(f"{problem} and no other encoding fits: name the encoding with --encoding NAME")
    return text


def _declared(data: bytes) -> str | None:
    head = data[:_HEAD_BYTES]
    found = _XML.match(head) or _META.search(head)
    if found is None:
        return None
    label = found[1].decode("ascii", "replace").lower()
    return LABELS.get(label, label)


def _tried(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(_codec(codec, origin=""))
    except (ReadError, UnicodeError):
        return None


def _utf16(data: bytes) -> str | None:
    """Read UTF-16 without a mark: the high bytes of spaces and Latin letters are NUL, all on one side."""
    head = data[: _GUESS_BYTES // 2 * 2]
    low, high = head[0::2].count(0), head[1::2].count(0)
    if len(data) % 2 or max(low, high) < 0.05 * len(head) / 2 or min(low, high) > 0.1 * max(low, high):
        return None
    return _tried(data, "utf-16-le" if high > low else "utf-16-be")


def _is_damaged_utf8(data: bytes) -> bool:
    """Tell whether the bytes are UTF-8 but for a few: more than nine of ten characters beyond ASCII are whole."""
    text = data.decode("utf-8", "replace")
    whole = sum(1 for character in text[: 4 * _GUESS_BYTES] if character > "\x7f" and character != "\ufffd")
    return whole >= 3 and whole > 9 * text[: 4 * _GUESS_BYTES].count("\ufffd")


def _guessed(data: bytes, first: int) -> str | None:
    """Guess from the lines around the first byte that is no UTF-8; the guess must then fit all bytes."""
    from charset_normalizer import from_bytes  # 0.03 s, and only for files that are no UTF-8

    start = max(data.rfind(b"\n", 0, first) + 1, first - _GUESS_BYTES, 0)
    window = data[start : start + _GUESS_BYTES]
    if start + len(window) < len(data):
        window = window[: max(window.rfind(b"\n"), window.rfind(b" ")) + 1] or window
    if len(data) - len(data.decode("ascii", "ignore")) <= _FEW_BYTES:
        text = _tried(data, "cp1252")  # too little to guess from: what the Web falls back on
        if text is not None:
            return text
    best = from_bytes(window, cp_exclusion=list(_NO_GUESSES)).best()
    if best is None:
        return None
    text = _tried(data, best.encoding)
    for pattern, codec in _REREAD:
        if text is not None and best.encoding in _WESTERN and pattern.search(text):
            return _tried(data, codec) or text
    return text
