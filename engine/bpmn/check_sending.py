"""Warnings about what is waited for and never comes: messages and signals that nobody sends, joins whose branches
exclude each other."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.check_structure import Scope, at, scopes
from engine.bpmn.model import Element, EventKind, ProcessModel
from engine.bpmn.namespaces import bpmn, reference
from engine.bpmn.reading import Document
from engine.sentences import say
from engine.terms import Finding, Severity

THROWING = ("intermediateThrowEvent", "endEvent", "sendTask")
DECIDING = ("exclusiveGateway", "eventBasedGateway")


def sending_findings(document: Document, models: tuple[ProcessModel, ...]) -> Iterator[Finding]:
    elements = [e for process in models for e in process.elements.values()]
    sent = {(d.kind, d.message or d.signal) for e in elements if e.type in THROWING for d in e.definitions}
    sent |= {(x.event.kind, x.event.signal) for e in elements if e.loop is not None for x in e.loop.events}
    drawn = _drawn(document)
    # Where no process sends messages they come from outside: from a button on the case page, from another system.
    people_send = not drawn and not any(kind is EventKind.MESSAGE for kind, _ in sent)
    for element in elements:
        if element.type in THROWING or drawn & {element.id, element.process_id}:
            continue
        for definition in element.definitions:
            name = definition.message or definition.signal
            if definition.kind is EventKind.MESSAGE and people_send:
                continue
            if name and (definition.kind, name) not in sent:
                yield _unsent(document, element, definition.kind, name)
    for process in models:
        for scope in scopes(process):
            yield from _joins(document, scope)


def _drawn(document: Document) -> set[str]:
    """Elements and processes to which a message flow leads."""
    pools = {p.get("id"): reference(p.get("processRef")) for p in document.root.iter(bpmn("participant"))}
    targets = {reference(f.get("targetRef")) for f in document.root.iter(bpmn("messageFlow"))}
    return {pools.get(t) or t for t in targets if t}


def _unsent(document: Document, element: Element, kind: EventKind, name: str) -> Finding:
    what, code = (
        (say("Die Nachricht"), "message.nobody") if kind is EventKind.MESSAGE else (say("Das Signal"), "signal.nobody")
    )
    return at(
        document,
        element,
        code,
        say(
            "{what} „{name}“ von „{element}“ sendet in dieser Datei niemand.",
            what=what,
            name=name,
            element=element.label,
        ),
        say("Kommt sie von außen, einen Nachrichtenfluss aus dem Pool des Absenders zeichnen; sonst den Namen prüfen."),
        Severity.WARNING,
    )


def _joins(document: Document, scope: Scope) -> Iterator[Finding]:
    """Parallel gateways to which one decision leads over several flows: of those only one is taken."""
    before: dict[str, list[str]] = {}
    after: dict[str, int] = {}
    for flow in scope.flows:
        before.setdefault(flow.target, []).append(flow.source)
        after[flow.source] = after.get(flow.source, 0) + 1
    for element in scope.elements.values():
        sources = before.get(element.id, [])
        if element.type != "parallelGateway" or len(sources) < 2:
            continue
        deciding = [_decision(scope, source, before, after) for source in sources]
        twice = next((key for key in deciding if key is not None and deciding.count(key) > 1), None)
        if twice is not None:
            yield at(
                document,
                element,
                "gateway.join",
                say(
                    "„{element}“ wartet auf mehrere Zweige von „{before}“; davon wird immer nur einer durchlaufen.",
                    element=element.label,
                    before=scope.elements[twice].label,
                ),
                say("Mit einem exklusiven Gateway zusammenführen."),
                Severity.WARNING,
            )


def _decision(scope: Scope, key: str, before: dict[str, list[str]], after: dict[str, int]) -> str | None:
    """The gateway that decides whether this node is reached, when nothing else comes in on the way."""
    seen: set[str] = set()
    while key in scope.elements and key not in seen:
        seen.add(key)
        if scope.elements[key].type in DECIDING and after.get(key, 0) > 1:
            return key
        if len(before.get(key, [])) != 1 or after.get(key, 0) != 1:
            return None
        key = before[key][0]
    return None
