"""Calendar functions, DMN 1.5, 10.3.4.10, and now() and today(), which ask the run, never the clock."""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal
from typing import Any

from engine.feel.builtins.registry import feel
from engine.feel.run import Run

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@feel("now()")
def now(run: Run) -> Any:
    return run.local_now() or run.note("Hier gibt es keine Uhr: now() ist null.")


@feel("today()")
def today(run: Run) -> Any:
    moment = run.local_now()
    return moment.date() if moment else run.note("Hier gibt es keine Uhr: today() ist null.")


@feel("day of year(date: date|date and time)")
def day_of_year(run: Run, day: dt.date) -> Decimal:
    return Decimal(day.timetuple().tm_yday)


@feel("day of week(date: date|date and time)")
def day_of_week(run: Run, day: dt.date) -> str:
    return _DAYS[day.weekday()]


@feel("month of year(date: date|date and time)")
def month_of_year(run: Run, day: dt.date) -> str:
    return _MONTHS[day.month - 1]


@feel("week of year(date: date|date and time)")
def week_of_year(run: Run, day: dt.date) -> Decimal:
    return Decimal(day.isocalendar().week)


@feel("last day of month(date: date|date and time)")
def last_day_of_month(run: Run, day: dt.date) -> dt.date:
    return dt.date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])
