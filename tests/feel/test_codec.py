"""Values survive the store exactly; what is no value is refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.feel import Range, YearMonthDuration, evaluate
from engine.feel.codec import decode, encode, from_json, to_json

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        "äöü\n",
        Decimal("1.50"),
        Decimal(-7),
        Decimal("1E+40"),
        dt.date(2026, 6, 3),
        dt.time(14, 30, 0, 5),
        dt.time(14, 30, tzinfo=dt.UTC),
        dt.datetime(2026, 6, 3, 14, 30),  # noqa: DTZ001 - a local time is a FEEL value
        dt.datetime(2026, 6, 3, 14, 30, tzinfo=BERLIN),
        dt.datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN),
        dt.datetime(2026, 6, 3, 14, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5, minutes=-30))),
        dt.timedelta(days=-1, microseconds=3),
        YearMonthDuration(-14),
        Range(Decimal(1), None, True, False),
        [1, [], {}, {"a": {"b": ["c", None]}}],
    ],
)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    back = decode(encode(value))
    assert back == value
    assert repr(back) == repr(value) or isinstance(value, list)
    if isinstance(value, dt.datetime):
        assert back.utcoffset() == value.utcoffset()


def test_python_numbers_come_back_as_feel_numbers() -> None:
    assert repr(decode(encode({"a": 1, "b": 0.1}))) == repr({"a": Decimal(1), "b": Decimal("0.1")})


@pytest.mark.parametrize(
    "value", [object(), {1: 2}, b"bytes", {1, 2}, evaluate("function(x) x", {}), evaluate("abs", {})]
)
def test_what_is_no_value_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        encode(value)


def test_json_is_plain_and_numbers_return_as_decimal() -> None:
    value = {"a": Decimal("1.5"), "b": [Decimal(2), dt.date(2026, 6, 3)], "c": YearMonthDuration(14), "d": None}
    assert to_json(value) == {"a": 1.5, "b": [2, "2026-06-03"], "c": "P1Y2M", "d": None}
    assert repr(from_json({"a": 1.5, "b": [2, "2026-06-03"]})) == repr(
        {"a": Decimal("1.5"), "b": [Decimal(2), "2026-06-03"]}
    )
