"""What follows from a deadline: a reminder before it, and whom it reaches when it is missed.

`eskalation` = "Vertretung, Leitung nach 2 AT": those in this order, the first when the deadline is over, each next one
working day later unless the file names another time. `erinnerung` = "2 AT" (of the task or of its process): so long
before the deadline; "keine" for none. Without it: one working day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.bpmn.deadline import due_date, is_deadline, time_before
from engine.bpmn.model import Lane, ProcessModel

REMINDER, NO_REMINDER = "erinnerung", "keine"
BEFORE, BETWEEN = "1 AT", "1 AT"
"""How long before a deadline people are reminded, and how long each step has before the next one."""
HOUSE_WORDS: Mapping[str, str] = {
    "vertretung": "vertretung",
    "leitung": "leitung",
    "ki-leitung": "leitung",
    "vorsitz": "vorsitz",
    "vorsitz des konfliktbeirats": "vorsitz",
    "koordination": "koordination",
    "dezernat": "dezernat",
    "laki": "laki",
}
"""Words that every municipality may use -> the candidate group that they mean."""
_STEP = re.compile(r"(.+?)\s+nach\s+(\S.*)")


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """`word` as the designer wrote it; `after`: how long after the step before (the first: after the deadline), empty
    where the file does not say."""

    word: str
    after: str = ""


def step(text: str) -> EscalationStep:
    """ "Leitung nach 2 AT" -> EscalationStep("Leitung", "2 AT")"""
    match = _STEP.fullmatch(text.strip())
    return EscalationStep(match[1], match[2]) if match else EscalationStep(text.strip())


def group_of(word: str, lanes: Iterable[Lane]) -> str | None:
    """The candidate group (or the expression that gives it) of a lane of that name, id or group, else of a word of the
    house; None for an unknown one."""
    wanted = _folded(word)
    for lane in lanes:
        if wanted in (_folded(lane.name), _folded(lane.id), _folded(lane.group)):
            return lane.group
    return HOUSE_WORDS.get(wanted)


def lanes_near(processes: Iterable[ProcessModel], own: ProcessModel, main: ProcessModel) -> Iterator[Lane]:
    """Where a word is looked for: the process itself, the main one, then the other pools of their files."""
    yield from own.lanes
    yield from main.lanes
    for process in processes:
        if process.file in (own.file, main.file):
            yield from process.lanes


def is_reminder(text: str) -> bool:
    return text.strip().lower() == NO_REMINDER or is_deadline(text)


def reminder_time(text: str | None, due: datetime, now: datetime) -> datetime | None:
    """When people are reminded of a deadline (UTC); None when they are not, or when that would be at once."""
    wanted = (text or BEFORE).strip()
    if wanted.lower() == NO_REMINDER or not is_deadline(wanted):
        return None
    moment = time_before(wanted, due)
    return moment if now < moment < due else None


def step_times(steps: Iterable[EscalationStep], due: datetime) -> list[datetime]:
    """When each step is reached (UTC). Raises ValueError beyond the calendar."""
    times: list[datetime] = []
    for found in steps:
        if not times and not found.after:
            times.append(due)
        else:
            times.append(due_date(found.after or BETWEEN, times[-1] if times else due))
    return times


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
