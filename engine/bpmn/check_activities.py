"""What jobs, loops, quantities, ad-hoc sub-processes and event-based gateways must say."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.check_profile import finding, owner
from engine.bpmn.check_structure import at
from engine.bpmn.model import Element, EventKind, ProcessModel
from engine.bpmn.modelling import ACTIVITIES
from engine.bpmn.namespaces import bpmn
from engine.bpmn.reading import Document
from engine.sentences import say
from engine.terms import Finding, Zone

Trouble = tuple[str, str, str]
JOBS = ("mail", "webhook")
THROWN_BY_LOOPS = (EventKind.SIGNAL, EventKind.ESCALATION, EventKind.ERROR)
BROUGHT = (EventKind.MESSAGE, EventKind.SIGNAL)
ATOMIC = frozenset(("task", "userTask", "manualTask", "scriptTask", "businessRuleTask"))
"""What is one step: two of them never overlap."""


def activity_findings(document: Document, process: ProcessModel) -> Iterator[Finding]:
    for element in process.elements.values():
        troubles = [*_job(element), *_loop(element)]
        if element.ad_hoc is not None:
            troubles += _ad_hoc(process, element)
        if element.type == "eventBasedGateway":
            troubles += _events_behind(process, element)
        if element.instantiate:
            troubles += _instantiating(process, element)
        for code, message, hint in troubles:
            yield at(document, element, code, message, hint)


def number_findings(document: Document) -> Iterator[Finding]:
    """Attributes that must be whole numbers."""
    for node in document.root.iter(*(bpmn(kind) for kind in (*ACTIVITIES, "standardLoopCharacteristics"))):
        for name in ("startQuantity", "completionQuantity", "loopMaximum"):
            text = (node.get(name) or "1").strip()
            if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) > 0):
                yield finding(
                    document,
                    owner(node),
                    "attribute.number",
                    say("„{name}“ ist keine ganze Zahl von 1 bis 9999.", name=name),
                    say("Die Zahl berichtigen oder entfernen."),
                )


def _job(element: Element) -> Iterator[Trouble]:
    working = element.type == "serviceTask" or (element.type == "sendTask" and element.job is not None)
    if element.job is not None and element.type not in ("serviceTask", "sendTask"):
        yield (
            "job.place",
            say("„{element}“ nennt einen Job-Worker; den gibt es hier nicht.", element=element.label),
            say("Den Typ entfernen."),
        )
    elif working and element.job not in JOBS:
        yield (
            "job.kind",
            say(
                "„{element}“ hat die Art „{job}“; ausgeführt werden nur „mail“ und „webhook“.",
                element=element.label,
                job=element.job or "—",
            ),
            say("Als Typ mail oder webhook eintragen, oder den Schritt als Skript- oder Benutzeraufgabe zeichnen."),
        )
    elif element.job == "webhook" and element.zone is Zone.MEDIATION:
        yield (
            "webhook.mediation",
            say(
                "„{element}“ liegt in der Schutzzone Mediation; ein Webhook verriete anderen, dass sie läuft.",
                element=element.label,
            ),
            say("Den Schritt aus der Schutzzone nehmen, oder ihn von einer Person erledigen lassen."),
        )
    elif element.type == "sendTask" and not working and not any(d.message for d in element.definitions):
        yield (
            "message.no_name",
            say("„{element}“ nennt keine Nachricht mit Namen.", element=element.label),
            say("Eine Nachricht auswählen und ihr einen Namen geben, oder als Typ mail oder webhook eintragen."),
        )


def _loop(element: Element) -> Iterator[Trouble]:
    loop = element.standard_loop
    if element.type not in ACTIVITIES and (loop is not None or element.loop is not None):
        yield (
            "loop.place",
            say("„{element}“ ist keine Aktivität und wird nicht wiederholt.", element=element.label),
            say("Das entfernen."),
        )
    if loop is not None and element.loop is not None:
        yield (
            "loop.both",
            say("„{element}“ ist Schleife und Mehrfachausführung zugleich.", element=element.label),
            say("Eins entfernen."),
        )
    if loop is not None and loop.maximum is None and loop.condition is None:
        yield (
            "loop.endless",
            say("Die Schleife an „{element}“ endet nie.", element=element.label),
            say("Eine Schleifenbedingung oder eine Höchstzahl eintragen."),
        )
    if element.loop is not None and any(e.event.kind not in THROWN_BY_LOOPS for e in element.loop.events):
        yield (
            "loop.event",
            say(
                "Die Mehrfachausführung von „{element}“ soll ein Ereignis auslösen, das es hier nicht gibt.",
                element=element.label,
            ),
            say("Ein Signal, eine Eskalation oder einen Fehler nennen oder das Attribut behavior entfernen."),
        )
    if element.by_event and (loop is not None or element.loop is not None):
        yield (
            "loop.event",
            say("Der Ereignis-Teilprozess „{element}“ wird nicht wiederholt.", element=element.label),
            say("Das entfernen."),
        )


def _ad_hoc(process: ProcessModel, element: Element) -> Iterator[Trouble]:
    rule, name = element.ad_hoc, element.label
    inside = [e for e in process.elements.values() if e.parent == element.id]
    keys = {e.id for e in inside}
    flows = [f for f in process.flows if f.source in keys]
    if not any(e.type in ACTIVITIES and not e.by_event for e in inside):
        yield (
            "adhoc.empty",
            say("Der Ad-hoc-Teilprozess „{name}“ enthält keine Aktivität.", name=name),
            say("Eine Aufgabe hineinzeichnen."),
        )
    if any(e.type in ("startEvent", "endEvent") for e in inside):
        yield (
            "adhoc.events",
            say("In „{name}“ gibt es keine Start- und Endereignisse.", name=name),
            say("Die Ereignisse entfernen."),
        )
    if any(e.start_quantity > 1 for e in inside):
        yield (
            "adhoc.quantity",
            say("In „{name}“ kann nichts auf mehrere Token warten.", name=name),
            say("startQuantity entfernen."),
        )
    if rule is not None and rule.completion and not rule.cancel_remaining and flows:
        yield (
            "adhoc.flows",
            say("„{name}“ bricht Offenes nicht ab; mit Sequenzflüssen bliebe unklar, was noch offen ist.", name=name),
            say("Die Sequenzflüsse entfernen oder cancelRemainingInstances setzen."),
        )
    if rule is not None and rule.sequential and any(e.type in ACTIVITIES - ATOMIC or e.loop for e in inside):
        yield (
            "adhoc.sequential",
            say("Nacheinander führt „{name}“ nur einfache Aufgaben aus.", name=name),
            say("Nur Benutzer-, Skript- und Regelaufgaben verwenden oder die Reihenfolge freigeben (Parallel)."),
        )


def _instantiating(process: ProcessModel, element: Element) -> Iterator[Trouble]:
    if element.parent is not None or any(f.target == element.id for f in process.flows):
        yield (
            "instantiate.place",
            say("„{element}“ soll Vorgänge beginnen, steht aber mitten im Ablauf.", element=element.label),
            say("Das Attribut instantiate entfernen oder das Element ohne eingehenden Fluss an den Anfang stellen."),
        )


def _events_behind(process: ProcessModel, element: Element) -> Iterator[Trouble]:
    flows = [f for f in process.flows if f.source == element.id]
    if element.parallel_events and not element.instantiate:
        yield (
            "gateway.parallel",
            say(
                "„{element}“ wartet auf alle Ereignisse; das darf in BPMN nur ein Gateway, das Vorgänge beginnt.",
                element=element.label,
            ),
            say("Ein paralleles Gateway vor die Ereignisse setzen."),
        )
    behind = [t for f in flows if (t := process.elements.get(f.target)) is not None]
    if element.instantiate and any(d.kind not in BROUGHT for t in behind for d in t.definitions):
        yield (
            "gateway.instantiate",
            say("„{element}“ beginnt Vorgänge; das können nur Nachrichten und Signale.", element=element.label),
            say("Die anderen Ereignisse hinter ein eigenes Gateway im Ablauf zeichnen."),
        )
    if not flows:
        yield (
            "gateway.events",
            say("Hinter „{element}“ steht kein Ereignis.", element=element.label),
            say("Mindestens zwei Ereignisse zeichnen."),
        )
    if any(f.condition or f.is_default for f in flows):
        yield (
            "flow.condition_ignored",
            say("Hinter „{element}“ entscheiden Ereignisse.", element=element.label),
            say("Bedingungen entfernen."),
        )
    for target in behind:
        event = target.type == "intermediateCatchEvent" and target.event is not EventKind.LINK
        plain = target.loop is None and target.standard_loop is None and target.start_quantity == 1
        task = target.type == "receiveTask" and plain and not process.boundary_events(target.id)
        if not (event or task):
            yield (
                "gateway.target",
                say(
                    "Hinter „{element}“ steht „{target}“; dort wartet das Gateway auf nichts.",
                    element=element.label,
                    target=target.label,
                ),
                say("Nur Zwischenereignisse und einfache Empfangsaufgaben hinter das Gateway zeichnen."),
            )
        elif sum(f.target == target.id for f in process.flows) > 1:
            yield (
                "gateway.target",
                say("In „{target}“ führt außer dem Gateway noch ein anderer Fluss.", target=target.label),
                say("Das Ereignis für den anderen Fluss noch einmal zeichnen."),
            )
