"""Call activities across the package: circles and towers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.beginning import can_be_called
from engine.bpmn.check_structure import MAX_NESTING, at
from engine.bpmn.check_undoing import reached_by_undoing
from engine.bpmn.model import Element, EventKind, ProcessModel
from engine.bpmn.reading import Document
from engine.sentences import say
from engine.terms import Finding


def call_findings(processes: Mapping[str, ProcessModel], where: Mapping[str, Document]) -> Iterator[Finding]:
    calls = {
        key: [e for e in p.elements.values() if e.called in processes and e.type == "callActivity"]
        for key, p in processes.items()
    }
    for key, elements in calls.items():
        for element in elements:
            if key in _reached(str(element.called), calls):
                yield at(
                    where[key],
                    element,
                    "call.circle",
                    say(
                        "„{element}“ ruft „{called}“ auf, der wieder zu „{key}“ führt.",
                        element=element.label,
                        called=element.called,
                        key=key,
                    ),
                    say("Die Wiederholung als Schleife mit einem Gateway zeichnen."),
                )
            elif not can_be_called(processes[str(element.called)]):
                yield at(
                    where[key],
                    element,
                    "call.start",
                    say(
                        "„{called}“ hat kein Startereignis ohne Auslöser und lässt sich nicht aufrufen.",
                        called=element.called,
                    ),
                    say("Im aufgerufenen Prozess ein Startereignis ohne Auslöser zeichnen."),
                )
            elif _undone_from_outside(processes[key], element) and any(
                _undoes(processes[called]) for called in _reached(str(element.called), calls)
            ):
                yield at(
                    where[key],
                    element,
                    "call.compensation",
                    say(
                        "Was „{called}“ getan hat, lässt sich von außen nicht rückgängig machen.", called=element.called
                    ),
                    say("Ein Kompensations-Ereignis an „{element}“ heften.", element=element.label),
                )
            elif (
                key not in {str(e.called) for found in calls.values() for e in found}
                and _height(str(element.called), calls) > MAX_NESTING
            ):
                yield at(
                    where[key],
                    element,
                    "call.depth",
                    say("Aufrufe sind tiefer als {most} Ebenen geschachtelt.", most=MAX_NESTING),
                    say("Aufrufe zusammenfassen."),
                )


def _undone_from_outside(process: ProcessModel, call: Element) -> bool:
    """The caller undoes what ends at the level of the call or further out, and the call has no handler of its own."""
    if any(b.event is EventKind.COMPENSATION for b in process.boundary_events(call.id)):
        return False
    chain = [call]
    while (key := chain[-1].parent) is not None and (outer := process.elements.get(key)) is not None:
        chain.append(outer)
    return reached_by_undoing(process, chain)


def _undoes(process: ProcessModel) -> bool:
    catching = (e for e in process.elements.values() if e.attached_to or e.type == "startEvent")
    return any(e.event is EventKind.COMPENSATION for e in catching)


def _reached(start: str, calls: Mapping[str, list[Element]]) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        key = todo.pop()
        if key not in seen:
            seen.add(key)
            todo += [str(e.called) for e in calls.get(key, [])]
    return seen


def _height(start: str, calls: Mapping[str, list[Element]]) -> int:
    """Levels below `start`, counted breadth first and no further than needed."""
    level, height = {start}, 0
    while level and height <= MAX_NESTING:
        height += 1
        level = {str(e.called) for key in level for e in calls.get(key, [])}
    return height
