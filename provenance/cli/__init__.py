"""click's door: each command parses, calls one function of the library and hands its result to a report."""

import gc
import os
import sys


def main() -> None:
    """Run the command line of this process; never returns."""
    gc.set_threshold(100_000)  # loading makes many objects and hardly any garbage: a tenth of a cold start
    # A command's matrices are small: beside a busy core, waiting for a second thread cost 30 ms a product (40 x 1,024).
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    # jsonschema imports rfc3987_syntax wherever it is installed, and that compiles a grammar for 1.1 s which no
    # schema of ours uses.  This process is ours alone, so it may go without; a library could not decide that.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from provenance.cli.app import app

    app(prog_name="provenance")


__all__ = ["main"]
