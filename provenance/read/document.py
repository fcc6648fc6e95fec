"""One file's bytes → one Document."""

from provenance.errors import EmptyDocument, ReadError
from provenance.read.binary import refuse_controls, refuse_signatures
from provenance.read.characters import clean
from provenance.read.content import Content, distinct
from provenance.read.decode import decode
from provenance.read.formats import READERS, named_media, sniffed_media
from provenance.read.limits import MAX_BYTES
from provenance.read.published import published
from provenance.types import Declared, Document


def read_bytes(
    data: bytes,
    *,
    id: str,
    origin: str,
    media: str | None = None,
    encoding: str | None = None,
) -> Document:
    """Read one document from the bytes of a file.

    id: the document's name in records.  origin: where the bytes came from, for messages; its extension names the
    format unless ``media`` (a key of READERS) does; failing both, the first characters decide.  encoding: as the
    person names it, before all but a byte-order mark.

    Raises EmptyDocument, BinaryDocument, FormatError or, for bytes in no known encoding, files over MAX_BYTES, and
    unknown media or encodings, ReadError.
    """
    if len(data) > MAX_BYTES:
        raise ReadError(f"{origin}: {len(data)} bytes, expected at most {MAX_BYTES}: split the file")
    chosen = media or named_media(origin)
    if chosen is not None and chosen not in READERS:
        raise ReadError(
            f"{origin}: format {chosen!r} is not one document, expected {', '.join(READERS)}: "
            "read files of many documents with read_paths"
        )
    refuse_signatures(data, origin=origin)
    looks = chosen or sniffed_media(data[:4096].decode("latin-1").removeprefix("\xef\xbb\xbf"))
    text = decode(data, origin=origin, encoding=encoding, is_html=looks == "html")
    refuse_controls(text, origin=origin)
    return document(text, id=id, origin=origin, media=chosen or sniffed_media(text.lstrip("\ufeff")))


def document(
    text: str,
    *,
    id: str,
    origin: str,
    media: str,
    declared: tuple[Declared, ...] = (),
) -> Document:
    """Read a document from characters.  declared: what a carrier around it states, put first.

    Raises EmptyDocument where nothing but white space is left, FormatError where the format is broken.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    content = READERS[media](text, origin) if text.strip() else Content("")
    normal = clean(content.text)
    if not normal.strip():
        found = "nothing" if not text else "only white space" if not text.strip() else f"{media} without any text in it"
        raise EmptyDocument(f"{origin}: {found}, expected a text: give a file that holds one")
    statements = distinct((*declared, *content.declared))
    return Document(clean(id), normal, origin, statements, published(statements))
