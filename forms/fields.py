"""WTForms fields of form definitions: they show what was typed, and carry the engine's sentences.

The engine coerces and validates (`engine.formdefs`), so that the browser and the command line obey the same
rules; a field here holds the raw input of one `Node`, its HTML, and its error.
"""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup
from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import html_params

from engine.formdefs import MULTI_CHOICE_TYPES, Node, Translate, say, told

INPUT = "kern-form-input__input"
PLEASE_CHOOSE = say("Bitte wählen")
_ISO = {
    "date": re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII),
    "time": re.compile(r"\d{2}:\d{2}(:\d{2})?", re.ASCII),
    "datetime": re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?", re.ASCII),
}
_NATIVE = {"date": "date", "time": "time", "datetime": "datetime-local"}


class NodeField(Field):
    """A field of one node. `data` is the FEEL value, `shown` what the input shows."""

    css = INPUT

    def __init__(self, *, node: Node, translate: Translate = str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.node = node
        self.translate = translate
        self.described_by = ""
        self.problem = ""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """The node has been read and laid over the case data already."""
        self.process_errors: list[str] = []
        self.object_data = self.data = self.node.value
        self.raw_data = self.node.raw if isinstance(self.node.raw, list) else [self.node.raw]

    def pre_validate(self, form: Any) -> None:
        if self.problem:
            raise StopValidation(self.problem)

    @property
    def shown(self) -> str:
        raw = self.node.raw
        if isinstance(raw, (list, tuple)):
            raw = raw[0] if raw else ""
        return raw if isinstance(raw, str) else ""

    @property
    def chosen(self) -> frozenset[str]:
        raw = self.node.raw
        items = raw if isinstance(raw, (list, tuple)) else (raw,)
        return frozenset(item for item in items if isinstance(item, str) and item)

    def attributes(self, **more: Any) -> str:
        """Attributes that every control has; None and False leave one out."""
        found: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "aria-describedby": self.described_by or None,
            "aria-invalid": "true" if self.errors else None,
            "aria-required": "true" if self.node.component.rules.required else None,
            **more,
        }
        return str(html_params(**{name: value for name, value in found.items() if value not in (None, False)}))

    def css_class(self) -> str:
        return f"{self.css} {self.css}--error" if self.errors else self.css

    def __call__(self, **kwargs: Any) -> Markup:
        locked = not self.node.editable
        return Markup("<input {}>").format(
            Markup(
                self.attributes(
                    type=self.input_type(), value=self.shown, readonly=locked, **{"class": self.css_class()}, **kwargs
                )
            )
        )

    def input_type(self) -> str:
        return "text"


class TextField(NodeField):
    def input_type(self) -> str:
        return {"email": "email", "phone": "tel"}.get(self.node.component.rules.validation_type, "text")


class TextAreaField(NodeField):
    def __call__(self, **kwargs: Any) -> Markup:
        attributes = self.attributes(rows=5, readonly=not self.node.editable, **{"class": self.css_class()}, **kwargs)
        return Markup("<textarea {}>\n{}</textarea>").format(Markup(attributes), self.shown)


class NumberField(NodeField):
    """Typed with a comma, so a text input; telephones show the number pad."""

    def __call__(self, **kwargs: Any) -> Markup:
        whole = self.node.component.decimal_digits == 0
        return super().__call__(inputmode="numeric" if whole else "decimal", autocomplete="off", **kwargs)


class MomentField(NodeField):
    """A native date, time or date-and-time input; plain text where a browser would drop what was typed."""

    def input_type(self) -> str:
        subtype = self.node.component.subtype
        return _NATIVE[subtype] if not self.shown or _ISO[subtype].fullmatch(self.shown) else "text"


class CheckboxField(NodeField):
    css = "kern-form-check__checkbox"

    def __call__(self, **kwargs: Any) -> Markup:
        checked = self.shown.strip().lower() not in ("", "false", "off", "0") or self.node.raw is True
        attributes = self.attributes(
            type="checkbox",
            value="true",
            checked=checked,
            disabled=not self.node.editable,
            **{"class": self.css_class()},
            **kwargs,
        )
        return Markup("<input {}>").format(Markup(attributes))


class SelectField(NodeField):
    css = "kern-form-input__select"

    def __call__(self, **kwargs: Any) -> Markup:
        attributes = self.attributes(disabled=not self.node.editable, **{"class": self.css_class()}, **kwargs)
        options = [Markup('<option value="">{}</option>').format(told(PLEASE_CHOOSE, self.translate))]
        for option in self.node.options:
            mark = Markup(" selected") if option.token in self.chosen else ""
            options.append(Markup('<option value="{}"{}>{}</option>').format(option.token, mark, option.label))
        return Markup("<select {}>{}</select>").format(Markup(attributes), Markup("").join(options))


class ChoicesField(NodeField):
    """Radio buttons or checkboxes; the template asks for them one by one."""

    @property
    def is_multiple(self) -> bool:
        return self.node.component.type in MULTI_CHOICE_TYPES

    @property
    def said(self) -> tuple[str, ...]:
        """What is chosen, in words, where it cannot be changed: greyed-out buttons are hard to read."""
        return () if self.node.editable else tuple(o.label for o in self.node.options if o.token in self.chosen)

    def choice(self, number: int, **kwargs: Any) -> Markup:
        """One input. The first one has the field's own id, so that links to the field reach it."""
        option = self.node.options[number]
        kind, css = (
            ("checkbox", "kern-form-check__checkbox") if self.is_multiple else ("radio", "kern-form-check__radio")
        )
        found = {
            "id": self.choice_id(number),
            "name": self.name,
            "type": kind,
            "value": option.token,
            "class": f"{css} {css}--error" if self.errors else css,
            "checked": option.token in self.chosen,
            "disabled": not self.node.editable,
            "aria-invalid": "true" if self.errors else False,
            **kwargs,
        }
        return Markup("<input {}>").format(
            Markup(html_params(**{name: value for name, value in found.items() if value is not False}))
        )

    def choice_id(self, number: int) -> str:
        return self.id if number == 0 else f"{self.id}-{number}"


FIELDS: dict[str, type[NodeField]] = {
    "textfield": TextField,
    "textarea": TextAreaField,
    "number": NumberField,
    "datetime": MomentField,
    "checkbox": CheckboxField,
    "select": SelectField,
    "radio": ChoicesField,
    "checklist": ChoicesField,
    "taglist": ChoicesField,
}
