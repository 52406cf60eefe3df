"""Functions over lists of numbers, given as one list or as arguments. DMN 1.5, 10.3.4.4."""

from __future__ import annotations

import decimal
import functools
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel import operators
from engine.feel.builtins.registry import feel
from engine.feel.run import Run
from engine.feel.values import NUMBERS


def both(name: str, parameter: str = "n") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """name(list) and name(n, n, …)"""
    return feel(f"{name}(list: list)", f"{name}({parameter}...)")


def numbers_only(name: str) -> Callable[[Callable[[Run, list[Decimal]], Any]], Callable[..., Any]]:
    """Register under `name`, refuse anything but numbers, and turn arithmetic faults into null."""

    def decorate(body: Callable[[Run, list[Decimal]], Any]) -> Callable[..., Any]:
        @functools.wraps(body)
        def checked(run: Run, items: list[Any]) -> Any:
            run.meter.spend(len(items) >> 3)
            if any(item.__class__ is not Decimal for item in items):
                return run.note(f"„{name}“ braucht eine Liste von Zahlen.")
            try:
                return body(run, items)
            except decimal.DecimalException:
                return run.note(f"Das Ergebnis von „{name}“ ist nicht darstellbar.")

        return both(name)(checked)

    return decorate


def _total(items: list[Decimal]) -> Decimal:
    return functools.reduce(NUMBERS.add, items, Decimal(0))


def _extreme(run: Run, items: list[Any], symbol: str) -> Any:
    best: Any = None
    for index, item in enumerate(items):
        run.meter.spend()
        if index == 0:
            best = item if operators.order(run, "<", item, item) is not None else None
            continue
        better = operators.order(run, symbol, item, best)
        if better is None:
            return None
        best = item if better else best
    return best


@both("min", "c")
def minimum(run: Run, items: list[Any]) -> Any:
    return _extreme(run, items, "<")


@both("max", "c")
def maximum(run: Run, items: list[Any]) -> Any:
    return _extreme(run, items, ">")


@numbers_only("sum")
def total(run: Run, items: list[Decimal]) -> Any:
    return _total(items) if items else None


@numbers_only("product")
def product(run: Run, items: list[Decimal]) -> Any:
    return functools.reduce(NUMBERS.multiply, items, Decimal(1)) if items else None


@numbers_only("mean")
def mean(run: Run, items: list[Decimal]) -> Any:
    return NUMBERS.divide(_total(items), Decimal(len(items))) if items else None


@numbers_only("median")
def median(run: Run, items: list[Decimal]) -> Any:
    if not items:
        return None
    ordered, middle = sorted(items), len(items) // 2
    if len(items) % 2:
        return ordered[middle]
    return NUMBERS.divide(NUMBERS.add(ordered[middle - 1], ordered[middle]), Decimal(2))


@numbers_only("stddev")
def stddev(run: Run, items: list[Decimal]) -> Any:
    """Of a sample: divided by n - 1."""
    if len(items) < 2:
        return None
    average = NUMBERS.divide(_total(items), Decimal(len(items)))
    squares = [NUMBERS.power(NUMBERS.subtract(item, average), 2) for item in items]
    return NUMBERS.sqrt(NUMBERS.divide(_total(squares), Decimal(len(items) - 1)))


@numbers_only("mode")
def mode(run: Run, items: list[Decimal]) -> list[Decimal]:
    counts: dict[Decimal, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(item for item, count in counts.items() if count == most)
