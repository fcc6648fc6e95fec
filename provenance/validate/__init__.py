"""The door that records come in and go out through.

A value is checked in two passes: against its JSON Schema (``schema.py``, jsonschema's door), and, where that
found nothing, for what a schema cannot say (``integrity.py``): quotes equal the text, ids are unique and
references resolve.

>>> problems({"schema": "nope"})[0].path
'$.schema'
"""

from typing import Any

from provenance.errors import RecordError
from provenance.validate.integrity import inconsistencies
from provenance.validate.problem import Problem
from provenance.validate.quick import conforms
from provenance.validate.schema import name_of, names, schema, violations

__all__ = ["Problem", "names", "problems", "schema", "validate"]

_SHOWN = 5


def validate(value: Any) -> None:
    """Check a record, comparison or trace, whichever its "schema" says it is.

    Raises RecordError that names the first problems, each with its JSON path.
    """
    found = problems(value)
    if found:
        shown = "; ".join(str(problem) for problem in found[:_SHOWN])
        more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        raise RecordError(f"the record does not follow its schema: {shown}{more}")


def problems(value: Any, schema_name: str | None = None, *, is_batch: bool = False) -> tuple[Problem, ...]:
    """Return what is wrong with a JSON value, in the order of its paths; nothing if it is right.

    schema_name: one of ``names()``; None reads the value's own "schema".  is_batch: let jsonschema-rs, which gives the
    same verdicts thirty times as fast, pass what is right, and ask jsonschema only about what is not.
    Raises SchemaError for a name that has no schema.
    """
    if schema_name is None:
        named = name_of(value)
        if isinstance(named, Problem):
            return (named,)
        schema_name = named
    found = () if is_batch and conforms(value, schema_name) else violations(value, schema_name)
    if found or not schema_name.startswith(("record-", "comparison-", "trace-")):
        return found
    return tuple(inconsistencies(value))
