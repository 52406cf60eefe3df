"""The clock's side of the house: wakes up cases whose timers are due, in a thread of the server or as a process."""

from __future__ import annotations

import logging
import threading

from engine.casework import fire_timers
from engine.unit_of_work import Platform

PAUSE = 5.0
"""Seconds between two looks; a look costs one statement."""
log = logging.getLogger("schlichtwerk.worker")


def run_worker(platform: Platform, *, once: bool = False, stop: threading.Event | None = None) -> None:
    """Looks, fires what is due until nothing is, pauses. A fault in one look does not end the watch."""
    stop = stop or threading.Event()
    while True:
        try:
            while fire_timers(platform) and not stop.is_set():
                pass
        except Exception as error:
            if once:
                raise
            log.error("a look for due timers failed: %s", type(error).__name__)
        if once or stop.wait(PAUSE):
            return


def start_watch(platform: Platform) -> threading.Event:
    """The in-process loop (SQLite). Set the event to end it."""
    stop = threading.Event()
    threading.Thread(target=run_worker, args=(platform,), kwargs={"stop": stop}, daemon=True, name="clock").start()
    return stop
