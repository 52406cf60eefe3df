"""What would run, but not as it is written: names that no expression can read, references into nothing, mappings
where none is carried out, two answers where one counts."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine import feel
from engine.bpmn.check_profile import finding, owner
from engine.bpmn.check_structure import at
from engine.bpmn.declarations import names
from engine.bpmn.expressions import ALWAYS_KNOWN, is_feel, is_timer_literal, parsed, written_by_script
from engine.bpmn.model import Element, EventKind, ProcessModel
from engine.bpmn.modelling import ACTIVITIES, index
from engine.bpmn.namespaces import bpmn, local, reference, text_of
from engine.bpmn.reading import Document
from engine.terms import Finding

_TIMES = ("timeDate", "timeDuration", "timeCycle")
_RESULT_MAPPED = frozenset((*ACTIVITIES, "intermediateCatchEvent"))


def exactness_findings(document: Document, models: tuple[ProcessModel, ...]) -> Iterator[Finding]:
    yield from _errors(document)
    yield from _times(document)
    yield from _lanes(document)
    for process in models:
        for element in process.elements.values():
            yield from _names(document, element)
            yield from _mappings(document, element)
            yield from _groups(document, element)
            yield from _moment(document, element)


def _errors(document: Document) -> Iterator[Finding]:
    """An error event whose reference leads nowhere would catch every error."""
    by_id = index(document)
    for node in document.root.iter(bpmn("errorEventDefinition")):
        wanted = reference(node.get("errorRef"))
        if wanted and (wanted not in by_id or local(by_id[wanted]) != "error"):
            yield finding(
                document,
                owner(node.getparent() if node.getparent() is not None else node),
                "error.reference",
                f"Den Fehler «{wanted}» gibt es in der Datei nicht.",
                "Dem Fehlerereignis im Modeler einen vorhandenen Fehler zuordnen.",
            )


def _times(document: Document) -> Iterator[Finding]:
    for node in document.root.iter(bpmn("timerEventDefinition")):
        told = [kind for kind in _TIMES if text_of(node.find(bpmn(kind))) is not None]
        if len(told) > 1 or any(len(node.findall(bpmn(kind))) > 1 for kind in told):
            yield finding(
                document,
                owner(node.getparent() if node.getparent() is not None else node),
                "timer.several",
                "Das Zeitereignis nennt mehr als eine Zeit.",
                "Genau eine Dauer oder einen Zeitpunkt eintragen.",
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
                        f"«{member}» liegt in zwei Bahnen: «{_named(seen[member])}» und «{_named(lane)}».",
                        "Das Element im Modeler in eine der Bahnen ziehen.",
                    )
                seen.setdefault(member, lane)


def _named(node: etree._Element) -> str:
    return node.get("name") or node.get("id") or ""


def _written(element: Element) -> Iterator[tuple[str, str]]:
    """(what, name) of the variables that an element sets."""
    yield from (("Eingabe", m.target) for m in element.inputs)
    yield from (("Ausgabe", m.target) for m in element.outputs)
    if element.result_variable:
        yield "Ergebnisvariable", element.result_variable
    else:
        yield from (("Skript", name) for name in written_by_script(element))
    loop = element.loop
    if loop is not None:
        yield from (("Mehrfachausführung", name) for name in (loop.item, loop.results) if name)


def _names(document: Document, element: Element) -> Iterator[Finding]:
    for what, name in _written(element):
        if name in ALWAYS_KNOWN:
            yield at(
                document,
                element,
                "variable.reserved",
                f"{what} von «{element.label}»: «{name}» ist immer schon belegt und lässt sich nicht setzen.",
                "Einen anderen Namen wählen.",
            )
        elif not _readable(name):
            yield at(
                document,
                element,
                "variable.name",
                f"{what} von «{element.label}»: «{name}» ist kein Name, den ein Ausdruck lesen könnte.",
                "Einen Namen aus Buchstaben, Ziffern und _ wählen; Teile mit Punkt als Kontext setzen, "
                "zum Beispiel ={name: wert}.",
            )


def _readable(name: str) -> bool:
    try:
        found = parsed(name)
    except feel.FeelSyntaxError:
        return False
    return found.names == frozenset((name,))


def _mappings(document: Document, element: Element) -> Iterator[Finding]:
    if not (element.inputs or element.outputs) or element.type in _RESULT_MAPPED:
        return
    if element.type == "boundaryEvent" and element.event is EventKind.MESSAGE and not element.inputs:
        return
    yield at(
        document,
        element,
        "mapping.place",
        f"Die Ein- und Ausgaben von «{element.label}» werden an dieser Stelle nicht ausgeführt.",
        "Die Werte mit einer Skriptaufgabe (FEEL) davor oder danach setzen.",
    )


def _groups(document: Document, element: Element) -> Iterator[Finding]:
    text = element.candidate_groups or element.group
    if element.type in ("userTask", "manualTask", "task") and not is_feel(text) and len(names(text)) > 1:
        yield at(
            document,
            element,
            "task.groups",
            f"«{element.label}» nennt mehrere Gruppen ({text}); zuständig ist genau eine.",
            "Eine Gruppe eintragen; die Konten der anderen in diese Gruppe aufnehmen.",
        )


def _moment(document: Document, element: Element) -> Iterator[Finding]:
    """A text that looks like a time and is none: read as FEEL it would be a subtraction or an unknown name."""
    text = element.timer.expression if element.timer is not None else ""
    if not text or is_feel(text) or is_timer_literal(text):
        return
    if text.lstrip("-+")[:1] in ("P", "R") and parsed_as_name(text.lstrip("-+")):
        yield at(
            document,
            element,
            "timer.text",
            f"«{text}» ist keine Zeitangabe.",
            "Zum Beispiel «P14D», «5 AT» oder =datum eintragen.",
        )


def parsed_as_name(text: str) -> bool:
    """One word of capitals and digits, as ISO 8601 writes durations."""
    return text.isascii() and text.isalnum() and text == text.upper()
