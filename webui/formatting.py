"""Dates, times and deadlines as people say them: Europe/Berlin on the screen, UTC in the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from engine.bpmn import deadline as deadlines
from webui.platform import now as clock_now

BERLIN = ZoneInfo("Europe/Berlin")
COUNT_CAP = 1000
"""Counts are bounded by the engine: one more than this means "or more"."""


def local(moment: datetime) -> datetime:
    """Berlin wall time; a naive moment is taken as UTC, as the store holds it."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(BERLIN)


def date_text(moment: datetime | date | None) -> str:
    """03.06.2026"""
    if moment is None:
        return "–"
    day = local(moment).date() if isinstance(moment, datetime) else moment
    return f"{day:%d.%m.%Y}"


def time_text(moment: datetime | None) -> str:
    """14:30 Uhr"""
    return "–" if moment is None else _("%(time)s Uhr", time=f"{local(moment):%H:%M}")


def moment_text(moment: datetime | None) -> str:
    """03.06.2026, 14:30 Uhr"""
    return "–" if moment is None else f"{date_text(moment)}, {time_text(moment)}"


def iso_text(moment: datetime | None) -> str:
    """For <time datetime>: 2026-06-03T14:30:00+02:00"""
    return "" if moment is None else local(moment).isoformat(timespec="seconds")


def date_input(moment: datetime | None) -> str:
    """As a field of type date wants it."""
    return "" if moment is None else local(moment).date().isoformat()


def count_text(number: int) -> str:
    return f"{COUNT_CAP}+" if number > COUNT_CAP else str(number)


def deadline_text(due: datetime | None, now: datetime) -> str:
    """ "überfällig seit 3 AT, 19.11.2026", "heute bis 18:00 Uhr", "in 4 AT, 26.11.2026" (AT = working day). What is
    due in less than a day but not today keeps its time: "bis 23.11.2026, 01:30 Uhr"."""
    if due is None:
        return _("ohne Frist")
    end, today = local(due), local(now)
    if end < today:
        return _overdue(end, today)
    if end.date() == today.date():
        return _("heute bis %(time)s", time=time_text(due))
    if end - today < timedelta(days=1) and (end.hour, end.minute) != (23, 59):
        return _("bis %(date)s", date=moment_text(due))
    days = deadlines.working_days_between(today, end)
    if days <= 0:
        return _("bis %(date)s", date=date_text(due))
    return ngettext("in %(num)d AT, %(date)s", "in %(num)d AT, %(date)s", days, date=date_text(due))


def _overdue(end: datetime, today: datetime) -> str:
    if end.date() == today.date():
        return _("überfällig seit heute, %(time)s", time=time_text(end))
    days = deadlines.working_days_between(end, today)
    if days <= 0:
        return _("überfällig seit %(date)s", date=date_text(end))
    return ngettext(
        "überfällig seit %(num)d AT, %(date)s", "überfällig seit %(num)d AT, %(date)s", days, date=date_text(end)
    )


def urgency(due: datetime | None, now: datetime) -> str:
    """Group of the task list: overdue, today, week (up to Sunday), later; the same borders as casework.task_list."""
    if due is None:
        return "later"
    end, today = local(due), local(now)
    if end < today:
        return "overdue"
    ahead = (end.date() - today.date()).days
    return "today" if ahead == 0 else "week" if ahead <= 6 - today.weekday() else "later"


def init_app(app: Flask) -> None:
    filters: tuple[Callable[..., str], ...] = (date_text, time_text, moment_text, iso_text, date_input, count_text)
    for function in filters:
        app.add_template_filter(function)
    app.add_template_filter(lambda due: deadline_text(due, clock_now()), "deadline_text")
    app.add_template_filter(lambda due: urgency(due, clock_now()), "urgency")
    app.add_template_global(lambda: (local(clock_now()) + timedelta(days=1)).date().isoformat(), "tomorrow")
