"""One file and the look-up -> a package of all that it needs, or findings that say why not."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine import dmn, formdefs
from engine.bpmn import formdata
from engine.bpmn.check import check_package
from engine.bpmn.expressions import is_feel
from engine.bpmn.known import checked, known
from engine.bpmn.model import Element, ProcessModel
from engine.bpmn.modelling import models
from engine.bpmn.municipality import bears_identity
from engine.bpmn.package import Find, Package, Resource, ResourceKind
from engine.bpmn.reading import Document
from engine.errors import InvalidInput
from engine.sentences import say
from engine.terms import Finding, Severity, Zone

WHAT = {
    ResourceKind.BPMN: ("process", say("Der aufgerufene Prozess")),
    ResourceKind.DMN: ("decision", say("Die Entscheidung")),
    ResourceKind.FORM: ("form", say("Das Formular")),
}
MULTI_HIT = frozenset({"COLLECT", "RULE ORDER", "OUTPUT ORDER"})


@dataclass(slots=True)
class _Search:
    find: Find
    findings: list[Finding] = field(default_factory=list)
    resources: dict[tuple[ResourceKind, str], Resource] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    processes: dict[str, ProcessModel] = field(default_factory=dict)
    fields: dict[str, dict[str, Zone | None]] = field(default_factory=dict)
    read_by: dict[str, frozenset[str]] = field(default_factory=dict)
    mappings: dict[str, str] = field(default_factory=dict)
    """The mapDecisionResult of Camunda 7 that is a decision's value, by decision."""
    generated: dict[str, bytes] = field(default_factory=dict)
    """Forms made of camunda:formData, by their id."""


def resolve(content: bytes, file: str, find: Find) -> tuple[Package | None, list[Finding]]:
    """Read, check and collect. Called processes, decisions and forms are checked too; their findings carry their own
    file. The package is None when any finding is an error. Never raises for bad input."""
    search = _Search(find)
    document = _read(search, content, file)
    if document is None:
        return None, search.findings
    own = _take(search, document)
    main = main_process(own)
    if main is None:
        search.findings.append(
            Finding(
                "process.none",
                say("Die Datei enthält keinen Prozess, der ausgeführt werden kann."),
                file=file,
                hint=say("Im Modeler einen Prozess mit Startereignis zeichnen."),
            )
        )
        return None, search.findings
    resource = Resource(ResourceKind.BPMN, main.id, file, content)
    search.resources[ResourceKind.BPMN, main.id] = resource
    _follow(search, list(own))
    search.findings += check_package(search.documents, main.id, search.fields, search.read_by)
    package = Package(resource, tuple(search.resources.values()))
    return (None if any(f.severity is Severity.ERROR for f in search.findings) else package), search.findings


def main_process(own: list[ProcessModel]) -> ProcessModel | None:
    """The process that bears the AGS (or kennung), else the first that has something to run."""
    runnable = [m for m in own if m.elements and m.executable] or [m for m in own if m.elements]
    return next((m for m in runnable if bears_identity(m)), runnable[0] if runnable else None)


def _read(search: _Search, content: bytes, file: str) -> Document | None:
    try:
        document = known(content, file=file)
    except InvalidInput as refusal:
        search.findings += refusal.findings
        return None
    found = checked(document)
    search.findings += found
    if any(f.code == "process.size" for f in found):
        return None
    search.documents.append(document)
    search.generated |= formdata.generated(document)
    search.findings += formdata.findings(document)
    return document


def _take(search: _Search, document: Document) -> list[ProcessModel]:
    own = list(models(document))
    for model in own:
        search.processes.setdefault(model.id, model)
    return own


def _follow(search: _Search, todo: list[ProcessModel]) -> None:
    while todo:
        process = todo.pop(0)
        for element in process.elements.values():
            for kind, key in _references(element):
                if not is_feel(key):
                    todo += _fetch(search, process, element, kind, key)
            _insist_on_mapping(search, process, element)


def _references(element: Element) -> list[tuple[ResourceKind, str]]:
    found = (
        (ResourceKind.BPMN, element.called if element.type == "callActivity" else None),
        (ResourceKind.DMN, element.decision if element.type == "businessRuleTask" else None),
        (ResourceKind.FORM, element.form_id),
    )
    return [(kind, key) for kind, key in found if key]


def _fetch(
    search: _Search, process: ProcessModel, element: Element, kind: ResourceKind, key: str
) -> list[ProcessModel]:
    if (kind, key) in search.resources or (kind is ResourceKind.BPMN and key in search.processes):
        return []
    made = search.generated.get(key) if kind is ResourceKind.FORM else None
    resource = search.find(kind, key) if made is None else Resource(kind, key, process.file, made)
    if resource is None:
        code, what = WHAT[kind]
        search.findings.append(
            Finding(
                f"{code}.missing",
                say("{what} „{key}“ ist nicht vorhanden.", what=what, key=key),
                file=process.file,
                line=element.line,
                element_id=element.id,
                element_name=element.known_as,
                hint=say(
                    "Den Schlüssel berichtigen oder die Datei in den Ordner der Kommune oder die Bibliothek legen."
                ),
            )
        )
        return []
    if resource.key != key:
        resource = Resource(kind, key, resource.file, resource.content)
    search.resources[kind, key] = resource
    return _open(search, resource)


def _open(search: _Search, resource: Resource) -> list[ProcessModel]:
    if resource.kind is ResourceKind.FORM:
        found = formdefs.check(resource.content, file=resource.file)
        search.findings += found
        if not any(f.severity is Severity.ERROR for f in found):
            search.fields[resource.key] = dict(formdefs.read(resource.content).variables())
        return []
    if resource.kind is ResourceKind.DMN:
        _open_decision(search, resource)
        return []
    document = _read(search, resource.content, resource.file)
    if document is None:
        return []
    own = _take(search, document)
    if resource.key not in {m.id for m in own}:
        search.findings.append(
            Finding(
                "process.missing",
                say("Die Datei enthält den Prozess „{key}“ nicht.", key=resource.key),
                file=resource.file,
                hint=say("Die Prozess-ID berichtigen."),
            )
        )
    return own


def _open_decision(search: _Search, resource: Resource) -> None:
    found = dmn.check(resource.content, file=resource.file)
    search.findings += found
    if any(f.severity is Severity.ERROR for f in found):
        return
    decision = dmn.read(resource.content, file=resource.file).decisions.get(resource.key)
    if decision is None:
        search.findings.append(
            Finding(
                "decision.missing",
                say("Die Datei enthält die Entscheidung „{key}“ nicht.", key=resource.key),
                file=resource.file,
                hint=say("Die ID der Entscheidung berichtigen."),
            )
        )
    else:
        search.read_by[resource.key] = decision.names
        search.mappings[resource.key] = _mapping_of(decision)


def _mapping_of(decision: dmn.Decision) -> str:
    """What Camunda 7 calls the shape that the value of this decision has."""
    many, several = decision.hit_policy in MULTI_HIT and not decision.aggregates, len(decision.outputs) > 1
    if many:
        return "resultList" if several else "collectEntries"
    return "singleResult" if several else "singleEntry"


def _insist_on_mapping(search: _Search, process: ProcessModel, element: Element) -> None:
    """Camunda 7 would make another variable of the result than the decision's value: never silently."""
    fitting = search.mappings.get(element.decision or "")
    if fitting is None or element.decision_mapping in (None, fitting):
        return
    search.findings.append(
        Finding(
            "decision.mapping",
            say(
                "„{element}“ verlangt das Ergebnis als „{decision_mapping}“. Hier ist es der Wert der "
                "Entscheidung, also „{fitting}“.",
                element=element.label,
                decision_mapping=element.decision_mapping,
                fitting=fitting,
            ),
            file=process.file,
            line=element.line,
            element_id=element.id,
            element_name=element.known_as,
            hint=say(
                'camunda:mapDecisionResult="{fitting}" eintragen und prüfen, wer die Variable liest.', fitting=fitting
            ),
        )
    )
