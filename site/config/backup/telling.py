"""Lines for whoever waits, or reads the journal in the morning."""

import time
from collections.abc import Callable

_SECONDS = 5.0


class Progress:
    """Says how far it is, but not more often than every five seconds."""

    def __init__(self, say: Callable[[str], None], what: str) -> None:
        self._say, self._what, self._last = say, what, time.monotonic()

    def __call__(self, number: int, size: int) -> None:
        if time.monotonic() - self._last >= _SECONDS:
            self._say(f"{self._what}: {number} files, {in_words(size)} …")
            self._last = time.monotonic()


def in_words(size: float) -> str:
    """`948 bytes`, `12.3 MB`."""
    if size < 1000:
        return f"{size:.0f} bytes"
    for unit in ("kB", "MB", "GB"):
        size /= 1000
        if size < 1000:
            return f"{size:.1f} {unit}"
    return f"{size / 1000:.1f} TB"
