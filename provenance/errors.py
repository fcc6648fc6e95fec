"""Everything the package raises on purpose, in one tree.

::

    ProvenanceError
    ├── ReadError            bytes that cannot become a Document
    │   ├── EmptyDocument    nothing to read in it
    │   ├── BinaryDocument   bytes that are no text in any encoding tried
    │   └── FormatError      a file whose format is broken (front matter, JSONL line, HTML)
    ├── LanguageDataError    a language file that does not follow its schema
    ├── ModelError           an encoder that is missing, damaged or gives bad vectors
    ├── AlignmentError       vectors and segments that do not fit each other
    ├── SchemaError          a schema that is missing or is no schema
    ├── RecordError          a record that does not follow its schema
    ├── IndexingError        an index that is missing, damaged, in use, or made with another model
    └── AuditError           an audit that cannot go on: its folder is another's, the disk is full

A message says where, what was found, what was expected and what to do, in lower case, without a full stop.
"""


class ProvenanceError(Exception):
    """Root of every error that the package raises on purpose."""


class ReadError(ProvenanceError):
    """Bytes that cannot become a Document."""


class EmptyDocument(ReadError):  # noqa: N818 - a state of the input, named as such
    """A document in which there is nothing to read."""


class BinaryDocument(ReadError):  # noqa: N818
    """Bytes that are no text in any encoding tried."""


class FormatError(ReadError):
    """A file whose own format is broken."""


class LanguageDataError(ProvenanceError):
    """A language file that does not follow its schema."""


class ModelError(ProvenanceError):
    """An encoder that is missing, damaged, or gives bad vectors."""


class AlignmentError(ProvenanceError):
    """Vectors and segments that do not fit each other."""


class SchemaError(ProvenanceError):
    """A schema that is missing or is not a JSON Schema."""


class RecordError(ProvenanceError):
    """A record that does not follow its schema."""


class IndexingError(ProvenanceError):
    """An index of originals that is missing, damaged, in use by another writer, or made with another model."""


class AuditError(ProvenanceError):
    """An audit that cannot go on: its folder belongs to another one, is in use, or the disk is full."""
