"""The commands, one a module.  None imports a stage before it runs: ``--help`` must be quick."""

from provenance.cli.commands.audit import audit
from provenance.cli.commands.compare import compare
from provenance.cli.commands.completion import completion
from provenance.cli.commands.export import export
from provenance.cli.commands.index import index
from provenance.cli.commands.inspect import inspect
from provenance.cli.commands.languages import languages
from provenance.cli.commands.report import report
from provenance.cli.commands.schema import schema
from provenance.cli.commands.trace import trace
from provenance.cli.commands.validate import validate

__all__ = [
    "audit",
    "compare",
    "completion",
    "export",
    "index",
    "inspect",
    "languages",
    "report",
    "schema",
    "trace",
    "validate",
]
