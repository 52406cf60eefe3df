"""How long until a moment, in the words in which a rehearsal waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from engine.bpmn.deadline import due_date, working_days_between

LONGEST = timedelta(days=3650)


def time_until(due: datetime, now: datetime, past: bool = False) -> str | None:
    """A wait from `now` that ends at `due`, in working days where there is one, else exact; with `past` the shortest
    one in working days that ends after it. None for what has been, or is too far away."""
    if due < now or due - now > LONGEST:
        return None
    days = _working_days(due, now, past)
    if days is not None:
        return f"{days} AT"
    seconds = int((due - now).total_seconds()) + 1
    if past:
        return f"PT{seconds}S"
    hours, left = divmod(due - now, timedelta(hours=1))
    if not left:
        return f"{hours} Stunden" if hours != 1 else "1 Stunde"
    return f"PT{seconds}S"


def _working_days(due: datetime, now: datetime, past: bool) -> int | None:
    days = max(working_days_between(now, due), 1)
    ends = due_date(f"{days} AT", now)
    if past:
        return days if ends > due else days + 1
    return days if ends == due else None
