"""Where does this text really come from?

>>> import provenance
>>> article = provenance.document("Ankara'da …\\n\\nÇeviren: Ada Köstebek", id="a.txt")
>>> record = provenance.inspect(article)
>>> record.credits[0].role
'translator'

``documents`` opens files (text, Markdown, HTML, JSONL, folders), ``document`` takes a text at hand; ``inspect`` reads the
languages, credits, artefacts and the chain of versions that one text's own words imply; ``compare`` aligns two or more
versions and works out who was made from whom.  All return immutable values (``provenance.types``); ``to_dict`` turns a
result into the JSON that schemas/record-1.schema.json and comparison-1.schema.json describe.

Importing the package is cheap: each function loads what it needs when it is first called.  Nothing is downloaded.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from provenance.types import Comparison, Document, Failure, Record
from provenance.version import __version__

if TYPE_CHECKING:
    from provenance.embed import Encoder
