"""Angaben: what was entered in a case, under the labels of the forms, zone by zone as the reader may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine import formdefs, runtime
from engine.bpmn import Definition, Element
from engine.casework.advancing import read_variables
from engine.casework.people import mediators
from engine.casework.visibility import followed_zones, has_access, zones_of
from engine.formdefs import Component, Option, Sentence, joined, say
from engine.runtime.scopes import RELEASED, ROOT
from engine.terms import ZONE_WORDS, Actor, Zone
from engine.unit_of_work import Case, UnitOfWork

BERLIN = ZoneInfo("Europe/Berlin")
TITLES = {zone: Sentence(word) for zone, word in ZONE_WORDS["de"].items()}


Rows = tuple[tuple[str, str], ...]
"""Label and shown value, as sentences that can be told in another language; rows of a repeating group are numbered in
the label."""


@dataclass(frozen=True, slots=True)
class Section:
    """`title`: the first step that was done and asks for these fields; empty where the reader does not follow it."""

    title: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class EntryGroup:
    zone: str
    title: str
    sections: tuple[Section, ...]

    @property
    def rows(self) -> Rows:
        return tuple(row for section in self.sections for row in section.rows)


def entry_groups(uow: UnitOfWork, case: Case, definition: Definition) -> tuple[EntryGroup, ...]:
    """One group a zone that the reader may see and that holds something. What a called process will hand on entirely
    is shown while it runs: the board reads the submission before it meets."""
    readable, followed = zones_of(uow.actor), followed_zones(uow, case.id)
    if Zone.MEDIATION in readable and not has_access(uow, case.id):
        readable -= {Zone.MEDIATION}
    marks = runtime.marks(definition, case.state)
    steps = [
        (step.label if step.zone in followed else "", [c for c in components if may_read(uow.actor, c)])
        for step, components in _by_step(definition, {(m.process_id, m.element_id) for m in marks if m.count})
    ]
    steps.sort(key=lambda step: not step[0])
    scopes = (RELEASED, ROOT, *runtime.handed_on(definition, case.state))
    groups = []
    for zone in Zone:
        if zone not in readable:
            continue
        values = {n: v for scope in scopes for n, v in read_variables(case, zone, scope).items()}
        offered = {"mediatorinnen": mediators(uow, case.municipality), **values}
        found: dict[str, dict[str, str]] = {}
        for title, components in steps:
            rows = [row for c in components for row in _rows(_with_options(c, offered), values)]
            if rows:
                found.setdefault(title, {}).update(rows)
        if found:
            sections = tuple(Section(title, tuple(told.items())) for title, told in found.items())
            groups.append(EntryGroup(zone.value, TITLES[zone], sections))
    return tuple(groups)


def may_read(actor: Actor, component: Component) -> bool:
    """A field may name the roles to which its answer is shown (property `sichtbar_fuer`); else its zone decides."""
    roles = {role.strip() for role in component.property("sichtbar_fuer").split(",")} - {""}
    return not roles or not roles.isdisjoint(actor.roles)


def _by_step(definition: Definition, done: set[tuple[str, str]]) -> Iterator[tuple[Element, list[Component]]]:
    """Fields and repeating groups of all forms, each once, in the order of the path: at the first step that asks for
    it and was done, else at the first that asks. Answers that only another form offers are known by their words too."""
    used = [e for model in definition.processes.values() for e in model.elements.values() if e.form_id]
    used.sort(key=lambda element: (element.process_id, element.id) not in done)
    asked = [(element, _fields(definition, str(element.form_id))) for element in used]
    options: dict[str, tuple[Option, ...]] = {}
    for _, fields in asked:
        for field in fields:
            options[field.path] = (*options.get(field.path, ()), *field.options)
    seen: set[str] = set()
    for element, fields in asked:
        fresh = [replace(field, options=options[field.path]) for field in fields if field.path not in seen]
        seen |= {field.path for field in fresh}
        yield element, fresh


def _fields(definition: Definition, form_id: str) -> list[Component]:
    content = definition.forms.get(form_id)
    return list(_flat(formdefs.read(content).components)) if content is not None else []


def _flat(components: tuple[Component, ...]) -> Iterator[Component]:
    for component in components:
        if component.type == "group":
            yield from _flat(component.components)
        elif component.holds_value or component.type == "dynamiclist":
            yield component


def _with_options(component: Component, offered: dict[str, Any]) -> Component:
    """A field whose choices another step has laid down, with those choices."""
    found = offered.get(component.options_key) if component.options_key else None
    if not isinstance(found, list):
        return component
    options = [Option(item.get("value"), str(item.get("label")), "") for item in found if isinstance(item, dict)]
    return replace(component, options=tuple(options))


def _rows(component: Component, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    value: Any = values
    for part in component.path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    if value is None or value in ("", []):
        return
    name = Sentence(component.label or component.key)
    if component.type == "dynamiclist" and isinstance(value, list):
        for number, row in enumerate(value, 1):
            texts = [shown(c, row.get(c.parts[-1] if c.parts else c.key)) for c in _flat(component.components)]
            yield Sentence("{label} {number}", label=name, number=number), joined(text for text in texts if text)
        return
    yield name, shown(component, value)


def shown(component: Component, value: Any) -> str:
    """A value as people write it: option labels, German dates and numbers, ja and nein."""
    if isinstance(value, list):
        return joined(shown(component, item) for item in value)
    for option in component.options:
        if option.value == value:
            return Sentence(option.label)
    return plain(value)


def plain(value: Any) -> str:
    """A FEEL value in German."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("ja") if value else say("nein")
    if isinstance(value, datetime):
        local = value.astimezone(BERLIN) if value.tzinfo else value
        return say("{time} Uhr", time=f"{local:%d.%m.%Y, %H:%M}")
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, time):
        return say("{time} Uhr", time=f"{value:%H:%M}")
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, dict):
        return joined(Sentence("{name}: {value}", name=name, value=plain(item)) for name, item in value.items())
    if isinstance(value, list):
        return joined(plain(item) for item in value)
    return str(value)
