"""Records and comparisons as JSON values: the only place that knows the JSON names.

The names mirror the nouns of ``provenance.types`` so that a JSON Pointer can be written down without looking
here: ``Record.credits[2]`` is ``/credits/2`` and ``Comparison.pairs[0].alignment.links[3]`` is
``/pairs/0/alignment/links/3``.  What JSON adds to the nouns: ``quote`` beside each span (the characters
themselves), ``basis`` beside each claim, ``schema`` and ``tool`` at the top, the text's ``sha256`` and ``length``.

The text is part of the record: without it nobody could check a quote.  Numbers are rounded to four decimals,
key order is fixed, and no clock is read, so equal input gives equal bytes.
"""

from provenance.record.reading import comparison_from_dict, from_dict
from provenance.record.tracing import TRACE_SCHEMA, trace_from_dict, trace_to_dict
from provenance.record.writing import (
    COMPARISON_SCHEMA,
    RECORD_SCHEMA,
    Json,
    comparison_to_dict,
    to_dict,
)

__all__ = [
    "COMPARISON_SCHEMA",
    "RECORD_SCHEMA",
    "TRACE_SCHEMA",
    "Json",
    "comparison_from_dict",
    "comparison_to_dict",
    "from_dict",
    "to_dict",
    "trace_from_dict",
    "trace_to_dict",
]
