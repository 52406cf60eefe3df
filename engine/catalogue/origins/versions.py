"""The bytes that a clone comes from: versions of Mustervorlagen, or of another municipality's path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from engine.casework.loading import DEPLOYMENT, TENANT
from engine.catalogue.files import PROCESSES, File
from engine.catalogue.library import own_files
from engine.catalogue.merging import PATH
from engine.catalogue.origins.said import Origin, mark_of
from engine.catalogue.rehearsal.story import ENDING
from engine.store.base import Base
from engine.store.models import Resource
from engine.store.studio import PublishedRehearsal
from engine.unit_of_work import UnitOfWork, load_package

REHEARSAL = Base.metadata.tables[PublishedRehearsal.__tablename__]
RESOURCE = Base.metadata.tables[Resource.__tablename__]
TEMPLATES = PROCESSES / "_vorlagen"
LIBRARY = "every designer may read the Mustervorlagen, and a clone the path that it names as its origin"


def version_row(uow: UnitOfWork, key: str, version: int | None = None) -> dict[str, Any] | None:
    """The published version of an origin; without one the newest that is not withdrawn. For whoever was let in."""
    query = (
        select(*DEPLOYMENT.c, TENANT.c.slug, TENANT.c.name, TENANT.c.art)
        .join_from(DEPLOYMENT, TENANT, TENANT.c.identity == DEPLOYMENT.c.municipality)
        .where(TENANT.c.slug == key)
        .order_by(DEPLOYMENT.c.version.desc())
        .limit(1)
        .execution_options(unscoped=LIBRARY)
    )
    query = query.where(DEPLOYMENT.c.version == version if version is not None else DEPLOYMENT.c.withdrawn_at.is_(None))
    row = uow.connection.execute(query).mappings().first()
    return None if row is None else dict(row)


def package_at(uow: UnitOfWork, row: Mapping[str, Any], with_shared: frozenset[str] = frozenset()) -> dict[str, bytes]:
    """Own files of a version, the path as PATH, with its rehearsals; published without any, as a file alone is, it has
    those of the version before. `with_shared`: names of files that all share and that a clone has made its own."""
    package = load_package(uow.connection, row["definition"])
    (_, main), *others = own_files(package)
    found = {PATH: main, **dict(others)}
    for resource in package.resources:
        if resource.file in with_shared:
            found.setdefault(resource.file, resource.content)
    of = (REHEARSAL.c.municipality == row["municipality"], REHEARSAL.c.version <= row["version"])
    newest = select(func.max(REHEARSAL.c.version)).where(*of).scalar_subquery()
    kept = uow.connection.execute(
        select(REHEARSAL.c.name, RESOURCE.c.content)
        .join_from(REHEARSAL, RESOURCE, REHEARSAL.c.resource == RESOURCE.c.hash)
        .where(REHEARSAL.c.municipality == row["municipality"], REHEARSAL.c.version == newest)
        .order_by(REHEARSAL.c.name)
        .execution_options(unscoped=LIBRARY)
    ).all()
    stories = [(each.name, each.content) for each in kept] or shipped_stories(row["slug"], main)
    return {**found, **dict(stories)}


def shipped_stories(key: str, main: bytes) -> list[File]:
    """Rehearsals that came with Schlichtwerk, of a file that came with it and was not changed."""
    for folder in (TEMPLATES, PROCESSES):
        file = folder / f"{key}.bpmn"
        if file.is_file() and file.read_bytes() == main:
            return [(path.name, path.read_bytes()) for path in sorted((folder / key).glob(f"*{ENDING}"))]
    return []


def origin_row(uow: UnitOfWork, origin: Origin) -> dict[str, Any] | None:
    """The very version that a clone names; where the numbers are another house's, the one with these bytes."""
    row = version_row(uow, origin.key, origin.version)
    if row is not None and _has_mark(uow, row, origin.mark):
        return row
    query = (
        select(DEPLOYMENT.c.version)
        .join_from(DEPLOYMENT, TENANT, TENANT.c.identity == DEPLOYMENT.c.municipality)
        .where(TENANT.c.slug == origin.key)
        .order_by(DEPLOYMENT.c.version.desc())
        .execution_options(unscoped=LIBRARY)
    )
    for version in uow.connection.execute(query).scalars().all():
        other = version_row(uow, origin.key, version)
        if other is not None and _has_mark(uow, other, origin.mark):
            return other
    return None


def _has_mark(uow: UnitOfWork, row: Mapping[str, Any], mark: str) -> bool:
    found = mark_of(load_package(uow.connection, row["definition"]).main.content)
    return found.startswith(mark) or mark.startswith(found)
