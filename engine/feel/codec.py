"""FEEL values as bytes (msgpack, exact) and as JSON (for people and interfaces).

In msgpack null, booleans, strings, lists and contexts are native; everything else is an extension type. Numbers
always come back as Decimal. TypeError for functions and anything that is no FEEL value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgpack

from engine.feel import temporal
from engine.feel.render import render
from engine.feel.run import Run
from engine.feel.values import Function, Range, YearMonthDuration, normalise, whole

_NUMBER, _DATE, _TIME, _MOMENT, _SPAN, _MONTHS, _RANGE = range(1, 8)
_Ext = msgpack.ExtType


def encode(value: Any) -> bytes:
    """Bytes of a FEEL value. Python ints and floats are taken as numbers. Raises TypeError."""
    return msgpack.packb(normalise(value), default=_pack, strict_types=True)  # type: ignore[no-any-return]


def decode(data: bytes) -> Any:
    """The value that was encoded. Raises ValueError for anything that is no such bytes."""
    return msgpack.unpackb(data, ext_hook=_unpack)


def _pack(value: Any) -> Any:
    cls = value.__class__
    if cls is Decimal:
        return _Ext(_NUMBER, str(value).encode("ascii"))
    if cls is dt.date:
        return _Ext(_DATE, value.isoformat().encode("ascii"))
    if cls is dt.datetime:
        second = b"2" if value.fold else b"1"  # the hour that autumn has twice
        return _Ext(_MOMENT, second + temporal.render(value).encode("ascii"))
    if cls is dt.time:
        return _Ext(_TIME, temporal.render(value).encode("ascii"))
    if cls is dt.timedelta:
        return _Ext(_SPAN, msgpack.packb((value.days, value.seconds, value.microseconds)))
    if cls is YearMonthDuration:
        return _Ext(_MONTHS, str(value.total).encode("ascii"))
    if cls is Range:
        parts = [value.start, value.end, value.start_included, value.end_included, value.operator]
        return _Ext(_RANGE, encode(parts))
    raise TypeError("Eine Funktion lässt sich nicht speichern." if isinstance(value, Function) else repr(cls))


def _unpack(code: int, data: bytes) -> Any:
    if code == _NUMBER:
        return Decimal(data.decode("ascii"))
    if code == _DATE:
        return dt.date.fromisoformat(data.decode("ascii"))
    if code == _MOMENT:
        moment = temporal.parse_date_and_time(data[1:].decode("ascii"))
        return moment.replace(fold=1) if moment and data[:1] == b"2" else moment
    if code == _TIME:
        return temporal.parse_time(data.decode("ascii"))
    if code == _SPAN:
        return dt.timedelta(*msgpack.unpackb(data))
    if code == _MONTHS:
        return YearMonthDuration(int(data))
    if code == _RANGE:
        return Range(*decode(data))
    raise ValueError(f"unbekannte Art {code}")


def to_json(value: Any) -> Any:
    """What json.dumps takes: numbers as int or float, everything temporal as ISO text, ranges as FEEL text."""
    value = normalise(value)
    if isinstance(value, Decimal):
        exact = whole(value)
        return exact if exact is not None else float(value)
    if isinstance(value, list):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, Function):
        raise TypeError("Eine Funktion hat keine JSON-Form.")
    return render(Run({}), value)


def from_json(plain: Any) -> Any:
    """FEEL value of what json.loads gives: numbers become Decimal, strings stay strings.

    Raises TypeError, and ValueError for a text that no encoding holds (half of a surrogate pair).
    """
    if not isinstance(plain, (dict, list, str, bool, int, float, Decimal, Mapping, type(None))):
        raise TypeError(f"{type(plain).__name__} ist kein JSON.")
    value = normalise(plain)
    if value.__class__ not in (Decimal, bool, type(None)):
        encode(value)
    return value
