"""The clock that demo moves, and when people are at work."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from engine.bpmn.deadline import BERLIN, is_working_day


class MovedClock:
    """A clock that stands where it is put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def at_work(moment: datetime) -> datetime:
    """The moment itself where it lies in office hours, else about nine on the next working day."""
    local = moment.astimezone(BERLIN)
    if is_working_day(local.date()) and 8 <= local.hour < 17:
        return moment
    day = local.date() + timedelta(days=local.hour >= 17)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(9, local.minute), BERLIN).astimezone(UTC)
