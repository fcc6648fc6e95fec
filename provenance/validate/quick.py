"""jsonschema-rs's door: whether a value follows its schema, for batches.

jsonschema is the authority, and says what is wrong; a test compares the two verdicts.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from provenance.validate.formats import FORMATS
from provenance.validate.schema import schema

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator


def conforms(value: Any, name: str) -> bool:
    """Tell whether a value follows the named schema.

    False, too, where jsonschema-rs cannot read the value (a lone surrogate, a number beyond its range), so that
    jsonschema decides.  Raises SchemaError for a name that has no schema.
    """
    try:
        return _validator(name).is_valid(value)
    except (ValueError, OverflowError):
        return False


@lru_cache(maxsize=16)
def _validator(name: str) -> "Draft202012Validator":
    from jsonschema_rs import Draft202012Validator

    return Draft202012Validator(
        dict(schema(name)),
        formats={format_name: check for format_name, (check, _) in FORMATS.items()},
        validate_formats=True,
        retriever=_retrieved,
    )


def _retrieved(uri: str) -> Any:
    return dict(schema(uri.rpartition("/")[2].removesuffix(".schema.json")))
