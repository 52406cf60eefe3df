"""What `schlichtwerk serve` runs: the application, and on SQLite the clock that fires due timers."""

from __future__ import annotations

import os

from engine.settings import Settings
from engine.unit_of_work import Platform
from engine.worker import start_watch
from webui import create_app


def _application():  # type: ignore[no-untyped-def]
    platform = Platform(Settings.from_environ(os.environ))
    if platform.settings.sqlite:
        start_watch(platform)
    return create_app(platform=platform)


application = _application()
