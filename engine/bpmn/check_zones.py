"""Secrecy before anything runs: one zone per name, nothing out of the mediation without a release, and decisions
that a person confirms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine import feel
from engine.bpmn import zones
from engine.bpmn.check_expressions import place
from engine.bpmn.check_structure import at
from engine.bpmn.declarations import names
from engine.bpmn.expressions import (
    ALWAYS_KNOWN,
    Expression,
    context_entries,
    expressions,
    parsed,
    written_by_script,
)
from engine.bpmn.model import Element, EventKind, ProcessModel
from engine.bpmn.reading import Document
from engine.sentences import say
from engine.terms import Finding, Severity, Zone

Where = Mapping[str, Document]
"""process id -> the document that holds it."""
SHOWN = frozenset(("zuständige Person", "Gruppe", "Personenkreis", "Frist", "Wiedervorlage"))
"""Expressions whose values stand in lists."""


def zone_findings(
    processes: Iterable[ProcessModel], where: Where, fields: zones.FormFields, read_by: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    processes = list(processes)
    deciding = zones.by_name(zones.writes(processes, fields))
    yield from _conflicts(deciding, where)
    zone_of, shared = zones.zones(deciding), _shared_rules(processes)
    for process in processes:
        yield from _crossings(process, where[process.id], zone_of)
        yield from _decided(process, where[process.id], zone_of, read_by)
        yield from _unconfirmed(process, where[process.id], shared)
    yield from _unset(processes, where, set(deciding))


def _conflicts(deciding: Mapping[str, list[zones.Write]], where: Where) -> Iterator[Finding]:
    for name, found in deciding.items():
        other = next((w for w in found if w.zone is not found[0].zone), None)
        if other is None or found[0].rank == 2:
            continue
        first, element = found[0], other.element
        yield at(
            where[element.process_id],
            element,
            "zone.conflict",
            say(
                "Die Variable „{name}“ gehört zu zwei Schutzzonen: „{zone}“ (bei „{first}“) und "
                "„{other}“ (bei „{element}“).",
                name=name,
                zone=first.zone,
                first=first.element.label,
                other=other.zone,
                element=element.label,
            ),
            say("Zwei verschiedene Namen verwenden oder die Zone am Formularfeld festlegen."),
        )


def _crossings(process: ProcessModel, document: Document, zone_of: Mapping[str, Zone]) -> Iterator[Finding]:
    allowed = zones.released(process)
    for expression in expressions(process):
        places = [(target, zone_of.get(target, Zone.EINGANG)) for target in _targets(expression)]
        if (shown := _shown(expression)) is not None:
            places.append((expression.what, shown))
        for target, zone in places:
            for message, hint in _leaks(_read(expression), target, zone, zone_of, allowed):
                yield place(document, expression, "zone.crossing", message, hint)


def _decided(
    process: ProcessModel, document: Document, zone_of: Mapping[str, Zone], read_by: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    allowed = zones.released(process)
    for element in process.elements.values():
        if element.type == "businessRuleTask" and element.decision and element.result_variable:
            read = read_by.get(element.decision, frozenset())
            zone = zone_of.get(element.result_variable, Zone.EINGANG)
            for message, hint in _leaks(read, element.result_variable, zone, zone_of, allowed):
                yield at(document, element, "zone.crossing", message, hint)


def _leaks(
    read: frozenset[str], target: str, zone: Zone, zone_of: Mapping[str, Zone], allowed: frozenset[tuple[str, Zone]]
) -> Iterator[tuple[str, str]]:
    for name in sorted(read):
        if zone is not Zone.MEDIATION and zone_of.get(name) is Zone.MEDIATION and (name, zone) not in allowed:
            yield (
                say(
                    "„{name}“ gehört zur Mediation und würde über „{target}“ in die Zone „{zone}“ gelangen.",
                    name=name,
                    target=target,
                    zone=zone,
                ),
                say(
                    "An der Aufgabe, die das erlaubt, „freigabe“ eintragen: mediation>{zone}: {name}.",
                    zone=zone,
                    name=name,
                ),
            )


def _targets(expression: Expression) -> tuple[str, ...]:
    if expression.target:
        return (expression.target,)
    if expression.element is not None and expression.what == "Skript":
        return context_entries(expression.text) or ()
    return ()


def _shown(expression: Expression) -> Zone | None:
    """What lists show of a task lies outside the sealed parts."""
    element = expression.element
    return element.zone if element is not None and expression.what in SHOWN else None


def _read(expression: Expression) -> frozenset[str]:
    try:
        return parsed(expression.text).names - expression.own
    except feel.FeelSyntaxError:
        return frozenset()


def _unconfirmed(process: ProcessModel, document: Document, shared: Mapping[str, Element]) -> Iterator[Finding]:
    """A decision's result is a suggestion: some user task must name it in `bestaetigt`."""
    if process.id in shared:
        return
    tasks = [e for e in process.elements.values() if e.type in ("userTask", "manualTask")]
    confirmed = {name for e in tasks for name in names(e.confirms)}
    known = {e.id for e in tasks}
    ids: set[str | None] = set()
    for element, rule in _suggestions(process, shared):
        own = {element.id, rule.id, rule.decision, rule.result_variable}
        ids |= own
        if confirmed & own or {*names(element.confirms), *names(rule.confirms)} & known:
            continue
        yield at(
            document,
            element,
            "decision.unconfirmed",
            say("Den Vorschlag von „{element}“ bestätigt niemand.", element=element.label),
            say(
                "An der Benutzeraufgabe, die ihn bestätigt, unter „Bestätigt die Entscheidung“ „{id}“ eintragen"
                " (in der Datei: die Eigenschaft bestaetigt).",
                id=element.id,
            ),
        )
    for task in tasks:
        for name in names(task.confirms):
            if name not in ids:
                yield at(
                    document,
                    task,
                    "property.bestaetigt",
                    say("„{task}“ bestätigt „{name}“, das gibt es nicht.", task=task.label, name=name),
                    say("Die ID der Geschäftsregelaufgabe eintragen."),
                )


def _suggestions(process: ProcessModel, shared: Mapping[str, Element]) -> Iterator[tuple[Element, Element]]:
    """Where a decision is asked in this process, with the rule task: itself, or the global one that is called."""
    for element in process.elements.values():
        rule = shared.get(element.called or "") if element.type == "callActivity" else element
        if rule is not None and rule.type == "businessRuleTask":
            yield element, rule


def _shared_rules(processes: Iterable[ProcessModel]) -> dict[str, Element]:
    """Global business rule tasks that are called: who calls them confirms what they suggest."""
    processes = list(processes)
    called = {e.called for p in processes for e in p.elements.values() if e.type == "callActivity"}
    return {p.id: p.elements[p.id] for p in processes if p.id in called and p.id in p.elements}


def _unset(processes: list[ProcessModel], where: Where, written: set[str]) -> Iterator[Finding]:
    """Warnings for names that nothing sets. Messages may bring anything: with one in the package nothing is said."""
    elements = [e for p in processes for e in p.elements.values()]
    if any(e.event is EventKind.MESSAGE or e.type == "receiveTask" or _opaque(e) for e in elements):
        return
    known = written | ALWAYS_KNOWN | {name for p in processes for _, name in p.data_objects}
    told: set[str] = set()
    for process in processes:
        for expression in expressions(process):
            for name in sorted(_read(expression) - known - told):
                told.add(name)
                yield place(
                    where[process.id],
                    expression,
                    "variable.unset",
                    say("{what}: die Variable „{name}“ wird nirgends gesetzt.", what=expression.what, name=name),
                    say("Den Namen prüfen oder ein Formularfeld mit diesem Schlüssel anlegen."),
                    Severity.WARNING,
                )


def _opaque(element: Element) -> bool:
    """A script whose result names cannot be told from its text."""
    return element.type == "scriptTask" and element.script is not None and not written_by_script(element)
