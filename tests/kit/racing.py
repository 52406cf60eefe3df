"""Several at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable


def race(*acts: Callable[[], object]) -> list[object]:
    """What each gave back or raised; all begin together."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[index] = act()  # type: ignore[call-overload]
        except Exception as error:
            results[index] = error  # type: ignore[call-overload]

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return list(results)
