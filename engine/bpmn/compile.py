"""Package -> Definition: what the runtime and the screens work with. Cached by the package's hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from engine import dmn, formdefs
from engine.bpmn import zones
from engine.bpmn.beginning import begun_by_event
from engine.bpmn.model import Element, EventKind, ProcessModel
from engine.bpmn.modelling import models
from engine.bpmn.package import Package, ResourceKind
from engine.bpmn.reading import Document, read
from engine.errors import NotFound
from engine.sentences import say
from engine.terms import DefinitionHash, ElementId, ProcessId, Stage, Zone

_KEPT = 256
_cache: dict[DefinitionHash, Definition] = {}
_compiling = Lock()


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """A published definition, ready to run. Instances are pinned to `hash`."""

    hash: DefinitionHash
    main: ProcessId
    processes: Mapping[str, ProcessModel]
    forms: Mapping[str, bytes]
    decisions: Mapping[str, dmn.Decisions]
    """decision id -> engine.dmn.Decisions that holds it."""
    zones: Mapping[str, Zone]

    def zone_of(self, name: str) -> Zone:
        """Zone of a variable; what nothing in the definition sets belongs to the intake."""
        return self.zones.get(name, Zone.EINGANG)

    def declared_zone(self, name: str) -> Zone | None:
        """None for a name that nothing in the definition sets: it belongs where it is set first."""
        return self.zones.get(name)

    def element(self, process_id: ProcessId | str, element_id: ElementId | str) -> Element:
        """Raises NotFound."""
        process = self.processes.get(process_id)
        found = None if process is None else process.elements.get(element_id)
        if found is None:
            raise NotFound("element.unknown", say("Diesen Schritt gibt es in der Prozessdefinition nicht."))
        return found


def compile_package(package: Package) -> Definition:
    """The package must have passed the check; the same hash gives the same object."""
    key = package.hash
    found = _cache.get(key)
    if found is not None:
        return found
    with _compiling:
        found = _cache.get(key) or _compile(package, key)
        while len(_cache) >= _KEPT:
            _cache.pop(next(iter(_cache)))
        _cache[key] = found
    return found


def _compile(package: Package, key: DefinitionHash) -> Definition:
    documents = [read(r.content, file=r.file) for r in package.resources if r.kind is ResourceKind.BPMN]
    processes = linked(documents, package.main.key)
    forms = {r.key: r.content for r in package.resources if r.kind is ResourceKind.FORM}
    fields = {form: formdefs.read(content).variables() for form, content in forms.items()}
    decisions: dict[str, dmn.Decisions] = {}
    for resource in package.resources:
        if resource.kind is ResourceKind.DMN:
            decisions[resource.key] = dmn.read(resource.content, file=resource.file)
    deciding = zones.by_name(zones.writes(processes.values(), fields))
    return Definition(key, ProcessId(package.main.key), processes, forms, decisions, zones.zones(deciding))


def linked(documents: list[Document], main: str) -> dict[str, ProcessModel]:
    """Processes reachable from `main` over call activities, and its partners: processes of the same file that begin
    with a message, a signal or the clock. A called process without a zone or stage of its own takes those of the call
    activity that is met first."""
    where = {node.id: document for document in reversed(documents) for node in models(document)}
    found: dict[str, ProcessModel] = {}
    todo: list[tuple[str, Zone, Stage]] = [(main, Zone.EINGANG, Stage.EINGANG)]
    todo += [(key, Zone.EINGANG, Stage.EINGANG) for key in _partners(where.get(main))]
    while todo:
        key, zone, stage = todo.pop(0)
        if key in found or key not in where:
            continue
        found[key] = next(m for m in models(where[key], default_zone=zone, default_stage=stage) if m.id == key)
        todo.extend((e.called, e.zone, e.stage) for e in found[key].elements.values() if e.called)
    return found


def _partners(document: Document | None) -> list[str]:
    own = models(document) if document is not None else ()
    return [m.id for m in own if m.executable and any(_begins_by_itself(e) for e in begun_by_event(m))]


def _begins_by_itself(start: Element) -> bool:
    return any(d.kind in (EventKind.MESSAGE, EventKind.SIGNAL, EventKind.TIMER) for d in start.definitions)
