"""Aufgaben: what must I do now? Ordered by due date, page by page, at a cost that does not grow with the house."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    text,
    tuple_,
    union_all,
)

from engine.casework.lines import TaskLine, task_lines
from engine.casework.visibility import ACCESS, coordinates, group_keys, insist_on_caseworker, tenant_of, zones_of
from engine.errors import InvalidInput
from engine.events import NEUTRAL
from engine.sentences import say
from engine.store.base import Base, instant
from engine.store.desk import Draft
from engine.store.models import ProcessInstance, UserTask
from engine.terms import NEUTRAL_STAGE, Stage, TenantId, Zone
from engine.unit_of_work import UnitOfWork

TASK: Table = Base.metadata.tables[UserTask.__tablename__]
DRAFT: Table = Base.metadata.tables[Draft.__tablename__]
INSTANCE: Table = Base.metadata.tables[ProcessInstance.__tablename__]
BERLIN = ZoneInfo("Europe/Berlin")
MOST = 1000
"""Counts above are shown as "1000+"."""
OPEN = text("user_task.state = 0")


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """`scope`: groups (mine and my groups'), mine, all (coordinators: the whole municipality).

    `due`: overdue, today, week, later, follow_up (put away until a day; without it those are left out, unless they
    fall due before). `group`: one of the actor's groups. `after`: cursor of the page before.
    """

    scope: str = "groups"
    due: str | None = None
    stage: str | None = None
    group: str | None = None
    after: str | None = None
    limit: int = 50
    municipality: TenantId | None = None


@dataclass(frozen=True, slots=True)
class TaskCounts:
    """Open tasks; MOST + 1 means more than MOST."""

    mine: int
    groups: int
    overdue: int
    today: int
    week: int
    later: int
    follow_up: int
    stages: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TaskList:
    lines: tuple[TaskLine, ...]
    next: str | None
    counts: TaskCounts


def task_list(uow: UnitOfWork, filter: TaskFilter) -> TaskList:
    """Raises NotPermitted for roles without casework, InvalidInput for an unknown filter."""
    insist_on_caseworker(uow.actor)
    branches = _branches(uow, filter)
    if not branches:
        return TaskList((), None, _counts(uow, filter))
    narrow = [*_due(uow, filter.due), *_stage(uow, filter.stage), *_after(filter.after)]
    rows = _page(uow, [and_(branch, *narrow) for branch in branches], filter.limit + 1)
    lines = task_lines(uow, rows[: filter.limit])
    more = (
        f"{instant(rows[filter.limit - 1]['due'])}~{rows[filter.limit - 1]['id']}" if len(rows) > filter.limit else None
    )
    return TaskList(lines, more, _counts(uow, filter))


# ------------------------------------------------------------------ who sees which rows
def _tenant(uow: UnitOfWork, filter: TaskFilter) -> list[ColumnElement[bool]]:
    tenant = tenant_of(uow.actor, filter.municipality)
    return [TASK.c.municipality == tenant] if tenant is not None else []


def _branches(uow: UnitOfWork, filter: TaskFilter) -> list[ColumnElement[bool]]:
    """Disjoint conditions, each of which one index orders by (due, id)."""
    tenant = _tenant(uow, filter)
    actor = uow.actor
    if actor.unrestricted:
        group = [TASK.c.candidate_group == filter.group] if filter.group else []
        return [and_(OPEN, *tenant, *group)]
    mine = and_(OPEN, *tenant, TASK.c.assignee == actor.account_id)
    if filter.scope == "mine":
        return [mine]
    if filter.scope == "all":
        if not coordinates(actor):
            raise InvalidInput("task_list.scope", say("Alle Aufgaben der Kommune sieht nur die Koordination."))
        return [and_(OPEN, *tenant)]
    if filter.scope != "groups":
        raise InvalidInput(
            "task_list.scope", say("Die Ansicht „{filter_scope}“ gibt es nicht.", filter_scope=filter.scope)
        )
    municipality = TenantId(str(actor.municipality))
    plain, veiled = group_keys(uow, municipality)
    if filter.group is not None:
        keep = [index for index, group in enumerate(plain) if group == filter.group]
        plain, veiled = [plain[i] for i in keep], [veiled[i] for i in keep]
    branches = [and_(OPEN, *tenant, TASK.c.candidate_group == group, *_not_taken(uow)) for group in plain]
    for token in veiled:
        known = [] if coordinates(actor) else [_works_on_it(uow)]
        branches.append(and_(OPEN, *tenant, TASK.c.candidate_group == token, *_not_taken(uow), *known))
    branches += [and_(OPEN, *tenant, *escalated) for escalated in _escalated(uow, filter, plain, veiled)]
    return branches if filter.group is not None else [mine, *branches]


def _not_taken(uow: UnitOfWork) -> list[ColumnElement[bool]]:
    """Taken tasks are in the list of whoever took them; coordinators keep an eye on all of their groups."""
    if coordinates(uow.actor):
        return [or_(TASK.c.assignee.is_(None), TASK.c.assignee != uow.actor.account_id)]
    return [TASK.c.assignee.is_(None)]


def _escalated(
    uow: UnitOfWork, filter: TaskFilter, plain: list[str], veiled: list[str]
) -> Iterator[list[ColumnElement[bool]]]:
    """What missed deadlines have brought to the actor, whoever has it, and what no other branch gives."""
    free = or_(TASK.c.assignee.is_(None), TASK.c.assignee != uow.actor.account_id)
    shown = TASK.c.candidate_group.in_([*plain, *veiled] if coordinates(uow.actor) else plain)
    elsewhere = not_(and_(shown, *_not_taken(uow)))
    for group in plain:
        yield [TASK.c.escalated_to == group, TASK.c.sealed.is_(None), free, elsewhere]
    if coordinates(uow.actor) and filter.group is None:
        yield [TASK.c.escalated_to == NEUTRAL, TASK.c.sealed.is_not(None), free, elsewhere]


def _works_on_it(uow: UnitOfWork) -> ColumnElement[bool]:
    return (
        select(ACCESS.c.instance)
        .where(
            ACCESS.c.municipality == uow.actor.municipality,
            ACCESS.c.instance == TASK.c.instance,
            ACCESS.c.account == uow.actor.account_id,
        )
        .exists()
    )


# ------------------------------------------------------------------ narrowing
def _due(uow: UnitOfWork, due: str | None) -> list[ColumnElement[bool]]:
    now, today, week = _borders(uow.now)
    awake = or_(TASK.c.follow_up.is_(None), TASK.c.follow_up <= today, TASK.c.due <= today)
    ranges = {
        None: [awake],
        "overdue": [TASK.c.due < now],
        "today": [TASK.c.due >= now, TASK.c.due <= today],
        "week": [TASK.c.due > today, TASK.c.due <= week, awake],
        "later": [TASK.c.due > week, awake],
        "follow_up": [TASK.c.due > today, TASK.c.follow_up > today],
    }
    if due not in ranges:
        raise InvalidInput("task_list.due", say("Den Filter „{due}“ gibt es nicht.", due=due))
    return ranges[due]


def _borders(now: datetime) -> tuple[datetime, datetime, datetime]:
    """Now, the end of today, and the end of Sunday, in Berlin's days."""
    local = now.astimezone(BERLIN)
    today = datetime.combine(local.date(), time.max, BERLIN)
    return now, today, datetime.combine(local.date() + timedelta(days=6 - local.weekday()), time.max, BERLIN)


def _stage(uow: UnitOfWork, stage: str | None) -> list[ColumnElement[bool]]:
    """A step of a mediation stands as "verfahren" in the plain column; who reads its name finds it under that."""
    if stage in (Stage.MEDIATION, NEUTRAL_STAGE) and _reads_mediation(uow):
        return [TASK.c.stage.in_([Stage.MEDIATION.value, NEUTRAL_STAGE])]
    return [TASK.c.stage == stage] if stage else []


def _reads_mediation(uow: UnitOfWork) -> bool:
    """Whether the lines of this reader's list bear the true stage of a mediation."""
    actor = uow.actor
    return not actor.unrestricted and (coordinates(actor) or Zone.MEDIATION in zones_of(actor))


def _after(cursor: str | None) -> list[ColumnElement[bool]]:
    if cursor is None:
        return []
    due, _, task_id = cursor.partition("~")
    try:
        when = datetime.fromisoformat(due).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidInput("task_list.after", say("Diese Seite gibt es nicht; beginnen Sie bitte vorn.")) from error
    # The type must be said: a bare datetime would be written in another format and compare wrongly.
    return [tuple_(TASK.c.due, TASK.c.id) > tuple_(literal(when, TASK.c.due.type), task_id)]


# ------------------------------------------------------------------ statements
def _page(uow: UnitOfWork, conditions: list[ColumnElement[bool]], limit: int) -> list[dict[str, Any]]:
    """The first rows by (due, id): each branch gives its own first ones from its index, then they are merged."""
    ids = [
        select(TASK.c.due, TASK.c.id).where(condition).order_by(TASK.c.due, TASK.c.id).limit(limit).subquery()
        for condition in conditions
    ]
    merged = union_all(*[select(part.c.due, part.c.id) for part in ids]).subquery()
    first = select(merged.c.id).order_by(merged.c.due, merged.c.id).limit(limit).subquery()
    query = (
        select(*TASK.c, INSTANCE.c.aktenzeichen, INSTANCE.c.summary, INSTANCE.c.trial, DRAFT.c.account.label("draft"))
        .join_from(first, TASK, TASK.c.id == first.c.id)
        .join(INSTANCE, INSTANCE.c.id == TASK.c.instance)
        .outerjoin(DRAFT, and_(DRAFT.c.task == TASK.c.id, *_own_draft(uow)))
        .order_by(TASK.c.due, TASK.c.id)
    )
    return [dict(row) for row in uow.connection.execute(query).mappings()]


def _own_draft(uow: UnitOfWork) -> list[ColumnElement[bool]]:
    return [DRAFT.c.account == uow.actor.account_id, DRAFT.c.municipality == uow.actor.municipality]


def _counts(uow: UnitOfWork, filter: TaskFilter) -> TaskCounts:
    """All counts in two statements, each of them bounded."""
    here = TaskFilter(scope=filter.scope, municipality=filter.municipality, group=filter.group)
    branches = _branches(uow, here)
    groups = _branches(uow, TaskFilter(municipality=filter.municipality))
    mine = [] if uow.actor.unrestricted else _branches(uow, TaskFilter(scope="mine"))
    columns = {"mine": _count(mine, []), "groups": _count(groups, [])}
    for due in ("overdue", "today", "week", "later", "follow_up"):
        columns[due] = _count(branches, [*_due(uow, due), *_stage(uow, filter.stage)])
    row = uow.connection.execute(select(*[query.label(name) for name, query in columns.items()])).mappings().one()
    within = _bounded(branches, _due(uow, filter.due), [TASK.c.stage])
    stages: dict[str, int] = {}
    if within is not None:
        part = within.subquery()
        for stage, number in uow.connection.execute(select(part.c.stage, func.count()).group_by(part.c.stage)):
            name = Stage.MEDIATION.value if stage == NEUTRAL_STAGE and _reads_mediation(uow) else stage
            stages[name] = stages.get(name, 0) + number
    return TaskCounts(**{name: row[name] for name in columns}, stages=stages)


def _count(branches: list[ColumnElement[bool]], narrow: list[ColumnElement[bool]]) -> Any:
    within = _bounded(branches, narrow, [literal_column("1").label("one")])
    if within is None:
        return select(literal_column("0")).scalar_subquery()
    return select(func.count()).select_from(within.subquery()).scalar_subquery()


def _bounded(
    branches: list[ColumnElement[bool]], narrow: list[ColumnElement[bool]], columns: list[Any]
) -> Select[Any] | None:
    if not branches:
        return None
    parts = [
        select(*columns).select_from(TASK).where(branch, *narrow).limit(MOST + 1).subquery() for branch in branches
    ]
    merged = union_all(*[select(*part.c) for part in parts]).subquery()
    return select(*merged.c).limit(MOST + 1)
