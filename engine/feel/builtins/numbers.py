"""Numeric and boolean functions, DMN 1.5, 10.3.4.2 and 10.3.4.5."""

from __future__ import annotations

import datetime as dt
import decimal
from decimal import Decimal
from typing import Any

from engine.feel import operators
from engine.feel.builtins.registry import feel
from engine.feel.run import Run
from engine.feel.values import NUMBERS, YearMonthDuration, kind_of

_LARGEST_SCALE = 6111


def rounded(run: Run, n: Decimal, scale: Decimal, rounding: str) -> Any:
    digits = int(scale) if abs(scale) < 10_000 else None
    if digits is None or not -_LARGEST_SCALE <= digits <= _LARGEST_SCALE + 65:
        return run.note("Die Zahl der Nachkommastellen muss eine ganze Zahl zwischen -6111 und 6176 sein.")
    exponent = n.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -digits:
        return n
    try:
        return n.quantize(Decimal(1).scaleb(-digits), rounding=rounding, context=NUMBERS)
    except decimal.DecimalException:
        return run.note("Die Zahl lässt sich nicht so genau runden.")


@feel("decimal(n: number, scale: number)", "round half even(n: number, scale: number)")
def decimal_(run: Run, n: Decimal, scale: Decimal) -> Any:
    return rounded(run, n, scale, decimal.ROUND_HALF_EVEN)


@feel("floor(n: number, scale?: number)")
def floor(run: Run, n: Decimal, scale: Decimal = Decimal(0)) -> Any:
    return rounded(run, n, scale, decimal.ROUND_FLOOR)


@feel("ceiling(n: number, scale?: number)")
def ceiling(run: Run, n: Decimal, scale: Decimal = Decimal(0)) -> Any:
    return rounded(run, n, scale, decimal.ROUND_CEILING)


@feel("round up(n: number, scale: number)")
def round_up(run: Run, n: Decimal, scale: Decimal) -> Any:
    return rounded(run, n, scale, decimal.ROUND_UP)


@feel("round down(n: number, scale: number)")
def round_down(run: Run, n: Decimal, scale: Decimal) -> Any:
    return rounded(run, n, scale, decimal.ROUND_DOWN)


@feel("round half up(n: number, scale: number)")
def round_half_up(run: Run, n: Decimal, scale: Decimal) -> Any:
    return rounded(run, n, scale, decimal.ROUND_HALF_UP)


@feel("round half down(n: number, scale: number)")
def round_half_down(run: Run, n: Decimal, scale: Decimal) -> Any:
    return rounded(run, n, scale, decimal.ROUND_HALF_DOWN)


@feel("abs(n: number)", "abs(n: days and time duration)")
def absolute(run: Run, n: Decimal | dt.timedelta) -> Any:
    return abs(n)


@feel("abs(n: years and months duration)")
def absolute_months(run: Run, n: YearMonthDuration) -> Any:
    return YearMonthDuration(abs(n.total))


@feel("modulo(dividend: number, divisor: number)")
def modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Any:
    """dividend - divisor * floor(dividend / divisor): the sign is that of the divisor."""
    if not divisor:
        return run.note("modulo durch null ist nicht definiert.")
    try:
        rest = NUMBERS.remainder(dividend, divisor)
        return rest + divisor if rest and (rest < 0) != (divisor < 0) else rest
    except decimal.DecimalException:
        return run.note("modulo ist für diese Zahlen nicht darstellbar.")


@feel("sqrt(number: number)")
def sqrt(run: Run, number: Decimal) -> Any:
    return NUMBERS.sqrt(number) if number >= 0 else run.note("Eine negative Zahl hat keine Wurzel.")


@feel("log(number: number)")
def log(run: Run, number: Decimal) -> Any:
    return NUMBERS.ln(number) if number > 0 else run.note("log verlangt eine positive Zahl.")


@feel("exp(number: number)")
def exp(run: Run, number: Decimal) -> Any:
    try:
        return NUMBERS.exp(number)
    except decimal.DecimalException:
        return run.note("exp ergibt eine zu große Zahl.")


@feel("odd(number: number)")
def odd(run: Run, number: Decimal) -> bool:
    return number == number.to_integral_value() and not _halves(number)


@feel("even(number: number)")
def even(run: Run, number: Decimal) -> bool:
    return number == number.to_integral_value() and _halves(number)


def _halves(whole: Decimal) -> bool:
    """Whether a whole number is even; beyond 34 digits the last one is a zero."""
    return whole.adjusted() >= NUMBERS.prec or NUMBERS.remainder(whole, Decimal(2)) == 0


@feel("not(negand)")
def negated(run: Run, negand: Any) -> bool | None:
    if negand.__class__ is list and len(negand) == 1:
        negand = negand[0]
    return not negand if negand.__class__ is bool else None


@feel("is(value1, value2)")
def is_same(run: Run, one: Any, other: Any) -> bool:
    """Same value of the same kind; times and dates also of the same zone."""
    if one.__class__ is not other.__class__:
        return False
    if isinstance(one, (dt.time, dt.datetime)) and _zone(one) != _zone(other):
        return False
    return operators.equal(run, one, other) is True


def _zone(value: dt.time | dt.datetime) -> Any:
    if value.tzinfo is None:
        return None
    offset = value.utcoffset()
    return offset if offset is not None else str(value.tzinfo)


@feel("is defined(value)")
def is_defined(run: Run, value: Any) -> bool:
    return value is not None


@feel("get or else(value, default)")
def get_or_else(run: Run, value: Any, default: Any) -> Any:
    return default if value is None else value


@feel("assert(value, condition, cause?: string)")
def assert_(run: Run, value: Any, condition: Any, cause: str = "") -> Any:
    if condition is True:
        return value
    return run.note(cause or f"Die Bedingung für diesen Wert ({kind_of(value)}) ist nicht erfüllt.")
