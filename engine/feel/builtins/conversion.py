"""Conversion functions, DMN 1.5, 10.3.4.1."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from engine.feel import temporal
from engine.feel.builtins.registry import feel
from engine.feel.render import render
from engine.feel.run import Run
from engine.feel.values import NUMBERS, Range, YearMonthDuration, whole

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_RANGE = re.compile(r"\s*([\[(\]])\s*(.*?)\s*\.\.\s*(.*?)\s*([\])\[])\s*", re.DOTALL)


@feel("string(from)")
def string(run: Run, value: Any) -> str | None:
    return value if value is None or value.__class__ is str else render(run, value)


@feel(
    "number(from: string, grouping separator?: string|null, decimal separator?: string|null)",
    "number(from: number)",
)
def number(run: Run, text: Any, grouping: str | None = None, point: str | None = None) -> Any:
    if isinstance(text, Decimal):
        return text
    if grouping not in (None, " ", ".", ",") or point not in (None, ".", ",") or (point and point == grouping):
        return run.note("Trennzeichen einer Zahl sind Leerzeichen, Punkt oder Komma, und nicht beide dasselbe.")
    if grouping:
        text = text.replace(grouping, "")
    if point:
        text = text.replace(point, ".")
    if len(text) > 10_000 or not _NUMBER.fullmatch(text):
        return run.note("Der Text ist keine Zahl.")
    return NUMBERS.create_decimal(text)


@feel("date(from: string)")
def date_of_text(run: Run, text: str) -> Any:
    return temporal.parse_date(text) or run.note(f"„{text[:40]}“ ist kein Datum (JJJJ-MM-TT).")


@feel("date(from: date|date and time)")
def date_of_moment(run: Run, moment: dt.date) -> dt.date:
    return dt.date(moment.year, moment.month, moment.day)


@feel("date(year: number, month: number, day: number)")
def date_of_parts(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Any:
    parts = [whole(part) for part in (year, month, day)]
    try:
        return dt.date(*parts)  # type: ignore[arg-type]  # None raises TypeError
    except (TypeError, ValueError, OverflowError):
        return run.note("Dieses Datum gibt es nicht.")


@feel("time(from: string)")
def time_of_text(run: Run, text: str) -> Any:
    value = temporal.parse_time(text)
    return value if value is not None else run.note(f"„{text[:40]}“ ist keine Uhrzeit (hh:mm:ss).")


@feel("time(from: time)")
def time_of_time(run: Run, value: dt.time) -> dt.time:
    return value


@feel("time(from: date|date and time)")
def time_of_moment(run: Run, moment: dt.date) -> dt.time:
    return moment.timetz() if isinstance(moment, dt.datetime) else dt.time(tzinfo=dt.UTC)


@feel("time(hour: number, minute: number, second: number, offset?: days and time duration|null)")
def time_of_parts(run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: dt.timedelta | None = None) -> Any:
    zone = None
    if offset is not None:
        zone = temporal.offset_zone(offset)
        if zone is None:
            return run.note("Der Abstand zur Weltzeit ist zu groß.")
    seconds = int(second)
    micro = int((second - seconds).scaleb(6)) if second >= 0 else -1
    try:
        return dt.time(whole(hour), whole(minute), seconds, micro, zone)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return run.note("Diese Uhrzeit gibt es nicht.")


@feel("date and time(from: string)")
def moment_of_text(run: Run, text: str) -> Any:
    return temporal.parse_date_and_time(text) or run.note(f"„{text[:40]}“ ist kein Zeitpunkt (JJJJ-MM-TThh:mm:ss).")


@feel("date and time(from: date and time)")
def moment_of_moment(run: Run, moment: dt.datetime) -> dt.datetime:
    return moment


@feel("date and time(from: date)")
def moment_of_date(run: Run, day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(tzinfo=dt.UTC))


@feel("date and time(date: date|date and time, time: time)")
def moment_of_parts(run: Run, day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(dt.date(day.year, day.month, day.day), time)


@feel("duration(from: string)")
def duration_of_text(run: Run, text: str) -> Any:
    value = temporal.parse_duration(text)
    return value if value is not None else run.note(f"„{text[:40]}“ ist keine Dauer (P1DT2H, P1Y2M).")


@feel("duration(from: days and time duration|years and months duration)")
def duration_of_duration(run: Run, value: Any) -> Any:
    return value


@feel("years and months duration(from: date|date and time, to: date|date and time)")
def months_between(run: Run, start: dt.date, end: dt.date) -> YearMonthDuration:
    return YearMonthDuration(temporal.months_between(start, end))


@feel("range(from: string)")
def range_of_text(run: Run, text: str) -> Any:
    """A range of literals: numbers, strings, @-literals, or date("…") and its like."""
    match = _RANGE.fullmatch(text)
    if match is None:
        return run.note("Der Text ist kein Bereich.")
    start, end = _end_point(match[2]), _end_point(match[3])
    if (match[2] and start is None) or (match[3] and end is None) or (start is None and end is None):
        return run.note("Die Grenzen des Bereichs sind nicht lesbar.")
    if start is not None and end is not None:
        if start.__class__ is not end.__class__:
            return run.note("Die Grenzen des Bereichs sind nicht vergleichbar.")
        if start > end:
            return run.note("Der Bereich ist verkehrt herum.")
    opening, closing = match[1] == "[", match[4] == "]"
    if (start is None and opening) or (end is None and closing):
        return run.note("Eine offene Seite gehört nicht zum Bereich.")
    return Range(start, end, opening, closing)


_CALL = re.compile(r'(?:(date and time|date|time|duration)\(\s*)?@?"((?:[^"\\]|\\.)*)"\s*(\))?')


def _end_point(text: str) -> Any:
    if _NUMBER.fullmatch(text):
        return NUMBERS.create_decimal(text)
    match = _CALL.fullmatch(text)
    if match is None or bool(match[1]) != bool(match[3]):
        return None
    if match[1]:
        readers = {
            "date": temporal.parse_date,
            "time": temporal.parse_time,
            "date and time": temporal.parse_date_and_time,
            "duration": temporal.parse_duration,
        }
        return readers[match[1]](match[2])
    return temporal.parse_literal(match[2]) if text.startswith("@") else match[2]
