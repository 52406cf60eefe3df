"""Compensation: what undoes what, and from where."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.model import Element, EventDefinition, EventKind, ProcessModel
from engine.sentences import say

Trouble = tuple[str, str, str]
"""Code, sentence, way out."""
K = EventKind


def undoing_start(process: ProcessModel, element: Element, around: Element) -> Iterator[Trouble]:
    """A compensation event sub-process undoes the sub-process around it, once that has ended."""
    whole = process.elements.get(around.parent or "")
    if whole is None or whole.type not in ("subProcess", "transaction") or whole.by_event:
        yield (
            "compensation.start",
            say("„{around}“ liegt in keinem Teilprozess, den er rückgängig machen könnte.", around=around.label),
            say("Den Ereignis-Teilprozess in den Teilprozess zeichnen, den er rückgängig macht."),
        )
        return
    others = [e for e in process.elements.values() if e.parent == around.parent and e.by_event and e.id != around.id]
    if any(s.event is K.COMPENSATION for o in others for s in process.start_events(o.id)):
        yield (
            "compensation.several",
            say("„{whole}“ hat mehrere Kompensationen.", whole=whole.label),
            say("Eine davon entfernen."),
        )
    repeated = _repeated(process, whole)
    if repeated is not None:
        yield _not_from_outside(repeated)


def _not_from_outside(repeated: Element) -> Trouble:
    return (
        "compensation.loop",
        say(
            "„{repeated}“ wird wiederholt; was darin war, lässt sich von außen nicht rückgängig machen.",
            repeated=repeated.label,
        ),
        say("Die Kompensation innerhalb der Wiederholung auslösen oder außerhalb zeichnen."),
    )


def handler(process: ProcessModel, element: Element, host: Element) -> Iterator[Trouble]:
    handler = process.elements.get(element.handler or "")
    if handler is None or not handler.for_compensation or handler.parent != element.parent:
        yield (
            "compensation.handler",
            say("„{element}“ nennt keine Aktivität, die rückgängig macht.", element=element.label),
            say("Eine Aktivität „zur Kompensation“ über eine Verbindung (Association) anhängen."),
        )
    if sum(b.event is K.COMPENSATION for b in process.boundary_events(host.id)) > 1:
        yield (
            "compensation.several",
            say("„{host}“ hat mehrere Kompensationen.", host=host.label),
            say("Eine davon entfernen."),
        )
    if any(f.source == element.id for f in process.flows):
        yield (
            "compensation.flow",
            say("Aus „{element}“ führt ein Sequenzfluss.", element=element.label),
            say("Eine Verbindung zeichnen."),
        )
    repeated = _repeated(process, host)
    if repeated is not None:
        yield _not_from_outside(repeated)


def _repeated(process: ProcessModel, host: Element) -> Element | None:
    """The repeated activity around (or itself) that something outside of it wants undone."""
    chain = [host]
    while (key := chain[-1].parent) is not None and (outer := process.elements.get(key)) is not None:
        chain.append(outer)
    for position, element in enumerate(chain):
        if element.loop is None and element.standard_loop is None:
            continue
        if element is host or reached_by_undoing(process, chain[position:]):
            return element
    return None


def reached_by_undoing(process: ProcessModel, around: list[Element]) -> bool:
    """Whether something outside undoes this activity: it and those around it, from the inside out."""
    levels = {e.parent for e in around}
    return any(_reaches(process, t, d, levels, around) for t, d in _undoing(process))


def _undoing(process: ProcessModel) -> Iterator[tuple[Element, EventDefinition]]:
    for element in process.elements.values():
        if element.type in ("endEvent", "intermediateThrowEvent"):
            yield from ((element, d) for d in element.definitions if d.kind in (K.COMPENSATION, K.CANCEL))


def _reaches(
    process: ProcessModel,
    thrower: Element,
    definition: EventDefinition,
    levels: set[str | None],
    around: list[Element],
) -> bool:
    wanted = definition.activity
    return level_of(process, thrower) in levels and (wanted is None or wanted in {e.id for e in around})


def level_of(process: ProcessModel, thrower: Element) -> str | None:
    """The level whose activities a compensation event undoes: an event sub-process speaks for the one around it."""
    level = thrower.parent
    while level is not None and process.elements[level].by_event:
        level = process.elements[level].parent
    return level


def undone(process: ProcessModel, element: Element) -> Iterator[Trouble]:
    level = level_of(process, element)
    for definition in element.definitions:
        wanted = definition.activity
        target = process.elements.get(wanted or "")
        if wanted is None:
            continue
        undoable = target is not None and (
            target.type in ("subProcess", "transaction") or _compensated(process, target)
        )
        if target is None or target.parent != level or not undoable:
            yield (
                "compensation.reference",
                say(
                    "„{element}“ soll „{wanted}“ rückgängig machen; das ist auf dieser Ebene nicht möglich.",
                    element=element.label,
                    wanted=wanted,
                ),
                say("Eine Aktivität derselben Ebene mit Kompensations-Ereignis wählen."),
            )


def _compensated(process: ProcessModel, target: Element) -> bool:
    return any(b.event is K.COMPENSATION for b in process.boundary_events(target.id))


def for_compensation(process: ProcessModel, element: Element) -> Iterator[Trouble]:
    if any(element.id in (f.source, f.target) for f in process.flows):
        yield (
            "compensation.flow",
            say("„{element}“ macht rückgängig und hat keine Sequenzflüsse.", element=element.label),
            say("Die Sequenzflüsse entfernen."),
        )
    elif not any(b.handler == element.id and b.event is K.COMPENSATION for b in process.elements.values()):
        yield (
            "compensation.handler",
            say("„{element}“ gehört zu keinem Kompensations-Ereignis.", element=element.label),
            say("Mit einem Kompensations-Ereignis am Rand einer Aktivität verbinden."),
        )
