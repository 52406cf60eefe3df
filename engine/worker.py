"""The clock's side of the house: wakes up cases whose timers are due, watches deadlines and works off the outbox,
in threads of the server or as a process."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from engine.casework import fire_timer_starts, fire_timers, watch_deadlines
from engine.network import work_off
from engine.unit_of_work import Platform

PAUSE = 5.0
"""Seconds between two looks; a look costs one statement."""
log = logging.getLogger("schlichtwerk.worker")
Look = Callable[[Platform], int]
LOOKS: tuple[Look, ...] = (fire_timers, fire_timer_starts, watch_deadlines, work_off)


def run_worker(platform: Platform, *, once: bool = False, stop: threading.Event | None = None) -> None:
    """Looks, does what is due until nothing is, pauses. A fault in one look does not end the watch."""
    stop = stop or threading.Event()
    if once:
        while sum(look(platform) for look in LOOKS):
            pass
        return
    others = [_beside(platform, look, stop) for look in LOOKS[1:]]
    _watch(platform, LOOKS[0], stop)
    for other in others:
        other.join()


def start_watch(platform: Platform) -> threading.Event:
    """The in-process loops (SQLite). Set the event to end them."""
    stop = threading.Event()
    for look in LOOKS:
        _beside(platform, look, stop)
    return stop


def _beside(platform: Platform, look: Look, stop: threading.Event) -> threading.Thread:
    """A thread of its own: a mail server that does not answer must not hold up the clock."""
    thread = threading.Thread(target=_watch, args=(platform, look, stop), daemon=True, name=look.__name__)
    thread.start()
    return thread


def _watch(platform: Platform, look: Look, stop: threading.Event) -> None:
    while True:
        try:
            while look(platform) and not stop.is_set():
                pass
        except Exception as error:
            log.error("%s failed: %s", look.__name__, type(error).__name__)
        if stop.wait(PAUSE):
            return
