"""What the runtime gives back becomes rows and events: tasks opened and closed, timers, messages, stage, summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgpack
from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.bpmn import Definition
from engine.casework.visibility import neutral_group, seal_label
from engine.errors import InvalidState
from engine.events import (
    NEUTRAL_NAME,
    CaseCompleted,
    DecisionEvaluated,
    IncidentOccurred,
    TimerFired,
    UserTaskCanceled,
    UserTaskCreated,
    VariablesReleased,
)
from engine.feel import codec
from engine.runtime import Advance, Incident, OpenedTask, Reason
from engine.runtime.scopes import ROOT
from engine.store.keys import STRUCTURE
from engine.store.models import FOREVER, Account, Base, CaseAccess, IncidentRow, MessageWait, Timer, UserTask
from engine.store.sealing import associated, seal
from engine.terms import NEUTRAL_STAGE, InstanceState, TaskState, TenantId, UserTaskId, Zone
from engine.unit_of_work import Case, UnitOfWork

TASK: Table = Base.metadata.tables[UserTask.__tablename__]
TIMER: Table = Base.metadata.tables[Timer.__tablename__]
WAIT: Table = Base.metadata.tables[MessageWait.__tablename__]
ACCESS: Table = Base.metadata.tables[CaseAccess.__tablename__]
INCIDENT: Table = Base.metadata.tables[IncidentRow.__tablename__]
ACCOUNT: Table = Base.metadata.tables[Account.__tablename__]

CLOSE_TASK = (
    update(TASK)
    .where(TASK.c.id == bindparam("of_id"), TASK.c.municipality == bindparam("of_municipality"))
    .values(state=bindparam("new_state"), closed_at=bindparam("at"), closed_by=bindparam("by"))
)
DROP_TIMER = delete(TIMER).where(TIMER.c.task == bindparam("of_task"))
DROP_WAIT = delete(WAIT).where(WAIT.c.task == bindparam("of_task"))
SUMMARY = ("kurztitel", "falltyp", "stadtbezirk")


def apply_advance(uow: UnitOfWork, case: Case, definition: Definition, advance: Advance, *, by: str) -> None:
    """Writes all consequences of one step of a case. `by`: who closed tasks (an audit id)."""
    case.save(advance)
    _close_tasks(uow, case, definition, advance, by)
    _decisions(uow, case, advance)
    _open_tasks(uow, case, advance.opened)
    _timers(uow, case, advance)
    _messages(uow, case, advance)
    stage = NEUTRAL_STAGE if advance.stage_zone is Zone.MEDIATION else advance.stage.value
    if stage != case.row["stage"]:
        case.changes["stage"] = stage
    if advance.finished:
        case.changes |= {"state": InstanceState.COMPLETED.value, "ended_at": uow.now}
        uow.record(CaseCompleted(instance_id=case.id, outcome=advance.outcome))


def summarize(uow: UnitOfWork, case: Case, variables: Mapping[str, Any]) -> None:
    """Keeps the sealed head of the case (title, type, district) and its search tokens in step with the variables."""
    if not any(name in variables for name in SUMMARY) and not case.new:
        return
    key = case.keys.get(Zone.EINGANG)
    if key is None:
        return
    known = read_variables(case, Zone.EINGANG) | dict(variables)
    values = {name: _text(known.get(name)) for name in SUMMARY}
    case.changes["summary"] = seal(key, msgpack.packb(values), associated("summary", case.id))
    for column, name in (("type_token", "falltyp"), ("district_token", "stadtbezirk")):
        value = values[name]
        case.changes[column] = uow.token(case.municipality, name, value.casefold()) if value else None


def read_variables(case: Case, zone: Zone, scope: str = ROOT) -> dict[str, Any]:
    """The case's own variables of a zone (not those of sub-processes or items), or what was released to it."""
    part = case.state.parts.get(zone)
    scopes = codec.decode(part) if part else {}
    return dict(scopes.get(scope, {})) if isinstance(scopes, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


# ------------------------------------------------------------------ tasks
def _open_tasks(uow: UnitOfWork, case: Case, opened: Sequence[OpenedTask]) -> None:
    if not opened:
        return
    accounts = _accounts(uow, case, [task.assignee for task in opened if task.assignee])
    uow.write(insert(TASK), [task_row(uow, case, task, accounts) for task in opened])
    for task in opened:
        uow.record(
            UserTaskCreated(
                instance_id=case.id,
                zone=task.zone,
                task_id=task.task_id,
                element_id=task.element_id,
                name=task.name,
                group=task.group,
            )
        )
        if task.assignee in accounts:
            grant_access(uow, case, accounts[task.assignee])


def task_row(uow: UnitOfWork, case: Case, task: OpenedTask, accounts: Mapping[str, int]) -> dict[str, Any]:
    """The row of an opened task, neutral inside the mediation zone."""
    row: dict[str, Any] = {
        "id": task.task_id,
        "municipality": case.municipality,
        "instance": case.id,
        "element": task.element_id,
        "name": task.name,
        "candidate_group": task.group,
        "assignee": accounts.get(task.assignee) if task.assignee else None,
        "state": TaskState.CREATED.value,
        "stage": task.stage.value,
        "due": task.due or FOREVER,
        "follow_up": task.follow_up,
        "created_at": uow.now,
        "closed_at": None,
        "closed_by": None,
        "sealed": None,
    }
    if task.zone is Zone.MEDIATION:
        row["sealed"] = seal_label(
            case.keys.get(Zone.MEDIATION),
            task.task_id,
            name=task.name,
            element=task.element_id,
            group=task.group,
            stage=task.stage.value,
        )
        row |= {
            "element": uow.token(case.municipality, case.id, task.element_id),
            "name": NEUTRAL_NAME,
            "candidate_group": neutral_group(uow, case.municipality, task.group),
            "stage": NEUTRAL_STAGE,
        }
    return row


def _accounts(uow: UnitOfWork, case: Case, logins: Sequence[str]) -> dict[str, int]:
    """Account numbers of the logins that the file assigned, within the municipality."""
    if not logins:
        return {}
    a = ACCOUNT.c
    rows = uow.connection.execute(
        select(a.login, a.id).where(a.municipality == case.municipality, a.login.in_(sorted(set(logins))), a.active)
    )
    return {row.login: row.id for row in rows}


def grant_access(uow: UnitOfWork, case: Case, account: int) -> None:
    """From now on this account works on the case by name."""
    dialect = sqlite if uow.platform.database.sqlite else postgresql
    row = {"instance": case.id, "account": account, "municipality": case.municipality}
    uow.write(dialect.insert(ACCESS).values(row).on_conflict_do_nothing())


def _close_tasks(uow: UnitOfWork, case: Case, definition: Definition, advance: Advance, by: str) -> None:
    if not advance.closed:
        return
    rows = []
    for closed in advance.closed:
        completed = closed.reason is Reason.COMPLETED
        rows.append(
            {
                "of_id": closed.task_id,
                "of_municipality": case.municipality,
                "new_state": (TaskState.COMPLETED if completed else TaskState.CANCELED).value,
                "at": uow.now,
                "by": by,
            }
        )
        if not completed:
            element = definition.processes[closed.process_id].elements[closed.element_id]
            uow.record(
                UserTaskCanceled(
                    instance_id=case.id,
                    zone=element.zone,
                    task_id=closed.task_id,
                    element_id=closed.element_id,
                    name=element.name,
                )
            )
    uow.write(CLOSE_TASK, rows)


# ------------------------------------------------------------------ timers, messages, decisions
def _timers(uow: UnitOfWork, case: Case, advance: Advance) -> None:
    if advance.timers_gone:
        uow.write(DROP_TIMER, [{"of_task": task_id} for task_id in advance.timers_gone])
    if advance.timers_set:
        rows = [
            {"task": timer.task_id, "instance": case.id, "municipality": case.municipality, "due": timer.due}
            for timer in advance.timers_set
        ]
        uow.write(insert(TIMER), rows)


def record_fired_timers(uow: UnitOfWork, case: Case, definition: Definition, advance: Advance) -> None:
    """One entry for every timer event that the step passed."""
    for passed in advance.passed:
        element = definition.processes[passed.process_id].elements.get(passed.element_id)
        if element is not None and element.timer is not None and passed.kind == "completed":
            uow.record(TimerFired(instance_id=case.id, zone=passed.zone, element_id=element.id, name=element.label))


def _messages(uow: UnitOfWork, case: Case, advance: Advance) -> None:
    """Rows follow what the case waits for now; what it waited for before stands in the case."""
    now = {wait.task_id: wait for wait in advance.messages}
    gone, fresh = case.waits - now.keys(), now.keys() - case.waits
    case.waits = frozenset(now)
    if gone:
        uow.write(DROP_WAIT, [{"of_task": task_id} for task_id in sorted(gone)])
    if fresh:
        rows = [
            {
                "task": task_id,
                "instance": case.id,
                "municipality": case.municipality,
                "token": message_token(uow, case.municipality, now[task_id].name, now[task_id].correlation_key),
            }
            for task_id in sorted(fresh)
        ]
        uow.write(insert(WAIT), rows)


def message_token(uow: UnitOfWork, municipality: TenantId, name: str, key: Any) -> str:
    """What stands for a message's name and correlation key in plain columns."""
    return uow.token(municipality, "message", name, str(key))


def _decisions(uow: UnitOfWork, case: Case, advance: Advance) -> None:
    for made in advance.decisions:
        uow.record(
            DecisionEvaluated(
                instance_id=case.id,
                zone=made.zone,
                decision_id=made.decision_id,
                element_id=made.element_id,
                rules=tuple(made.matched),
            )
        )


def record_releases(uow: UnitOfWork, case: Case, definition: Definition, process_id: str, element_id: str) -> None:
    for release in definition.processes[process_id].elements[element_id].release:
        veiled = Zone.MEDIATION in (release.source, release.target)
        uow.record(
            VariablesReleased(
                instance_id=case.id,
                zone=Zone.MEDIATION if veiled else release.source,
                names=tuple(release.names),
                source=release.source.value,
                target=release.target.value,
            )
        )


# ------------------------------------------------------------------ incidents
def raise_incident(
    uow: UnitOfWork,
    case: Case,
    definition: Definition,
    incident: Incident,
    *,
    task: UserTaskId | None,
    doing: Mapping[str, Any],
) -> None:
    """Keeps the case as it was, and what was being done, so that it can be tried again."""
    case.changes["state"] = InstanceState.INCIDENT.value
    zone = _zone_of(definition, incident.element_id)
    element = incident.element_id or ""
    if zone is Zone.MEDIATION:
        element = uow.token(case.municipality, case.id, element)
    uow.write(
        insert(INCIDENT),
        {
            "municipality": case.municipality,
            "instance": case.id,
            "task": task,
            "code": incident.code,
            "element": element,
            "occurred_at": uow.now,
            "resolved_at": None,
            "sealed": seal(
                case.keys[STRUCTURE],
                codec.encode({"message": incident.message, "zone": zone.value, **doing}),
                associated("incident", case.id),
            ),
        },
    )
    uow.record(
        IncidentOccurred(
            instance_id=case.id,
            zone=zone,
            code=incident.code,
            element_id=incident.element_id or "",
            message=incident.message,
        )
    )


def _zone_of(definition: Definition, element_id: str | None) -> Zone:
    """Where an incident happened, which need not be where the step began. Mediation, when that is possible."""
    found = {
        element.zone
        for model in definition.processes.values()
        for element in model.elements.values()
        if element.id == element_id
    }
    if Zone.MEDIATION in found:
        return Zone.MEDIATION
    return found.pop() if len(found) == 1 else Zone.EINGANG


def insist_on_state(case: Case, *states: InstanceState) -> None:
    if case.row["state"] not in states:
        raise InvalidState(
            "case.state",
            "Dieser Vorgang ist abgeschlossen.",
            expected=" | ".join(states),
            found=case.row["state"],
        )
