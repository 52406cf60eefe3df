"""FEEL values in Python, DMN 1.5, 10.3.2.2.

null None · boolean bool · string str · number Decimal (34 digits) · date, time, date and time from datetime
(aware where a zone was given) · days and time duration timedelta · years and months duration
YearMonthDuration · list list · context dict · range Range · function Function.
"""

from __future__ import annotations

import datetime as dt
import decimal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.feel.run import Run
    from engine.feel.types import Type

NUMBERS = decimal.Context(
    prec=34,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
"""Arithmetic of Decimal128; faults are exceptions, which operators turn into null."""

MAX_NESTING = 100
SMALLEST, LARGEST = -6144, 6145
"""Exponents of what Decimal128 holds lie between them."""


@dataclass(frozen=True, slots=True, order=True)
class YearMonthDuration:
    """Years and months duration as a signed number of months."""

    total: int

    @property
    def years(self) -> int:
        return int(self.total / 12)

    @property
    def months(self) -> int:
        return self.total - 12 * self.years

    def __str__(self) -> str:
        years, months = divmod(abs(self.total), 12)
        body = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return ("-P" if self.total < 0 else "P") + body


@dataclass(frozen=True, slots=True)
class Range:
    """An interval. An end that is None is open for ever, as in (> 5); `operator` keeps how (= 5) was written."""

    start: Any
    end: Any
    start_included: bool
    end_included: bool
    operator: str = ""


class Function:
    """A callable value. `call(run, arguments)` gets as many arguments as there are `params`, coerced."""

    __slots__ = ("call", "name", "params", "result", "types")

    def __init__(
        self,
        params: Sequence[str],
        call: Callable[[Run, Sequence[Any]], Any],
        *,
        types: Sequence[Type | None] = (),
        result: Type | None = None,
        name: str = "",
    ) -> None:
        self.params = tuple(params)
        self.types: tuple[Type | None, ...] = tuple(types) or (None,) * len(self.params)
        self.result = result
        self.call = call
        self.name = name


class BuiltinFunction(Function):
    """A builtin used as a value; it checks its arguments itself."""

    __slots__ = ("named",)

    def __init__(
        self,
        params: Sequence[str],
        call: Callable[[Run, Sequence[Any]], Any],
        named: Callable[[Run, Mapping[str, Any]], Any],
        name: str,
    ) -> None:
        super().__init__(params, call, name=name)
        self.named = named


KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    dt.date: "date",
    dt.time: "time",
    dt.datetime: "date and time",
    dt.timedelta: "days and time duration",
    YearMonthDuration: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    Function: "function",
    BuiltinFunction: "function",
}
ATOMS = frozenset(KINDS) - {list, dict, Range}
"""Classes that need no look inside before FEEL may use them."""
SCALARS = ATOMS - {Function, BuiltinFunction}


def kind_of(value: Any) -> str:
    return KINDS.get(value.__class__) or str(value.__class__.__name__)


def number(value: int | float) -> Decimal | None:
    """Decimal of a Python number, None for what FEEL cannot hold."""
    if isinstance(value, int):
        return normalise(Decimal(value))  # type: ignore[no-any-return]
    result = Decimal(repr(value))
    return result if result.is_finite() else None


def _fit(value: Decimal) -> Decimal | None:
    """Zero for what is too small to tell from it, None for what is too large or no number."""
    try:
        return NUMBERS.plus(value) if value.is_finite() else None
    except decimal.Overflow:
        return None


def normalise(value: Any, depth: int = 0) -> Any:
    """The FEEL value of what a caller holds: ints and floats become Decimal, tuples lists, mappings dicts.

    Gives the same object where nothing changes. Raises TypeError for anything else.
    """
    cls = value.__class__
    if cls in ATOMS:
        return (
            value if cls is not Decimal or SMALLEST < value.adjusted() < LARGEST and value.is_finite() else _fit(value)
        )
    if depth > MAX_NESTING:
        raise TypeError("Der Wert ist zu tief geschachtelt.")
    if cls is list:
        return _normal_list(value, depth)
    if cls is Range:
        start, end = normalise(value.start, depth + 1), normalise(value.end, depth + 1)
        same = start is value.start and end is value.end
        return value if same else replace(value, start=start, end=end)
    if isinstance(value, Mapping):
        return _normal_mapping(value, depth)
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, str):
        return "".join(value)  # a plain str, of a StrEnum its value
    if isinstance(value, (tuple, Sequence)) and not isinstance(value, (bytes, bytearray, memoryview)):
        return [normalise(item, depth + 1) for item in value]
    raise TypeError(f"FEEL kennt keinen Wert der Art {cls.__name__}.")


def _normal_list(value: list[Any], depth: int) -> list[Any]:
    result = value
    for index, item in enumerate(value):
        normal = normalise(item, depth + 1)
        if normal is not item:
            if result is value:
                result = list(value)
            result[index] = normal
    return result


def _normal_mapping(value: Mapping[Any, Any], depth: int) -> dict[str, Any]:
    changed = value.__class__ is not dict
    result: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError("Ein FEEL-Kontext hat nur Texte als Namen.")
        normal = normalise(item, depth + 1)
        changed = changed or normal is not item or key.__class__ is not str
        result[str.__str__(key)] = normal
    return result if changed else value  # type: ignore[return-value]  # unchanged means that it is a dict


def whole(value: Decimal) -> int | None:
    """The int of a whole number of reasonable size, else None."""
    if abs(value) > 10**12 or value != value.to_integral_value():
        return None
    return int(value)
