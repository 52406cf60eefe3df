"""Where each kind of event may stand, and what it must say."""

from __future__ import annotations

from collections.abc import Iterator

from engine import feel
from engine.bpmn.check_structure import at
from engine.bpmn.check_undoing import for_compensation, handler, undoing_start, undone
from engine.bpmn.cycle import read_cycle
from engine.bpmn.expressions import is_feel, is_time, never, parsed, source
from engine.bpmn.model import Element, EventDefinition, EventKind, ProcessModel, TimerKind
from engine.bpmn.reading import Document
from engine.sentences import say
from engine.terms import Finding

Trouble = tuple[str, str, str]
"""Code, sentence, way out."""
K = EventKind
THROWN_TOGETHER = frozenset((K.MESSAGE, K.SIGNAL, K.ESCALATION))
CAUGHT_TOGETHER = frozenset((K.MESSAGE, K.TIMER, K.SIGNAL, K.CONDITIONAL))
LOOKED_FOR = frozenset((K.ERROR, K.ESCALATION))
"""Caught only around what throws them: at a boundary or in an event sub-process."""
CLOCK = frozenset(("heute", "jetzt"))
_SINGLE = say("Die Ereignisse einzeln zeichnen.")


def event_findings(document: Document, process: ProcessModel) -> Iterator[Finding]:
    for element in process.elements.values():
        around = process.elements.get(element.parent or "")
        troubles = [*_starts(process, element, around), *_ends(process, element, around), *_links(process, element)]
        for definition in element.definitions:
            troubles += _says(element, definition)
        if len(element.definitions) > 1:
            troubles += _together(element)
        for code, message, hint in troubles:
            yield at(document, element, code, message, hint)


def _starts(process: ProcessModel, element: Element, around: Element | None) -> Iterator[Trouble]:
    if element.type != "startEvent":
        return
    kinds = {d.kind for d in element.definitions}
    name = element.label
    if around is not None and around.by_event:
        if not kinds:
            yield (
                "start.event",
                say("„{name}“ nennt kein Ereignis.", name=name),
                say("Dem Startereignis einen Auslöser geben."),
            )
        if K.ERROR in kinds and not element.interrupting:
            yield (
                "event.error_interrupts",
                say("Ein Fehler unterbricht immer."),
                say("Das Ereignis unterbrechend zeichnen."),
            )
        if K.COMPENSATION in kinds:
            yield from undoing_start(process, element, around)
        return
    if around is not None and kinds:
        yield (
            "start.none",
            say("In einem Teilprozess beginnt „{name}“ ohne Auslöser.", name=name),
            say("Den Auslöser entfernen."),
        )
    elif kinds & (LOOKED_FOR | {K.COMPENSATION}):
        yield (
            "start.inside",
            say("Mit Fehler, Eskalation oder Kompensation beginnt kein Prozess („{name}“).", name=name),
            say("Das Startereignis gehört in einen Ereignis-Teilprozess."),
        )
    elif kinds & {K.TIMER, K.CONDITIONAL} and len(process.start_events()) > 1:
        yield (
            "start.several",
            say("„{name}“ beginnt nie von selbst neben anderen Startereignissen.", name=name),
            say("Den Auslöser als Zwischenereignis hinter ein einziges Startereignis zeichnen."),
        )


def _ends(process: ProcessModel, element: Element, around: Element | None) -> Iterator[Trouble]:
    """Cancel and compensation, throwing and on boundaries."""
    kinds = {d.kind for d in element.definitions}
    host = process.elements.get(element.attached_to or "")
    if K.CANCEL in kinds and element.type == "endEvent":
        yield from _cancel_end(process, element, around)
    if K.CANCEL in kinds and host is not None and (host.type != "transaction" or not element.interrupting):
        yield (
            "cancel.place",
            say("„{element}“ gehört unterbrechend an eine Transaktion.", element=element.label),
            say("Dorthin ziehen."),
        )
    if K.COMPENSATION in kinds and host is not None:
        yield from handler(process, element, host)
    elif K.COMPENSATION in kinds:
        yield from undone(process, element)
    if element.for_compensation:
        yield from for_compensation(process, element)


def _cancel_end(process: ProcessModel, element: Element, around: Element | None) -> Iterator[Trouble]:
    if around is None or around.type != "transaction":
        yield (
            "cancel.place",
            say("„{element}“ liegt in keiner Transaktion.", element=element.label),
            say("Eine Transaktion darum zeichnen."),
        )
    elif around.loop is not None or around.standard_loop is not None:
        yield (
            "cancel.loop",
            say("„{around}“ wird wiederholt und kann nicht abgebrochen werden.", around=around.label),
            _SINGLE,
        )
    elif not any(b.event is K.CANCEL for b in process.boundary_events(around.id)):
        yield (
            "cancel.uncaught",
            say(
                "An der Transaktion „{around}“ fehlt das Abbruch-Ereignis für „{element}“.",
                around=around.label,
                element=element.label,
            ),
            say("Ein Abbruch-Ereignis an den Rand der Transaktion zeichnen."),
        )


def _links(process: ProcessModel, element: Element) -> Iterator[Trouble]:
    if element.event is not K.LINK:
        return
    name = element.definitions[0].link
    same = [
        e
        for e in process.elements.values()
        if e.event is K.LINK and e.parent == element.parent and e.definitions[0].link == name
    ]
    catches = [e for e in same if e.type == "intermediateCatchEvent"]
    if name is None:
        yield (
            "link.name",
            say("Der Link „{element}“ hat keinen Namen.", element=element.label),
            say("Beiden Seiten denselben Namen geben."),
        )
    elif element.type == "intermediateThrowEvent" and len(catches) != 1:
        yield (
            "link.target",
            say("Zum Link „{name}“ führt nicht genau ein Ziel.", name=name),
            say("Genau ein Link-Ziel zeichnen."),
        )
    flows = {f.target for f in process.flows} if element in catches else {f.source for f in process.flows}
    if element.id in flows:
        yield (
            "link.flow",
            say("Der Link „{name}“ ersetzt hier den Sequenzfluss.", name=name),
            say("Den Sequenzfluss entfernen."),
        )


def _says(element: Element, definition: EventDefinition) -> Iterator[Trouble]:
    name = element.label
    if definition.kind is K.SIGNAL and definition.signal is None:
        yield ("signal.none", say("„{name}“ nennt kein Signal.", name=name), say("Ein Signal mit Namen auswählen."))
    if definition.kind is K.SIGNAL and is_feel(definition.signal):
        yield (
            "signal.feel",
            say("Das Signal von „{name}“ ist ein Ausdruck.", name=name),
            say("Einen festen Namen eintragen."),
        )
    if definition.kind is K.CONDITIONAL:
        yield from _condition(element, definition)
    timer = definition.timer
    cycle = timer is not None and timer.kind is TimerKind.CYCLE and not is_feel(timer.expression)
    if timer is not None and cycle and read_cycle(timer.expression) is None:
        yield (
            "timer.text",
            say("„{expression}“ ist keine wiederkehrende Zeit.", expression=timer.expression),
            say("Zum Beispiel „R3/PT10M“."),
        )
    if timer is not None and not is_feel(timer.expression) and is_time(timer) and not cycle and never(timer.expression):
        yield (
            "timer.text",
            say("„{expression}“ liegt nicht im Kalender.", expression=timer.expression),
            say("Ein Datum der Jahre 1 bis 9999 nennen."),
        )


def _condition(element: Element, definition: EventDefinition) -> Iterator[Trouble]:
    if definition.condition is None:
        yield (
            "condition.none",
            say("„{element}“ nennt keine Bedingung.", element=element.label),
            say("Eine Bedingung in FEEL eintragen."),
        )
        return
    try:
        names = parsed(source(definition.condition)).names
    except feel.FeelSyntaxError:
        return
    if names & CLOCK or "now(" in definition.condition or "today(" in definition.condition:
        yield (
            "condition.clock",
            say(
                "Die Bedingung von „{element}“ hängt von der Uhrzeit ab; niemand sähe, wann sie wahr wird.",
                element=element.label,
            ),
            say("Ein Zeitereignis zeichnen."),
        )


def _together(element: Element) -> Iterator[Trouble]:
    """Several definitions on one event."""
    kinds = [d.kind for d in element.definitions]
    throws = element.type in ("endEvent", "intermediateThrowEvent")
    together = THROWN_TOGETHER if throws else CAUGHT_TOGETHER
    if element.type in ("boundaryEvent", "startEvent") and not element.parallel_multiple:
        together = together | LOOKED_FOR
    if not set(kinds) <= together:
        yield (
            "event.together",
            say("Diese Auslöser von „{element}“ lassen sich nicht verbinden.", element=element.label),
            _SINGLE,
        )
    timers = [d.timer for d in element.definitions if d.timer is not None]
    if len(timers) > 1 or any(t.kind is TimerKind.CYCLE for t in timers):
        yield (
            "event.timers",
            say("„{element}“ nennt neben anderem mehrere oder wiederkehrende Zeiten.", element=element.label),
            say("Jede Zeit als eigenes Ereignis zeichnen."),
        )
