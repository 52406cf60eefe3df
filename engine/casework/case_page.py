"""Vorgang: where does it stand, and how did it come there?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Table, select

from engine import runtime
from engine.bpmn import Definition, ResourceKind
from engine.bpmn.outline.words import deadline_of
from engine.casework.angaben import EntryGroup, entry_groups
from engine.casework.discard_case import why_not_discard
from engine.casework.history import HistoryEntry, history
from engine.casework.lines import CaseHead, TaskLine, case_head, task_lines
from engine.casework.loading import TASK, load_case_row
from engine.casework.told import incident_words
from engine.casework.visibility import followed_zones, insist_on_caseworker, see_case
from engine.errors import NotFound
from engine.events import NEUTRAL_NAME
from engine.formdefs import say
from engine.store.base import Base
from engine.store.models import IncidentRow
from engine.terms import NEUTRAL_STAGE, TaskState, Zone
from engine.unit_of_work import Case, UnitOfWork, load_package

THROWING = ("intermediateThrowEvent", "endEvent", "sendTask")
INCIDENT: Table = Base.metadata.tables[IncidentRow.__tablename__]
LISTED = frozenset(
    {
        "userTask",
        "manualTask",
        "task",
        "businessRuleTask",
        "callActivity",
        "subProcess",
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "receiveTask",
        "boundaryEvent",
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the path in words. `state`: current, finished or open (not reached)."""

    process_id: str
    process_name: str
    element_id: str
    name: str
    type: str
    state: str
    count: int
    last_at: datetime | None
    lane: str
    documentation: str
    deadline: str
    """As the designer wrote it, "" for none."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """`kind`: frist (due date of a task) or timer (the path goes on by itself). `task`: whose deadline it is."""

    name: str
    due: datetime
    is_overdue: bool
    kind: str
    task: TaskLine | None = None


@dataclass(frozen=True, slots=True)
class Diagram:
    process_id: str
    name: str
    marks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CasePage:
    head: CaseHead
    open_tasks: tuple[TaskLine, ...]
    steps: tuple[Step, ...]
    deadlines: tuple[Deadline, ...]
    entries: tuple[EntryGroup, ...]
    history: tuple[HistoryEntry, ...]
    messages: tuple[tuple[str, str], ...]
    diagrams: tuple[Diagram, ...]
    incidents: tuple[str, ...]
    may_discard: bool


def case_page(uow: UnitOfWork, aktenzeichen: str, language: str = "de") -> CasePage:
    """`language` of the history's sentences. Raises NotFound, InvalidState when the state does not decrypt."""
    insist_on_caseworker(uow.actor)
    case = _open(uow, aktenzeichen)
    definition = uow.definition(case.row["definition"])
    zones = followed_zones(uow, case.id)
    tasks = _open_tasks(uow, case)
    shown = _shown(definition, case, zones)
    return CasePage(
        head=case_head(uow, case.row, case.keys, inside=Zone.MEDIATION in zones),
        open_tasks=tasks,
        steps=_steps(definition, shown, zones, _begun_in(definition, case)),
        deadlines=_deadlines(uow, definition, case, tasks, zones),
        entries=entry_groups(uow, case, definition),
        history=history(uow, case, language),
        messages=_messages(definition, case, zones),
        diagrams=_diagrams(definition, shown, _begun_in(definition, case)),
        incidents=_incidents(uow, case),
        may_discard=why_not_discard(uow, case) is None,
    )


def open_tasks_of(uow: UnitOfWork, aktenzeichen: str) -> tuple[TaskLine, ...]:
    """Open tasks of a case by due date. Raises NotFound."""
    return _open_tasks(uow, _open(uow, aktenzeichen))


def diagram(uow: UnitOfWork, aktenzeichen: str, process_id: str) -> bytes:
    """BPMN of one process of the case's own version, as its designer wrote it. Raises NotFound."""
    insist_on_caseworker(uow.actor)
    case = _open(uow, aktenzeichen)
    definition = uow.definition(case.row["definition"])
    model = definition.processes.get(process_id)
    if model is None or (model.zone is Zone.MEDIATION and Zone.MEDIATION not in followed_zones(uow, case.id)):
        raise NotFound("process.unknown", say("Diesen Teil des Konfliktwegs gibt es nicht."))
    package = load_package(uow.connection, case.row["definition"])
    for resource in package.resources:
        if resource.kind is ResourceKind.BPMN and resource.key == process_id:
            return resource.content
    return package.main.content


def shown_diagrams(uow: UnitOfWork, aktenzeichen: str) -> tuple[Diagram, ...]:
    """The diagrams of a case with the marks that the reader may see. Raises NotFound."""
    insist_on_caseworker(uow.actor)
    case = _open(uow, aktenzeichen)
    definition = uow.definition(case.row["definition"])
    shown = _shown(definition, case, followed_zones(uow, case.id))
    return _diagrams(definition, shown, _begun_in(definition, case))


def _shown(definition: Definition, case: Case, zones: frozenset[Zone]) -> list[runtime.Mark]:
    marks = runtime.marks(definition, case.state)
    return [mark for mark in marks if _zones(definition, mark.process_id, mark.element_id) <= zones]


def _begun_in(definition: Definition, case: Case) -> set[str]:
    """The path itself, whatever the reader may see of it; nothing where a case ran beside it from the start."""
    entered = {mark.process_id for mark in runtime.marks(definition, case.state)}
    return {str(definition.main)} & (entered or {str(definition.main)})


def _open(uow: UnitOfWork, aktenzeichen: str) -> Case:
    row = load_case_row(uow, aktenzeichen=aktenzeichen)
    see_case(uow, row["id"])
    return uow.open_case(row)


def _open_tasks(uow: UnitOfWork, case: Case) -> tuple[TaskLine, ...]:
    rows = uow.connection.execute(
        select(*TASK.c)
        .where(
            TASK.c.municipality == case.municipality,
            TASK.c.instance == case.id,
            TASK.c.state == TaskState.CREATED.value,
        )
        .order_by(TASK.c.due, TASK.c.id)
    ).mappings()
    head = {name: case.row[name] for name in ("aktenzeichen", "summary", "trial")}
    lines = task_lines(uow, [{**row, **head} for row in rows])
    zones = followed_zones(uow, case.id)
    if zones == frozenset(Zone):
        return lines
    definition = uow.definition(case.row["definition"])
    where = {element.id: element.zone for model in definition.processes.values() for element in model.elements.values()}
    return tuple(
        line
        if line.is_mine or line.can_claim or where.get(line.element_id, Zone.MEDIATION) in zones
        else _neutral(line)
        for line in lines
    )


def _neutral(line: TaskLine) -> TaskLine:
    return replace(
        line,
        name=NEUTRAL_NAME,
        element_id="",
        stage=NEUTRAL_STAGE,
        group="",
        assignee_name=None,
        assignee_id=None,
        escalated_to="",
    )


def _zones(definition: Definition, process_id: str, element_id: str) -> set[Zone]:
    """Of an element, or of a flow: one that leads in or out tells as much as what lies inside."""
    model = definition.processes.get(process_id)
    if model is None:
        return set()
    ends = next(((flow.source, flow.target) for flow in model.flows if flow.id == element_id), (element_id,))
    return {model.elements[end].zone for end in ends if end in model.elements} or {model.zone or Zone.EINGANG}


def _deadlines(
    uow: UnitOfWork, definition: Definition, case: Case, tasks: tuple[TaskLine, ...], zones: frozenset[Zone]
) -> tuple[Deadline, ...]:
    """Due dates of open tasks, and when the path goes on by itself."""
    due = [Deadline(task.name, task.due, task.is_overdue, "frist", task) for task in tasks if task.due is not None]
    for element, moment in runtime.waiting_timers(definition, case.state):
        if element.zone in zones:
            due.append(Deadline(element.label, moment, moment < uow.now, "timer"))
    return tuple(sorted(due, key=attrgetter("due")))


def _steps(
    definition: Definition, marks: list[runtime.Mark], zones: frozenset[Zone], begun_in: set[str]
) -> tuple[Step, ...]:
    """All steps of the processes that the case has entered, in the order of the file, with their state."""
    by_element = {(mark.process_id, mark.element_id): mark for mark in marks}
    entered = {*begun_in, *(mark.process_id for mark in marks)}
    steps = []
    for process_id, model in definition.processes.items():
        if process_id not in entered:
            continue
        for element in model.elements.values():
            if element.type not in LISTED or element.zone not in zones:
                continue
            mark = by_element.get((process_id, element.id))
            if mark is None and element.type in ("startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent"):
                continue
            steps.append(
                Step(
                    process_id,
                    model.name or process_id,
                    element.id,
                    element.label,
                    element.type,
                    mark.state.value if mark else "open",
                    mark.count if mark else 0,
                    mark.last_at if mark else None,
                    element.lane or "",
                    element.documentation,
                    deadline_of(element),
                )
            )
    return tuple(steps)


def _diagrams(definition: Definition, marks: list[runtime.Mark], begun_in: set[str]) -> tuple[Diagram, ...]:
    by_process: dict[str, dict[str, str]] = {process_id: {} for process_id in begun_in}
    for mark in marks:
        by_process.setdefault(mark.process_id, {})[mark.element_id] = mark.state.value
    return tuple(
        Diagram(process_id, definition.processes[process_id].name or process_id, found)
        for process_id, found in by_process.items()
        if process_id in definition.processes
    )


def _messages(definition: Definition, case: Case, zones: frozenset[Zone]) -> tuple[tuple[str, str], ...]:
    """What may be sent from the case page: message name and what the button says. What the path itself sends comes
    when its time has come; a button for it would go past the office that is at work."""
    waits = runtime.waiting_messages(definition, case.state)
    elements = [element for model in definition.processes.values() for element in model.elements.values()]
    own = {thrown.message for element in elements if element.type in THROWING for thrown in element.definitions}
    found = {
        wait.name: wait.label
        for wait in waits
        if wait.name not in own and _zones(definition, wait.process_id, wait.element_id) <= zones
    }
    return tuple(found.items())


def _incidents(uow: UnitOfWork, case: Case) -> tuple[str, ...]:
    rows: list[Any] = list(
        uow.connection.execute(
            select(INCIDENT.c.code, INCIDENT.c.occurred_at).where(
                INCIDENT.c.municipality == case.municipality,
                INCIDENT.c.instance == case.id,
                INCIDENT.c.resolved_at.is_(None),
            )
        )
    )
    return tuple(
        say(
            "Störung {what} seit {day}. Die Verwaltung Ihrer Kommune kann es noch einmal versuchen.",
            what=incident_words(row.code),
            day=f"{row.occurred_at:%d.%m.%Y}",
        )
        for row in rows
    )
