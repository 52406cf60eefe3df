"""What each kind of element must say to be run, and our own properties on it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn import declarations as say
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
            f"„{element.label}“ ist eine Aufgabe ohne Art: sie ist sofort erledigt, niemand bekommt sie zu sehen.",
            "Als Benutzeraufgabe zeichnen, wenn sie jemand erledigen soll.",
            Severity.WARNING,
        )
    elif element.type == "scriptTask" and element.script is None:
        yield at(
            document,
            element,
            "script.empty",
            f"„{element.label}“ hat kein Skript und tut nichts.",
            "Ein FEEL-Skript eintragen.",
            Severity.WARNING,
        )


def _never(document: Document, process: ProcessModel, element: Element) -> Iterator[Finding]:
    host = process.elements.get(element.attached_to or "")
    if element.event is EventKind.ERROR and host is not None and host.type not in FAILING:
        yield at(
            document,
            element,
            "error.never",
            f"In „{host.label}“ kann kein Fehler auftreten; „{element.label}“ geschieht nie.",
            "Das Fehlerereignis an einen Teilprozess oder eine Aufrufaktivität heften.",
            Severity.WARNING,
        )


def _at(document: Document, place: Element | ProcessModel, trouble: Trouble) -> Finding:
    code, message, hint = trouble
    return at(document, place, code, message, hint)


def _required(element: Element) -> Iterator[Trouble]:
    name = element.label
    match element.type:
        case "businessRuleTask" if element.decision is None:
            yield ("decision.none", f"„{name}“ nennt keine Entscheidung.", "Die Entscheidungs-ID der DMN eintragen.")
        case "businessRuleTask" if element.result_variable is None:
            yield ("decision.result", f"„{name}“ nennt keine Ergebnisvariable.", "Eine Ergebnisvariable eintragen.")
        case "callActivity" if element.called is None:
            yield ("process.none_called", f"„{name}“ nennt keinen Prozess.", "Die Prozess-ID eintragen.")
        case "receiveTask" if element.message is None:
            yield _no_message(element)
    if any(d.kind is EventKind.MESSAGE and not d.message for d in element.definitions) and element.type in EVENTS:
        yield _no_message(element)
    if element.event is EventKind.ERROR and element.type == "endEvent" and element.error_code is None:
        yield ("error.no_code", f"„{name}“ nennt keinen Fehler.", "Einen Fehler mit Code auswählen.")
    if any(d.kind is EventKind.TIMER for d in element.definitions):
        yield from _timer(element)
    for what, text in (
        ("Prozess", element.called),
        ("Entscheidung", element.decision),
        ("Formular", element.form_id),
        ("Nachrichtenname", element.message),
    ):
        if is_feel(text):
            yield (
                "reference.feel",
                f"{what} von „{name}“ ist ein Ausdruck und lässt sich vorab nicht prüfen.",
                "Den Schlüssel als festen Text eintragen.",
            )
    yield from _loop(element)
    yield from _mappings(element)
    for name in sorted(_written(element)):
        if not name.isidentifier():
            yield (
                "name.invalid",
                f"„{name}“ ist kein Name für eine Variable.",
                "Kleinbuchstaben, Ziffern und Unterstriche verwenden, zum Beispiel glasl_stufe.",
            )
        elif name in ALWAYS_KNOWN:
            yield (
                "name.reserved",
                f"Die Variable „{name}“ gibt es immer; sie lässt sich nicht setzen.",
                "Einen anderen Namen wählen.",
            )


def _mappings(element: Element) -> Iterator[Trouble]:
    found = (*element.inputs, *element.outputs)
    sends = any(d.kind in (EventKind.MESSAGE, EventKind.SIGNAL) for d in element.definitions)
    if found and element.type not in MAPPED and not (sends and element.type in THROWING and not element.outputs):
        yield (
            "mapping.place",
            f"Ein- und Ausgaben wirken an „{element.label}“ nicht.",
            "Die Werte an der Aufgabe davor oder danach zuordnen.",
        )
    if any(not m.source or not m.target for m in found):
        yield (
            "mapping.empty",
            f"Einer Ein- oder Ausgabe von „{element.label}“ fehlt Quelle oder Ziel.",
            "Beide Felder ausfüllen oder die Zeile löschen.",
        )


def _written(element: Element) -> set[str]:
    loop = element.loop
    names = {m.target for m in (*element.inputs, *element.outputs)} | set(written_by_script(element))
    names |= {element.result_variable or "", loop.item or "" if loop else "", loop.results or "" if loop else ""}
    return names - {""}


def _no_message(element: Element) -> Trouble:
    return (
        "message.no_name",
        f"„{element.label}“ nennt keine Nachricht mit Namen.",
        "Eine Nachricht auswählen und ihr einen Namen geben.",
    )


def _timer(element: Element) -> Iterator[Trouble]:
    if element.timer is None:
        yield (
            "timer.none",
            f"„{element.label}“ nennt weder Dauer noch Zeitpunkt.",
            "Eine Dauer („P14D“, „5 AT“) oder einen Zeitpunkt eintragen.",
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
        yield ("timer.text", f"„{text}“ ist keine Zeitangabe.", "Zum Beispiel „P14D“, „5 AT“ oder =datum eintragen.")


def _loop(element: Element) -> Iterator[Trouble]:
    loop = element.loop
    if loop is None:
        return
    if loop.collection is None and loop.cardinality is None:
        yield (
            "loop.none",
            f"Die Mehrfachausführung von „{element.label}“ nennt keine Sammlung.",
            "Eine Sammlung (input collection) eintragen.",
        )
    if loop.collection is not None and loop.cardinality is not None:
        yield (
            "loop.both",
            f"Die Mehrfachausführung von „{element.label}“ nennt eine Sammlung und eine Anzahl.",
            "Eins von beiden entfernen.",
        )
    if loop.result is not None and loop.results is None:
        yield (
            "loop.results",
            f"„{element.label}“ nennt ein Ergebnis je Durchlauf, aber keine Ergebnisliste.",
            "Die Ergebnisliste (output collection) eintragen.",
        )


def _deadline(element: Element) -> Iterator[Trouble]:
    if element.frist and not is_feel(element.frist) and not is_deadline(element.frist):
        yield (
            "property.frist",
            f"Die Frist „{element.frist}“ ist nicht lesbar.",
            "Zum Beispiel „5 AT“, „2 Wochen“, „3 Monate“, „4 Stunden“ oder „P14D“.",
        )
    for text in (element.due_date, element.follow_up):
        if text and not is_feel(text) and not is_timer_literal(text):
            yield (
                "task.due",
                f"Das Datum „{text}“ ist nicht lesbar.",
                "Ein ISO-Datum oder einen FEEL-Ausdruck mit „=“ eintragen.",
            )


def _declared(properties: dict[str, str]) -> Iterator[Trouble]:
    zone, stage = properties.get(say.ZONE), properties.get(say.STAGE)
    if zone and say.zone(zone) is None:
        yield ("property.schutzzone", f"„{zone}“ ist keine Schutzzone.", "Möglich sind: " + ", ".join(Zone) + ".")
    if stage and say.stage(stage) is None:
        yield ("property.stufe", f"„{stage}“ ist keine Verfahrensstufe.", "Möglich sind: " + ", ".join(Stage) + ".")
    if say.releases(properties.get(say.RELEASE)) is None:
        yield (
            "property.freigabe",
            f"Die Freigabe „{properties[say.RELEASE]}“ ist nicht lesbar.",
            "So schreiben: „mediation>beirat: ergebnis, datum“.",
        )
    role = properties.get(say.ROLE)
    if role and role not in {r.value for r in Role}:
        yield ("property.rolle", f"„{role}“ ist keine Rolle.", "Möglich sind: " + ", ".join(Role) + ".")


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
