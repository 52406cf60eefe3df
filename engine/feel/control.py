"""Closures for names, loops, filters and contexts: the parts that open scopes or cost steps."""

from __future__ import annotations

import dataclasses
import datetime as dt
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.feel import operators, syntax
from engine.feel.builtins import BUILTINS
from engine.feel.run import Run, Scope
from engine.feel.values import ATOMS, Range, YearMonthDuration, kind_of, whole

Evaluator = Callable[[Run, Scope | None], Any]


@dataclass(frozen=True, slots=True)
class Iteration:
    name: str
    source: Evaluator
    end: Evaluator | None


def reads_input(node: Any) -> bool:
    """Whether `?` stands anywhere in the syntax."""
    if isinstance(node, syntax.Name):
        return node.name == "?"
    if isinstance(node, tuple):
        return any(reads_input(part) for part in node)
    if isinstance(node, syntax.Node):
        return any(reads_input(getattr(node, f.name)) for f in dataclasses.fields(node))  # type: ignore[arg-type]
    return False


# --- names


def context_name(name: str) -> Evaluator:
    atoms = ATOMS - {Decimal}

    def read(run: Run, scope: Scope | None) -> Any:
        try:
            value = run.context[name]
        except KeyError:
            return run.unknown(name)
        if value.__class__ in atoms or (value.__class__ is Decimal and value.is_finite()):
            return value
        return run.settle(name, value)

    return read


def local_name(name: str, hops: int) -> Evaluator:
    def nearest(run: Run, scope: Scope) -> Any:
        return scope.names[name]

    def further(run: Run, scope: Any) -> Any:
        for _ in range(hops):
            scope = scope.parent
        return scope.names[name]

    return nearest if hops == 0 else further  # type: ignore[return-value]  # frames say that there is a scope


def searched_name(name: str) -> Evaluator:
    def read(run: Run, scope: Scope | None) -> Any:
        try:
            return run.find(scope, name)
        except KeyError:
            return BUILTINS[name].value if name in BUILTINS else run.unknown(name)

    return read


# --- comparisons and values


_FAST = frozenset({Decimal, str, bool, dt.date, dt.timedelta, YearMonthDuration})
_FAST_ORDER = _FAST - {bool}
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def comparison(symbol: str, left: Evaluator, right: Evaluator) -> Evaluator:
    fast, slow = _OPERATORS[symbol], operators.compare
    classes = _FAST if symbol in ("=", "!=") else _FAST_ORDER

    def decide(run: Run, scope: Scope | None) -> bool | None:
        one, other = left(run, scope), right(run, scope)
        if one.__class__ is other.__class__ and one.__class__ in classes:
            return fast(one, other)
        return slow(run, symbol, one, other)

    return decide


def context(entries: tuple[tuple[str, Evaluator], ...], *, duplicates: bool) -> Evaluator:
    def build(run: Run, scope: Scope | None) -> Any:
        if duplicates:
            return run.note("Ein Kontext nennt denselben Namen zweimal.")
        values: dict[str, Any] = {}
        inner = Scope(values, scope)
        for name, entry in entries:
            values[name] = entry(run, inner)
        return values

    return build


def interval(start: Evaluator, end: Evaluator, start_included: bool, end_included: bool) -> Evaluator:
    def build(run: Run, scope: Scope | None) -> Any:
        low, high = start(run, scope), end(run, scope)
        if low is None or high is None:
            return run.note("Eine Grenze des Bereichs ist null.")
        if operators.order(run, "<=", low, high) is not True:
            return run.note("Die Grenzen des Bereichs sind nicht vergleichbar oder verkehrt herum.")
        return Range(low, high, start_included, end_included)

    return build


# --- filters and loops


def filtered(base: Evaluator, predicate: Evaluator) -> Evaluator:
    def select(run: Run, scope: Scope | None) -> Any:
        value = base(run, scope)
        if value is None:
            return None
        items = value if value.__class__ is list else [value]
        kept = []
        for position, item in enumerate(items):
            run.meter.spend()
            found = predicate(run, _item_scope(item, scope))
            if position == 0 and found.__class__ is Decimal:
                return at(run, items, found)
            if found is True:
                kept.append(item)
        if not items and predicate(run, _item_scope(None, scope)).__class__ is Decimal:
            return None
        return kept

    return select


def _item_scope(item: Any, scope: Scope | None) -> Scope:
    return Scope(item if item.__class__ is dict else {}, Scope({"item": item}, scope))


def at(run: Run, items: list[Any], index: Decimal) -> Any:
    position = whole(index)
    if position is None or position == 0 or abs(position) > len(items):
        return run.note(f"Die Liste hat {len(items)} Einträge und keinen an der Stelle {index}.")
    return items[position - 1 if position > 0 else position]


def iterate(run: Run, iteration: Iteration, scope: Scope | None) -> Any:
    """The values that a name takes, lazily; None with a note for what cannot be gone through."""
    source = iteration.source(run, scope)
    if iteration.end is not None:
        return count(run, source, iteration.end(run, scope))
    if source is None:
        return run.note("Die Liste der Schleife ist null.")
    if source.__class__ is Range:
        return members(run, source)
    return iter(source if source.__class__ is list else [source])


def members(run: Run, interval: Range) -> Iterator[Any] | None:
    """The whole numbers or days of a range."""
    values = count(run, interval.start, interval.end)
    if values is None:
        return None
    return (v for v in values if operators.within(run, v, interval) is True)


def count(run: Run, start: Any, end: Any) -> Any:
    """An iterator from start to end, one by one, upwards or downwards: whole numbers, or dates."""
    if start.__class__ is Decimal and end.__class__ is Decimal:
        low, high = whole(start), whole(end)
        if low is not None and high is not None:
            step = 1 if low <= high else -1
            return (Decimal(i) for i in range(low, high + step, step))
    if start.__class__ is dt.date and end.__class__ is dt.date:
        step = 1 if start <= end else -1
        return (dt.date.fromordinal(i) for i in range(start.toordinal(), end.toordinal() + step, step))
    return run.note(f"Von {kind_of(start)} bis {kind_of(end)} lässt sich nicht zählen.")


def for_loop(iterations: tuple[Iteration, ...], body: Evaluator) -> Evaluator:
    def loop(run: Run, scope: Scope | None) -> Any:
        results: list[Any] = []

        def level(index: int, scope: Scope | None) -> bool:
            if index == len(iterations):
                results.append(body(run, scope))
                run.meter.hold(len(results))
                return True
            values = iterate(run, iterations[index], scope)
            if values is None:
                return False
            name = iterations[index].name
            for value in values:
                run.meter.spend()
                if not level(index + 1, Scope({"partial": results, name: value}, scope)):
                    return False
            return True

        return results if level(0, scope) else None

    return loop


def quantified(some: bool, iterations: tuple[Iteration, ...], condition: Evaluator) -> Evaluator:
    """`some` looks for a true, `every` for a false; a null on the way makes the rest null."""

    def loop(run: Run, scope: Scope | None) -> bool | None:
        def level(index: int, scope: Scope | None) -> bool | None:
            if index == len(iterations):
                value = condition(run, scope)
                return value if value.__class__ is bool else None
            values = iterate(run, iterations[index], scope)
            if values is None:
                return None
            result: bool | None = not some
            for value in values:
                run.meter.spend()
                found = level(index + 1, Scope({iterations[index].name: value}, scope))
                if found is some:
                    return some
                if found is None:
                    result = None
            return result

        return level(0, scope)

    return loop
