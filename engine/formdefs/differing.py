"""What differs between two versions of a form, as data: by component and path, never by position.

A component is named by its id, else its key, else its place; the form itself by "". Lists within a component whose
items have names (options by their value) are compared by item as well; other lists are values as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.formdefs.aligning import NAMED_BY, same

COMPONENTS = "components"
Tree = dict[str, Any]


class _Absent:
    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = _Absent()
"""No value stands there; None is a value (null)."""


@dataclass(frozen=True, slots=True)
class Item:
    """A step of a path: the item of a list that has this name under `by`."""

    by: str
    name: str


@dataclass(frozen=True, slots=True)
class At:
    """A place: in the component of this name, along these keys."""

    component: str
    path: tuple[str | Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """`old`, `new`: values of JSON, or ABSENT."""

    at: At
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Added:
    """What is new in the list at `parent`: a component without those within, which are named by themselves; or an item.

    `after`: names of those before it in its list, the nearest first. `by`: what names an item, "" of components.
    """

    parent: At
    name: str
    content: Any
    after: tuple[str, ...]
    by: str = ""


@dataclass(frozen=True, slots=True)
class Removed:
    parent: At
    name: str
    content: Any
    by: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """`old`, `new`: the lists it stood and stands in; the same one for what changed its place there."""

    old: At
    new: At
    name: str
    after: tuple[str, ...]
    by: str = ""


Change = Changed | Added | Removed | Moved


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a component stands: in which list, behind which others (the nearest first)."""

    content: Tree
    parent: At
    after: tuple[str, ...]


def difference(before: Tree, after: Tree) -> tuple[Change, ...]:
    """What was removed, changed, added and moved; nothing, where both say the same."""
    old, new = spots(before), spots(after)
    found: list[Change] = [
        Removed(spot.parent, name, own(spot.content)) for name, spot in old.items() if name not in new
    ]
    found += _values(At(""), own(before), own(after))
    for name, spot in new.items():
        if name in old:
            found += _values(At(name), own(old[name].content), own(spot.content))
    return (*found, *_placings(old, new))


def spots(form: Tree) -> dict[str, Spot]:
    """All components by name, those around before those within."""
    found: dict[str, Spot] = {}
    _collect(form, "", found)
    return found


def _collect(around: Tree, name: str, found: dict[str, Spot]) -> None:
    before: list[str] = []
    parent = At(name, (COMPONENTS,))
    for number, component in enumerate(components(around)):
        own_name = _free(_named(component, f"{name}/{number}"), found)
        found[own_name] = Spot(component, parent, tuple(reversed(before)))
        before.append(own_name)
        _collect(component, own_name, found)


def components(around: Tree) -> list[Tree]:
    listed = around.get(COMPONENTS)
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _named(component: Tree, place: str) -> str:
    names = (component.get(by) for by in ("id", "key"))
    return next((name for name in names if isinstance(name, str) and name), place)


def _free(name: str, taken: Mapping[str, Any]) -> str:
    numbered = (name if number == 1 else f"{name}#{number}" for number in range(1, len(taken) + 2))
    return next(each for each in numbered if each not in taken)


def own(component: Tree) -> Tree:
    """Without the components within; a list of them is kept, as an empty one."""
    return {key: [] if key == COMPONENTS and isinstance(value, list) else value for key, value in component.items()}


def _placings(old: Mapping[str, Spot], new: Mapping[str, Spot]) -> Iterator[Change]:
    steady = _steady(old, new)
    for name, spot in new.items():
        if name not in old:
            yield Added(spot.parent, name, own(spot.content), spot.after)
        elif name not in steady:
            yield Moved(old[name].parent, spot.parent, name, spot.after)


def _steady(old: Mapping[str, Spot], new: Mapping[str, Spot]) -> set[str]:
    """Those of which nobody has to say that they moved: as many as can be."""
    place = {name: number for number, name in enumerate(old)}
    lists: dict[At, list[str]] = {}
    for name, spot in new.items():
        if name in old and old[name].parent == spot.parent:
            lists.setdefault(spot.parent, []).append(name)
    return {name for names in lists.values() for name in _rising(names, place)}


def _rising(names: Sequence[str], place: Mapping[str, int]) -> list[str]:
    """A longest part of these that stands in the order of their places."""
    best: list[tuple[int, int | None]] = []
    for index, name in enumerate(names):
        earlier = [(best[i][0], i) for i in range(index) if place[names[i]] < place[name]]
        length, link = max(earlier, default=(0, None), key=lambda each: each[0])
        best.append((length + 1, link))
    found: list[str] = []
    at = max(range(len(best)), key=lambda i: best[i][0], default=None)
    while at is not None:
        found.append(names[at])
        at = best[at][1]
    return found


# Values within a component


def _values(at: At, old: Any, new: Any) -> Iterator[Change]:
    if old is ABSENT or new is ABSENT:
        yield Changed(at, old, new)
    elif same(old, new):
        return
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _values(At(at.component, (*at.path, key)), old.get(key, ABSENT), new.get(key, ABSENT))
    elif (by := _listed_by(old, new)) is not None:
        yield from _items(at, by, {str(item[by]): item for item in old}, {str(item[by]): item for item in new})
    else:
        yield Changed(at, old, new)


def _listed_by(old: Any, new: Any) -> str | None:
    """By what the items of both lists are told apart, if they are."""
    if not isinstance(old, list) or not isinstance(new, list) or not old or not new:
        return None
    return next((by for by in NAMED_BY if _tells_apart(old, by) and _tells_apart(new, by)), None)


def _tells_apart(items: Sequence[Any], by: str) -> bool:
    found = [item.get(by) if isinstance(item, dict) else None for item in items]
    return all(isinstance(name, (str, int)) for name in found) and len(set(map(str, found))) == len(found)


def _items(at: At, by: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    yield from (Removed(at, name, item, by) for name, item in old.items() if name not in new)
    place = {name: number for number, name in enumerate(old)}
    steady = _rising([name for name in new if name in old], place)
    before: list[str] = []
    for name, item in new.items():
        after = tuple(reversed(before))
        if name not in old:
            yield Added(at, name, item, after, by)
        else:
            yield from _values(At(at.component, (*at.path, Item(by, name))), old[name], item)
            if name not in steady:
                yield Moved(at, at, name, after, by)
        before.append(name)
