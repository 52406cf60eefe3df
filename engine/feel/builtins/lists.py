"""List functions, DMN 1.5, 10.3.4.4."""

from __future__ import annotations

import functools
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel import calls, operators
from engine.feel.builtins.registry import feel
from engine.feel.run import Run
from engine.feel.values import SCALARS, whole


def held(run: Run, items: list[Any]) -> list[Any]:
    """A new list, no longer than the budget allows."""
    run.meter.hold(len(items))
    return items


def same(run: Run, one: Any, other: Any) -> bool:
    run.meter.spend()
    return operators.equal(run, one, other) is True


@feel("list contains(list: list, element)")
def list_contains(run: Run, items: list[Any], element: Any) -> bool:
    return any(same(run, item, element) for item in items)


@feel("count(list: list)")
def count(run: Run, items: list[Any]) -> Decimal:
    return Decimal(len(items))


@feel("is empty(list: list)")
def is_empty(run: Run, items: list[Any]) -> bool:
    return not items


def position(run: Run, items: list[Any], number: Decimal, *, beyond: int = 0) -> Any:
    """0-based index of a FEEL position, which counts from 1 or from the end; None with a note."""
    index = whole(number)
    if index is None or index == 0 or not -len(items) <= index <= len(items) + beyond:
        return run.note(f"Die Liste hat {len(items)} Einträge und keinen an der Stelle {number}.")
    return index - 1 if index > 0 else len(items) + index


@feel("sublist(list: list, start position: number, length?: number)")
def sublist(run: Run, items: list[Any], start: Decimal, length: Decimal | None = None) -> Any:
    first = position(run, items, start)
    if first is None:
        return None
    size = len(items) - first if length is None else whole(length)
    if size is None or size < 1 or first + size > len(items):
        return run.note("So viele Einträge hat die Liste nicht.")
    return held(run, items[first : first + size])


@feel("append(list: list|null, item...)")
def append(run: Run, items: list[Any] | None, more: list[Any]) -> list[Any]:
    return held(run, (items if items is not None else [None]) + more)


@feel("concatenate(list...: list|null)")
def concatenate(run: Run, lists: list[Any]) -> list[Any]:
    joined: list[Any] = []
    for items in lists:
        joined.extend(items if items is not None else [None])
        run.meter.hold(len(joined))
    return held(run, joined)


@feel("insert before(list: list, position: number, newItem)")
def insert_before(run: Run, items: list[Any], number: Decimal, item: Any) -> Any:
    index = position(run, items, number)
    return None if index is None else held(run, [*items[:index], item, *items[index:]])


@feel("remove(list: list, position: number)")
def remove(run: Run, items: list[Any], number: Decimal) -> Any:
    index = position(run, items, number)
    return None if index is None else held(run, items[:index] + items[index + 1 :])


@feel("list replace(list: list, position: number, newItem)")
def replace_at(run: Run, items: list[Any], number: Decimal, item: Any) -> Any:
    index = position(run, items, number)
    return None if index is None else held(run, [*items[:index], item, *items[index + 1 :]])


@feel("list replace(list: list, match: function, newItem)")
def replace_where(run: Run, items: list[Any], match: Any, item: Any) -> Any:
    replaced = []
    for old in items:
        found = calls.invoke(run, match, [old, item])
        if found.__class__ is not bool:
            return run.note("Die Funktion von „list replace“ muss wahr oder falsch ergeben.")
        replaced.append(item if found else old)
    return held(run, replaced)


@feel("reverse(list: list)")
def reverse(run: Run, items: list[Any]) -> list[Any]:
    return held(run, items[::-1])


@feel("index of(list: list, match)")
def index_of(run: Run, items: list[Any], match: Any) -> list[Any]:
    return [Decimal(index) for index, item in enumerate(items, 1) if same(run, item, match)]


@feel("distinct values(list: list)")
def distinct_values(run: Run, items: list[Any]) -> list[Any]:
    seen: set[tuple[type, Any]] = set()
    kept: list[Any] = []
    for item in items:
        if item.__class__ in (str, Decimal, bool):
            if (item.__class__, item) in seen:
                continue
            seen.add((item.__class__, item))
            kept.append(item)
        elif not any(same(run, item, other) for other in kept):
            kept.append(item)
    return held(run, kept)


@feel("duplicate values(list: list)")
def duplicate_values(run: Run, items: list[Any]) -> list[Any]:
    twice = [item for index, item in enumerate(items) if any(same(run, item, other) for other in items[:index])]
    return distinct_values(run, twice)  # type: ignore[no-any-return]


@feel("union(list...: list|null)")
def union(run: Run, lists: list[Any]) -> list[Any]:
    return distinct_values(run, concatenate(run, lists))  # type: ignore[no-any-return]


@feel("flatten(list: list)")
def flatten(run: Run, items: list[Any]) -> list[Any]:
    flat: list[Any] = []
    stack = [iter(items)]
    while stack:
        for item in stack[-1]:
            run.meter.spend()
            if item.__class__ is list:
                stack.append(iter(item))
                break
            flat.append(item)
        else:
            stack.pop()
    return held(run, flat)


@feel("partition(list: list, size: number)")
def partition(run: Run, items: list[Any], size: Decimal) -> Any:
    width = whole(size)
    if width is None or width < 1:
        return run.note("Die Größe der Teile muss eine ganze Zahl ab 1 sein.")
    return [items[start : start + width] for start in range(0, len(items), width)]


@feel("sort(list: list, precedes: function)")
def sort(run: Run, items: list[Any], precedes: Any) -> Any:
    def compare(one: Any, other: Any) -> int:
        if calls.invoke(run, precedes, [one, other]) is True:
            return -1
        return 1 if calls.invoke(run, precedes, [other, one]) is True else 0

    return held(run, sorted(items, key=functools.cmp_to_key(compare)))


@feel("sort(list: list)")
def sort_naturally(run: Run, items: list[Any]) -> Any:
    if any(item.__class__ is not items[0].__class__ or item.__class__ not in SCALARS for item in items):
        return run.note("Nur Zahlen, Texte oder Daten derselben Art lassen sich ohne Vergleichsfunktion sortieren.")
    try:
        return held(run, sorted(items))
    except TypeError:
        return run.note("Diese Werte haben keine Reihenfolge.")


def _joined(decisive: bool) -> Callable[[Run, list[Any]], bool | None]:
    def join(run: Run, items: list[Any]) -> Any:
        result: bool | None = not decisive
        for item in items:
            if item is decisive:
                return decisive
            if item.__class__ is not bool:
                result = None
        return result

    return join


feel("all(list: list)", "all(b...)", "and(list: list)", "and(b...)")(_joined(False))
feel("any(list: list)", "any(b...)", "or(list: list)", "or(b...)")(_joined(True))
