"""What + - * / ** = < and `in` mean for two values; a fault is null with a note. DMN 1.5, 10.3.2.3 and 10.3.2.15."""

from __future__ import annotations

import datetime as dt
import decimal
import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel import temporal
from engine.feel.run import LOCAL_ZONE, Run
from engine.feel.values import NUMBERS, SCALARS, Range, YearMonthDuration, kind_of

_FAULTS = (decimal.DecimalException, OverflowError, ValueError, ZeroDivisionError)
_DECIMALS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": NUMBERS.add,
    "-": NUMBERS.subtract,
    "*": NUMBERS.multiply,
    "/": NUMBERS.divide,
    "**": lambda base, exponent: NUMBERS.power(base, exponent) if base or exponent else Decimal(1),
}
_WORDS = {"+": "addieren", "-": "subtrahieren", "*": "multiplizieren", "/": "dividieren", "**": "potenzieren"}
_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ORDERED = frozenset({Decimal, str, dt.date, dt.datetime, dt.time, dt.timedelta, YearMonthDuration})


def arithmetic(run: Run, symbol: str, left: Any, right: Any) -> Any:
    """Value of `left symbol right`, or None with a note."""
    try:
        if left.__class__ is Decimal and right.__class__ is Decimal:
            return _DECIMALS[symbol](left, right)
        if left.__class__ is str and right.__class__ is str and symbol == "+":
            run.meter.hold(len(left) + len(right))
            joined = left + right
            run.meter.pay(joined)
            return joined
        if left is not None and right is not None:
            result = _temporal(symbol, left, right)
            if result is not None:
                return result
    except _FAULTS:
        return run.note(f"Das Ergebnis von „{symbol}“ ist keine Zahl oder kein Datum, das FEEL darstellen kann.")
    return run.note(f"{kind_of(left)} und {kind_of(right)} lassen sich nicht {_WORDS[symbol]}.")


def negate(run: Run, value: Any) -> Any:
    if value.__class__ is Decimal:
        return NUMBERS.minus(value) if value else value
    if value.__class__ is dt.timedelta:
        return -value
    if value.__class__ is YearMonthDuration:
        return YearMonthDuration(-value.total)
    return run.note(f"{kind_of(value)} hat kein Vorzeichen.")


def _temporal(symbol: str, left: Any, right: Any) -> Any:
    spans = (dt.timedelta, YearMonthDuration)
    if symbol == "+":
        return plus(right, left) if isinstance(left, spans) else plus(left, right)
    if symbol == "-":
        return minus(left, right)
    if symbol == "*":
        if right.__class__ is Decimal and isinstance(left, spans):
            return scaled(left, right)
        if left.__class__ is Decimal and isinstance(right, spans):
            return scaled(right, left)
    if symbol == "/":
        if right.__class__ is Decimal and isinstance(left, spans):
            return divided(left, right)
        if isinstance(left, dt.timedelta) and isinstance(right, dt.timedelta):
            return NUMBERS.divide(temporal.seconds_of(left), temporal.seconds_of(right))
        if isinstance(left, YearMonthDuration) and isinstance(right, YearMonthDuration):
            return NUMBERS.divide(Decimal(left.total), Decimal(right.total))
    return None


def plus(moment: Any, span: Any) -> Any:
    """Moment (or duration) plus duration; None when the kinds do not fit."""
    if isinstance(span, YearMonthDuration):
        if isinstance(moment, YearMonthDuration):
            return YearMonthDuration(moment.total + span.total)
        return temporal.add_months(moment, span.total) if isinstance(moment, dt.date) else None
    if not isinstance(span, dt.timedelta):
        return None
    if isinstance(moment, dt.timedelta):
        return moment + span
    if isinstance(moment, dt.datetime):
        if moment.tzinfo is None:
            return moment + span
        return (moment.astimezone(dt.UTC) + span).astimezone(moment.tzinfo)
    if isinstance(moment, dt.date):
        return (dt.datetime.combine(moment, dt.time()) + span).date()
    if isinstance(moment, dt.time):
        day = dt.datetime.combine(dt.date(2000, 1, 2), moment.replace(tzinfo=None))
        clock = (day + dt.timedelta(seconds=span.seconds, microseconds=span.microseconds)).time()
        return clock.replace(tzinfo=moment.tzinfo)
    return None


def minus(left: Any, right: Any) -> Any:
    if isinstance(right, dt.timedelta):
        return plus(left, -right)
    if isinstance(right, YearMonthDuration):
        return plus(left, YearMonthDuration(-right.total))
    if isinstance(left, dt.date) and isinstance(right, dt.date):
        start, end = _same_footing(_coerced(right, left), _coerced(left, right))
        return end - start
    if isinstance(left, dt.time) and isinstance(right, dt.time):
        if (left.utcoffset() is None) != (right.utcoffset() is None):
            return None
        return _clock(left) - _clock(right)
    return None


def _clock(value: dt.time) -> dt.timedelta:
    since = dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    return since - (value.utcoffset() or dt.timedelta())


def _same_footing(one: dt.date, other: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Two dates or dates and times as comparable ones: a date is midnight, a local time is in Berlin's."""
    first, second = _at_midnight(one), _at_midnight(other)
    if (first.tzinfo is None) != (second.tzinfo is None):
        first = first if first.tzinfo else first.replace(tzinfo=LOCAL_ZONE)
        second = second if second.tzinfo else second.replace(tzinfo=LOCAL_ZONE)
    if first.tzinfo is not None:
        return first.astimezone(dt.UTC), second.astimezone(dt.UTC)
    return first, second


def _coerced(value: dt.date, other: dt.date) -> dt.date:
    """For a difference to a moment with a zone the standard takes a date as midnight UTC."""
    if value.__class__ is dt.date and isinstance(other, dt.datetime) and other.tzinfo is not None:
        return dt.datetime.combine(value, dt.time(tzinfo=dt.UTC))
    return value


def _at_midnight(value: dt.date) -> dt.datetime:
    return value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())


def scaled(span: dt.timedelta | YearMonthDuration, factor: Decimal) -> dt.timedelta | YearMonthDuration:
    if isinstance(span, YearMonthDuration):
        return YearMonthDuration(int(NUMBERS.multiply(Decimal(span.total), factor)))
    return temporal.from_seconds(NUMBERS.multiply(temporal.seconds_of(span), factor))


def divided(span: dt.timedelta | YearMonthDuration, divisor: Decimal) -> dt.timedelta | YearMonthDuration:
    if isinstance(span, YearMonthDuration):
        return YearMonthDuration(int(NUMBERS.divide(Decimal(span.total), divisor)))
    return temporal.from_seconds(NUMBERS.divide(temporal.seconds_of(span), divisor))


# --- equality and order


def equal(run: Run, left: Any, right: Any) -> bool | None:
    """None when the kinds differ (and neither is null). Every element looked at costs a step."""
    kind = left.__class__
    if left is None or right is None:
        return left is right
    if kind is not right.__class__:
        return None
    if kind in SCALARS:
        return _equal_scalars(left, right)
    run.meter.spend()
    if kind is list:
        return len(left) == len(right) and all(equal(run, a, b) is True for a, b in zip(left, right, strict=True))
    if kind is dict:
        return left.keys() == right.keys() and all(equal(run, left[key], right[key]) is True for key in left)
    if kind is Range:
        return (
            left.start_included == right.start_included
            and left.end_included == right.end_included
            and equal(run, left.start, right.start) is True
            and equal(run, left.end, right.end) is True
        )
    return left is right


def _equal_scalars(left: Any, right: Any) -> bool:
    if left.__class__ is dt.datetime:
        try:
            first, second = _same_footing(left, right)
            return first == second
        except OverflowError:
            return False
    if left.__class__ is dt.time and left.tzinfo is not None and left.tzinfo is right.tzinfo:
        return left.replace(tzinfo=None) == right.replace(tzinfo=None)  # type: ignore[no-any-return]
    return left == right  # type: ignore[no-any-return]


def order(run: Run, symbol: str, left: Any, right: Any) -> bool | None:
    """`symbol` is one of < <= > >=; None with a note when the two have no order."""
    if left.__class__ is right.__class__ and left.__class__ in _ORDERED:
        try:
            if left.__class__ is dt.datetime:
                left, right = _same_footing(left, right)
            return _ORDERS[symbol](left, right)
        except (TypeError, OverflowError):
            pass
    elif isinstance(left, dt.date) and isinstance(right, dt.date):
        try:
            return _ORDERS[symbol](*_same_footing(left, right))
        except OverflowError:
            pass
    run.note(f"{kind_of(left)} und {kind_of(right)} lassen sich nicht mit „{symbol}“ vergleichen.")
    return None


def compare(run: Run, symbol: str, left: Any, right: Any) -> bool | None:
    """Any of the six comparisons."""
    if symbol == "=" or symbol == "!=":
        same = equal(run, left, right)
        return same if same is None or symbol == "=" else not same
    return order(run, symbol, left, right)


def within(run: Run, value: Any, interval: Range) -> bool | None:
    """Whether the interval holds the value; None when they cannot be compared."""
    if interval.operator == "!=":
        same = equal(run, value, interval.start)
        return None if same is None else not same
    if interval.operator == "=":
        return equal(run, value, interval.start)
    if interval.start is not None:
        above = order(run, ">=" if interval.start_included else ">", value, interval.start)
        if above is not True:
            return above
    if interval.end is not None:
        return order(run, "<=" if interval.end_included else "<", value, interval.end)
    return value is not None


def member(run: Run, value: Any, test: Any) -> bool | None:
    """`value in test` for a test that is a value already: a range, a list (also of ranges), or an equal."""
    if test.__class__ is Range:
        return within(run, value, test) if value.__class__ is not Range else equal(run, value, test)
    if test.__class__ is list:
        if value.__class__ is list and equal(run, value, test):
            return True
        return any(equal(run, value, item) is True or _holds(run, value, item) for item in test)
    return equal(run, value, test)


def _holds(run: Run, value: Any, item: Any) -> bool:
    run.meter.spend()
    return item.__class__ is Range and within(run, value, item) is True


def weigh(run: Run, value: Any) -> None:
    """Refuse a value with more elements, nested ones included, than the budget allows."""
    count, stack = 0, [value]
    while stack:
        item = stack.pop()
        if item.__class__ is list:
            stack.extend(item)
        elif item.__class__ is dict:
            stack.extend(item.values())
        elif item.__class__ is not str:
            continue
        else:
            count += len(item) >> 6
        count += 1 + (len(item) if item.__class__ is not str else 0)
        if count > run.meter.budget.size:
            run.meter.hold(count)
