"""What the template shows: items with resolved texts, ids and errors. No HTML is decided here but safe texts."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup, escape
from wtforms.form import BaseForm

from engine.formdefs import (
    ROW_ORIGIN,
    FormState,
    Node,
    Translate,
    about_withdrawn,
    escape_markdown,
    say,
    told,
    wording,
)
from forms.language import ROW_NAME
from forms.richtext import markdown, safe_html
from forms.submission import LIST_MARK, PageChange

_KINDS = {
    "textfield": "input", "textarea": "input", "number": "input", "datetime": "input", "select": "select",
    "checkbox": "checkbox", "radio": "choices", "checklist": "choices", "taglist": "choices",
    "group": "group", "dynamiclist": "list", "text": "text", "html": "text", "image": "image",
    "spacer": "spacer", "separator": "separator",
}  # fmt: skip
_HINTS = {
    "date": say("Zum Beispiel 03.06.2026"),
    "time": say("Zum Beispiel 14:30"),
    "datetime": say("Zum Beispiel 03.06.2026 14:30"),
}
_ENTRY = say("Eintrag")


@dataclass(slots=True)
class Item:
    """One thing on the page.

    `kind`: input, select, checkbox, choices, group, list, row (of a list), columns, text, image, spacer, separator.
    `field` is the WTForms field of the first four. `controls`: other fields depend on this one.
    """

    kind: str
    id: str = ""
    name: str = ""
    label: str = ""
    hint: str = ""
    format_hint: str = ""
    error: str = ""
    field: Any = None
    optional: bool = False
    controls: bool = False
    autofocus: bool = False
    html: Markup = Markup("")
    prefix: str = ""
    suffix: str = ""
    width: int = 0
    """Sixteenths of the line inside `columns`, 0 for an equal share."""
    items: list[Item] = dataclasses.field(default_factory=list)
    add_name: str = ""
    """Name of the button that adds a row, "" when rows are fixed."""
    remove_name: str = ""
    number: int = 0
    row_label: str = ""
    """What one entry of a list is called: "Seite", "Beteiligte"."""
    row_named: bool = False
    """Whether that says more than the list's own label does."""
    hidden: tuple[tuple[str, str], ...] = ()
    """Hidden inputs that go with it."""

    @property
    def hint_id(self) -> str:
        return f"{self.id}--hint"

    @property
    def error_id(self) -> str:
        return f"{self.id}--error"

    @property
    def described_by(self) -> str:
        hint = self.hint or self.format_hint
        parts = (("prefix", self.prefix), ("hint", hint), ("suffix", self.suffix), ("error", self.error))
        return " ".join(f"{self.id}--{name}" for name, shown in parts if shown)


def field_id(path: str) -> str:
    return "f-" + path.replace(".", "-")


class Layout:
    def __init__(
        self,
        state: FormState,
        form: BaseForm,
        errors: Mapping[str, str],
        change: PageChange,
        translate: Translate = str,
    ) -> None:
        self._state, self._form, self._errors, self._change = state, form, errors, change
        self._translate = translate

    def tree(self) -> list[Item]:
        return self._level(self._state.nodes)

    def summary_label(self, node: Node) -> str:
        """Label with the row that it stands in: "Beteiligte 2: Name"."""
        label = self._text(node, node.component.label) or node.component.key
        for around in self._state.walk():
            for index, row in enumerate(around.rows):
                if node.path.startswith(f"{around.path}.{index}.") and node in row.nodes:
                    return f"{self._row_label(around)} {index + 1}: {label}"
        return label

    def _level(self, nodes: list[Node]) -> list[Item]:
        """Items of one level; neighbours that share a layout row stand side by side."""
        found: list[Item] = []
        last_row = ""
        for node in nodes:
            item = self._item(node) if node.visible else None
            if item is None:
                continue
            row = node.component.row
            item.width = node.component.columns or 0
            if row and row == last_row:
                if found[-1].kind != "columns":
                    found[-1] = Item("columns", items=[found[-1]])
                found[-1].items.append(item)
            else:
                found.append(item)
            last_row = row
        return found

    def _item(self, node: Node) -> Item | None:
        component = node.component
        kind = _KINDS.get(component.type)
        if kind is None:
            return None
        item = Item(
            kind,
            id=field_id(node.path) if node.path else "",
            name=node.path,
            label=self._text(node, component.label),
            hint=self._text(node, component.description),
            error=self._errors.get(node.path, "") if node.path else "",
        )
        if kind in ("text", "image"):
            item.html = self._rich(node)
        elif kind == "group":
            item.items = self._level(node.children)
        elif kind == "list":
            self._list(node, item)
        elif component.is_input:
            self._input(node, item)
        return item

    def _input(self, node: Node, item: Item) -> None:
        component = node.component
        item.field = self._form[node.path]
        item.label = item.label or component.key
        item.optional = not component.rules.required and component.type != "checkbox" and node.editable
        item.prefix, item.suffix = component.prefix, component.suffix
        item.controls = self._controls(node)
        if bygone := about_withdrawn(node):
            item.hint = f"{item.hint} {told(bygone, self._translate)}".strip()
        if component.type == "datetime" and node.editable:
            item.format_hint = told(_HINTS[component.subtype], self._translate)
        if node.editable and component.type in ("checkbox", "radio", "checklist", "taglist"):
            item.hidden = ((node.path, ""),)
        item.field.described_by = item.described_by

    def _controls(self, node: Node) -> bool:
        names = self._state.definition.controls
        if not names:
            return False
        top = node.path.split(".", 1)[0]
        return top in names or node.component.parts[0] in names or not names.isdisjoint(("this", "parent"))

    def _list(self, node: Node, item: Item) -> None:
        component = node.component
        item.label = item.label or component.key
        item.row_label = self._row_label(node)
        item.row_named = item.row_label not in (item.label, told(_ENTRY, self._translate))
        item.hidden = () if component.disabled else ((f"{node.path}.{LIST_MARK}", "1"),)
        changeable = component.add_remove and not component.disabled
        item.add_name = f"_add:{node.path}" if changeable else ""
        mine = self._change.path == node.path
        item.autofocus = mine and self._change.kind == "remove"
        for index, row in enumerate(node.rows):
            path = f"{node.path}.{index}"
            origin = () if row.origin is None else ((f"{path}.{ROW_ORIGIN}", str(row.origin)),)
            line = Item(
                "row",
                id=field_id(path),
                name=path,
                label=item.row_label,
                number=index + 1,
                hidden=origin,
                remove_name=f"_remove:{node.path}:{index}" if changeable else "",
                items=self._level(row.nodes),
            )
            if mine and self._change.kind == "add" and index == len(node.rows) - 1:
                _focus_first(line)
            item.items.append(line)

    def _row_label(self, node: Node) -> str:
        """What one entry is called: the property `eintrag`, else the list's label unless that is a question."""
        label = self._text(node, node.component.label) or node.component.key
        return node.component.property(ROW_NAME) or (label if label[-1:].isalnum() else told(_ENTRY, self._translate))

    def _text(self, node: Node, text: str) -> str:
        if "{{" not in text and not text.startswith("="):
            return text
        return wording(text, node.scope.context(), self._state.now, self._state.purse)

    def _rich(self, node: Node) -> Markup:
        told = partial(wording, node.component.content, node.scope.context(), self._state.now, self._state.purse)
        if node.component.type == "text":
            return markdown(told(escape_markdown))
        if node.component.type == "html":
            return safe_html(told(lambda value: str(escape(value))))
        return Markup(escape(told()))


def _focus_first(item: Item) -> bool:
    for inner in item.items:
        if inner.field is not None:
            inner.autofocus = True
            return True
        if _focus_first(inner):
            return True
    return False
