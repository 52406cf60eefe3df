"""Properties behind a dot: entries of contexts, parts of dates, times, durations and ranges. DMN 1.5, table 53."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel import temporal
from engine.feel.run import Run
from engine.feel.values import Range, YearMonthDuration, kind_of


def _offset(value: dt.datetime | dt.time) -> dt.timedelta | None:
    return value.utcoffset()


def _zone(value: dt.datetime | dt.time) -> str | None:
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


def _second(value: dt.datetime | dt.time) -> Decimal:
    return Decimal(value.second)


_DAY: dict[str, Callable[[Any], Any]] = {
    "year": lambda v: Decimal(v.year),
    "month": lambda v: Decimal(v.month),
    "day": lambda v: Decimal(v.day),
    "weekday": lambda v: Decimal(v.isoweekday()),
}
_CLOCK: dict[str, Callable[[Any], Any]] = {
    "hour": lambda v: Decimal(v.hour),
    "minute": lambda v: Decimal(v.minute),
    "second": _second,
    "time offset": _offset,
    "timezone": _zone,
}
_MIDNIGHT: dict[str, Callable[[Any], Any]] = {
    "hour": lambda v: Decimal(0),
    "minute": lambda v: Decimal(0),
    "second": lambda v: Decimal(0),
    "time offset": lambda v: None,
    "timezone": lambda v: None,
}


def _part(unit: int, modulus: int | None) -> Callable[[dt.timedelta], Decimal]:
    """Part of a duration, with its sign."""

    def part(value: dt.timedelta) -> Decimal:
        seconds = temporal.seconds_of(abs(value))
        amount = int(seconds) // unit
        amount = amount if modulus is None else amount % modulus
        return Decimal(-amount if value < dt.timedelta() else amount)

    return part


_PROPERTIES: dict[type, dict[str, Callable[[Any], Any]]] = {
    dt.date: {**_DAY, **_MIDNIGHT},
    dt.datetime: {**_DAY, **_CLOCK},
    dt.time: _CLOCK,
    dt.timedelta: {
        "days": _part(86400, None),
        "hours": _part(3600, 24),
        "minutes": _part(60, 60),
        "seconds": _part(1, 60),
    },
    YearMonthDuration: {"years": lambda v: Decimal(v.years), "months": lambda v: Decimal(v.months)},
    Range: {
        "start": lambda v: v.start,
        "end": lambda v: v.end,
        "start included": lambda v: v.start_included,
        "end included": lambda v: v.end_included,
    },
}


def property_of(run: Run, value: Any, name: str) -> Any:
    """Value of the property; of a list the list of its elements' properties; None with a note when missing."""
    if value.__class__ is dict:
        return value[name] if name in value else run.note(f"Der Kontext hat keinen Eintrag „{name}“.")
    if value.__class__ is list:
        run.meter.spend(len(value))
        return [property_of(run, item, name) for item in value]
    read = _PROPERTIES.get(value.__class__, {}).get(name)
    if read is None:
        return run.note(f"{kind_of(value)} hat keine Eigenschaft „{name}“.")
    return read(value)
