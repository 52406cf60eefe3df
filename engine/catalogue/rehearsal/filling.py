"""A form filled in by a rehearsal: validated as a person's input would be, on the same terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from engine.catalogue.rehearsal.stage import Refused
from engine.catalogue.rehearsal.story import Values
from engine.feel.codec import to_json
from engine.formdefs import Absent, FormDefinition, FormState, Node, result
from engine.sentences import joined, say


def filled(form: FormDefinition, values: Values, data: Mapping[str, Any], now: dt.datetime) -> dict[str, Any]:
    """FEEL values of the form. Raises Refused with every field that a person could not have left like that."""
    state = FormState(form, values, data, now=now, absent=Absent.INITIAL, as_json=True)
    validated = result(state)
    wrong: list[str] = [
        say("das Feld „{field}“ {why}", field=_label(node), why=_why(node))
        for node in state.walk()
        if node.component.is_input and not (node.visible and node.editable) and _given(values, node.path)
    ]
    labels = {node.path: _label(node) for node in state.walk()}
    wrong += [
        say("„{field}“: {sentence}", field=labels.get(path, path), sentence=sentence) if path else sentence
        for path, sentence in _errors(validated)
    ]
    if wrong:
        raise Refused(
            say(
                "das Formular „{form}“ nimmt das nicht an: {wrong}",
                form=form.title or form.id,
                wrong=joined(wrong, "; "),
            )
        )
    return validated.values


def entered(
    form: FormDefinition, values: Mapping[str, Any], data: Mapping[str, Any], now: dt.datetime
) -> dict[str, Any]:
    """What of the validated values of a form somebody has entered: the `with` of a step that fills it in again. What
    the form showed anyway is left out."""
    shown = FormState(form, {}, data, now=now, absent=Absent.INITIAL, as_json=True)
    state = FormState(form, values, data, now=now, absent=Absent.INITIAL, as_json=True)
    return _changed(dict(_entered(state.nodes)), dict(_entered(shown.nodes)))


def _changed(values: Mapping[str, Any], shown: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for name, value in values.items():
        before = shown.get(name)
        if isinstance(value, dict) and isinstance(before, dict):
            value = _changed(value, before)
        if value != before and value != {}:
            found[name] = value
    return found


def _entered(nodes: list[Node]) -> Iterator[tuple[str, Any]]:
    found: dict[str, Any] = {}
    for node in nodes:
        if not node.visible:
            continue
        if node.component.type == "dynamiclist":
            _put(found, node.component.parts, [dict(_entered(row.nodes)) for row in node.rows])
        elif node.component.is_input and node.editable and node.value not in (None, []):
            _put(found, node.component.parts, told(node.value))
        for name, value in _entered(node.children):
            known = found.get(name)
            found[name] = {**known, **value} if isinstance(known, dict) and isinstance(value, dict) else value
    yield from found.items()


def told(value: Any) -> Any:
    """As JSON, moments with their offset."""
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    return to_json(value)


def _put(target: dict[str, Any], parts: tuple[str, ...], value: Any) -> None:
    *way, last = parts
    for part in way:
        target = target.setdefault(part, {})
    target[last] = value


def _errors(validated: Any) -> list[tuple[str, str]]:
    return [(path, sentence) for path, sentence in validated.errors.items()]


def _label(node: Node) -> str:
    return node.component.label or node.path


def _why(node: Node) -> str:
    return say("ist nicht zu sehen") if not node.visible else say("lässt sich nicht ändern")


def _given(values: Any, path: str) -> bool:
    for part in path.split("."):
        if isinstance(values, Mapping) and part in values:
            values = values[part]
        elif isinstance(values, list) and part.isdigit() and int(part) < len(values):
            values = values[int(part)]
        else:
            return False
    return values is not None
