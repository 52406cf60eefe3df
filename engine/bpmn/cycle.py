"""Repeating times, ISO 8601: R3/PT10M, R/P1D, R3/2026-06-01T08:00:00Z/PT1H. Each occurrence is exactly one step
after the one before, however late it is noticed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.bpmn.deadline import BERLIN, due_date, is_deadline

_CYCLE = re.compile(r"R(-1|\d{1,6})?/(?:([^/]+)/)?(P[^/]+)")


@dataclass(frozen=True, slots=True)
class Cycle:
    """`count`: how often, None without end; `start`: the first time, None for one step from now."""

    count: int | None
    start: datetime | None
    step: str

    def first(self, now: datetime) -> datetime:
        return self.start or self.after(now)

    def after(self, moment: datetime) -> datetime:
        """Raises ValueError or OverflowError when it leaves the calendar."""
        return due_date(self.step, moment)


def read_cycle(text: str) -> Cycle | None:
    """None for what is no cycle, or one that never happens or never moves on."""
    found = _CYCLE.fullmatch(text.strip())
    if found is None:
        return None
    count, start, step = found.groups()
    if not is_deadline(step) or count == "0":
        return None
    base = datetime(2000, 1, 1, tzinfo=UTC)
    try:
        moves = due_date(step, base) > base
        begin = datetime.fromisoformat(start) if start else None
        if begin is not None:
            begin = (begin if begin.tzinfo else begin.replace(tzinfo=BERLIN)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if not moves:
        return None
    return Cycle(int(count) if count and count != "-1" else None, begin, step)
