"""Progress of long work on standard error, with the seconds it has taken so far."""

import sys
import time
from collections.abc import Callable


def start() -> Callable[[str], None]:
    """Return a function that prints what is being done."""
    started = time.monotonic()

    def progress(message: str) -> None:
        print(f"[{time.monotonic() - started:5.0f} s] {message}", file=sys.stderr)

    return progress
