"""A form while one person fills it in: every field with its raw input, value, visibility and error.

`build` lays raw input over the case data, `settle` evaluates conditions and computed values until nothing
changes any more. A hidden field reads as null in conditions; what the case stores for it stays as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from engine.formdefs.coercion import coerce, coerce_json, to_raw
from engine.formdefs.expressions import BERLIN, Purse, evaluate
from engine.formdefs.inputs import option_of
from engine.formdefs.model import CHOICE_TYPES, Component, FormDefinition, Option
from engine.formdefs.rawtree import ABSENT, dig, fixed_count, origins, put, same, size
from engine.sentences import say

MAX_ROWS = 100
MAX_TOTAL = 200_000
"""Characters of one whole submission."""
_MOST_PASSES = 10
_MOST_OPTIONS = 500

TOO_LONG = say("Dieses Formular rechnet zu lange. Bitte melden Sie das Ihrer Verwaltung; gespeichert ist nichts.")
TOO_MUCH = say("Ihre Eingaben sind zusammen zu lang. Bitte kürzen Sie die längsten Texte.")


@dataclass(slots=True)
class Scope:
    """One level of names: the top, or one row. `values` is the overlay, `stored` what the case holds."""

    values: dict[str, Any]
    stored: Mapping[str, Any]
    outer: Scope | None = None
    index: int = 0

    def context(self) -> Mapping[str, Any]:
        if self.outer is None:
            return self.values
        around = self.outer.context()
        return {**around, **self.values, "this": self.values, "parent": around, "i": self.index + 1}


@dataclass(slots=True)
class Node:
    """A component in one place. `path` carries row numbers; `given`: the input named this field at all."""

    component: Component
    path: str
    scope: Scope
    raw: Any = ""
    given: bool = False
    value: Any = None
    error: str | None = None
    visible: bool = True
    editable: bool = True
    options: tuple[Option, ...] = ()
    children: list[Node] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    """One row of a repeating group. `origin` is the stored row that it continues, None for a new one."""

    scope: Scope
    nodes: list[Node]
    origin: int | None
    blank: bool = False


class Absent(Enum):
    """What a field means that the input does not name."""

    BLANK = "blank"
    INITIAL = "initial"
    """What the case holds, else the default: a page shown for the first time, or a program's values."""
    UNSEEN = "unseen"
    """A posted page: blank, but INITIAL for what a condition may have kept off that page."""


class FormState:
    """All nodes of one submission. `as_json`: the input comes from a program instead of a browser."""

    def __init__(
        self,
        definition: FormDefinition,
        raw: Any,
        data: Mapping[str, Any],
        *,
        now: dt.datetime,
        absent: Absent = Absent.BLANK,
        as_json: bool = False,
    ) -> None:
        self.definition, self.now, self.absent, self.as_json = definition, now, absent, as_json
        self.problem: str | None = None
        self._room = MAX_TOTAL
        self.purse = Purse()
        local = now.astimezone(BERLIN)
        top = Scope({"heute": local.date(), "jetzt": local, **data}, data)
        self.nodes = self._level(definition.components, raw, top, "")
        if self._room < 0:
            self.problem = TOO_MUCH
        self._settle()
        if self.purse.empty:
            self.problem = TOO_LONG

    def walk(self) -> Iterator[Node]:
        yield from _flat(self.nodes)

    # -- laying out

    def _level(self, components: tuple[Component, ...], raw: Any, scope: Scope, prefix: str) -> list[Node]:
        return [self._node(item, raw, scope, prefix) for item in components]

    def _node(self, item: Component, raw: Any, scope: Scope, prefix: str) -> Node:
        path = prefix + ".".join(item.parts)
        node = Node(item, path, scope)
        if item.type == "group":
            node.children = self._level(item.components, raw, scope, prefix)
        elif item.type == "dynamiclist":
            self._rows(node, dig(raw, item.parts))
        elif item.is_input:
            self._input(node, raw)
        return node

    def _input(self, node: Node, raw: Any) -> None:
        item, scope = node.component, node.scope
        node.options = item.options
        node.editable = not item.disabled and item.readonly is not True
        sent = dig(raw, item.parts)
        node.given = sent is not ABSENT and node.editable
        if node.given:
            self._room -= size(sent)
            node.raw = sent
            if self._room < 0:
                node.value, node.error = None, TOO_MUCH
            elif item.options or item.type not in CHOICE_TYPES:
                self._coerce(node)
            put(scope.values, item.parts, node.value)
            return
        stored = dig(scope.stored, item.parts)
        known = stored is not ABSENT and stored is not None
        if not node.editable or self.absent is Absent.INITIAL or (self.absent is Absent.UNSEEN and item.conditional):
            node.value = stored if known else self._default(item)
        if node.value is None and item.type == "checkbox":
            node.value = False
        node.raw = to_raw(item, node.value)
        put(scope.values, item.parts, node.value)

    def _default(self, item: Component) -> Any:
        """The default of a field; of a date with the property `vorgabe` = "jetzt", the present minute."""
        if item.type != "datetime" or item.property("vorgabe") != "jetzt":
            return item.default
        local = self.now.astimezone(BERLIN).replace(second=0, microsecond=0)
        return {"date": local.date(), "time": local.time()}.get(item.subtype, local)

    def _coerce(self, node: Node) -> None:
        convert = coerce_json if self.as_json else coerce
        node.value, node.error = convert(node.component, node.raw, node.options)

    def _rows(self, node: Node, sent: Any) -> None:
        item, scope = node.component, node.scope
        found = dig(scope.stored, item.parts)
        stored = [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else None
        node.given = sent is not ABSENT and not item.disabled
        if node.given:
            raw_rows = sent if isinstance(sent, list) else []
            if len(raw_rows) > MAX_ROWS:
                node.error = say("Es sind höchstens {most} Einträge möglich.", most=MAX_ROWS)
            continued = origins(raw_rows[:MAX_ROWS], len(stored or ()), self.as_json)
            if not item.add_remove and len(raw_rows) > (count := fixed_count(item, stored)):
                node.error = say("Hier sind genau {count} Einträge vorgesehen.", count=count)
        else:
            continued = list(range(len(stored))) if stored is not None else [None] * item.repetitions
            raw_rows = [{}] * len(continued)
        values: list[dict[str, Any]] = []
        put(scope.values, item.parts, values)
        for index, origin in enumerate(continued):
            base = stored[origin] if stored is not None and origin is not None else {}
            inner = Scope(dict(base), base, scope, index)
            values.append(inner.values)
            nodes = self._level(item.components, raw_rows[index], inner, f"{node.path}.{index}.")
            node.rows.append(Row(inner, nodes, origin))

    # -- conditions

    def _settle(self) -> None:
        for _ in range(_MOST_PASSES if self.definition.dynamic else 0):
            if not self._pass(self.nodes, True):
                return

    def _pass(self, nodes: list[Node], shown: bool) -> bool:
        changed = False
        for node in nodes:
            item = node.component
            visible = shown
            if visible and item.hide:
                visible = evaluate(item.hide, node.scope.context(), self.now, self.purse) is not True
            if item.holds_value:
                changed |= self._refresh(node, visible)
            changed |= visible is not node.visible
            node.visible = visible
            changed |= self._pass(node.children, visible)
            for row in node.rows:
                changed |= self._pass(row.nodes, visible)
        return changed

    def _refresh(self, node: Node, visible: bool) -> bool:
        """Bring one field up to date with what its surroundings now say; tells whether that changed it."""
        item, scope = node.component, node.scope
        before = node.value
        if item.type == "expression":
            node.value = evaluate(item.expression, scope.context(), self.now, self.purse) if item.expression else None
        elif isinstance(item.readonly, str) and item.readonly:
            self._lock(node)
        if item.options_key or item.options_expression:
            self._find_options(node)
        effective = node.value if visible else None
        if visible is node.visible and same(before, node.value):
            return False
        put(scope.values, item.parts, effective)
        return True

    def _lock(self, node: Node) -> None:
        """readonly by condition: what was typed does not count while it holds."""
        assert isinstance(node.component.readonly, str)
        locked = evaluate(node.component.readonly, node.scope.context(), self.now, self.purse) is True
        if locked and node.editable:
            node.editable, node.given, node.error = False, False, None
            stored = dig(node.scope.stored, node.component.parts)
            node.value = None if stored is ABSENT else stored
            if node.value is None and node.component.type == "checkbox":
                node.value = False
            node.raw = to_raw(node.component, node.value)

    def _find_options(self, node: Node) -> None:
        item = node.component
        context = node.scope.context()
        found = (
            context.get(item.options_key)
            if item.options_key
            else evaluate(item.options_expression, context, self.now, self.purse)
        )
        items = found if isinstance(found, (list, tuple)) else []
        unique = {option.token: option for option in map(option_of, items[:_MOST_OPTIONS]) if option and option.token}
        node.options = tuple(unique.values())
        if node.given and node.editable:
            self._coerce(node)


def _flat(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _flat(node.children)
        for row in node.rows:
            yield from _flat(row.nodes)
