"""Loading of tasks and cases, always within the actor's municipality, locked when they are to be changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Table, bindparam, select

from engine.errors import NotFound
from engine.sentences import say
from engine.store.base import Base
from engine.store.models import Deployment, Municipality, ProcessInstance, UserTask
from engine.terms import TEMPLATE, InstanceId, TenantId, UserTaskId, Zone
from engine.unit_of_work import Case, UnitOfWork

TASK: Table = Base.metadata.tables[UserTask.__tablename__]
INSTANCE: Table = Base.metadata.tables[ProcessInstance.__tablename__]
TENANT: Table = Base.metadata.tables[Municipality.__tablename__]
DEPLOYMENT: Table = Base.metadata.tables[Deployment.__tablename__]

TASK_COLUMNS = [column.label(f"task_{column.name}") for column in TASK.c]
_ONE_TASK = (
    select(*TASK_COLUMNS, *INSTANCE.c, TENANT.c.name.label("municipality_name"))
    .join_from(TASK, INSTANCE, TASK.c.instance == INSTANCE.c.id)
    .join(TENANT, TENANT.c.identity == INSTANCE.c.municipality)
    .where(TASK.c.id == bindparam("wanted"))
)
_ONE_CASE = select(*INSTANCE.c, TENANT.c.name.label("municipality_name")).join_from(
    INSTANCE, TENANT, TENANT.c.identity == INSTANCE.c.municipality
)
WHOLE_HOUSE = "the clock and the command line act for the whole house"
TASK_OF_HOUSE = _ONE_TASK.execution_options(unscoped=WHOLE_HOUSE)
TASK_OF_TENANT = _ONE_TASK.where(TASK.c.municipality == bindparam("tenant"))
UNKNOWN_TASK = say("Diese Aufgabe gibt es nicht, oder sie ist nicht für Sie bestimmt.")
UNKNOWN_CASE = say("Diesen Vorgang gibt es nicht, oder er ist nicht für Sie bestimmt.")


@dataclass(frozen=True, slots=True)
class LoadedTask:
    """A task row and the row of its case."""

    task: dict[str, Any]
    instance: dict[str, Any]

    @property
    def zone(self) -> Zone:
        """Of what is recorded about the task: only steps of the mediation are sealed."""
        return Zone.MEDIATION if self.task["sealed"] is not None else Zone.EINGANG


def load_task(uow: UnitOfWork, task_id: UserTaskId, *, lock: bool = False) -> LoadedTask:
    """Raises NotFound for an unknown task, or one of another municipality.

    Both rows are locked, the case's first: PostgreSQL reads only locked rows anew after waiting for another writer.
    """
    query = TASK_OF_HOUSE
    values: dict[str, str | None] = {"wanted": task_id}
    if not uow.actor.unrestricted:
        query, values = TASK_OF_TENANT, {"wanted": task_id, "tenant": uow.actor.municipality}
    if lock:
        query = query.with_for_update(of=[INSTANCE, TASK])
    row = uow.connection.execute(query, values).mappings().first()
    if row is None:
        raise NotFound("user_task.unknown", UNKNOWN_TASK)
    task = {column.name: row[f"task_{column.name}"] for column in TASK.c}
    instance = {column.name: row[column.name] for column in INSTANCE.c}
    instance["municipality_name"] = row["municipality_name"]
    return LoadedTask(task, instance)


def load_case_row(
    uow: UnitOfWork, *, instance: str | None = None, aktenzeichen: str | None = None, lock: bool = False
) -> dict[str, Any]:
    """Raises NotFound for an unknown case, or one of another municipality."""
    query: Select[Any] = _ONE_CASE.where(
        INSTANCE.c.id == instance if instance is not None else INSTANCE.c.aktenzeichen == aktenzeichen
    )
    if uow.actor.unrestricted:
        query = query.execution_options(unscoped=WHOLE_HOUSE)
    else:
        query = query.where(INSTANCE.c.municipality == uow.actor.municipality)
    if lock:
        query = query.with_for_update(of=INSTANCE)
    row = uow.connection.execute(query).mappings().first()
    if row is None:
        raise NotFound("case.unknown", UNKNOWN_CASE)
    return dict(row)


@dataclass(frozen=True, slots=True)
class TenantRow:
    identity: TenantId
    slug: str
    name: str
    released: bool
    template: bool
    """A Mustervorlage: it has versions and clones, no cases."""


def municipality(uow: UnitOfWork, *, identity: str | None = None, slug: str | None = None) -> TenantRow:
    """By identity or slug; only the actor's own. Raises NotFound."""
    query = select(TENANT.c.identity, TENANT.c.slug, TENANT.c.name, TENANT.c.released, TENANT.c.art)
    query = query.where(TENANT.c.identity == identity if identity is not None else TENANT.c.slug == slug)
    row = uow.connection.execute(query).first()
    if row is None or not (uow.actor.unrestricted or uow.actor.municipality == row.identity):
        raise NotFound(
            "municipality.unknown",
            say("Die Kommune „{slug_or_identity}“ ist nicht bekannt.", slug_or_identity=slug or identity),
        )
    return TenantRow(TenantId(row.identity), row.slug, row.name, row.released, row.art == TEMPLATE)


@dataclass(frozen=True, slots=True)
class DeploymentRow:
    id: int
    version: int
    definition: str
    process_id: str


def newest_deployment(uow: UnitOfWork, tenant: TenantId) -> DeploymentRow:
    """The version that new cases start on. Raises NotFound: none is published, or all were taken back."""
    d = DEPLOYMENT.c
    row = uow.connection.execute(
        select(d.id, d.version, d.definition, d.process_id, d.withdrawn_at)
        .where(d.municipality == tenant)
        .order_by(d.withdrawn_at.is_not(None), d.version.desc())
        .limit(1)
    ).first()
    if row is None:
        raise NotFound("process.unpublished", say("Für diese Kommune ist noch kein Konfliktweg veröffentlicht."))
    if row.withdrawn_at is not None:
        raise NotFound(
            "process.withdrawn",
            say(
                "Der Konfliktweg dieser Kommune ist zurückgenommen. Neue Vorgänge können erst wieder beginnen, "
                "wenn eine "
                "Version eingesetzt oder veröffentlicht wird; laufende Vorgänge gehen weiter."
            ),
        )
    return DeploymentRow(row.id, row.version, row.definition, row.process_id)


def facts(case: Case, uow: UnitOfWork) -> dict[str, Any]:
    """The `fall` that every expression of a process may read."""
    return fall(case.row["aktenzeichen"], case.row["municipality_name"], case.row["started_at"], case.row["stage"])


def fall(aktenzeichen: str, municipality_name: str, started: datetime, stage: str) -> dict[str, Any]:
    return {
        "aktenzeichen": aktenzeichen,
        "municipality": municipality_name,
        "started": started,
        "stage": stage,
    }


def instance_id(loaded: LoadedTask) -> InstanceId:
    return InstanceId(loaded.instance["id"])
