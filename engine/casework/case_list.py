"""Vorgänge: find a case by Aktenzeichen, words of the Kurztitel, type, district, stage. What is sealed is looked up by
keyed tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import false, func, literal, select, tuple_
from sqlalchemy.orm import aliased

from engine.casework.lines import shown_outcome, shown_stage, summary_of
from engine.casework.loading import INSTANCE
from engine.casework.title_words import tokens
from engine.casework.visibility import coordinates, insist_on_caseworker, readable_stages, tenant_of, zones_of
from engine.errors import InvalidInput
from engine.sentences import say
from engine.store.base import Instant, instant
from engine.store.desk import TitleWord
from engine.store.keys import STRUCTURE
from engine.store.models import CaseAccess, ProcessInstance, UserTask
from engine.terms import NEUTRAL_STAGE, InstanceId, InstanceState, Stage, TenantId, Zone
from engine.unit_of_work import UnitOfWork

OVER = (InstanceState.COMPLETED.value, InstanceState.DISCARDED.value)
_NUMBER = re.compile(r"(?=.*\d)(KKM)?[\d\s-]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """`search`: Aktenzeichen or a part of it, or words of the Kurztitel. `stage`: of cases that are not over.
    `state`: active, completed, incident. `after`: cursor."""

    search: str | None = None
    falltyp: str | None = None
    district: str | None = None
    stage: str | None = None
    state: str | None = None
    after: str | None = None
    limit: int = 50
    municipality: TenantId | None = None


@dataclass(frozen=True, slots=True)
class CaseLine:
    instance_id: str
    aktenzeichen: str
    kurztitel: str
    falltyp: str
    district: str
    stage: str
    state: str
    started_at: datetime
    ended_at: datetime | None
    open_tasks: int
    trial: bool
    overdue: bool
    municipality: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class CaseList:
    lines: tuple[CaseLine, ...]
    next: str | None
    stages: tuple[str, ...] = tuple(stage.value for stage in Stage)
    states: tuple[str, ...] = tuple(state.value for state in InstanceState)


def case_list(uow: UnitOfWork, filter: CaseFilter) -> CaseList:
    """Newest first. Coordinators see the municipality's cases, others those on which they work by name."""
    insist_on_caseworker(uow.actor)
    query = _narrow(uow, select(ProcessInstance), filter).limit(filter.limit + 1)
    found = list(uow.session.scalars(query))
    rows, more = found[: filter.limit], len(found) > filter.limit
    keys = uow.keys.keys_of_all([row.id for row in rows], _purposes(uow, rows))
    tasks = _open_tasks(uow, [row.id for row in rows])
    lines = tuple(
        _line(uow, row, dict(keys.get(InstanceId(row.id), {})), tasks.get(row.id, (0, False))) for row in rows
    )
    return CaseList(lines, f"{instant(rows[-1].started_at)}~{rows[-1].id}" if more else None)


def _purposes(uow: UnitOfWork, rows: list[ProcessInstance]) -> list[str]:
    """Which keys a page of lines needs; how a case ended stands in its structure, and only coordinators read it."""
    over = coordinates(uow.actor) and any(row.state == InstanceState.COMPLETED for row in rows)
    return [Zone.EINGANG, STRUCTURE] if over else [Zone.EINGANG]


def _narrow(uow: UnitOfWork, query: Any, filter: CaseFilter) -> Any:
    tenant = tenant_of(uow.actor, filter.municipality)
    if tenant is not None:
        query = query.where(ProcessInstance.municipality == tenant)
    if not coordinates(uow.actor):
        mine = select(CaseAccess.instance).where(CaseAccess.account == uow.actor.account_id)
        query = query.where(ProcessInstance.id.in_(mine))
    order: tuple[Any, Any] = (ProcessInstance.started_at, ProcessInstance.id)
    if filter.search and _NUMBER.fullmatch(filter.search.strip()):
        query = query.where(ProcessInstance.aktenzeichen.contains(filter.search.strip().upper(), autoescape=True))
    elif filter.search:
        query, order = _by_words(uow, query, tenant, filter.search)
    for column, name, value in (
        (ProcessInstance.type_token, "falltyp", filter.falltyp),
        (ProcessInstance.district_token, "stadtbezirk", filter.district),
    ):
        if value and tenant is not None:
            query = query.where(column == uow.token(tenant, name, value.strip().casefold()))
    if filter.stage:
        query = query.where(_stage(uow, filter.stage), ProcessInstance.state.not_in(OVER))
    if filter.state:
        query = query.where(ProcessInstance.state == filter.state)
    if filter.after:
        started, _, number = filter.after.partition("~")
        try:
            when = datetime.fromisoformat(started).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise InvalidInput("case_list.after", say("Diese Seite gibt es nicht; beginnen Sie bitte vorn.")) from error
        # The type must be said: a bare datetime would be written in another format and compare wrongly.
        reached = tuple_(literal(when, Instant()), number)
        query = query.where(tuple_(*order) < reached)
    return query.order_by(*(column.desc() for column in order))


def _by_words(uow: UnitOfWork, query: Any, tenant: TenantId | None, asked: str) -> tuple[Any, tuple[Any, Any]]:
    """Cases whose title has all the words, and the columns that order them: the index of the first word does."""
    wanted = tokens(uow, tenant, asked) if tenant is not None else []
    reads_titles = uow.actor.unrestricted or Zone.EINGANG in zones_of(uow.actor)
    if not wanted or not reads_titles:
        return query.where(false()), (ProcessInstance.started_at, ProcessInstance.id)
    first, *rest = wanted
    query = query.join(TitleWord, TitleWord.instance == ProcessInstance.id)
    query = query.where(TitleWord.municipality == tenant, TitleWord.token == first)
    for token in rest:
        other = aliased(TitleWord)
        has_it = select(other.token).where(
            other.municipality == tenant, other.instance == TitleWord.instance, other.token == token
        )
        query = query.where(has_it.exists())
    return query, (TitleWord.started_at, TitleWord.instance)


def _stage(uow: UnitOfWork, stage: str) -> Any:
    """A mediation stands as "verfahren" in the plain column; only coordinators may ask for it by name. To others
    "verfahren" is whatever lies outside their zones."""
    if coordinates(uow.actor):
        both = stage in (Stage.MEDIATION, NEUTRAL_STAGE)
        return ProcessInstance.stage.in_([Stage.MEDIATION.value, NEUTRAL_STAGE] if both else [stage])
    readable = readable_stages(uow.actor)
    if stage == NEUTRAL_STAGE:
        return ProcessInstance.stage.not_in(readable)
    return ProcessInstance.stage.in_([stage] if stage in readable else [])


def _open_tasks(uow: UnitOfWork, instances: list[str]) -> dict[str, tuple[int, bool]]:
    """Number of open tasks of each case, and whether one is overdue."""
    if not instances:
        return {}
    query = (
        select(UserTask.instance, func.count(), func.min(UserTask.due))
        .where(UserTask.instance.in_(instances), UserTask.state == 0)
        .group_by(UserTask.instance)
    )
    return {instance: (number, first < uow.now) for instance, number, first in uow.session.execute(query)}


def _line(uow: UnitOfWork, row: ProcessInstance, keys: dict[str, bytes], tasks: tuple[int, bool]) -> CaseLine:
    summary = summary_of(uow, {"id": row.id, "summary": row.summary}, keys)
    return CaseLine(
        row.id,
        row.aktenzeichen,
        summary.get("kurztitel", ""),
        summary.get("falltyp", ""),
        summary.get("stadtbezirk", ""),
        shown_stage(uow, row.stage),
        row.state,
        row.started_at,
        row.ended_at,
        tasks[0],
        row.trial,
        tasks[1],
        row.municipality,
        shown_outcome(uow, {column.name: getattr(row, column.name) for column in INSTANCE.c}, keys),
    )
