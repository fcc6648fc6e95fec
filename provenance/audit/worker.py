"""What runs in a worker process: items in, results out, one by one, until the pipe ends."""

import pickle
import signal
from functools import lru_cache
from multiprocessing.connection import Connection
from typing import Any


def serve(descriptor: int) -> None:
    """Answer what comes over a pipe: (pickled function, items) → (True, result) for each, or (False, exception)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent answers Ctrl-C
    pipe = Connection(descriptor)
    try:
        pipe.send("ready")
        while True:
            packed, items = pipe.recv()
            function = _function(packed)
            for item in items:
                try:
                    answer = (True, function(item))
                except Exception as error:
                    answer = (False, error)
                pipe.send(answer)
                if not answer[0]:
                    break
    except (EOFError, OSError):
        return  # the parent has gone, or wants no more


@lru_cache(maxsize=4)
def _function(packed: bytes) -> Any:
    return pickle.loads(packed)
