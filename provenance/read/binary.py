"""Files that are no text: told by their first bytes, named, and answered with what to do about them."""

import re

from provenance.errors import BinaryDocument

# Signatures from the formats' own specifications; the order is that of the checks.
SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "a PDF file", "convert it first, for instance with pdftotext"),
    (b"PK\x03\x04", "a ZIP archive (docx, odt, epub, xlsx …)", "unpack it, or save the document as text or HTML"),
    (b"PK\x05\x06", "an empty ZIP archive", "give the file that should have been in it"),
    (b"\x1f\x8b", "gzip data", "name it .gz, or unpack it with gunzip"),
    (b"BZh", "bzip2 data", "name it .bz2, or unpack it with bunzip2"),
    (b"\xfd7zXZ\x00", "xz data", "name it .xz, or unpack it with unxz"),
    (b"\x28\xb5\x2f\xfd", "zstd data", "name it .zst, or unpack it with unzstd"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it"),
    (b"\x89PNG\r\n", "a PNG image", "read its text with OCR first"),
    (b"\xff\xd8\xff", "a JPEG image", "read its text with OCR first"),
    (b"GIF87a", "a GIF image", "read its text with OCR first"),
    (b"GIF89a", "a GIF image", "read its text with OCR first"),
    (b"RIFF", "a RIFF file (WebP, WAV, AVI)", "give a text file"),
    (b"OggS", "Ogg media", "give a transcript"),
    (b"ID3", "MP3 audio", "give a transcript"),
    (b"\x7fELF", "a program", "give a text file"),
    (b"MZ\x90", "a Windows program", "give a text file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (doc, xls, ppt)", "save it as text or HTML"),
    (b"{\\rtf", "an RTF file", "save it as text or HTML"),
    (b"SQLite format 3\x00", "an SQLite database", "export its texts as JSONL"),
    (b"PAR1", "a Parquet file", "name it .parquet"),
)
# White space, backspace and escape occur in logs and terminal copies; the other C0 controls do not.
_CONTROLS = re.compile("[\x01-\x07\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE = 0.1
_LOOK_CHARS = 65536


def refuse_signatures(data: bytes, *, origin: str) -> None:
    """Raise BinaryDocument if the bytes begin as a known binary format does."""
    for prefix, name, remedy in SIGNATURES:
        if data.startswith(prefix):
            raise BinaryDocument(f"{origin}: looks like {name}, expected text: {remedy}")


def refuse_controls(text: str, *, origin: str) -> None:
    """Raise BinaryDocument if the decoded text holds NUL, or mostly control characters."""
    nul = text.find("\0")
    if nul >= 0:
        raise BinaryDocument(
            f"{origin}: NUL at character {nul}, expected text: "
            "give a text file, or name its encoding with --encoding (utf-16-le …)"
        )
    head = text[:_LOOK_CHARS]
    controls = len(_CONTROLS.findall(head))
    if controls > _CONTROL_SHARE * len(head):
        raise BinaryDocument(
            f"{origin}: {controls} of the first {len(head)} characters are control characters, expected text: "
            "give a text file, or name its encoding with --encoding"
        )
