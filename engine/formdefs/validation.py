"""Which values a filled-in form gives to the case, and what is wrong with the rest."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.formdefs.across import contradiction
from engine.formdefs.bygone import on_holiday, withdrawn
from engine.formdefs.expressions import BERLIN, evaluate, matches, spoken
from engine.formdefs.model import (
    CHOICE_TYPES,
    MULTI_CHOICE_TYPES,
    TEXT_TYPES,
    Component,
    FormDefinition,
    Validated,
)
from engine.formdefs.state import TOO_LONG, Absent, FormState, Node, Row
from engine.sentences import say

_EMAIL = re.compile(r"[^@\s\"(),:;<>\[\]\\]{1,64}@(?:[\w-]{1,63}\.){1,8}\w[\w-]{1,62}")
_PHONE = re.compile(r"\+?[0-9](?:[ ()/-]{0,3}[0-9]){2,24}", re.ASCII)


def validate(definition: FormDefinition, raw: Any, data: Mapping[str, Any], *, now: dt.datetime) -> Validated:
    """What a browser sent (nested raw strings and lists), over the case data.

    A visible field that was not sent counts as left blank. Never raises for any `raw`.
    """
    return result(FormState(definition, raw, data, now=now))


def validate_values(
    definition: FormDefinition, values: Mapping[str, Any], data: Mapping[str, Any], *, now: dt.datetime
) -> Validated:
    """JSON or FEEL values from a program. A field that is not named keeps what the case has, else its default."""
    return result(FormState(definition, values, data, now=now, absent=Absent.INITIAL, as_json=True))


def result(state: FormState) -> Validated:
    """Values and errors of a settled form; sets `error` of its nodes."""
    validated = Validated()
    if state.problem:
        validated.errors[""] = state.problem
    _collect(state, state.nodes, validated.values, validated.errors)
    if state.purse.empty:  # what bounds and patterns cost comes on top
        validated.errors.setdefault("", TOO_LONG)
    return validated


def _collect(state: FormState, nodes: list[Node], target: dict[str, Any], errors: dict[str, str]) -> None:
    for node in nodes:
        if not node.visible:
            node.error = None
        elif node.component.type == "dynamiclist":
            _collect_rows(state, node, target, errors)
        elif node.component.type == "expression":
            _write(node, target, node.value)
        elif node.component.is_input:
            _collect_field(state, node, target, errors)
        if node.children:
            _collect(state, node.children, target, errors)


def _collect_field(state: FormState, node: Node, target: dict[str, Any], errors: dict[str, str]) -> None:
    item = node.component
    if item.disabled:
        return
    if not node.editable:
        if _lacks(node):
            _write(node, target, node.value)
        return
    kept = not node.given and state.absent is Absent.INITIAL and not _lacks(node)
    if kept and node.value not in (None, False):
        node.error = contradiction(state, node)
        if node.error is not None:
            errors[node.path] = node.error
        return
    if node.value in (None, []) and node.error is None and not item.rules.required and withdrawn(node):
        return  # nobody chose anything else: what the case holds stays
    if node.error is None:
        node.error = _broken_rule(state, node) or contradiction(state, node)
    if node.error is not None:
        errors[node.path] = node.error
    elif not kept:
        _write(node, target, node.value)


def _lacks(node: Node) -> bool:
    """The case has nothing under this name yet."""
    stored: Any = node.scope.stored
    for part in node.component.parts:
        if not isinstance(stored, Mapping) or part not in stored:
            return True
        stored = stored[part]
    return False


def _write(node: Node, target: dict[str, Any], value: Any) -> None:
    """Nested keys keep the neighbours that the case has under the same name."""
    stored: Any = node.scope.stored
    *way, last = node.component.parts
    for part in way:
        stored = stored.get(part) if isinstance(stored, Mapping) else None
        target = target.setdefault(part, dict(stored) if isinstance(stored, Mapping) else {})
    target[last] = value


def _collect_rows(state: FormState, node: Node, target: dict[str, Any], errors: dict[str, str]) -> None:
    if node.component.disabled or (not node.given and not _lacks(node)):
        return
    if node.error is not None:
        errors[node.path] = node.error
    rows = []
    for row in node.rows:
        own: dict[str, Any] = dict(row.scope.stored)
        problems: dict[str, str] = {}
        _collect(state, row.nodes, own, problems)
        row.blank = row.origin is None and not problems and _is_blank(row)
        errors.update(problems)
        if not row.blank:
            rows.append(own)
    _write(node, target, rows)


def _is_blank(row: Row) -> bool:
    return not any(
        node.visible and node.component.is_input and node.value not in (None, False, []) for node in _all(row.nodes)
    )


def _all(nodes: list[Node]) -> list[Node]:
    found = []
    for node in nodes:
        found += [node, *_all(node.children)]
        for row in node.rows:
            found += _all(row.nodes)
    return found


def _broken_rule(state: FormState, node: Node) -> str | None:
    item, rules, value = node.component, node.component.rules, node.value
    if value is None or (item.type == "checkbox" and value is False):
        return _missing(item) if rules.required else None
    if item.type in TEXT_TYPES:
        return _broken_text_rule(state, node, value)
    if item.type == "number" and isinstance(value, Decimal):
        low, high = (_bound(state, node, bound) for bound in (rules.minimum, rules.maximum))
        if low is not None and value < low:
            return say("Bitte geben Sie mindestens {low} ein.", low=spoken(low))
        if high is not None and value > high:
            return say("Bitte geben Sie höchstens {high} ein.", high=spoken(high))
    if item.type == "datetime" and item.disallow_past and _is_past(value, state.now):
        return say("Dieses Datum liegt in der Vergangenheit. Bitte wählen Sie heute oder einen späteren Tag.")
    return on_holiday(item, value)


def _missing(item: Component) -> str:
    if item.type == "checkbox":
        return say("Bitte bestätigen Sie diese Angabe.")
    if item.type in MULTI_CHOICE_TYPES:
        return say("Bitte wählen Sie mindestens eine Möglichkeit aus.")
    if item.type in CHOICE_TYPES:
        return say("Bitte wählen Sie eine Möglichkeit aus.")
    if item.type == "datetime":
        return {
            "date": say("Bitte geben Sie ein Datum an, zum Beispiel 03.06.2026."),
            "time": say("Bitte geben Sie eine Uhrzeit an, zum Beispiel 14:30."),
        }.get(item.subtype, say("Bitte geben Sie Datum und Uhrzeit an, zum Beispiel 03.06.2026 14:30."))
    if item.type == "number":
        return say("Bitte geben Sie eine Zahl an.")
    return say("Bitte füllen Sie dieses Feld aus.")


def _broken_text_rule(state: FormState, node: Node, value: Any) -> str | None:
    rules = node.component.rules
    if not isinstance(value, str):
        return None
    low, high = (_bound(state, node, bound) for bound in (rules.min_length, rules.max_length))
    if low is not None and len(value) < low:
        return say("Bitte schreiben Sie mindestens {low} Zeichen; es sind {count}.", low=spoken(low), count=len(value))
    if high is not None and len(value) > high:
        return say(
            "Bitte schreiben Sie höchstens {high} Zeichen; es sind {count}.", high=spoken(high), count=len(value)
        )
    if rules.validation_type == "email" and not _EMAIL.fullmatch(value):
        return say("Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel name@beispiel.de.")
    if rules.validation_type == "phone" and not _PHONE.fullmatch(value):
        return say("Bitte geben Sie eine Telefonnummer ein, zum Beispiel 02381 17-0.")
    if rules.pattern and not matches(rules.pattern, value, state.purse):
        return rules.pattern_message or say("Die Eingabe hat nicht die verlangte Form.")
    return None


def _bound(state: FormState, node: Node, bound: Decimal | str | None) -> Decimal | None:
    if not isinstance(bound, str):
        return bound
    value = evaluate(bound[1:], node.scope.context(), state.now, state.purse)
    return value if isinstance(value, Decimal) else None


def _is_past(value: Any, now: dt.datetime) -> bool:
    if isinstance(value, dt.datetime):
        return value < now
    return isinstance(value, dt.date) and value < now.astimezone(BERLIN).date()
