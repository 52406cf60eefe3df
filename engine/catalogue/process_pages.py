"""Prozesse: which path do we have? Versions, diagram, documentation, and the designer's own bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, case, false, func, select

from engine.bpmn import ProcessModel, ResourceKind
from engine.bpmn.outline.words import deadline_of
from engine.casework.history import actor_names
from engine.casework.loading import DEPLOYMENT, INSTANCE, TENANT
from engine.catalogue.origins.said import Origin, origin_of_row
from engine.errors import NotFound
from engine.sentences import say
from engine.store.base import Base
from engine.store.models import DefinitionResource
from engine.terms import TEMPLATE, Actor, InstanceState, Role, TenantId
from engine.unit_of_work import UnitOfWork, load_package

OVER = (InstanceState.COMPLETED.value, InstanceState.DISCARDED.value)
NEWEST = 2**31 - 1
"""Number that no version reaches; no database has to be asked for larger ones."""
CONSISTS: Table = Base.metadata.tables[DefinitionResource.__tablename__]


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """A municipality's published path, shown in the version that new cases start on (the last one when all were taken
    back). `running`: cases on any version; `on_versions`: how many on which, newest first; `trial`: not released for
    real work; `withdrawn`: nothing can start."""

    slug: str
    identity: str
    municipality: str
    name: str
    version: int
    version_tag: str | None
    published_at: datetime
    published_by: str
    running: int
    on_versions: tuple[tuple[int, int], ...]
    trial: bool
    withdrawn: bool
    template: bool
    """A Mustervorlage."""
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class Version:
    """`current`: new cases start on it."""

    number: int
    version_tag: str | None
    hash8: str
    published_at: datetime
    published_by: str
    running: int
    current: bool
    withdrawn_at: datetime | None
    withdrawn_by: str


@dataclass(frozen=True, slots=True)
class DocumentedStep:
    process: str
    name: str
    type: str
    lane: str
    documentation: str
    process_id: str
    element_id: str
    deadline: str
    """As the designer wrote it, "" for none."""


@dataclass(frozen=True, slots=True)
class ProcessPage:
    line: ProcessLine
    versions: tuple[Version, ...]
    steps: tuple[DocumentedStep, ...]
    processes: tuple[tuple[str, str], ...]
    may_publish: bool


def process_list(uow: UnitOfWork) -> tuple[ProcessLine, ...]:
    """By name; one's own municipality's, for the state office all."""
    valid = func.max(case((DEPLOYMENT.c.withdrawn_at.is_(None), DEPLOYMENT.c.version)))
    newest = (
        select(DEPLOYMENT.c.municipality, func.coalesce(valid, func.max(DEPLOYMENT.c.version)).label("version"))
        .group_by(DEPLOYMENT.c.municipality)
        .subquery()
    )
    query = (
        select(*DEPLOYMENT.c, TENANT.c.slug, TENANT.c.name, TENANT.c.released, TENANT.c.art)
        .join_from(DEPLOYMENT, newest, DEPLOYMENT.c.municipality == newest.c.municipality)
        .join(TENANT, TENANT.c.identity == DEPLOYMENT.c.municipality)
        .where(DEPLOYMENT.c.version == newest.c.version)
        .order_by(TENANT.c.name)
    )
    if not sees_all(uow):
        query = query.where(DEPLOYMENT.c.municipality == uow.actor.municipality)
    rows = [dict(row) for row in uow.connection.execute(query).mappings()]
    names = actor_names(uow, [row["published_by"] for row in rows])
    running = _running(uow, [row["municipality"] for row in rows])
    return tuple(_line(uow, row, names, running.get(row["municipality"], {})) for row in rows)


def process_page(uow: UnitOfWork, slug: str, version: int | None = None) -> ProcessPage:
    """With the steps of one version, else of that on which new cases start. Raises NotFound."""
    line = next((line for line in process_list(uow) if line.slug == slug), None)
    if line is None:
        raise NotFound("process.unknown", say("Diesen Konfliktweg gibt es nicht."))
    rows = [
        dict(row)
        for row in uow.connection.execute(
            select(*DEPLOYMENT.c)
            .where(DEPLOYMENT.c.municipality == line.identity)
            .order_by(DEPLOYMENT.c.version.desc())
        ).mappings()
    ]
    names = actor_names(uow, [by for row in rows for by in (row["published_by"], row["withdrawn_by"]) if by])
    running = _running(uow, [line.identity]).get(line.identity, {})
    definition = uow.definition(deployment_of(uow, slug, version)["definition"])
    models = list(definition.processes.values())
    return ProcessPage(
        line,
        tuple(
            Version(
                row["version"],
                row["version_tag"],
                row["definition"][:8],
                row["published_at"],
                names[row["published_by"]],
                running.get(row["version"], 0),
                row["version"] == line.version and not line.withdrawn,
                row["withdrawn_at"],
                names[row["withdrawn_by"]] if row["withdrawn_by"] else "",
            )
            for row in rows
        ),
        tuple(step for model in models for step in _documented(model)),
        tuple((model.id, model.name or model.id) for model in models),
        may_publish(uow.actor, TenantId(line.identity)),
    )


def process_diagram(uow: UnitOfWork, slug: str, version: int | None = None, process_id: str | None = None) -> bytes:
    """BPMN bytes for the viewer: the main file, or the library file that holds `process_id`. Raises NotFound."""
    row = deployment_of(uow, slug, version)
    package = load_package(uow.connection, row["definition"])
    if process_id is None or process_id == package.main.key:
        return package.main.content
    for resource in package.resources:
        if resource.kind is ResourceKind.BPMN and resource.key == process_id:
            return resource.content
    raise NotFound("process.unknown", say("Diesen Teil des Konfliktwegs gibt es nicht."))


def process_source(uow: UnitOfWork, slug: str, version: int | None = None) -> tuple[str, bytes]:
    """File name and the designer's own bytes."""
    row = deployment_of(uow, slug, version)
    return row["file"], load_package(uow.connection, row["definition"]).main.content


def sees_all(uow: UnitOfWork) -> bool:
    return uow.actor.unrestricted or Role.LAKI in uow.actor.roles


def may_publish(actor: Actor, identity: TenantId) -> bool:
    """Designers of the own municipality, and the state office."""
    own = Role.ENTWURF in actor.roles and actor.municipality == identity
    return actor.unrestricted or Role.LAKI in actor.roles or own


def deployment_of(uow: UnitOfWork, slug: str, version: int | None) -> dict[str, Any]:
    """The row of a version; without one of that on which new cases start, else of the last. Raises NotFound."""
    query = (
        select(*DEPLOYMENT.c)
        .join_from(DEPLOYMENT, TENANT, TENANT.c.identity == DEPLOYMENT.c.municipality)
        .where(TENANT.c.slug == slug)
        .order_by(DEPLOYMENT.c.withdrawn_at.is_not(None), DEPLOYMENT.c.version.desc())
        .limit(1)
    )
    if not sees_all(uow):
        own = DEPLOYMENT.c.municipality == uow.actor.municipality
        library = (TENANT.c.art == TEMPLATE) if Role.ENTWURF in uow.actor.roles else false()
        query = query.where(own | library)
    if version is not None:
        query = query.where(DEPLOYMENT.c.version == version)
    row = uow.connection.execute(query).mappings().first() if version is None or version <= NEWEST else None
    if row is None:
        raise NotFound("process.unknown", say("Diesen Konfliktweg gibt es nicht."))
    return dict(row)


def _running(uow: UnitOfWork, municipalities: list[str]) -> dict[str, dict[int, int]]:
    """Cases that are not finished, by municipality and version."""
    query = (
        select(INSTANCE.c.municipality, DEPLOYMENT.c.version, func.count())
        .join_from(INSTANCE, DEPLOYMENT, DEPLOYMENT.c.id == INSTANCE.c.deployment)
        .where(INSTANCE.c.municipality.in_(municipalities), INSTANCE.c.state.not_in(OVER))
        .group_by(INSTANCE.c.municipality, DEPLOYMENT.c.version)
    )
    found: dict[str, dict[int, int]] = {}
    for tenant, version, number in uow.connection.execute(query):
        found.setdefault(tenant, {})[version] = number
    return found


def _line(uow: UnitOfWork, row: dict[str, Any], names: dict[str, str], running: dict[int, int]) -> ProcessLine:
    definition = uow.definition(row["definition"])
    return ProcessLine(
        row["slug"],
        row["municipality"],
        row["name"],
        definition.processes[row["process_id"]].name or row["process_id"],
        row["version"],
        row["version_tag"],
        row["published_at"],
        names[row["published_by"]],
        sum(running.values()),
        tuple(sorted(running.items(), reverse=True)),
        not row["released"],
        row["withdrawn_at"] is not None,
        row["art"] == TEMPLATE,
        origin_of_row(row),
    )


def _documented(model: ProcessModel) -> list[DocumentedStep]:
    return [
        DocumentedStep(
            model.name or model.id,
            element.label,
            element.type,
            element.lane or "",
            element.documentation,
            model.id,
            element.id,
            deadline_of(element),
        )
        for element in model.elements.values()
        if element.documentation or deadline_of(element)
    ]
