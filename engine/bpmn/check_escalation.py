"""Whom a missed deadline reaches must be somebody, and the times between must be times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn import escalation
from engine.bpmn.check_structure import at
from engine.bpmn.deadline import is_deadline
from engine.bpmn.model import Element, ProcessModel
from engine.bpmn.reading import Document
from engine.sentences import say
from engine.terms import Finding, Severity

WORDS = "Vertretung, Leitung, KI-Leitung, Vorsitz, Koordination, Dezernat, LaKI"


def escalation_findings(document: Document, models: tuple[ProcessModel, ...]) -> Iterator[Finding]:
    for process in models:
        yield from _reminder(document, process, process.properties)
        for element in process.elements.values():
            yield from _reminder(document, element, element.properties)
            yield from _steps(document, models, element)


def _reminder(document: Document, place: Element | ProcessModel, properties: Mapping[str, str]) -> Iterator[Finding]:
    text = properties.get(escalation.REMINDER)
    if text and not escalation.is_reminder(text):
        yield at(
            document,
            place,
            "property.erinnerung",
            say("Die Erinnerung „{text}“ ist nicht lesbar.", text=text),
            say("Sagen, wie lange vor der Frist erinnert wird, zum Beispiel „2 AT“, oder „keine“."),
        )


def _steps(document: Document, models: tuple[ProcessModel, ...], element: Element) -> Iterator[Finding]:
    lanes = [lane for process in models for lane in process.lanes]
    steps = [escalation.step(text) for text in element.escalation]
    for step in steps:
        if escalation.group_of(step.word, lanes) is None:
            yield at(
                document,
                element,
                "escalation.unknown",
                say(
                    "Die Eskalation von „{element}“ nennt „{word}“; so heißt niemand.",
                    element=element.label,
                    word=step.word,
                ),
                say("Eine Bahn der Datei nennen oder eines dieser Wörter: {words}.", words=WORDS),
            )
        if step.after and not is_deadline(step.after):
            yield at(
                document,
                element,
                "escalation.after",
                say("Bei „{word}“ ist nicht lesbar, wann: „nach {after}“.", word=step.word, after=step.after),
                say("So schreiben: „Vertretung, Leitung nach 2 AT“."),
            )
    if steps and element.type in ("userTask", "manualTask") and not (element.frist or element.due_date):
        yield at(
            document,
            element,
            "escalation.no_deadline",
            say("„{element}“ eskaliert, hat aber keine Frist.", element=element.label),
            say("Der Aufgabe eine Frist geben (Eigenschaft „frist“) oder die Eskalation entfernen."),
            Severity.WARNING,
        )
