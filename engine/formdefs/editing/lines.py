"""What the list of a form's fields shows, and what somebody wants a field to be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engine.errors import InvalidInput
from engine.formdefs import jsonfile
from engine.formdefs.locks import LOCKED
from engine.formdefs.model import CHOICE_TYPES, INPUT_TYPES, RULE, RULE_TEXT
from engine.sentences import say


class FieldKind(StrEnum):
    """What can be added; the values are types of form-js."""

    TEXT = "textfield"
    AREA = "textarea"
    NUMBER = "number"
    DATE = "datetime"
    TICK = "checkbox"
    ONE = "radio"
    LIST = "select"
    SEVERAL = "checklist"
    WORDS = "text"


@dataclass(frozen=True, slots=True)
class Protection:
    """What a field says of protection and privacy (processes/README.md, "The contract"), "" where it says nothing.
    `lock`: "ja" or the reason why a clone may not change the field. None, where wanted: as it is."""

    zone: str | None = None
    personal: str | None = None
    purpose: str | None = None
    retention: str | None = None
    lock: str | None = None


PROTECTED_BY = {
    "zone": "zone",
    "personal": "personenbezug",
    "purpose": "zweck",
    "retention": "loeschklasse",
    "lock": LOCKED,
}
"""Attribute of Protection to the field's property."""


@dataclass(frozen=True, slots=True)
class Line:
    """`place`: positions from 0, from the outermost list inwards ("3.1"); `type`: of form-js; `label`: of a field, or
    the text of a text; `options`: (label, value) in their order; `first`, `last`: among its neighbours;
    `kind`: what it is for this list, None where only the form editor can change what it says; `rule`, `rule_text`: FEEL
    over several fields, and the sentence when it is false; `id`: of the component, "" without one."""

    place: str
    type: str
    label: str
    key: str
    description: str
    required: bool
    options: tuple[tuple[str, Any], ...]
    kind: FieldKind | None
    depth: int
    first: bool
    last: bool
    rule: str = ""
    rule_text: str = ""
    id: str = ""
    protection: Protection = Protection()

    @property
    def name(self) -> str:
        """By which locks name it."""
        return self.key or self.id

    @property
    def is_field(self) -> bool:
        return self.type in INPUT_TYPES

    @property
    def offers(self) -> bool:
        """Whether its options stand in the form itself."""
        return self.kind in CHOICE_TYPES


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wrote. `key`: "" to have one made from the label; `options`: one a line, "label" or
    "value = label"."""

    label: str
    kind: FieldKind = FieldKind.TEXT
    key: str = ""
    description: str = ""
    required: bool = False
    options: str = ""
    rule: str = ""
    rule_text: str = ""
    protection: Protection = Protection()


def parsed(content: bytes) -> dict[str, Any]:
    """The form's JSON object. Raises InvalidInput("form.unreadable")."""
    try:
        jsonfile.parse(content)
        found = json.loads(content.decode("utf-8-sig"))
    except (jsonfile.UnreadableJson, ValueError) as error:
        raise InvalidInput("form.unreadable", error.args[0]) from None
    if not isinstance(found, dict) or not isinstance(found.get("components", []), list):
        raise InvalidInput("form.unreadable", say("Die Datei ist kein Formular: eine Liste „components“ fehlt."))
    return found


def lines(content: bytes) -> tuple[Line, ...]:
    """Every component in document order, those in groups after their group. Raises InvalidInput."""
    return tuple(_lines(parsed(content).get("components", []), "", 0))


def _lines(components: list[Any], above: str, depth: int) -> Iterator[Line]:
    for index, raw in enumerate(components):
        if not isinstance(raw, dict):
            continue
        place = f"{above}{index}"
        yield _line(raw, place, depth, index == 0, index == len(components) - 1)
        inner = raw.get("components")
        if isinstance(inner, list):
            yield from _lines(inner, f"{place}.", depth + 1)


def _line(raw: dict[str, Any], place: str, depth: int, first: bool, last: bool) -> Line:
    rules = raw.get("validate")
    type_ = _text(raw, "type")
    properties = raw["properties"] if isinstance(raw.get("properties"), dict) else {}
    return Line(
        place,
        type_,
        _text(raw, "text") if type_ == "text" else _text(raw, "label") or _text(raw, "dateLabel"),
        _text(raw, "key") or _text(raw, "path"),
        _text(raw, "description"),
        isinstance(rules, dict) and rules.get("required") is True,
        tuple(_options(raw)),
        _kind(raw),
        depth,
        first,
        last,
        _text(properties, RULE),
        _text(properties, RULE_TEXT),
        id=_text(raw, "id"),
        protection=Protection(**{own: _text(properties, name) for own, name in PROTECTED_BY.items()}),
    )


def _kind(raw: dict[str, Any]) -> FieldKind | None:
    if raw.get("type") not in [*FieldKind] or (raw["type"] in CHOICE_TYPES and not isinstance(raw.get("values"), list)):
        return None
    return FieldKind(raw["type"])


def _options(raw: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    values = raw.get("values")
    for each in values if isinstance(values, list) else []:
        if isinstance(each, dict):
            yield str(each.get("label", each.get("value", ""))), each.get("value", "")


def options_text(options: tuple[tuple[str, Any], ...]) -> str:
    """As `Wanted.options`."""
    return "\n".join(label if value == label else f"{_token(value)} = {label}" for label, value in options)


def as_written(line: Line) -> Wanted:
    """What a page shows of a field, to be changed there."""
    kind = line.kind or FieldKind.TEXT
    return Wanted(
        line.label,
        kind,
        line.key,
        line.description,
        line.required,
        options_text(line.options),
        line.rule,
        line.rule_text,
        line.protection,
    )


def _token(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _text(raw: dict[str, Any], name: str) -> str:
    value = raw.get(name)
    return value if isinstance(value, str) else ""
