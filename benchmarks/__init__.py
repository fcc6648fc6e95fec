"""Quality and speed beside peers; each module is a command that prints its table."""
