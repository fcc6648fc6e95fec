"""From documents to JSON values that follow their schema: what fails is said and counted, and the batch goes on."""

from collections.abc import Callable

from provenance.cli.output import Tally
from provenance.cli.talk import say_failure
from provenance.errors import ProvenanceError, RecordError
from provenance.report.look import Json
from provenance.types import Failure


def attempt(document_id: str, stage: str, make: Callable[[], Json], tally: Tally) -> Json | None:
    """Return the value that ``make`` gives if it follows its schema, None after saying what failed."""
    from provenance.validate import validate

    try:
        value = make()
    except ProvenanceError as error:
        _fail(Failure(document_id, stage, str(error)), tally)
        return None
    try:
        validate(value)
    except RecordError as error:
        hint = "this is a fault of provenance: please report it with the text"
        _fail(Failure(document_id, "validate", str(error), hint), tally)
        return None
    return value


def _fail(failure: Failure, tally: Tally) -> None:
    tally.failures += 1
    say_failure(failure)
