"""Where each kind of event may stand, and what it must say."""

from __future__ import annotations

from collections.abc import Iterator

from engine import feel
from engine.bpmn.check_structure import at
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
            yield from _undoing_start(process, element, around)
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


def _undoing_start(process: ProcessModel, element: Element, around: Element) -> Iterator[Trouble]:
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
        yield from _handler(process, element, host)
    elif K.COMPENSATION in kinds:
        yield from _undone(process, element)
    if element.for_compensation:
        yield from _for_compensation(process, element)


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


def _handler(process: ProcessModel, element: Element, host: Element) -> Iterator[Trouble]:
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


def _undone(process: ProcessModel, element: Element) -> Iterator[Trouble]:
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


def _for_compensation(process: ProcessModel, element: Element) -> Iterator[Trouble]:
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
