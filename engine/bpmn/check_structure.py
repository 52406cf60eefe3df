"""Ids, references and the shape of the graph: what no table of elements can tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engine.bpmn.beginning import entries
from engine.bpmn.check_profile import finding
from engine.bpmn.model import Element, EventKind, Flow, ProcessModel
from engine.bpmn.modelling import ACTIVITIES, FLOW_NODES, SUBPROCESSES, index
from engine.bpmn.namespaces import bpmn, local, reference
from engine.bpmn.reading import Document
from engine.sentences import say
from engine.terms import Finding, Severity

MAX_NESTING = 20


@dataclass(frozen=True, slots=True)
class Scope:
    """The flow nodes of a process or of one sub-process, as a graph."""

    process: ProcessModel
    parent: str | None
    elements: dict[str, Element]
    flows: list[Flow]


def structure_findings(document: Document, models: tuple[ProcessModel, ...]) -> list[Finding]:
    found = list(_ids(document))
    found += _references(document)
    for process in models:
        for scope in scopes(process):
            found += _scope(document, scope)
    return found


def scopes(process: ProcessModel) -> list[Scope]:
    grouped: dict[str | None, dict[str, Element]] = {None: {}}
    for element in process.elements.values():
        grouped.setdefault(element.parent, {})[element.id] = element
        if element.type in SUBPROCESSES:
            grouped.setdefault(element.id, {})
    flows: dict[str | None, list[Flow]] = {}
    for flow in process.flows:
        ends = (process.elements.get(flow.source), process.elements.get(flow.target))
        for parent in {e.parent for e in ends if e is not None}:
            flows.setdefault(parent, []).append(flow)
    return [Scope(process, parent, elements, flows.get(parent, [])) for parent, elements in grouped.items()]


def at(
    document: Document,
    element: Element | ProcessModel,
    code: str,
    message: str,
    hint: str = "",
    severity: Severity = Severity.ERROR,
) -> Finding:
    return Finding(code, message, severity, document.file, element.line, element.id, element.known_as, hint)


def _ids(document: Document) -> Iterator[Finding]:
    seen: set[str] = set()
    for node in document.root.iter(etree.Element):
        kind = local(node)
        if not kind:
            continue
        key = node.get("id")
        if key in seen:
            yield finding(
                document,
                node,
                "id.double",
                say("Die ID „{key}“ kommt mehr als einmal vor.", key=key),
                say("Jedem Element eine eigene ID geben."),
            )
        if key:
            seen.add(key)
        elif kind in FLOW_NODES or kind in ("process", "sequenceFlow"):
            yield finding(
                document,
                node,
                "id.missing",
                say("Einem Element „bpmn:{kind}“ fehlt die ID.", kind=kind),
                say("Die Datei im Modeler öffnen und neu speichern."),
            )


def _references(document: Document) -> Iterator[Finding]:
    by_id = index(document)
    for node in document.root.iter(bpmn("sequenceFlow")):
        scope = node.getparent()
        for attribute in ("sourceRef", "targetRef"):
            target = by_id.get(reference(node.get(attribute)) or "")
            if target is None or local(target) not in FLOW_NODES:
                yield finding(
                    document,
                    node,
                    "flow.reference",
                    say("Ein Ende des Sequenzflusses hängt in der Luft."),
                    say("Den Fluss im Modeler neu verbinden."),
                )
            elif target.getparent() is not scope:
                yield finding(
                    document,
                    node,
                    "flow.crossing",
                    say("Der Sequenzfluss überschreitet die Grenze eines Teilprozesses oder Pools."),
                    say("Innerhalb einer Ebene verbinden."),
                )
    for node in document.root.iter(bpmn("boundaryEvent")):
        host = by_id.get(reference(node.get("attachedToRef")) or "")
        if host is None or local(host) not in ACTIVITIES or host.getparent() is not node.getparent():
            yield finding(
                document,
                node,
                "boundary.reference",
                say("Das angeheftete Ereignis hängt an keiner Aktivität."),
                say("Das Ereignis an den Rand einer Aufgabe oder eines Teilprozesses ziehen."),
            )
    for node in document.root.iter(bpmn("participant")):
        called = reference(node.get("processRef"))
        if called and (called not in by_id or local(by_id[called]) != "process"):
            yield finding(
                document,
                node,
                "participant.reference",
                say("Der Prozess „{called}“ des Pools fehlt in der Datei.", called=called),
                say("Den Pool im Modeler neu anlegen."),
            )


def _scope(document: Document, scope: Scope) -> Iterator[Finding]:
    if not scope.elements and scope.parent is None:
        return
    place: Element | ProcessModel = scope.process if scope.parent is None else scope.process.elements[scope.parent]
    starts = [e for e in scope.elements.values() if e.type == "startEvent"]
    ad_hoc = isinstance(place, Element) and place.ad_hoc is not None
    begins = entries(scope.elements.values(), scope.flows)
    if not ad_hoc and (not begins or (not starts and isinstance(place, Element) and place.by_event)):
        yield from _no_start(document, scope, place)
        return
    if len(starts) > 1 and scope.parent is not None:
        yield at(
            document,
            place,
            "subprocess.starts",
            say("Ein Teilprozess hat genau ein Startereignis."),
            say("Die übrigen Startereignisse entfernen."),
        )
    if _depth(scope) > MAX_NESTING:
        yield at(
            document,
            place,
            "subprocess.depth",
            say("Teilprozesse sind tiefer als {most} Ebenen geschachtelt.", most=MAX_NESTING),
            say("Innere Teilprozesse als Aufrufaktivität auslagern."),
        )
    yield from _ends(document, scope)
    begun = [e for e in scope.elements.values() if e.instantiate and scope.parent is None]
    yield from _unreached(document, scope, _offered(scope) if ad_hoc else starts or [*begins, *begun])


def _no_start(document: Document, scope: Scope, place: Element | ProcessModel) -> Iterator[Finding]:
    """An empty sub-process is done at once; a level that only goes in circles never begins."""
    if not scope.elements and isinstance(place, Element) and not place.by_event:
        yield at(
            document,
            place,
            "subprocess.empty",
            say("Der Teilprozess „{place}“ ist leer und tut nichts.", place=place.label),
            say("Den Ablauf hineinzeichnen."),
            Severity.WARNING,
        )
        return
    what = say("Der Prozess") if scope.parent is None else say("Der Teilprozess")
    yield at(
        document,
        place,
        "process.no_start",
        say("{what} hat kein Startereignis.", what=what),
        say("Ein Startereignis zeichnen."),
    )


def _offered(scope: Scope) -> list[Element]:
    """What an ad-hoc sub-process begins with."""
    targets = {f.target for f in scope.flows}
    events = ACTIVITIES | {"intermediateCatchEvent"}
    return [
        e for e in scope.elements.values() if e.id not in targets and e.type in events and e.event is not EventKind.LINK
    ]


def _depth(scope: Scope) -> int:
    depth, parent = 0, scope.parent
    while parent is not None:
        depth, parent = depth + 1, scope.process.elements[parent].parent
    return depth


def _ends(document: Document, scope: Scope) -> Iterator[Finding]:
    sources = {f.source for f in scope.flows}
    targets = {f.target for f in scope.flows}
    for element in scope.elements.values():
        if element.type in ("startEvent", "boundaryEvent") and element.id in targets:
            yield at(
                document,
                element,
                "event.incoming",
                say("In „{element}“ darf kein Sequenzfluss führen.", element=element.label),
                say("Den Fluss entfernen oder ein Zwischenereignis zeichnen."),
            )
        if element.type == "endEvent" and element.id in sources:
            yield at(
                document,
                element,
                "event.outgoing",
                say("Aus „{element}“ darf kein Sequenzfluss führen.", element=element.label),
                say("Den Fluss entfernen oder ein Zwischenereignis zeichnen."),
            )


def _link_targets(scope: Scope, link: Element) -> list[Element]:
    return [
        e
        for e in scope.elements.values()
        if e.event is EventKind.LINK
        and e.type == "intermediateCatchEvent"
        and e.definitions[0].link == link.definitions[0].link
    ]


def _reachable(begins: list[str], nexts: dict[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    todo = list(begins)
    while todo:
        key = todo.pop()
        if key not in seen:
            seen.add(key)
            todo += nexts.get(key, [])
    return seen


def _unreached(document: Document, scope: Scope, starts: list[Element]) -> Iterator[Finding]:
    """Only where an unreached part begins: the rest of it follows from that."""
    nexts: dict[str, list[str]] = {}
    for flow in scope.flows:
        nexts.setdefault(flow.source, []).append(flow.target)
    for element in scope.elements.values():
        if element.attached_to:
            nexts.setdefault(element.attached_to, []).append(element.id)
        if element.handler is not None:
            nexts.setdefault(element.id, []).append(element.handler)
        if element.event is EventKind.LINK and element.type == "intermediateThrowEvent":
            nexts.setdefault(element.id, []).extend(e.id for e in _link_targets(scope, element))
    if any(f.source not in scope.elements or f.target not in scope.elements for f in scope.flows):
        return  # what hangs behind a broken flow is missed because of it
    begins = [e.id for e in starts] + [e.id for e in scope.elements.values() if e.by_event]
    seen = _reachable(begins, nexts)
    left = [e for e in scope.elements.values() if e.id not in seen]
    followed = {key for e in left for key in nexts.get(e.id, [])}
    for element in sorted(left, key=lambda e: e.id in followed):
        if element.id not in seen and not (element.attached_to and element.attached_to not in scope.elements):
            seen |= _reachable([element.id], nexts)
            yield at(
                document,
                element,
                "node.unreachable",
                say("„{element}“ wird von keinem Startereignis aus erreicht.", element=element.label),
                say("Mit einem Sequenzfluss anschließen oder entfernen."),
            )
