"""Bytes → Document: plain text, Markdown with front matter, HTML, JSON Lines, folders, standard input.

>>> from provenance.read import read_bytes
>>> read_bytes(b"Bonjour.", id="a", origin="a.txt").text
'Bonjour.'

``Document.text`` is in NFC with line feeds for newlines and is never normalised again: every offset of every later
stage counts its code points.  What the carrier states (front matter, meta elements, JSON-LD, links, fields of a JSON
line) becomes ``Document.declared``, verbatim, with the place where it stood.

Third-party packages are imported when their format is met: lxml and trafilatura at the first page, PyYAML at the
first front matter, charset-normalizer at the first file that is no UTF-8.
"""

from provenance.read.document import read_bytes
from provenance.read.formats import EXTENSIONS, MEDIA, READERS
from provenance.read.limits import MAX_BYTES
from provenance.read.paths import expand, read_paths

__all__ = ["EXTENSIONS", "MAX_BYTES", "MEDIA", "READERS", "expand", "read_bytes", "read_paths"]
