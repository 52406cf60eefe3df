"""Columns of a task row that say what follows from its deadline, and when (engine/store/watched.py)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.events import NEUTRAL
from engine.runtime import Consequence, OpenedTask
from engine.store.base import instant
from engine.terms import Zone

COORDINATORS = NEUTRAL
"""Stands for the coordinators in rows of the mediation zone: nobody else may be told that one is late."""


@dataclass(frozen=True, slots=True)
class Due:
    """What is due of a plan: `values` are the columns after it."""

    consequences: tuple[Consequence, ...]
    values: Mapping[str, Any]


def first_watch(task: OpenedTask) -> dict[str, Any]:
    """The columns of a task that has just opened."""
    plan: Sequence[Consequence] = task.consequences
    if task.zone is Zone.MEDIATION:
        plan = _veiled(plan)
    return {**_rest(plan), "reminded_at": None, "escalated_at": None, "escalated_to": None}


def _veiled(plan: Sequence[Consequence]) -> list[Consequence]:
    """However many steps the file names: inside the mediation zone the first one reaches the coordinators."""
    reminders = [step for step in plan if not step.group]
    steps = [Consequence(step.at, COORDINATORS, "Koordination") for step in plan if step.group]
    return [*reminders, *steps[:1]]


def due_now(row: Mapping[str, Any], now: datetime) -> Due:
    """What of the plan of an open task has come. A reminder that comes with or after the deadline is left out."""
    plan = [Consequence(datetime.fromisoformat(at), group, word) for at, group, word in json.loads(row["plan"] or "[]")]
    come = [step for step in plan if step.at <= now]
    told = tuple(step for step in come if step.group or now < row["due"])
    values = _rest([step for step in plan if step.at > now])
    for step in told:
        values |= {"escalated_at": now, "escalated_to": step.group} if step.group else {"reminded_at": now}
    return Due(told, values)


def _rest(plan: Sequence[Consequence]) -> dict[str, Any]:
    listed = [[instant(step.at), step.group, step.word] for step in plan]
    return {
        "watch": plan[0].at if plan else None,
        "plan": json.dumps(listed, ensure_ascii=False, separators=(",", ":")) if plan else None,
    }
