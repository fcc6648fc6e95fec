"""``python -m provenance`` is the command ``provenance``."""

from provenance.cli import main

main()
