"""What a case in memory waits for: tasks of people, and moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.terms import Zone


@dataclass(frozen=True, slots=True)
class StageTask:
    """An open task. `number`: which of several of the same element, from 0, as they came. `due`: None without one."""

    task_id: str
    element_id: str
    name: str
    number: int
    group: str
    role: str
    assignee: str | None
    zone: Zone
    due: datetime | None
    overdue: bool
    form_id: str | None


@dataclass(frozen=True, slots=True)
class StageTimer:
    """What waits for a moment (UTC)."""

    element_id: str
    name: str
    due: datetime
