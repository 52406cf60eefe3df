"""Rows of tasks: opened and closed as the runtime says, neutral inside the mediation zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.bpmn import Definition
from engine.casework.deadline_plan import first_watch
from engine.casework.loading import TASK
from engine.casework.visibility import ACCESS, neutral_group, open_label, seal_label
from engine.events import NEUTRAL_NAME, UserTaskCanceled, UserTaskCreated
from engine.runtime import Advance, OpenedTask, Reason
from engine.store.base import FOREVER, Base
from engine.store.models import Account
from engine.terms import NEUTRAL_STAGE, TaskState, Zone
from engine.unit_of_work import Case, UnitOfWork

ACCOUNT: Table = Base.metadata.tables[Account.__tablename__]
CLOSE_TASK = (
    update(TASK)
    .where(TASK.c.id == bindparam("of_id"), TASK.c.municipality == bindparam("of_municipality"))
    .values(state=bindparam("new_state"), closed_at=bindparam("at"), closed_by=bindparam("by"))
)


def open_tasks(uow: UnitOfWork, case: Case, opened: Sequence[OpenedTask]) -> None:
    if not opened:
        return
    people = _accounts(uow, case, [task.assignee for task in opened if task.assignee])
    accounts = {login: number for login, (number, _) in people.items()}
    opened = [replace(task, name=_title(task, people)) for task in opened]
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


def _title(task: OpenedTask, people: Mapping[str, tuple[int, str]]) -> str:
    """The step, and for whom or what: a person who is to do it by name."""
    about = people[task.about][1] if task.about == task.assignee and task.about in people else task.about
    return f"{task.name}: {about}" if about else task.name


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
        **first_watch(task),
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


def _accounts(uow: UnitOfWork, case: Case, logins: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Account numbers and names of the logins that the file assigned, within the municipality."""
    if not logins:
        return {}
    a = ACCOUNT.c
    rows = uow.connection.execute(
        select(a.login, a.id, a.name).where(
            a.municipality == case.municipality, a.login.in_(sorted(set(logins))), a.active
        )
    )
    return {row.login: (row.id, row.name) for row in rows}


def grant_access(uow: UnitOfWork, case: Case, account: int) -> None:
    """From now on this account works on the case by name."""
    dialect = sqlite if uow.platform.database.sqlite else postgresql
    row = {"instance": case.id, "account": account, "municipality": case.municipality}
    uow.write(dialect.insert(ACCESS).values(row).on_conflict_do_nothing())


def close_tasks(uow: UnitOfWork, case: Case, definition: Definition, advance: Advance, by: str) -> None:
    if not advance.closed:
        return
    rows = []
    titles = _titles(uow, case, [closed.task_id for closed in advance.closed if closed.reason is Reason.CANCELED])
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
                    name=titles.get(closed.task_id, element.name),
                )
            )
    uow.write(CLOSE_TASK, rows)


def _titles(uow: UnitOfWork, case: Case, task_ids: Sequence[str]) -> dict[str, str]:
    """The true names of these tasks as the lists have them."""
    if not task_ids:
        return {}
    query = select(*TASK.c).where(TASK.c.municipality == case.municipality, TASK.c.id.in_(task_ids))
    key = case.keys.get(Zone.MEDIATION)
    rows = [dict(row) for row in uow.connection.execute(query).mappings()]
    return {row["id"]: open_label(row, key)["name"] for row in rows}
