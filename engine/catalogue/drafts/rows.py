"""Rows of drafts: who may open them, what is kept of every change, and that nobody's change is overwritten."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NewType

import msgpack
from sqlalchemy import Select, Table, delete, func, insert, select, update

from engine.catalogue.drafts.limits import LARGEST_PAST, insist_on_place, insist_on_room
from engine.catalogue.process_pages import may_publish, sees_all
from engine.errors import InvalidState, NotFound, NotPermitted
from engine.sentences import say
from engine.store.base import Base
from engine.store.studio import StudioDraft, StudioFile, StudioStep
from engine.terms import Role, TenantId
from engine.unit_of_work import UnitOfWork

DRAFT: Table = Base.metadata.tables[StudioDraft.__tablename__]
FILE: Table = Base.metadata.tables[StudioFile.__tablename__]
STEP: Table = Base.metadata.tables[StudioStep.__tablename__]
DraftId = NewType("DraftId", int)
KEPT = 100
"""Steps of a draft that can be undone."""
STATE_OFFICE = "the state office and the operator help every municipality"


class DraftKind(StrEnum):
    BPMN = "bpmn"
    DMN = "dmn"
    FORM = "form"
    REHEARSAL = "rehearsal"


class Changed(InvalidState):
    """Somebody else was quicker; `revision`, `changed_by` and `changed_at` are of what they left."""

    def __init__(self, sentence: str, revision: int, changed_by: str, changed_at: Any) -> None:
        super().__init__("draft.changed", sentence, found=str(revision))
        self.revision = revision
        self.changed_by = changed_by
        self.changed_at = changed_at


@dataclass(frozen=True, slots=True)
class Content:
    """A file of a draft as it is stored."""

    kind: DraftKind
    main: bool
    content: bytes


Files = Mapping[str, Content | None]
"""By name; None: there is no such file."""


def insist_on_designer(uow: UnitOfWork) -> None:
    """Raises NotPermitted."""
    if not (uow.actor.unrestricted or uow.actor.roles & {Role.ENTWURF, Role.LAKI}):
        raise NotPermitted(
            "draft.role",
            say("In der Werkstatt arbeiten die Entwurfsberechtigten der eigenen Kommune und die Landesstelle."),
        )


def scoped(uow: UnitOfWork, query: Select[Any]) -> Select[Any]:
    """Drafts that the actor may open: of their own municipality; for the state office and the operator all."""
    if sees_all(uow):
        return query.execution_options(unscoped=STATE_OFFICE)
    return query.where(DRAFT.c.municipality == uow.actor.municipality)


def load(uow: UnitOfWork, number: int, *, lock: bool = False) -> dict[str, Any]:
    """The row of a draft. Raises NotFound (another municipality's, too) and NotPermitted."""
    query = scoped(uow, select(*DRAFT.c).where(DRAFT.c.id == number))
    row = uow.connection.execute(query.with_for_update() if lock else query).mappings().first()
    if row is None:
        raise NotFound("draft.unknown", say("Diesen Entwurf gibt es nicht."))
    if not may_publish(uow.actor, TenantId(row["municipality"])):
        insist_on_designer(uow)
        raise NotFound("draft.unknown", say("Diesen Entwurf gibt es nicht."))
    return dict(row)


def open_row(uow: UnitOfWork, number: int) -> dict[str, Any]:
    """Locked, to be changed. Raises InvalidState when the draft was published or discarded."""
    row = load(uow, number, lock=True)
    if row["ended"]:
        published = say(
            "Dieser Entwurf ist schon als Version {version} veröffentlicht. Hier kann nichts mehr geändert werden.",
            version=row["version"],
        )
        discarded = say("Dieser Entwurf ist schon verworfen. Hier kann nichts mehr geändert werden.")
        raise InvalidState("draft.ended", published if row["ended"] == "published" else discarded)
    return row


def files_of(uow: UnitOfWork, row: Mapping[str, Any]) -> dict[str, Content]:
    """All files of a draft, the main one first."""
    found = uow.connection.execute(
        select(FILE.c.name, FILE.c.kind, FILE.c.main, FILE.c.content)
        .where(FILE.c.municipality == row["municipality"], FILE.c.draft == row["id"])
        .order_by(FILE.c.main.desc(), FILE.c.kind, FILE.c.name)
    )
    return {file.name: Content(DraftKind(file.kind), file.main, file.content) for file in found}


def file_row(uow: UnitOfWork, row: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Raises NotFound."""
    found = uow.connection.execute(select(*FILE.c).where(*_place(row), FILE.c.name == name)).mappings().first()
    if found is None:
        raise NotFound("draft.file", say("Eine Datei „{name}“ gibt es in diesem Entwurf nicht.", name=name))
    return dict(found)


def insist_on_another(uow: UnitOfWork, municipality: str) -> None:
    """Raises InvalidInput when so many drafts of it are open that there can be no other."""
    there = select(func.count()).select_from(DRAFT).where(DRAFT.c.municipality == municipality, DRAFT.c.ended == "")
    insist_on_place(uow.connection.execute(there).scalar_one())


def _sizes(uow: UnitOfWork, row: Mapping[str, Any]) -> dict[str, int]:
    query = select(FILE.c.name, func.length(FILE.c.content).label("size")).where(*_place(row))
    return {file.name: file.size for file in uow.connection.execute(query)}


# ------------------------------------------------------------------ changing
def change(uow: UnitOfWork, row: Mapping[str, Any], files: Files, said: str) -> int:
    """Writes these files and keeps what they were, to be undone. Gives the revision. Raises InvalidInput where there
    would be too much."""
    there = _sizes(uow, row)
    fresh = {name: len(file.content) for name, file in files.items() if file is not None}
    insist_on_room(there, {name: size for name, size in there.items() if name not in files} | fresh)
    number = _forget(uow, row)
    before = _replace(uow, row, files)
    uow.connection.execute(
        insert(STEP).values(
            municipality=row["municipality"],
            draft=row["id"],
            number=number,
            said=said[:200],
            made_at=uow.now,
            made_by=uow.actor.audit_id,
            undone=False,
            files=packed(before),
        )
    )
    return int(row["revision"]) + 1


def _forget(uow: UnitOfWork, row: Mapping[str, Any]) -> int:
    """Steps that were undone, and those of long ago. Gives the number of the next one."""
    mine = (STEP.c.municipality == row["municipality"], STEP.c.draft == row["id"])
    uow.connection.execute(delete(STEP).where(*mine, STEP.c.undone))
    last = uow.connection.execute(select(STEP.c.number).where(*mine).order_by(STEP.c.number.desc()).limit(1)).scalar()
    number = (last or 0) + 1
    oldest, size = number - KEPT, 0
    steps = select(STEP.c.number, func.length(STEP.c.files)).where(*mine).order_by(STEP.c.number.desc())
    for step, length in uow.connection.execute(steps).all():
        size += length
        if size > LARGEST_PAST:
            oldest = max(oldest, step)
            break
    uow.connection.execute(delete(STEP).where(*mine, STEP.c.number <= oldest))
    return number


def swap(uow: UnitOfWork, row: Mapping[str, Any], step: Mapping[str, Any]) -> int:
    """Undoes a step, or does it again: what the step keeps and what the draft holds change places."""
    before = _replace(uow, row, unpacked(step["files"]))
    uow.connection.execute(
        update(STEP)
        .where(STEP.c.municipality == row["municipality"], STEP.c.draft == row["id"], STEP.c.number == step["number"])
        .values(files=packed(before), undone=not step["undone"])
    )
    return int(row["revision"]) + 1


def _replace(uow: UnitOfWork, row: Mapping[str, Any], files: Files) -> Files:
    """Gives what was there before."""
    revision = row["revision"] + 1
    stood = {
        found.name: Content(DraftKind(found.kind), found.main, found.content)
        for found in uow.connection.execute(
            select(FILE.c.name, FILE.c.kind, FILE.c.main, FILE.c.content).where(*_place(row), FILE.c.name.in_(files))
        )
    }
    uow.connection.execute(delete(FILE).where(*_place(row), FILE.c.name.in_(files)))
    fresh = [
        {
            "municipality": row["municipality"],
            "draft": row["id"],
            "name": name,
            "kind": file.kind.value,
            "main": file.main,
            "content": file.content,
            "revision": revision,
            "changed_at": uow.now,
            "changed_by": uow.actor.audit_id,
        }
        for name, file in files.items()
        if file is not None
    ]
    if fresh:
        uow.connection.execute(insert(FILE), fresh)
    uow.connection.execute(
        update(DRAFT)
        .where(DRAFT.c.municipality == row["municipality"], DRAFT.c.id == row["id"])
        .values(revision=revision, changed_at=uow.now, changed_by=uow.actor.audit_id)
    )
    return {name: stood.get(name) for name in files}


def _place(row: Mapping[str, Any]) -> tuple[Any, Any]:
    return FILE.c.municipality == row["municipality"], FILE.c.draft == row["id"]


def packed(files: Files) -> bytes:
    plain = {name: [file.kind.value, file.main, file.content] if file else None for name, file in files.items()}
    return zlib.compress(msgpack.packb(plain), 1)


def unpacked(raw: bytes) -> Files:
    plain = msgpack.unpackb(zlib.decompress(raw))
    return {name: Content(DraftKind(of[0]), of[1], of[2]) if of else None for name, of in plain.items()}
