"""What `schlichtwerk serve` runs: the application, and on SQLite the clock that fires due timers."""

from __future__ import annotations

import os
import threading

from engine.settings import Settings
from engine.unit_of_work import Platform
from engine.worker import start_watch
from webui import create_app

LOOK_EVERY_SECONDS = 1.0


def _application():  # type: ignore[no-untyped-def]
    platform = Platform(Settings.from_environ(os.environ))
    threading.Thread(target=_end_with_server, args=(os.getppid(),), daemon=True, name="parent").start()
    if platform.settings.sqlite:
        start_watch(platform)
    return create_app(platform=platform)


def _end_with_server(parent: int) -> None:
    """Whoever kills the server ends this worker, too: it would answer beside the next server, on the same file."""
    never = threading.Event()
    while os.getppid() == parent:
        never.wait(LOOK_EVERY_SECONDS)
    os._exit(1)


application = _application()
