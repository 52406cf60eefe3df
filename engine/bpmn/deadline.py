"""Deadlines as designers write them: "5 AT", "2 Wochen", "3 Monate", "4 Stunden", ISO 8601 durations.

AT = Arbeitstag: Monday to Friday without the public holidays of North Rhine-Westphalia (library `holidays`).
Days, weeks and months written in German end with their last day (23:59 in Europe/Berlin), and where that is no
working day, with the next one (§ 31 Abs. 3 VwVfG NRW, § 193 BGB); hours and ISO durations are exact. All results are
UTC.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from engine.sentences import say

BERLIN = ZoneInfo("Europe/Berlin")
FAR_FUTURE = datetime(9999, 12, 31, tzinfo=UTC)
"""Due date of what has none, so that lists can be ordered by it."""
MORNING = time(8, 0)
"""When people are reminded, in Berlin's time."""

_WORDS = re.compile(
    r"(\d{1,4})\s*(AT|Arbeitstage?n?|Werktage?n?|Tage?n?|Wochen?|Monate?n?|Jahre?n?|Stunden?|Std\.?|h|Minuten?|Min\.?)",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"P(?!$)(?:(\d{1,5})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?"
    r"(?:T(?!$)(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})(?:[.,](\d{1,9}))?S)?)?",
    re.ASCII,
)


def due_date(frist: str, now: datetime) -> datetime:
    """The moment (UTC) at which `frist`, counted from `now` (aware), is over. ValueError: a German sentence."""
    text = frist.strip()
    try:
        if match := _WORDS.fullmatch(text):
            return _in_words(int(match[1]), match[2].lower(), now)
        if match := _ISO.fullmatch(text):
            return _iso(match, now)
    except (OverflowError, ValueError) as fault:
        raise ValueError(say("Die Frist „{frist}“ reicht weiter als der Kalender.", frist=frist)) from fault
    raise ValueError(
        say(
            "„{frist}“ ist keine Frist. Möglich sind zum Beispiel „5 AT“, „2 Wochen“, „3 Monate“, „4 "
            "Stunden“ oder eine ISO-Dauer wie „P14D“.",
            frist=frist,
        )
    )


def time_before(frist: str, due: datetime) -> datetime:
    """The moment (UTC) that lies `frist` before `due`: eight o'clock (Berlin) on a working day, for hours and ISO
    durations exactly. ValueError: no deadline, or before the calendar begins."""
    text, local = frist.strip(), due.astimezone(BERLIN)
    if match := _ISO.fullmatch(text):
        return due - (_iso(match, due) - due)
    match = _WORDS.fullmatch(text)
    if match is None:
        raise ValueError(say("„{frist}“ ist keine Frist.", frist=frist))
    count, unit = int(match[1]), match[2].lower()
    if unit.startswith(("st", "h", "mi")):
        return due - (_in_words(count, unit, due) - due.astimezone(UTC))
    day = local.date()
    if unit.startswith(("at", "ar", "we")):
        while count > 0:
            day -= timedelta(days=1)
            count -= is_working_day(day)
    else:
        months = count * (12 if unit.startswith("j") else 1)
        spans = {"t": timedelta(days=count), "w": timedelta(weeks=count)}
        day = day - spans[unit[0]] if unit[0] in spans else add_months(local, -months).date()
        while not is_working_day(day):
            day -= timedelta(days=1)
    return datetime.combine(day, MORNING, BERLIN).astimezone(UTC)


def is_deadline(text: str) -> bool:
    return bool(_WORDS.fullmatch(text.strip()) or _ISO.fullmatch(text.strip()))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _holidays(day.year)


def working_days_between(a: datetime, b: datetime) -> int:
    """Working days after the day of `a` up to and with the day of `b` (days in Europe/Berlin); negative backwards."""
    first, last = a.astimezone(BERLIN).date(), b.astimezone(BERLIN).date()
    if last < first:
        return -working_days_between(b, a)
    return sum(1 for n in range(1, (last - first).days + 1) if is_working_day(first + timedelta(days=n)))


def end_of_day(day: date) -> datetime:
    """23:59 of that day in Europe/Berlin, as UTC."""
    return datetime.combine(day, time(23, 59), BERLIN).astimezone(UTC)


def add_months(moment: datetime, months: int) -> datetime:
    """The same day of a later month, or its last day where the month is shorter."""
    index = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(index, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))


def _in_words(count: int, unit: str, now: datetime) -> datetime:
    local = now.astimezone(BERLIN)
    if unit.startswith(("st", "h")):
        return now.astimezone(UTC) + timedelta(hours=count)
    if unit.startswith("mi"):
        return now.astimezone(UTC) + timedelta(minutes=count)
    if unit.startswith(("at", "ar", "we")):
        return end_of_day(_after_working_days(local.date(), count))
    if unit.startswith("t"):
        return _last_day(local.date() + timedelta(days=count))
    if unit.startswith("wo"):
        return _last_day(local.date() + timedelta(weeks=count))
    return _last_day(add_months(local, count * (12 if unit.startswith("j") else 1)).date())


def _last_day(day: date) -> datetime:
    while not is_working_day(day):
        day += timedelta(days=1)
    return end_of_day(day)


def _after_working_days(day: date, count: int) -> date:
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def _iso(match: re.Match[str], now: datetime) -> datetime:
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[:7])
    fraction = float(f"0.{match[8]}") if match[8] else 0.0
    start = add_months(now.astimezone(UTC), years * 12 + months)
    return start + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds + fraction)


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DE", subdiv="NW", years=year))
