"""What each kind of element must say to be run, and our own properties on it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn import declarations
from engine.bpmn.check_structure import at
from engine.bpmn.deadline import is_deadline
from engine.bpmn.expressions import (
    ALWAYS_KNOWN,
    is_feel,
    is_timer_literal,
    parsed,
    source,
    written_by_script,
)
from engine.bpmn.model import Element, EventKind, Lane, ProcessModel, TimerKind
from engine.bpmn.modelling import ACTIVITIES, EVENTS
from engine.bpmn.reading import Document
from engine.errors import EngineError
from engine.feel import FeelSyntaxError
from engine.sentences import say
from engine.terms import Finding, Role, Severity, Stage, Zone

MAPPED = ACTIVITIES | {"intermediateCatchEvent"}
FAILING = ("subProcess", "transaction", "adHocSubProcess", "callActivity", "serviceTask", "sendTask")
THROWING = ("intermediateThrowEvent", "endEvent")
"""Their input mappings are what goes out with a message or signal."""
Trouble = tuple[str, str, str]
"""Code, sentence, way out."""


def element_findings(document: Document, process: ProcessModel) -> Iterator[Finding]:
    yield from (_at(document, process, t) for t in _declared(dict(process.properties)))
    for lane in process.lanes:
        yield from _lane(document, lane)
    for element in process.elements.values():
        for trouble in (*_required(element), *_declared(dict(element.properties)), *_deadline(element)):
            yield _at(document, element, trouble)
        yield from _never(document, process, element)
        yield from _nothing_to_do(document, element)


def _nothing_to_do(document: Document, element: Element) -> Iterator[Finding]:
    """The standard completes at once what says neither who nor what."""
    if element.type == "task":
        yield at(
            document,
            element,
            "task.abstract",
            say(
                "„{element}“ ist eine Aufgabe ohne Art: sie ist sofort erledigt, niemand bekommt sie zu sehen.",
                element=element.label,
            ),
            say("Als Benutzeraufgabe zeichnen, wenn sie jemand erledigen soll."),
            Severity.WARNING,
        )
    elif element.type == "scriptTask" and element.script is None:
        yield at(
            document,
            element,
            "script.empty",
            say("„{element}“ hat kein Skript und tut nichts.", element=element.label),
            say("Ein FEEL-Skript eintragen."),
            Severity.WARNING,
        )


def _never(document: Document, process: ProcessModel, element: Element) -> Iterator[Finding]:
    host = process.elements.get(element.attached_to or "")
    if element.event is EventKind.ERROR and host is not None and host.type not in FAILING:
        yield at(
            document,
            element,
            "error.never",
            say(
                "In „{host}“ kann kein Fehler auftreten; „{element}“ geschieht nie.",
                host=host.label,
                element=element.label,
            ),
            say("Das Fehlerereignis an einen Teilprozess oder eine Aufrufaktivität heften."),
            Severity.WARNING,
        )


def _at(document: Document, place: Element | ProcessModel, trouble: Trouble) -> Finding:
    code, message, hint = trouble
    return at(document, place, code, message, hint)


def _required(element: Element) -> Iterator[Trouble]:
    name = element.label
    match element.type:
        case "businessRuleTask" if element.decision is None:
            yield (
                "decision.none",
                say("„{name}“ nennt keine Entscheidung.", name=name),
                say("Die Entscheidungs-ID der DMN eintragen."),
            )
        case "businessRuleTask" if element.result_variable is None:
            yield (
                "decision.result",
                say("„{name}“ nennt keine Ergebnisvariable.", name=name),
                say("Eine Ergebnisvariable eintragen."),
            )
        case "callActivity" if element.called is None:
            yield (
                "process.none_called",
                say("„{name}“ nennt keinen Prozess.", name=name),
                say("Unter „Aufgerufener Prozess“ wählen, welcher Prozess hier läuft (in der Datei: processId)."),
            )
        case "receiveTask" if element.message is None:
            yield _no_message(element)
    if any(d.kind is EventKind.MESSAGE and not d.message for d in element.definitions) and element.type in EVENTS:
        yield _no_message(element)
    if element.event is EventKind.ERROR and element.type == "endEvent" and element.error_code is None:
        yield (
            "error.no_code",
            say("„{name}“ nennt keinen Fehler.", name=name),
            say("Einen Fehler mit Code auswählen."),
        )
    if any(d.kind is EventKind.TIMER for d in element.definitions):
        yield from _timer(element)
    for what, text in (
        (say("Prozess"), element.called),
        (say("Entscheidung"), element.decision),
        (say("Formular"), element.form_id),
        (say("Nachrichtenname"), element.message),
    ):
        if is_feel(text):
            yield (
                "reference.feel",
                say("{what} von „{name}“ ist ein Ausdruck und lässt sich vorab nicht prüfen.", what=what, name=name),
                say("Den Schlüssel als festen Text eintragen."),
            )
    yield from _loop(element)
    yield from _mappings(element)
    for name in sorted(_written(element)):
        if not name.isidentifier():
            yield (
                "name.invalid",
                say("„{name}“ ist kein Name für eine Variable.", name=name),
                say("Kleinbuchstaben, Ziffern und Unterstriche verwenden, zum Beispiel glasl_stufe."),
            )
        elif name in ALWAYS_KNOWN:
            yield (
                "name.reserved",
                say("Die Variable „{name}“ gibt es immer; sie lässt sich nicht setzen.", name=name),
                say("Einen anderen Namen wählen."),
            )


def _mappings(element: Element) -> Iterator[Trouble]:
    found = (*element.inputs, *element.outputs)
    sends = any(d.kind in (EventKind.MESSAGE, EventKind.SIGNAL) for d in element.definitions)
    if found and element.type not in MAPPED and not (sends and element.type in THROWING and not element.outputs):
        yield (
            "mapping.place",
            say("Ein- und Ausgaben wirken an „{element}“ nicht.", element=element.label),
            say("Die Werte an der Aufgabe davor oder danach zuordnen."),
        )
    if any(not m.source or not m.target for m in found):
        yield (
            "mapping.empty",
            say("Einer Ein- oder Ausgabe von „{element}“ fehlt Quelle oder Ziel.", element=element.label),
            say("Beide Felder ausfüllen oder die Zeile löschen."),
        )


def _written(element: Element) -> set[str]:
    loop = element.loop
    names = {m.target for m in (*element.inputs, *element.outputs)} | set(written_by_script(element))
    names |= {element.result_variable or "", loop.item or "" if loop else "", loop.results or "" if loop else ""}
    return names - {""}


def _no_message(element: Element) -> Trouble:
    return (
        "message.no_name",
        say("„{element}“ nennt keine Nachricht mit Namen.", element=element.label),
        say("Eine Nachricht auswählen und ihr einen Namen geben."),
    )


def _timer(element: Element) -> Iterator[Trouble]:
    if element.timer is None:
        yield (
            "timer.none",
            say("„{element}“ nennt weder Dauer noch Zeitpunkt.", element=element.label),
            say("Eine Dauer („P14D“, „5 AT“) oder einen Zeitpunkt eintragen."),
        )
        return
    text = element.timer.expression
    if element.timer.kind is TimerKind.CYCLE:
        return  # check_events.py
    if is_feel(text) or is_timer_literal(text):
        return
    try:
        readable = bool(parsed(source(text)))
    except (FeelSyntaxError, EngineError):
        readable = False
    if not readable:
        yield (
            "timer.text",
            say("„{text}“ ist keine Zeitangabe.", text=text),
            say("Zum Beispiel „P14D“, „5 AT“ oder =datum eintragen."),
        )


def _loop(element: Element) -> Iterator[Trouble]:
    loop = element.loop
    if loop is None:
        return
    if loop.collection is None and loop.cardinality is None:
        yield (
            "loop.none",
            say("Die Mehrfachausführung von „{element}“ nennt keine Sammlung.", element=element.label),
            say("Eine Sammlung (input collection) eintragen."),
        )
    if loop.collection is not None and loop.cardinality is not None:
        yield (
            "loop.both",
            say("Die Mehrfachausführung von „{element}“ nennt eine Sammlung und eine Anzahl.", element=element.label),
            say("Eins von beiden entfernen."),
        )
    if loop.result is not None and loop.results is None:
        yield (
            "loop.results",
            say("„{element}“ nennt ein Ergebnis je Durchlauf, aber keine Ergebnisliste.", element=element.label),
            say("Die Ergebnisliste (output collection) eintragen."),
        )


def _deadline(element: Element) -> Iterator[Trouble]:
    if element.frist and not is_feel(element.frist) and not is_deadline(element.frist):
        yield (
            "property.frist",
            say("Die Frist „{frist}“ ist nicht lesbar.", frist=element.frist),
            say("Zum Beispiel „5 AT“, „2 Wochen“, „3 Monate“, „4 Stunden“ oder „P14D“."),
        )
    for text in (element.due_date, element.follow_up):
        if text and not is_feel(text) and not is_timer_literal(text):
            yield (
                "task.due",
                say("Das Datum „{text}“ ist nicht lesbar.", text=text),
                say("Ein ISO-Datum oder einen FEEL-Ausdruck mit „=“ eintragen."),
            )


def _declared(properties: dict[str, str]) -> Iterator[Trouble]:
    zone, stage = properties.get(declarations.ZONE), properties.get(declarations.STAGE)
    if zone and declarations.zone(zone) is None:
        yield (
            "property.schutzzone",
            say("„{zone}“ ist keine Schutzzone.", zone=zone),
            say("Möglich sind: {names}.", names=", ".join(Zone)),
        )
    if stage and declarations.stage(stage) is None:
        yield (
            "property.stufe",
            say("„{stage}“ ist keine Verfahrensstufe.", stage=stage),
            say("Möglich sind: {names}.", names=", ".join(Stage)),
        )
    if declarations.releases(properties.get(declarations.RELEASE)) is None:
        yield (
            "property.freigabe",
            say("Die Freigabe „{release}“ ist nicht lesbar.", release=properties[declarations.RELEASE]),
            say("So schreiben: „mediation>beirat: ergebnis, datum“."),
        )
    role = properties.get(declarations.ROLE)
    if role and role not in {r.value for r in Role}:
        yield (
            "property.rolle",
            say("„{role}“ ist keine Rolle.", role=role),
            say("Möglich sind: {names}.", names=", ".join(Role)),
        )


def _lane(document: Document, lane: Lane) -> Iterator[Finding]:
    for code, message, hint in _declared(dict(lane.properties)):
        yield Finding(
            code,
            message,
            file=document.file,
            line=lane.line,
            element_id=lane.id,
            element_name=lane.name or None,
            hint=hint,
        )
