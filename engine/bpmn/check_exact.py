"""What would run, but not as it is written: references into nothing, two answers where one counts, sums on data flows
that nobody does."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn.check_profile import finding, owner
from engine.bpmn.check_structure import at
from engine.bpmn.declarations import names
from engine.bpmn.expressions import is_feel, is_timer_literal
from engine.bpmn.model import Element, ProcessModel
from engine.bpmn.modelling import index
from engine.bpmn.namespaces import bpmn, local, reference, text_of
from engine.bpmn.reading import Document
from engine.sentences import say
from engine.terms import Finding

_TIMES = ("timeDate", "timeDuration", "timeCycle")
_DATA_FLOWS = ("dataInputAssociation", "dataOutputAssociation")


def exactness_findings(document: Document, models: tuple[ProcessModel, ...]) -> Iterator[Finding]:
    yield from _errors(document)
    yield from _times(document)
    yield from _lanes(document)
    yield from _data_flows(document)
    for process in models:
        for element in process.elements.values():
            yield from _groups(document, element)
            yield from _moment(document, element)


def _event(definition: etree._Element) -> etree._Element:
    outer = definition.getparent()
    return owner(definition if outer is None else outer)


def _errors(document: Document) -> Iterator[Finding]:
    """An error event whose reference leads nowhere would catch every error."""
    by_id = index(document)
    for node in document.root.iter(bpmn("errorEventDefinition")):
        wanted = reference(node.get("errorRef"))
        if wanted and (wanted not in by_id or local(by_id[wanted]) != "error"):
            yield finding(
                document,
                _event(node),
                "error.reference",
                say("Den Fehler „{wanted}“ gibt es in der Datei nicht.", wanted=wanted),
                say("Dem Fehlerereignis im Modeler einen vorhandenen Fehler zuordnen."),
            )


def _times(document: Document) -> Iterator[Finding]:
    for node in document.root.iter(bpmn("timerEventDefinition")):
        told = [kind for kind in _TIMES if text_of(node.find(bpmn(kind))) is not None]
        if len(told) > 1 or any(len(node.findall(bpmn(kind))) > 1 for kind in told):
            yield finding(
                document,
                _event(node),
                "timer.several",
                say("Das Zeitereignis nennt mehr als eine Zeit."),
                say("Genau eine Dauer oder einen Zeitpunkt eintragen."),
            )


def _lanes(document: Document) -> Iterator[Finding]:
    """Of two lanes side by side only one could say who does the task."""
    for lane_set in [*document.root.iter(bpmn("laneSet")), *document.root.iter(bpmn("childLaneSet"))]:
        seen: dict[str, etree._Element] = {}
        for lane in lane_set.findall(bpmn("lane")):
            for member in {text_of(ref) or "" for ref in lane.findall(bpmn("flowNodeRef"))}:
                if member in seen:
                    yield finding(
                        document,
                        lane,
                        "lane.double",
                        say(
                            "„{member}“ liegt in zwei Bahnen: „{seen}“ und „{lane}“.",
                            member=member,
                            seen=_named(seen[member]),
                            lane=_named(lane),
                        ),
                        say("Das Element im Modeler in eine der Bahnen ziehen."),
                    )
                seen.setdefault(member, lane)


def _data_flows(document: Document) -> Iterator[Finding]:
    """Data flows are drawn for people; what they compute would silently not be computed."""
    for node in document.root.iter(*(bpmn(kind) for kind in _DATA_FLOWS)):
        if node.find(bpmn("assignment")) is not None or node.find(bpmn("transformation")) is not None:
            yield finding(
                document,
                owner(node),
                "data.assignment",
                say("Zuweisungen an einem Datenfluss werden nicht ausgeführt."),
                say("Den Wert mit einer Skriptaufgabe (FEEL) setzen und die Zuweisung entfernen."),
            )


def _named(node: etree._Element) -> str:
    return node.get("name") or node.get("id") or ""


def _groups(document: Document, element: Element) -> Iterator[Finding]:
    text = element.candidate_groups or element.group
    if element.type in ("userTask", "manualTask") and not is_feel(text) and len(names(text)) > 1:
        yield at(
            document,
            element,
            "task.groups",
            say(
                "„{element}“ nennt mehrere Gruppen ({text}); zuständig ist genau eine.",
                element=element.label,
                text=text,
            ),
            say("Eine Gruppe eintragen; die Konten der anderen in diese Gruppe aufnehmen."),
        )


def _moment(document: Document, element: Element) -> Iterator[Finding]:
    """A text that looks like a time and is none: read as FEEL it would be a subtraction or an unknown name."""
    text = element.timer.expression if element.timer is not None else ""
    if not text or is_feel(text) or is_timer_literal(text):
        return
    if text.lstrip("-+")[:1] in ("P", "R") and _one_word(text.lstrip("-+")):
        yield at(
            document,
            element,
            "timer.text",
            say("„{text}“ ist keine Zeitangabe.", text=text),
            say("Zum Beispiel „P14D“, „5 AT“ oder =datum eintragen."),
        )


def _one_word(text: str) -> bool:
    """One word of capitals and digits, as ISO 8601 writes durations."""
    return text.isascii() and text.isalnum() and text == text.upper()
