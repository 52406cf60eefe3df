"""Which item of a list is which in another version of it: by id, key, value, what it says, place."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

NAMED_BY = ("id", "key", "value")
"""Components have an id, fields a key, options a value."""


def aligned(old: Sequence[Any], new: Sequence[Any]) -> list[int | None]:
    """For each item of `new` the index of the item of `old` that it is, or None for an added one."""
    found: list[int | None] = [None] * len(new)
    left = set(range(len(old)))
    _ends(old, new, found, left)
    for name in NAMED_BY:
        _pair(old, new, found, left, partial(_named, by=name))
    _pair(old, new, found, left, said)
    _by_place(old, new, found, left)
    return found


def _ends(old: Sequence[Any], new: Sequence[Any], found: list[int | None], left: set[int]) -> None:
    """What stands there unchanged at the beginning and at the end: among several that say the same, these."""
    fewest = min(len(old), len(new))
    head = next((index for index in range(fewest) if not same(old[index], new[index])), fewest)
    rest = fewest - head
    tail = next((back for back in range(rest) if not same(old[-1 - back], new[-1 - back])), rest)
    shift = len(old) - len(new)
    for index in (*range(head), *range(len(new) - tail, len(new))):
        found[index] = index if index < head else index + shift
        left.discard(found[index] or 0)


def _pair(
    old: Sequence[Any],
    new: Sequence[Any],
    found: list[int | None],
    left: set[int],
    name_of: Callable[[Any], Hashable | None],
) -> None:
    waiting: dict[Hashable, list[int]] = {}
    for index in sorted(left, reverse=True):
        if (name := name_of(old[index])) is not None:
            waiting.setdefault(name, []).append(index)
    for index, item in enumerate(new):
        if found[index] is not None:
            continue
        name = name_of(item)
        if name is not None and waiting.get(name):
            found[index] = waiting[name].pop()
            left.discard(found[index] or 0)


def _named(item: Any, by: str) -> Hashable | None:
    if not isinstance(item, dict):
        return None
    name = item.get(by)
    if isinstance(name, str):
        return ("text", name) if name else None
    return None if name is None or isinstance(name, (dict, list)) else said(name)


def _by_place(old: Sequence[Any], new: Sequence[Any], found: list[int | None], left: set[int]) -> None:
    """What is left between the same neighbours, one after the other; never two that both have a name."""
    gaps: dict[int, list[int]] = {}
    before = -1
    for index in range(len(old)):
        if index in left:
            gaps.setdefault(before, []).append(index)
        else:
            before = index
    before = -1
    for index, item in enumerate(new):
        if found[index] is not None:
            before = found[index] or 0
            continue
        for candidate in gaps.get(before, ()):
            if candidate in left and _may_be(old[candidate], item):
                found[index] = candidate
                left.discard(candidate)
                break


def _may_be(one: Any, other: Any) -> bool:
    return not any(_named(one, by) is not None and _named(other, by) is not None for by in NAMED_BY)


def said(value: Any) -> Hashable:
    """The same for values that say the same as JSON: 1 and 1.0, but not 1 and true."""
    if isinstance(value, dict):
        return ("object", frozenset((key, said(inner)) for key, inner in value.items()))
    if isinstance(value, (list, tuple)):
        return ("array", tuple(said(inner) for inner in value))
    if isinstance(value, bool) or value is None:
        return ("word", value)
    if isinstance(value, float):
        return ("number", Decimal(repr(value)))
    return ("text", value) if isinstance(value, str) else ("number", Decimal(value))


def same(one: Any, other: Any) -> bool:
    return one is other or said(one) == said(other)
