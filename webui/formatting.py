"""Dates, times and deadlines as people say them: Europe/Berlin on the screen, UTC in the store."""

from __future__ import annotations

import re
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


def span_text(seconds: float | None) -> str:
    """A length of time as people say it: "unter 1 Stunde", "5 Stunden", "3 Tage"."""
    if seconds is None:
        return "."
    hours = round(seconds / 3600)
    if hours < 1:
        return _("unter 1 Stunde")
    if hours < 48:
        return ngettext("%(num)d Stunde", "%(num)d Stunden", hours)
    return ngettext("%(num)d Tag", "%(num)d Tage", round(hours / 24))


ISO_PARTS = re.compile(r"P(\d+)([YMWD])|PT(\d+)([HM])")


def rule_text(rule: str) -> str:
    """A deadline as its designer wrote it, in words: "nach P3M" -> "3 Monate danach"; what is reckoned from what the
    case says is called that."""
    if not rule:
        return ""
    text = rule.removeprefix("nach ")
    if quoted := re.fullmatch(r'=\s*"([^"=]+)"', text):
        text = quoted[1]
    elif "=" in text:
        return _("wird aus den Angaben berechnet")
    if text.startswith("immer wieder"):
        return _("immer wieder")
    if match := ISO_PARTS.fullmatch(text):
        count, unit = int(match[1] or match[3]), match[2] or {"H": "h", "M": "min"}[match[4]]
        text = _of_unit(count, unit)
        return _("%(span)s danach", span=text) if rule.startswith("nach ") else text
    return _("nach %(span)s", span=text) if rule.startswith("nach ") else text


def _of_unit(count: int, unit: str) -> str:
    words = {
        "Y": ngettext("%(num)d Jahr", "%(num)d Jahre", count),
        "M": ngettext("%(num)d Monat", "%(num)d Monate", count),
        "W": ngettext("%(num)d Woche", "%(num)d Wochen", count),
        "D": ngettext("%(num)d Tag", "%(num)d Tage", count),
        "h": ngettext("%(num)d Stunde", "%(num)d Stunden", count),
        "min": ngettext("%(num)d Minute", "%(num)d Minuten", count),
    }
    return words[unit]


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
    app.add_template_filter(span_text)
    app.add_template_filter(rule_text)
    for function in filters:
        app.add_template_filter(function)
    app.add_template_filter(lambda due: deadline_text(due, clock_now()), "deadline_text")
    app.add_template_filter(lambda due: urgency(due, clock_now()), "urgency")
    app.add_template_global(lambda: (local(clock_now()) + timedelta(days=1)).date().isoformat(), "tomorrow")
