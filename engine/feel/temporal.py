"""Dates, times and durations: reading and writing their lexical forms, DMN 1.5, 10.3.2.3.4 to 10.3.2.3.8."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.feel.values import YearMonthDuration

Temporal = dt.date | dt.time | dt.datetime | dt.timedelta | YearMonthDuration

_DATE = r"(?P<year>-?(?:[1-9]\d{4,8}|\d{4}))-(?P<month>\d\d)-(?P<day>\d\d)"
_TIME = (
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.(?P<fraction>\d+))?"
    r"(?P<zone>Z|z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z0-9_+\-/]+)?"
)
DATE = re.compile(_DATE, re.ASCII)
TIME = re.compile(_TIME, re.ASCII)
DATE_TIME = re.compile(f"{_DATE}T{_TIME}", re.ASCII)
MONTHS = re.compile(r"(-?)P(?:(\d{1,12})Y)?(?:(\d{1,12})M)?", re.ASCII)
DAYS = re.compile(r"(-?)P(?:(\d{1,12})D)?(?:T(?:(\d{1,14})H)?(?:(\d{1,15})M)?(?:(\d{1,17})(?:\.(\d+))?S)?)?", re.ASCII)
_MOST_OFFSET = dt.timedelta(hours=18)


def parse_date(text: str) -> dt.date | None:
    match = DATE.fullmatch(text)
    return _date(match) if match else None


def parse_time(text: str) -> dt.time | None:
    match = TIME.fullmatch(text)
    return _time(match) if match else None


def parse_date_and_time(text: str) -> dt.datetime | None:
    """A date alone is midnight of that date."""
    if match := DATE_TIME.fullmatch(text):
        day, time = _date(match), _time(match)
        return dt.datetime.combine(day, time) if day is not None and time is not None else None
    only = parse_date(text)
    return dt.datetime.combine(only, dt.time()) if only else None


def parse_duration(text: str) -> dt.timedelta | YearMonthDuration | None:
    if len(text) < 3 or text[-1] in "PT":
        return None
    if match := MONTHS.fullmatch(text):
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return YearMonthDuration(-months if match[1] else months)
    if match := DAYS.fullmatch(text):
        try:
            span = dt.timedelta(
                days=int(match[2] or 0),
                hours=int(match[3] or 0),
                minutes=int(match[4] or 0),
                seconds=int(match[5] or 0),
                microseconds=_microseconds(match[6]),
            )
            return -span if match[1] else span
        except OverflowError:
            return None
    return None


def parse_literal(text: str) -> Temporal | None:
    """The value of an @"…" literal, by its form."""
    if text.startswith(("P", "-P")):
        return parse_duration(text)
    if "T" in text:
        return parse_date_and_time(text)
    return parse_date(text) or parse_time(text)


@lru_cache(maxsize=256)
def zone_named(name: str) -> dt.tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return None


def offset_zone(offset: dt.timedelta) -> dt.tzinfo | None:
    if abs(offset) > _MOST_OFFSET:
        return None
    return dt.UTC if not offset else dt.timezone(offset)


def parse_zone(text: str) -> dt.tzinfo | None:
    if text in "Zz":
        return dt.UTC
    if text[0] == "@":
        return zone_named(text[1:])
    parts = [int(part) for part in text[1:].split(":")]
    if parts[1] > 59 or (len(parts) > 2 and parts[2] > 59):
        return None
    offset = dt.timedelta(hours=parts[0], minutes=parts[1], seconds=parts[2] if len(parts) > 2 else 0)
    return offset_zone(-offset if text[0] == "-" else offset)


def _date(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except (ValueError, OverflowError):
        return None


def _time(match: re.Match[str]) -> dt.time | None:
    zone = None
    if match["zone"]:
        zone = parse_zone(match["zone"])
        if zone is None:
            return None
    try:
        return dt.time(
            int(match["hour"]), int(match["minute"]), int(match["second"]), _microseconds(match["fraction"]), zone
        )
    except ValueError:
        return None


def _microseconds(fraction: str | None) -> int:
    return int(fraction[:6].ljust(6, "0")) if fraction else 0


def render(value: Temporal) -> str:
    """ISO 8601 form, with @Region/City where the zone is a named one."""
    if isinstance(value, dt.timedelta):
        return _render_days(value)
    if isinstance(value, YearMonthDuration):
        return str(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() + "T" + _render_time(value.timetz())
    if isinstance(value, dt.time):
        return _render_time(value)
    return value.isoformat()


def _render_time(value: dt.time) -> str:
    text = value.replace(tzinfo=None).isoformat()
    if "." in text:
        text = text.rstrip("0")
    zone = value.tzinfo
    if zone is None:
        return text
    if isinstance(zone, ZoneInfo):
        return f"{text}@{zone.key}"
    seconds = int((zone.utcoffset(None) or dt.timedelta()).total_seconds())
    if seconds == 0:
        return text + "Z"
    hours, rest = divmod(abs(seconds), 3600)
    offset = f"{'-' if seconds < 0 else '+'}{hours:02}:{rest // 60:02}"
    return text + offset + (f":{rest % 60:02}" if rest % 60 else "")


def _render_days(value: dt.timedelta) -> str:
    if not value:
        return "PT0S"
    span = abs(value)
    hours, rest = divmod(span.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    fraction = f"{span.microseconds:06}".rstrip("0")
    clock = f"{hours}H" if hours else ""
    clock += f"{minutes}M" if minutes else ""
    if seconds or fraction:
        clock += f"{seconds}{'.' + fraction if fraction else ''}S"
    days = f"{span.days}D" if span.days else ""
    return ("-P" if value < dt.timedelta() else "P") + days + (f"T{clock}" if clock else "")


def seconds_of(value: dt.timedelta) -> Decimal:
    return Decimal(value.days * 86400 + value.seconds) + Decimal(value.microseconds).scaleb(-6)


def from_seconds(seconds: Decimal) -> dt.timedelta:
    """Raises OverflowError when Python has no such duration."""
    if abs(seconds) > Decimal(86400 * 999_999_999):
        raise OverflowError
    whole = int(seconds)
    return dt.timedelta(seconds=whole, microseconds=int((seconds - whole).scaleb(6).to_integral_value()))


def add_months(day: dt.date, months: int) -> dt.date:
    """Same day of the month, or its last one. Keeps the time of a date and time. May raise ValueError."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return day.replace(year=year, month=month + 1, day=last)
            except ValueError:
                if not 1 <= year <= 9999:
                    raise
    raise ValueError(day)


def months_between(start: dt.date, end: dt.date) -> int:
    """Whole months from start to end, towards zero. Only the days count, not the times."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and start.day > end.day:
        return months - 1
    if months < 0 and end.day > start.day:
        return months + 1
    return months
