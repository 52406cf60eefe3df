"""Gateways, conditions and loops of one process."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.check_structure import Scope, at, scopes
from engine.bpmn.model import Element, Flow, ProcessModel
from engine.bpmn.reading import Document
from engine.sentences import say
from engine.terms import Finding, Severity

WAITING = frozenset(
    (
        "userTask",
        "manualTask",
        "receiveTask",
        "intermediateCatchEvent",
        "eventBasedGateway",
        "transaction",
        "adHocSubProcess",
        "subProcess",
        "callActivity",
        "serviceTask",
        "sendTask",
    )
)


def flow_findings(document: Document, process: ProcessModel) -> Iterator[Finding]:
    outgoing: dict[str, list[Flow]] = {}
    for flow in process.flows:
        outgoing.setdefault(flow.source, []).append(flow)
    for element in process.elements.values():
        flows = outgoing.get(element.id, [])
        yield from _default(document, process, element, flows)
        if element.type == "exclusiveGateway":
            yield from _exclusive(document, element, flows)
        elif element.type == "parallelGateway":
            yield from _parallel(document, element, flows)
        elif any(f.condition for f in flows):
            yield from _conditional(document, element, flows)
    for scope in scopes(process):
        yield from _endless(document, scope)


def _default(document: Document, process: ProcessModel, element: Element, flows: list[Flow]) -> Iterator[Finding]:
    if element.default_flow is None:
        return
    default = next((f for f in flows if f.id == element.default_flow), None)
    if default is None:
        named = next((flow.label for flow in process.flows if flow.id == element.default_flow), element.default_flow)
        yield at(
            document,
            element,
            "flow.default",
            say(
                "„{element}“ nennt als Standardfluss einen Pfeil, der anderswo beginnt: {named}.",
                element=element.label,
                named=named,
            ),
            say("Den Standardfluss im Modeler neu setzen."),
        )
    elif default.condition:
        yield at(
            document,
            element,
            "flow.default_condition",
            say("Der Standardfluss hat eine Bedingung, die nicht gilt."),
            say("Die Bedingung entfernen."),
            Severity.WARNING,
        )


def _exclusive(document: Document, element: Element, flows: list[Flow]) -> Iterator[Finding]:
    if len(flows) < 2:
        return
    for flow in flows:
        if flow.condition is None and not flow.is_default:
            yield _on_flow(
                document,
                flow,
                "flow.no_condition",
                say("Ein Fluss aus dem exklusiven Gateway „{element}“ hat keine Bedingung.", element=element.label),
                say("Eine Bedingung eintragen oder den Fluss zum Standardfluss machen."),
            )
    yield from _no_default(document, element, flows)


def _conditional(document: Document, element: Element, flows: list[Flow]) -> Iterator[Finding]:
    if flows and all(f.condition for f in flows):
        yield from _no_default(document, element, flows)


def _no_default(document: Document, element: Element, flows: list[Flow]) -> Iterator[Finding]:
    if not any(f.is_default for f in flows):
        yield at(
            document,
            element,
            "flow.no_default",
            say(
                "„{element}“ hat keinen Standardfluss; trifft keine Bedingung zu, entsteht eine Störung.",
                element=element.label,
            ),
            say("Einen Fluss zum Standardfluss machen."),
            Severity.WARNING,
        )


def _parallel(document: Document, element: Element, flows: list[Flow]) -> Iterator[Finding]:
    for flow in flows:
        if flow.condition:
            yield _on_flow(
                document,
                flow,
                "flow.condition_ignored",
                say(
                    "Ein Fluss aus dem parallelen Gateway „{element}“ hat eine Bedingung; parallele Gateways "
                    "kennen keine.",
                    element=element.label,
                ),
                say("Die Bedingung entfernen oder ein anderes Gateway nehmen."),
            )


def _on_flow(document: Document, flow: Flow, code: str, message: str, hint: str) -> Finding:
    return Finding(code, message, Severity.ERROR, document.file, flow.line, flow.id, flow.known_as, hint)


def _endless(document: Document, scope: Scope) -> Iterator[Finding]:
    """One warning for each circle in which nobody ever waits."""
    nexts: dict[str, list[str]] = {key: [] for key, e in scope.elements.items() if e.type not in WAITING}
    for flow in scope.flows:
        if flow.source in nexts and flow.target in nexts:
            nexts[flow.source].append(flow.target)
    for circle in _circles(nexts):
        element = scope.elements[circle[0]]
        yield at(
            document,
            element,
            "loop.no_wait",
            say("Die Schleife um „{element}“ wartet auf niemanden und könnte endlos laufen.", element=element.label),
            say("Eine Aufgabe oder ein Zeitereignis in die Schleife setzen."),
            Severity.WARNING,
        )


def _circles(nexts: dict[str, list[str]]) -> list[list[str]]:
    """Sets of nodes that can all reach each other; at most 20 of them."""
    before: dict[str, list[str]] = {key: [] for key in nexts}
    for key, targets in nexts.items():
        for target in targets:
            before[target].append(key)
    left = _pruned(_pruned(set(nexts), nexts, before), before, nexts)
    found: list[list[str]] = []
    for start in nexts:
        if start in left and len(found) < 20:
            circle = _reach(start, nexts, left) & _reach(start, before, left)
            if circle:
                found.append([key for key in nexts if key in circle])
            left -= circle | {start}
    return found


def _pruned(keys: set[str], nexts: dict[str, list[str]], before: dict[str, list[str]]) -> set[str]:
    """Without what no circle can hold: nodes that nothing (left) leads to."""
    count = {key: sum(1 for b in before[key] if b in keys) for key in keys}
    todo = [key for key, n in count.items() if n == 0]
    while todo:
        key = todo.pop()
        keys.discard(key)
        for target in nexts[key]:
            if target in keys:
                count[target] -= 1
                if count[target] == 0:
                    todo.append(target)
    return keys


def _reach(start: str, nexts: dict[str, list[str]], within: set[str]) -> set[str]:
    """What can be reached from `start` by at least one flow."""
    seen: set[str] = set()
    todo = [start]
    while todo:
        for target in nexts[todo.pop()]:
            if target in within and target not in seen:
                seen.add(target)
                todo.append(target)
    return seen
