"""Fields that a form had in the published version and has no more, while the path still reads them. A check of one
state alone cannot tell such a name from one that a message brings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine import bpmn, feel, formdefs
from engine.bpmn import Find, ProcessModel, ResourceKind, zones
from engine.bpmn.expressions import Expression, expressions, parsed
from engine.bpmn.known import known
from engine.catalogue.files import File
from engine.catalogue.library import finder, kind_of
from engine.errors import InvalidInput
from engine.sentences import joined, say
from engine.terms import Finding, Zone


def gone_fields(before: Sequence[File], files: Sequence[File]) -> Iterator[Finding]:
    """`before`: the files of the version that a draft is based on; `files`: those of the draft, rehearsals apart."""
    processes = list(_processes(files))
    was, now = _forms(processes, finder(before)), _forms(processes, finder(files))
    lost = {name: form for form, names in was.items() for name in names.keys() - now.get(form, {}).keys()}
    if not lost:
        return
    kept = _written(processes, finder(files))
    lost = {name: form for name, form in lost.items() if name not in kept}
    told: set[tuple[str, str, str]] = set()
    for file, process in processes:
        for expression in expressions(process):
            for name in sorted(_read(expression) & lost.keys()):
                where = expression.element or expression.flow
                key = (file, where.id if where else "", name)
                if key not in told:
                    told.add(key)
                    yield _finding(file, process, expression, name, lost[name], now.get(lost[name], {}), was)


def _processes(files: Sequence[File]) -> Iterator[tuple[str, ProcessModel]]:
    for name, content in files:
        if kind_of(name) is ResourceKind.BPMN:
            try:
                for model in bpmn.models(known(content, file=name)):
                    yield name, model
            except InvalidInput:
                continue


def _written(processes: Sequence[tuple[str, ProcessModel]], find: Find) -> set[str]:
    """What these processes set, and what they call."""
    found, todo, known = list(processes), list(processes), {process.id for _, process in processes}
    while todo:
        _, process = todo.pop()
        for key in {e.called for e in process.elements.values() if e.called} - known:
            known.add(key)
            resource = find(ResourceKind.BPMN, key)
            fresh = list(_processes([(resource.file, resource.content)])) if resource is not None else []
            found += fresh
            todo += fresh
    return {write.name for write in zones.writes([process for _, process in found], _forms(found, find))}


def _forms(processes: Sequence[tuple[str, ProcessModel]], find: Find) -> dict[str, dict[str, Zone | None]]:
    """Variables that each form of these processes can write, by the form's id."""
    found: dict[str, dict[str, Zone | None]] = {}
    for key in {e.form_id for _, process in processes for e in process.elements.values() if e.form_id}:
        resource = find(ResourceKind.FORM, key)
        if resource is not None:
            try:
                found[key] = dict(formdefs.read(resource.content).variables())
            except InvalidInput:
                continue
    return found


def _read(expression: Expression) -> frozenset[str]:
    try:
        return parsed(expression.text).names - expression.own
    except feel.FeelSyntaxError:
        return frozenset()


def _finding(
    file: str,
    process: ProcessModel,
    expression: Expression,
    name: str,
    form: str,
    fields: Mapping[str, object],
    was: Mapping[str, Mapping[str, object]],
) -> Finding:
    flow = expression.flow
    element = expression.element or (process.elements.get(flow.source) if flow is not None else None)
    place = element or flow
    fresh = sorted(fields.keys() - was.get(form, {}).keys())
    hint = say("Geben Sie dem Feld wieder diesen Schlüssel, oder lesen Sie hier ein anderes.")
    if fresh:
        hint = say(
            "{hint} Neu im Formular: {names}.", hint=hint, names=joined(say("„{name}“", name=each) for each in fresh)
        )
    label = element.label if element is not None else ""
    return Finding(
        "field.gone",
        say(
            "„{step}“ liest „{name}“ ({what}). Dieses Feld gibt es im Formular „{form}“ nicht mehr.",
            step=label,
            name=name,
            what=expression.what,
            form=form,
        ),
        file=file,
        line=flow.line if flow is not None else element.line if element is not None else None,
        element_id=place.id if place is not None else None,
        element_name=place.known_as if place is not None else None,
        hint=hint,
    )
