"""Does a rehearsal fit the process? Every name that it uses is one of the definition, or a finding says which it may
be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine import formdefs
from engine.bpmn import Definition
from engine.bpmn.beginning import begun_by_event
from engine.bpmn.model import Element
from engine.catalogue.rehearsal.reading import nearest
from engine.catalogue.rehearsal.story import Do, Expect, Message, Rehearsal, Signal
from engine.formdefs import Component
from engine.sentences import say
from engine.terms import Finding

WORKED_ON = ("userTask", "manualTask")


def findings_of(rehearsal: Rehearsal, definition: Definition) -> list[Finding]:
    """None for one that can be played. A group or account is no name of the process: that shows when it is played."""
    return list(_Fitting(rehearsal, definition).all())


class _Fitting:
    def __init__(self, rehearsal: Rehearsal, definition: Definition) -> None:
        self.rehearsal, self.definition = rehearsal, definition
        processes = definition.processes.values()
        self.elements = [e for process in processes for e in process.elements.values()]
        self.events = [d for e in self.elements for d in e.definitions]

    def all(self) -> Iterator[Finding]:
        wanted = self.rehearsal.process
        if wanted and wanted not in self.definition.processes:
            message = say("Den Prozess „{wanted}“ gibt es hier nicht.", wanted=wanted)
            yield self._note("rehearsal.process", 1, message, nearest(wanted, list(self.definition.processes)))
            return
        yield from self._start()
        for step in self.rehearsal.steps:
            match step:
                case Do():
                    yield from self._do(step)
                case Expect():
                    yield from self._expect(step)
                case Message(name, line=line):
                    yield from self._known(
                        "rehearsal.message", say("Eine Nachricht"), name, (d.message for d in self.events), line
                    )
                case Signal(name, line=line):
                    yield from self._known(
                        "rehearsal.signal", say("Ein Signal"), name, (d.signal for d in self.events), line
                    )
        if self.rehearsal.ends is not None and self.rehearsal.ends.at:
            yield from self._end(self.rehearsal.ends.at, self.rehearsal.ends.line)

    def _note(self, code: str, line: int | None, message: str, hint: str) -> Finding:
        return Finding(code, message, file=self.rehearsal.file, line=line, hint=hint)

    def _start(self) -> Iterator[Finding]:
        start = self.rehearsal.start
        process = self.definition.processes[self.rehearsal.process or self.definition.main]
        events = begun_by_event(process)
        if start.event and start.event not in {e.id for e in events}:
            message = say("Ein Startereignis „{event}“ hat dieser Prozess nicht.", event=start.event)
            yield self._note("rehearsal.start", start.line, message, nearest(start.event, [e.id for e in events]))
        for name, known in ((start.message, "message"), (start.signal, "signal")):
            names = [found for e in events for d in e.definitions if (found := getattr(d, known))]
            if name and name not in names:
                message = say("Mit „{name}“ beginnt dieser Prozess nicht.", name=name)
                yield self._note("rehearsal.start", start.line, message, nearest(name, names))

    def _do(self, step: Do) -> Iterator[Finding]:
        meant = [e for e in self.elements if e.id == step.element and (e.type in WORKED_ON or e.job)]
        if not meant:
            message = say("Eine Aufgabe „{element}“ gibt es in diesem Prozess nicht.", element=step.element)
            yield self._note("rehearsal.element", step.line, message, self._meant(step.element, WORKED_ON))
            return
        if any(e.job or not e.form_id or e.form_id not in self.definition.forms for e in meant):
            return
        fields = [field for e in meant for field in self._fields(e)]
        for path in _paths(step.values):
            if path not in fields:
                message = say("Das Formular von „{element}“ hat kein Feld „{path}“.", element=meant[0].label, path=path)
                yield self._note("rehearsal.field", step.line, message, nearest(path, fields))

    def _expect(self, step: Expect) -> Iterator[Finding]:
        for name in (*([step.element] if step.element else ()), *(step.open or ()), *(step.overdue or ())):
            kinds = () if name == step.element else WORKED_ON
            if not any(e.id == name and (not kinds or e.type in kinds) for e in self.elements):
                what = say("Eine Aufgabe") if kinds else say("Einen Schritt")
                message = say("{what} „{name}“ gibt es in diesem Prozess nicht.", what=what, name=name)
                yield self._note("rehearsal.element", step.line, message, self._meant(name, kinds))
        if isinstance(step.ended, str):
            yield from self._end(step.ended, step.line)

    def _end(self, name: str, line: int | None) -> Iterator[Finding]:
        process = self.definition.processes[self.rehearsal.process or self.definition.main]
        ends = [e.id for e in process.elements.values() if e.type == "endEvent"]
        yield from self._known("rehearsal.element", say("Ein Endereignis"), name, ends, line)

    def _known(
        self, code: str, what: str, name: str, known: Iterable[str | None], line: int | None
    ) -> Iterator[Finding]:
        names = [one for one in known if one]
        if name not in names:
            yield self._note(
                code,
                line,
                say("{what} „{name}“ gibt es in diesem Prozess nicht.", what=what, name=name),
                nearest(name, names),
            )

    def _meant(self, name: str, kinds: tuple[str, ...]) -> str:
        """Somebody may have written what the element is called."""
        known = [e for e in self.elements if not kinds or e.type in kinds]
        called = next((e for e in known if e.name.casefold() == name.casefold()), None)
        if called is not None:
            return say("„{name}“ hat die ID „{id}“.", name=called.name, id=called.id)
        return nearest(name, [e.id for e in known])

    def _fields(self, element: Element) -> list[str]:
        form = formdefs.read(self.definition.forms[str(element.form_id)])
        return [path for item in form.components for path in _field_paths(item)]


def _field_paths(item: Component) -> Iterator[str]:
    if item.is_input or item.type == "dynamiclist":
        yield item.path
    for inner in item.components:
        yield from _field_paths(inner)


def _paths(values: Any, before: str = "") -> Iterator[str]:
    """Paths of fields, without row numbers; a context or a row is what it holds."""
    for name, value in values.items():
        path = f"{before}{name}"
        if isinstance(value, Mapping):
            yield from _paths(value, f"{path}.")
        elif isinstance(value, list) and any(isinstance(row, Mapping) for row in value):
            for row in value:
                yield from _paths(row, f"{path}.") if isinstance(row, Mapping) else (path,)
        else:
            yield path
