"""What the rows of a version's cases say in plain columns: how many began, and for each step its tasks and their time.

Three statements, however many cases there are; nothing is opened. Steps of the mediation bear no name in these rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, and_, case, cast, func, literal_column, select

from engine.casework.loading import INSTANCE, TASK
from engine.terms import InstanceState, TaskState
from engine.unit_of_work import UnitOfWork

SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one step: tasks opened and completed, and in how many cases; seconds that completed ones lay, None without
    any."""

    opened: int
    completed: int
    cases: int
    cases_completed: int
    median: float | None = None
    longest: float | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    cases: int
    by_element: Mapping[str, Tally]


def counts(uow: UnitOfWork, municipality: str, deployment: int, *, trial: bool) -> Counts:
    """Of all cases of this version but those that were begun by mistake."""
    of_cases = and_(
        INSTANCE.c.municipality == municipality,
        INSTANCE.c.deployment == deployment,
        INSTANCE.c.trial.is_(trial),
        INSTANCE.c.state != InstanceState.DISCARDED.value,
    )
    number = uow.connection.execute(select(func.count()).select_from(INSTANCE).where(of_cases)).scalar_one()
    if not number:
        return Counts(0, {})
    times = {row.element: row for row in uow.connection.execute(_times(uow, municipality, of_cases))}
    found: dict[str, Tally] = {}
    for row in uow.connection.execute(_tasks(municipality, of_cases)):
        tally = Tally(row.opened, row.completed, row.cases, row.cases_completed)
        if row.element in times:
            time = times[row.element]
            tally = replace(tally, median=float(time.median), longest=float(time.longest))
        found[row.element] = tally
    return Counts(number, found)


def _tasks(municipality: str, of_cases: ColumnElement[bool]) -> Select[Any]:
    done = TASK.c.state == TaskState.COMPLETED.value
    return (
        select(
            TASK.c.element,
            func.count().label("opened"),
            func.count(case((done, 1))).label("completed"),
            func.count(TASK.c.instance.distinct()).label("cases"),
            func.count(case((done, TASK.c.instance)).distinct()).label("cases_completed"),
        )
        .join_from(TASK, INSTANCE, INSTANCE.c.id == TASK.c.instance)
        .where(TASK.c.municipality == municipality, TASK.c.sealed.is_(None), of_cases)
        .group_by(TASK.c.element)
    )


def _times(uow: UnitOfWork, municipality: str, of_cases: ColumnElement[bool]) -> Select[Any]:
    """Element, median and longest, in seconds."""
    lain = _seconds(uow)
    closed = (
        select(
            TASK.c.element,
            lain.label("lain"),
            func.row_number().over(partition_by=TASK.c.element, order_by=lain).label("place"),
            func.count().over(partition_by=TASK.c.element).label("among"),
        )
        .join_from(TASK, INSTANCE, INSTANCE.c.id == TASK.c.instance)
        .where(
            TASK.c.municipality == municipality,
            TASK.c.sealed.is_(None),
            TASK.c.state == TaskState.COMPLETED.value,
            of_cases,
        )
        .subquery()
    )
    in_the_middle = (closed.c.place * 2).between(closed.c.among, closed.c.among + 2)
    return select(
        closed.c.element,
        func.avg(case((in_the_middle, closed.c.lain))).label("median"),
        func.max(closed.c.lain).label("longest"),
    ).group_by(closed.c.element)


def _seconds(uow: UnitOfWork) -> ColumnElement[float]:
    """How long a task lay. The columns are texts, which each database reads in its own way."""
    if uow.platform.database.sqlite:
        return (func.julianday(TASK.c.closed_at) - func.julianday(TASK.c.created_at)) * SECONDS_A_DAY
    span: ColumnElement[Any] = literal_column("user_task.closed_at::timestamptz - user_task.created_at::timestamptz")
    return cast(func.extract("epoch", span), Float)
