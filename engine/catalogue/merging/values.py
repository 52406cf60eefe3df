"""Three-way merge of plain values, entry by entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.formdefs.aligning import said, same
from engine.merging import Side

Values = Mapping[str, Any]


class _Absent:
    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Any = _Absent()
"""No value stands there; None is a value."""


@dataclass(frozen=True, slots=True)
class ValueClash:
    """`path`: keys from the outside to the inside. `was`, `theirs`, `ours`: values or ABSENT."""

    path: tuple[str, ...]
    was: Any
    theirs: Any
    ours: Any


def alike(one: Any, other: Any) -> bool:
    return one is other or (one is not ABSENT and other is not ABSENT and same(one, other))


def fingerprint(value: Any) -> str:
    """The same for values that say the same."""
    return repr(_sorted(said(value))) if value is not ABSENT else "ABSENT"


def _sorted(found: Any) -> Any:
    if isinstance(found, frozenset):
        return tuple(sorted(map(_sorted, found), key=repr))
    return tuple(map(_sorted, found)) if isinstance(found, tuple) else found


def united(
    was: Any, theirs: Any, ours: Any, winner: Side, clashes: list[ValueClash], path: tuple[str, ...] = ()
) -> Any:
    """What both want, in the order of ours; where they contradict each other it is noted and the winner's holds."""
    if alike(theirs, was) or alike(theirs, ours):
        return ours
    if alike(ours, was):
        return theirs
    if isinstance(theirs, dict) and isinstance(ours, dict) and (was is ABSENT or isinstance(was, dict)):
        before = was if isinstance(was, dict) else {}
        parts = {key: _united(key, before, theirs, ours, winner, clashes, path) for key in keys_in_order(ours, theirs)}
        return {key: value for key, value in parts.items() if value is not ABSENT}
    clashes.append(ValueClash(path, was, theirs, ours))
    return theirs if winner is Side.THEIRS else ours


def _united(
    key: str, was: Values, theirs: Values, ours: Values, winner: Side, clashes: list[ValueClash], path: tuple[str, ...]
) -> Any:
    parts = (each.get(key, ABSENT) for each in (was, theirs, ours))
    return united(next(parts), next(parts), next(parts), winner, clashes, (*path, key))


def keys_in_order(ours: Values, theirs: Values) -> list[str]:
    """Ours as they stand; what only they have stands behind what it follows there, never first."""
    order = list(ours)
    at = min(1, len(order))  # the first says what it is
    for key in theirs:
        if key in ours:
            at = order.index(key) + 1
        else:
            order.insert(at, key)
            at += 1
    return order
