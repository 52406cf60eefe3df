"""The history of a path as a document: what each version changed, in words, and what its publisher says of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from engine.casework.loading import DEPLOYMENT
from engine.catalogue.library import own_files
from engine.catalogue.process_pages import deployment_of
from engine.catalogue.telling import Difference, differences
from engine.unit_of_work import UnitOfWork, load_package

TOLD = 12
"""Versions whose changes are told; older ones are looked up one by one."""


@dataclass(frozen=True, slots=True)
class VersionStory:
    """`changes`: against the version before, None for the first one and for those of long ago."""

    number: int
    note: str
    changes: tuple[Difference, ...] | None


def version_history(uow: UnitOfWork, slug: str) -> tuple[VersionStory, ...]:
    """Newest first. Raises NotFound."""
    identity = deployment_of(uow, slug, None)["municipality"]
    rows = uow.connection.execute(
        select(DEPLOYMENT.c.version, DEPLOYMENT.c.definition, DEPLOYMENT.c.note)
        .where(DEPLOYMENT.c.municipality == identity)
        .order_by(DEPLOYMENT.c.version.desc())
    ).all()
    files = [own_files(load_package(uow.connection, row.definition)) for row in rows[: TOLD + 1]]
    told = [differences(before, after) for after, before in zip(files, files[1:], strict=False)]
    return tuple(
        VersionStory(row.version, row.note or "", told[place] if place < len(told) else None)
        for place, row in enumerate(rows)
    )
