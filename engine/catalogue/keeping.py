"""The designer's own bytes of a version, each under its hash: what is known already is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.bpmn import Package
from engine.catalogue.files import File
from engine.store.base import Base
from engine.store.models import DefinitionResource, Resource
from engine.store.studio import PublishedRehearsal
from engine.terms import TenantId
from engine.unit_of_work import UnitOfWork

RESOURCE: Table = Base.metadata.tables[Resource.__tablename__]
CONSISTS: Table = Base.metadata.tables[DefinitionResource.__tablename__]
REHEARSAL: Table = Base.metadata.tables[PublishedRehearsal.__tablename__]


def store_package(uow: UnitOfWork, package: Package) -> None:
    """The designer's own bytes under their hash; what is known already is left alone."""
    known = uow.connection.execute(
        select(func.count()).select_from(CONSISTS).where(CONSISTS.c.definition == package.hash)
    ).scalar_one()
    if known:
        return
    _keep(uow, [resource.content for resource in package.resources])
    uow.connection.execute(
        insert(CONSISTS),
        [
            {
                "definition": package.hash,
                "kind": resource.kind.value,
                "key": resource.key,
                "file": resource.file,
                "main": resource.key == package.main.key and resource.kind is package.main.kind,
                "resource": resource.hash,
            }
            for resource in package.resources
        ],
    )


def keep_rehearsals(uow: UnitOfWork, identity: TenantId, version: int, rehearsals: Sequence[File]) -> None:
    """In place of those that were published with this version before."""
    if not rehearsals:
        return
    uow.connection.execute(
        delete(REHEARSAL).where(REHEARSAL.c.municipality == identity, REHEARSAL.c.version == version)
    )
    _keep(uow, [content for _, content in rehearsals])
    uow.connection.execute(
        insert(REHEARSAL),
        [
            {"municipality": identity, "version": version, "name": name, "resource": sha256(content).hexdigest()}
            for name, content in rehearsals
        ],
    )


def _keep(uow: UnitOfWork, contents: Sequence[bytes]) -> None:
    dialect = sqlite if uow.platform.database.sqlite else postgresql
    rows = {content: {"hash": sha256(content).hexdigest(), "content": content} for content in contents}
    uow.connection.execute(dialect.insert(RESOURCE).on_conflict_do_nothing(), list(rows.values()))
