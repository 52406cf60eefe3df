"""A rehearsal's steps for people: with the names of the diagram and of the forms instead of ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine import formdefs
from engine.bpmn import Definition
from engine.catalogue.rehearsal.story import Do, Expect, Message, Rehearsal, Signal, Step, Values, Wait
from engine.errors import InvalidInput
from engine.formdefs import Component
from engine.sentences import joined, say

LONGEST = 200
"""Signs of a value; the whole text stands in the file."""


@dataclass(frozen=True, slots=True)
class Detail:
    """`kind`: value, or what is expected: at, open, overdue, ended, variables, suggests, sent, incident. `label`: of a
    value."""

    kind: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One step. `kind`: do, send, fail, wait, message, signal, expect. `name`: of the task, message or signal, or the
    time that goes by. `by`: group or account; for `fail` the code of the error."""

    number: int
    kind: str
    name: str
    by: str
    details: tuple[Detail, ...]


def told_story(rehearsal: Rehearsal, definition: Definition) -> tuple[StoryLine, ...]:
    """A line for each step, numbered from 1."""
    teller = _Teller(definition)
    return tuple(teller.line(number, step) for number, step in enumerate(rehearsal.steps, start=1))


class _Teller:
    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.elements = {e.id: e for process in definition.processes.values() for e in process.elements.values()}

    def line(self, number: int, step: Step) -> StoryLine:
        match step:
            case Do(element, values, by, which, fails):
                job = element in self.elements and self.elements[element].job
                kind = "fail" if fails else "send" if job else "do"
                said = (*self._values(which, element), *self._values(values, element))
                return StoryLine(number, kind, self._label(element), fails or by or "", said)
            case Wait(time):
                return StoryLine(number, "wait", time, "", ())
            case Message(name, values):
                return StoryLine(number, "message", name, "", tuple(self._values(values)))
            case Signal(name, values):
                return StoryLine(number, "signal", name, "", tuple(self._values(values)))
            case Expect():
                return StoryLine(number, "expect", "", "", tuple(self._expected(step)))

    def _expected(self, step: Expect) -> Iterator[Detail]:
        if step.element is not None:
            yield Detail("at", "", self._label(step.element))
        for kind, names in (("open", step.open), ("overdue", step.overdue)):
            if names is not None:
                yield Detail(kind, "", self._names(names))
        if step.ended is not None:
            ended = self._label(step.ended) if isinstance(step.ended, str) else "true" if step.ended else "false"
            yield Detail("ended", "", ended)
        for kind, values in (("variables", step.variables), ("suggests", step.suggests)):
            for name, value in values.items():
                yield Detail(kind, name, shown(value))
        if step.sent:
            yield Detail("sent", "", self._names(step.sent))
        if step.incident:
            yield Detail("incident", "", step.incident)

    def _values(self, values: Values, element: str = "") -> Iterator[Detail]:
        fields = self._fields(element)
        for path, value in _flat(values):
            field = fields.get(path)
            label = field.label if field is not None and field.label else path
            yield Detail("value", label, shown(_chosen(field, value)))

    def _fields(self, element: str) -> dict[str, Component]:
        known = self.elements.get(element)
        content = self.definition.forms.get(known.form_id or "") if known is not None else None
        if content is None:
            return {}
        try:
            return {item.path: item for top in formdefs.read(content).components for item in _all(top)}
        except InvalidInput:
            return {}

    def _label(self, element: str) -> str:
        return self.elements[element].label if element in self.elements else element

    def _names(self, names: Iterable[str]) -> str:
        counted = Counter(names)
        return joined(
            say("„{name}“ ({count}-mal)", name=self._label(key), count=n)
            if n > 1
            else say("„{name}“", name=self._label(key))
            for key, n in counted.items()
        )


def shown(value: Any) -> str:
    """A plain value in one line."""
    if isinstance(value, list):
        return ", ".join(shown(item) for item in value)[:LONGEST]
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {shown(item)}" for key, item in value.items())[:LONGEST]
    if value is None:
        return say("leer")
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(str(value).split())[:LONGEST]


def _chosen(field: Component | None, value: Any) -> Any:
    """What a choice is called."""
    labels = {str(option.value): option.label for option in field.options} if field is not None else {}
    if isinstance(value, list):
        return [labels.get(str(item), item) if isinstance(item, str) else item for item in value]
    return labels.get(str(value), value) if isinstance(value, str) else value


def _flat(values: Values, before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _all(item: Component) -> Iterator[Component]:
    yield item
    for inner in item.components:
        yield from _all(inner)
