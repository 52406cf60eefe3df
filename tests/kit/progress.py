"""How far a long run is: one line that renews itself on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time

EVERY = 1_000
SECONDS = 0.5


class Progress:
    """Writes to stderr, past pytest when its capturing is disabled."""

    def __init__(self, name: str, total: int) -> None:
        self._name, self._total = name, total
        self._stream = sys.stderr
        self._begun = self._shown = time.monotonic()
        self._line(0, "\r" if self._stream.isatty() else "\n")

    def at(self, count: int) -> None:
        """So many are done."""
        now = time.monotonic()
        if self._stream.isatty():
            if now - self._shown >= SECONDS or count == self._total:
                self._shown = now
                self._line(count, "\n" if count == self._total else "\r")
        elif count % EVERY == 0 or count == self._total:
            self._line(count, "\n")

    def _line(self, count: int, end: str) -> None:
        seconds = time.monotonic() - self._begun
        rate = f", {count / seconds:.1f}/s, {seconds:.0f} s" if count and seconds else ""
        self._stream.write(f"{self._name}: {count}/{self._total}{rate}{end}")
        self._stream.flush()
