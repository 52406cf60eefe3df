"""Doing to a form what was done to another version of it."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from engine.errors import InvalidInput
from engine.formdefs.aligning import aligned
from engine.formdefs.differing import (
    ABSENT,
    COMPONENTS,
    Added,
    At,
    Change,
    Changed,
    Item,
    Moved,
    Removed,
    Tree,
    components,
    difference,
    spots,
)
from engine.sentences import say


def applied(form: Tree, changes: Sequence[Change]) -> Tree:
    """A copy with these changes, whose names are the form's own. Raises InvalidInput("form.unpatchable")."""
    made: Tree = copy.deepcopy(form)
    _Work(made, {name: spot.content for name, spot in spots(made).items()}).do(changes)
    return made


def carried_over(original: Tree, before: Tree, after: Tree) -> Tree:
    """The original with what differs between `before`, an editor's image of it, and `after`.

    What the editor itself leaves out, puts in or orders is the same in both and no change. Raises like `applied`.
    """
    changes = difference(before, after)
    made: Tree = copy.deepcopy(original)
    if changes:
        named: dict[str, Tree] = {}
        _match(made, before, {id(spot.content): name for name, spot in spots(before).items()}, named)
        work = _Work(made, named)
        work.do(changes)
        _share_rows(work.named, {name: spot.content for name, spot in spots(after).items()}, changes)
    return made


def _match(form: Tree, image: Tree, names: Mapping[int, str], found: dict[str, Tree]) -> None:
    """The components of the form under the names that they have in its image: an editor gives ids to all."""
    own, theirs = components(form), components(image)
    for index, component in zip(aligned(own, theirs), theirs, strict=True):
        if index is not None:
            found[names[id(component)]] = own[index]
            _match(own[index], component, names, found)


def _share_rows(named: Mapping[str, Tree], after: Mapping[str, Tree], changes: Iterable[Change]) -> None:
    """An editor gives rows to all; one that now stands in the file has to be that of its neighbours too."""
    written = {_row(change.content) for change in changes if isinstance(change, Added) and not change.by}
    moved = [each.at.component for each in changes if isinstance(each, Changed) and each.at.path[:1] == ("layout",)]
    written |= {_row(after.get(name)) for name in moved}
    for name, component in after.items():
        row = _row(component)
        if row and row in written and name in named and _row(named[name]) != row:
            layout = named[name].get("layout")
            named[name]["layout"] = {**(layout if isinstance(layout, dict) else {}), "row": row}


def _row(component: Any) -> str:
    layout = component.get("layout") if isinstance(component, dict) else None
    row = layout.get("row") if isinstance(layout, dict) else None
    return row if isinstance(row, str) else ""


def _refuse(component: str) -> NoReturn:
    what = say("Das Element „{component}“", component=component) if component else say("Was geändert wurde,")
    raise InvalidInput(
        "form.unpatchable",
        say(
            "Das Formular kann nicht gespeichert werden: {what} ist in der gespeicherten Datei nicht "
            "vorhanden. Laden Sie den Entwurf neu und wiederholen Sie die Änderung.",
            what=what,
        ),
    )


class _Work:
    def __init__(self, form: Tree, named: dict[str, Tree]) -> None:
        self.named = {"": form, **named}
        self.taken: dict[tuple[At, str], Any] = {}
        """Items that move, between their old place and the new one."""
        names = {id(component): name for name, component in self.named.items()}
        self.lists: dict[str, list[Any]] = {
            names[id(inner)]: around[COMPONENTS]
            for around in self.named.values()
            for inner in components(around)
            if id(inner) in names
        }
        """In which list each component stands."""

    def do(self, changes: Sequence[Change]) -> None:
        for change in changes:
            if isinstance(change, Changed):
                self._set(change)
        for change in changes:
            if isinstance(change, Removed | Moved):
                self._take_out(change)
        for change in changes:
            if isinstance(change, Added):
                self._put_in(change.parent, change, copy.deepcopy(change.content))
            elif isinstance(change, Moved):
                taken = self.taken.pop((change.old, change.name)) if change.by else self._component(change.name)
                self._put_in(change.new, change, taken)

    def _component(self, name: str) -> Tree:
        found = self.named.get(name)
        return _refuse(name) if found is None else found

    def _set(self, change: Changed) -> None:
        around: Any = self._component(change.at.component)
        *way, last = change.at.path
        for step in way:
            around = self._step(around, step, change)
        if not isinstance(around, dict) or not isinstance(last, str):
            _refuse(change.at.component)
        if change.new is ABSENT:
            around.pop(last, None)
        else:
            around[last] = copy.deepcopy(change.new)

    def _step(self, around: Any, step: str | Item, change: Changed) -> Any:
        if isinstance(step, Item):
            number = _number(around, step.by, step.name)
            return _refuse(change.at.component) if number is None else around[number]
        if not isinstance(around, dict):
            _refuse(change.at.component)
        return around.setdefault(step, {})

    def _take_out(self, change: Removed | Moved) -> None:
        """What is not there need not be taken away; what moves has to be there."""
        at = change.parent if isinstance(change, Removed) else change.old
        if change.by:
            items = self._list(at)
            number = _number(items, change.by, change.name)
            if number is not None:
                self.taken[at, change.name] = items.pop(number)
            elif isinstance(change, Moved):
                _refuse(at.component)
        elif (around := self.lists.pop(change.name, None)) is not None:
            del around[next(n for n, each in enumerate(around) if each is self.named[change.name])]

    def _put_in(self, at: At, change: Added | Moved, content: Any) -> None:
        items = self._list(at)
        if change.by:
            numbers = (_number(items, change.by, name) for name in change.after)
        else:
            numbers = (_place(items, self.named.get(name)) for name in change.after)
            self.named[change.name], self.lists[change.name] = content, items
        before = next((number for number in numbers if number is not None), -1)
        items.insert(before + 1, content)

    def _list(self, at: At) -> list[Any]:
        around: Any = self._component(at.component)
        for step in at.path[:-1]:
            around = self._step(around, step, Changed(at, ABSENT, ABSENT))
        last = at.path[-1]
        found = around.setdefault(last, []) if isinstance(around, dict) else None
        return found if isinstance(found, list) else _refuse(at.component)


def _number(items: Any, by: str, name: str) -> int | None:
    listed = items if isinstance(items, list) else ()
    return next((n for n, item in enumerate(listed) if isinstance(item, dict) and str(item.get(by)) == name), None)


def _place(items: Sequence[Any], component: Tree | None) -> int | None:
    return next((number for number, item in enumerate(items) if item is component), None)
