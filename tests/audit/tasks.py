"""What the tests have workers do: importable by a worker's own Python."""

import os
import signal
import time
from pathlib import Path


def twice(value: int) -> int:
    return 2 * value


def unlucky(value: int) -> int:
    """Die of the number 13, each time."""
    if value == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return value


def unlucky_once(item: tuple[int, str]) -> int:
    """Die of the number 13, the first time."""
    value, folder = item
    if value == 13 and not Path(folder, "died").exists():
        Path(folder, "died").touch()
        os._exit(7)
    return value


def slow(value: int) -> int:
    if value == 13:
        time.sleep(600)
    return value


def wrong(value: int) -> int:
    if value == 13:
        raise ZeroDivisionError("a fault of ours")
    return value


def resting(value: int) -> int:
    time.sleep(0.01)
    return value
