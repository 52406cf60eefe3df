"""Which files are a municipality's own: of a published version, and among files that somebody brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select

from engine import bpmn
from engine.bpmn import Municipality, ResourceKind
from engine.catalogue.files import PROCESSES, File
from engine.catalogue.library import kind_of, own_files
from engine.catalogue.process_pages import deployment_of
from engine.catalogue.rehearsal.story import ENDING
from engine.store.base import Base
from engine.store.models import Resource
from engine.store.studio import PublishedRehearsal
from engine.unit_of_work import UnitOfWork, load_package

REHEARSAL: Table = Base.metadata.tables[PublishedRehearsal.__tablename__]
RESOURCE: Table = Base.metadata.tables[Resource.__tablename__]


def declared_in(name: str, content: bytes) -> Municipality | None:
    """The municipality that a BPMN file speaks for. Raises InvalidInput when it is none."""
    return bpmn.municipality_of(bpmn.read(content, file=name))


def main_of(files: Sequence[File]) -> File | None:
    """The file that bears the path: the only .bpmn, or the only one that names a municipality."""
    found = [file for file in files if kind_of(file[0]) is ResourceKind.BPMN]
    if len(found) > 1:
        found = [file for file in found if declared_in(*file) is not None]
    return found[0] if len(found) == 1 else None


def published_files(uow: UnitOfWork, slug: str, version: int | None) -> tuple[Mapping[str, Any], tuple[File, ...]]:
    """The row of the version, and its own files with its rehearsals, the main file first. Raises NotFound."""
    row = deployment_of(uow, slug, version)
    files = own_files(load_package(uow.connection, row["definition"]))
    return row, (*files, *_rehearsals(uow, slug, row, files[0][1]))


def _rehearsals(uow: UnitOfWork, slug: str, row: Mapping[str, Any], main: bytes) -> tuple[File, ...]:
    """Those that were published with it; of a path that came with Schlichtwerk those that came with it, too."""
    kept = uow.connection.execute(
        select(REHEARSAL.c.name, RESOURCE.c.content)
        .join_from(REHEARSAL, RESOURCE, REHEARSAL.c.resource == RESOURCE.c.hash)
        .where(REHEARSAL.c.municipality == row["municipality"], REHEARSAL.c.version == row["version"])
        .order_by(REHEARSAL.c.name)
    ).all()
    if kept:
        return tuple((each.name, each.content) for each in kept)
    shipped = PROCESSES / f"{slug}.bpmn"
    if not shipped.is_file() or shipped.read_bytes() != main:
        return ()
    return tuple((path.name, path.read_bytes()) for path in sorted((PROCESSES / slug).glob(f"*{ENDING}")))
