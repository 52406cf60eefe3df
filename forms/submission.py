"""Flat names of a browser's submission to the nested raw input of `engine.formdefs`, and the row buttons.

A field is named by its path ("adresse.ort", "beteiligte.0.name"); `<list>._list` says that a list was on the
page at all, `<list>.<n>._row` which stored row a row continues. Buttons that only change the page are named
`_add:<list>`, `_remove:<list>:<n>` and `_refresh`; they work without JavaScript.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from engine.formdefs import CHOICE_TYPES, MAX_ROWS, MULTI_CHOICE_TYPES, ROW_ORIGIN, Component

LIST_MARK = "_list"
REFRESH = "_refresh"


class MultiMapping(Protocol):
    """What werkzeug's MultiDict offers."""

    def getlist(self, key: str) -> list[str]: ...
    def keys(self) -> Any: ...
    def __contains__(self, key: object) -> bool: ...


@dataclass(frozen=True, slots=True)
class PageChange:
    """A button that changes the page and completes nothing."""

    kind: str = ""
    path: str = ""
    index: int = -1

    def __bool__(self) -> bool:
        return bool(self.kind)


def page_change(formdata: MultiMapping) -> PageChange:
    for name in formdata.keys():  # noqa: SIM118  # a MultiDict iterates over keys, the protocol does not promise it
        if name == REFRESH:
            return PageChange("refresh")
        kind, _, rest = name.partition(":")
        if kind == "_add" and rest:
            return PageChange("add", rest)
        if kind == "_remove" and rest:
            path, _, index = rest.rpartition(":")
            if path and index.isascii() and index.isdigit() and len(index) < 4:
                return PageChange("remove", path, int(index))
    return PageChange()


def nested(components: Sequence[Component], formdata: MultiMapping, change: PageChange) -> dict[str, Any]:
    """Raw input for FormState, with the row button applied."""
    return _Nesting(formdata, change).level(components, "")


class _Nesting:
    def __init__(self, formdata: MultiMapping, change: PageChange) -> None:
        self._data, self._change = formdata, change
        self._rows = _row_numbers(formdata)

    def level(self, components: Sequence[Component], prefix: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self._fill(components, prefix, found)
        return found

    def _fill(self, components: Sequence[Component], prefix: str, found: dict[str, Any]) -> None:
        for item in components:
            if item.type == "group":
                self._fill(item.components, prefix, found)
            elif item.type == "dynamiclist":
                rows = self._list(item, prefix + ".".join(item.parts))
                if rows is not None:
                    _put(found, item.parts, rows)
            elif item.is_input and (name := prefix + ".".join(item.parts)) in self._data:
                _put(found, item.parts, _raw(item, self._data.getlist(name)))

    def _list(self, item: Component, path: str) -> list[Any] | None:
        numbers = sorted(self._rows.get(path, ()))
        change = self._change if self._change.path == path and item.add_remove else PageChange()
        if not numbers and f"{path}.{LIST_MARK}" not in self._data and not change:
            return None
        rows: list[Any] = []
        for number in numbers:
            if change.kind == "remove" and change.index == number:
                continue
            row = self.level(item.components, f"{path}.{number}.")
            origin = self._data.getlist(f"{path}.{number}.{ROW_ORIGIN}")
            if origin:
                row[ROW_ORIGIN] = origin[0]
            rows.append(row)
        if change.kind == "add" and len(rows) < MAX_ROWS:
            rows.append({})
        return rows


def _row_numbers(formdata: MultiMapping) -> Mapping[str, set[int]]:
    """Path of each list -> numbers of its rows, from names such as "beteiligte.0.kinder.2.name"."""
    found: dict[str, set[int]] = {}
    for name in formdata.keys():  # noqa: SIM118
        if "." not in name or len(name) > 500:
            continue
        parts = name.split(".")
        for position, part in enumerate(parts[1:-1], start=1):
            if part.isascii() and part.isdigit() and len(part) < 4:
                found.setdefault(".".join(parts[:position]), set()).add(int(part))
    return found


def _raw(item: Component, values: list[str]) -> Any:
    if item.type in MULTI_CHOICE_TYPES:
        return [value for value in values if value]
    if item.type in CHOICE_TYPES or item.type == "checkbox":
        return next((value for value in values if value), "")
    return values[0] if values else ""


def _put(tree: dict[str, Any], parts: tuple[str, ...], value: Any) -> None:
    for part in parts[:-1]:
        tree = tree.setdefault(part, {})
    tree[parts[-1]] = value
