"""Raw input and values as trees: what lies at a path, and which stored row a raw row continues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.formdefs.model import Component

ROW_ORIGIN = "_row"
"""In a raw row: the position of the stored row that it continues; keeps what the form does not show."""


class _Absent:
    __slots__ = ()


ABSENT = _Absent()
"""What `dig` finds where nothing lies; None is a value."""


def dig(tree: Any, parts: tuple[str, ...]) -> Any:
    for part in parts:
        if not isinstance(tree, Mapping) or part not in tree:
            return ABSENT
        tree = tree[part]
    return tree


def put(values: dict[str, Any], parts: tuple[str, ...], value: Any) -> None:
    for part in parts[:-1]:
        inner = values.get(part)
        fresh = dict(inner) if isinstance(inner, Mapping) else {}
        values[part] = fresh
        values = fresh
    values[parts[-1]] = value


def same(one: Any, other: Any) -> bool:
    return one is other or (type(one) is type(other) and bool(one == other))


def size(raw: Any, depth: int = 0) -> int:
    if isinstance(raw, str):
        return len(raw)
    if isinstance(raw, (list, tuple)) and depth < 3:
        return sum(size(item, depth + 1) + 1 for item in raw)
    return 10


def fixed_count(item: Component, stored: list[Mapping[str, Any]] | None) -> int:
    return item.repetitions if stored is None else len(stored)


def origins(rows: list[Any], count: int, as_json: bool) -> list[int | None]:
    """Which stored row each raw row continues; a row is continued once, and none that does not exist."""
    found: list[int | None] = []
    for row in rows:
        named = row.get(ROW_ORIGIN) if isinstance(row, Mapping) else None
        if as_json and isinstance(named, int) and not isinstance(named, bool):
            named = str(named)
        number = int(named) if isinstance(named, str) and named.isascii() and named.isdigit() and len(named) < 4 else -1
        found.append(number if 0 <= number < count and number not in found else None)
    return found
