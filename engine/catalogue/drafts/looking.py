"""Drafts to look at: lists, one draft with its files, and their bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from engine.casework.history import actor_names
from engine.casework.loading import DEPLOYMENT, TENANT
from engine.catalogue.drafts.packages import declared_in
from engine.catalogue.drafts.rows import (
    DRAFT,
    FILE,
    STEP,
    DraftId,
    DraftKind,
    file_row,
    files_of,
    insist_on_designer,
    load,
    scoped,
)
from engine.catalogue.files import File
from engine.errors import InvalidInput
from engine.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class DraftFile:
    """`revision`: that of the draft with which this file last changed; whoever saves it says which one they saw."""

    name: str
    kind: DraftKind
    main: bool
    revision: int
    changed_at: datetime
    changed_by: str
    size: int


@dataclass(frozen=True, slots=True)
class Base:
    """The version that a draft was opened from. `current`: what new cases start on, None where all was taken back;
    `outdated`: that is a later one; `withdrawn`: an earlier one, since the draft's own was taken back."""

    version: int
    current: int | None

    @property
    def outdated(self) -> bool:
        return self.current is not None and self.current > self.version

    @property
    def withdrawn(self) -> bool:
        return self.current is not None and self.current < self.version


@dataclass(frozen=True, slots=True)
class DraftLine:
    id: DraftId
    municipality: str
    municipality_name: str
    slug: str
    name: str
    revision: int
    changed_at: datetime
    changed_by: str
    base: Base | None


@dataclass(frozen=True, slots=True)
class Draft:
    """`ended`: "published" (as `version`), "discarded", or empty. `undo`, `redo`: what would be undone or done again,
    in words; None: nothing."""

    id: DraftId
    municipality: str
    municipality_name: str
    slug: str
    name: str
    revision: int
    opened_at: datetime
    opened_by: str
    changed_at: datetime
    changed_by: str
    base: Base | None
    files: tuple[DraftFile, ...]
    undo: str | None
    redo: str | None
    ended: str
    ended_at: datetime | None
    version: int | None

    @property
    def main(self) -> str:
        """Name of the file that bears the path."""
        return next(file.name for file in self.files if file.main)

    def of_kind(self, kind: str) -> tuple[DraftFile, ...]:
        return tuple(file for file in self.files if file.kind == kind)


def draft_list(uow: UnitOfWork, municipality: str | None = None) -> tuple[DraftLine, ...]:
    """Open drafts that the actor may work on, by municipality, the last changed first. Raises NotPermitted."""
    insist_on_designer(uow)
    query = scoped(uow, select(*DRAFT.c).where(DRAFT.c.ended == "")).order_by(DRAFT.c.slug, DRAFT.c.changed_at.desc())
    if municipality is not None:
        query = query.where(DRAFT.c.municipality == municipality)
    rows = [dict(row) for row in uow.connection.execute(query).mappings()]
    names = actor_names(uow, [row["changed_by"] for row in rows])
    places = _places(uow, rows)
    in_force = versions_in_force(uow, {row["municipality"] for row in rows})
    return tuple(
        DraftLine(
            DraftId(row["id"]),
            row["municipality"],
            places[row["municipality"]],
            row["slug"],
            row["name"],
            row["revision"],
            row["changed_at"],
            names[row["changed_by"]],
            _base(row, in_force),
        )
        for row in rows
    )


def draft(uow: UnitOfWork, number: int) -> Draft:
    """Raises NotFound, NotPermitted."""
    row = load(uow, number)
    files = uow.connection.execute(
        select(*(c for c in FILE.c if c is not FILE.c.content), func.length(FILE.c.content).label("size"))
        .where(FILE.c.municipality == row["municipality"], FILE.c.draft == row["id"])
        .order_by(FILE.c.main.desc(), FILE.c.kind, FILE.c.name)
    ).all()
    names = actor_names(uow, list({row["opened_by"], row["changed_by"], *(file.changed_by for file in files)}))
    return Draft(
        DraftId(row["id"]),
        row["municipality"],
        _places(uow, [row])[row["municipality"]],
        row["slug"],
        row["name"],
        row["revision"],
        row["opened_at"],
        names[row["opened_by"]],
        row["changed_at"],
        names[row["changed_by"]],
        _base(row, versions_in_force(uow, (row["municipality"],))),
        tuple(
            DraftFile(
                file.name,
                DraftKind(file.kind),
                file.main,
                file.revision,
                file.changed_at,
                names[file.changed_by],
                file.size,
            )
            for file in files
        ),
        _said(uow, row, undone=False),
        _said(uow, row, undone=True),
        row["ended"],
        row["ended_at"],
        row["version"],
    )


def draft_content(uow: UnitOfWork, number: int, name: str) -> tuple[bytes, int]:
    """Bytes of a file, and its revision. Raises NotFound, NotPermitted."""
    found = file_row(uow, load(uow, number), name)
    return found["content"], found["revision"]


def draft_files(uow: UnitOfWork, number: int) -> tuple[File, ...]:
    """All files with their bytes, the main one first. Raises NotFound, NotPermitted."""
    return tuple((name, file.content) for name, file in files_of(uow, load(uow, number)).items())


def _base(row: Mapping[str, Any], in_force: Mapping[str, int]) -> Base | None:
    return None if row["base"] is None else Base(row["base"], in_force.get(row["municipality"]))


def _places(uow: UnitOfWork, rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    wanted = {row["municipality"] for row in rows}
    query = select(TENANT.c.identity, TENANT.c.name).where(TENANT.c.identity.in_(wanted))
    known = {row.identity: row.name for row in uow.connection.execute(query)}
    return {row["municipality"]: _name_in(uow, row) for row in rows if row["municipality"] not in known} | known


def _name_in(uow: UnitOfWork, row: Mapping[str, Any]) -> str:
    """Of a municipality that has published nothing yet: as its pool is called."""
    query = select(FILE.c.name, FILE.c.content).where(
        FILE.c.municipality == row["municipality"], FILE.c.draft == row["id"], FILE.c.main
    )
    found = uow.connection.execute(query).first()
    try:
        declared = declared_in(found.name, found.content) if found is not None else None
    except InvalidInput:
        declared = None
    return (declared.name if declared is not None else "") or str(row["slug"]).replace("-", " ").title()


def versions_in_force(uow: UnitOfWork, municipalities: Iterable[str]) -> dict[str, int]:
    """What new cases start on; who has published nothing, or has taken everything back, is absent."""
    query = (
        select(DEPLOYMENT.c.municipality, func.max(DEPLOYMENT.c.version).label("version"))
        .where(DEPLOYMENT.c.municipality.in_(set(municipalities)), DEPLOYMENT.c.withdrawn_at.is_(None))
        .group_by(DEPLOYMENT.c.municipality)
    )
    return {row.municipality: row.version for row in uow.connection.execute(query)}


def _said(uow: UnitOfWork, row: Mapping[str, Any], *, undone: bool) -> str | None:
    order = STEP.c.number if undone else STEP.c.number.desc()
    found = uow.connection.execute(
        select(STEP.c.said)
        .where(STEP.c.municipality == row["municipality"], STEP.c.draft == row["id"], STEP.c.undone.is_(undone))
        .order_by(order)
        .limit(1)
    ).scalar()
    return None if found is None else str(found)
