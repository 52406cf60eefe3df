"""Undo and redo, on the server: for every view of a draft, and across sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engine.catalogue.drafts.rows import STEP, DraftId, open_row, swap, unpacked
from engine.catalogue.drafts.saving import overtaken
from engine.errors import InvalidState
from engine.sentences import say
from engine.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Stepped:
    """`said`: what was undone or done again; `names`: the files that are otherwise now."""

    revision: int
    said: str
    names: tuple[str, ...]


def undo(uow: UnitOfWork, number: DraftId, revision: int) -> Stepped:
    """`revision`: of the draft, as seen. Raises Changed, InvalidState("draft.nothing"), NotFound, NotPermitted."""
    return _step(uow, number, revision, STEP.c.undone.is_(False), STEP.c.number.desc(), say("rückgängig zu machen"))


def redo(uow: UnitOfWork, number: DraftId, revision: int) -> Stepped:
    """As `undo`."""
    return _step(uow, number, revision, STEP.c.undone, STEP.c.number, say("zu wiederholen"))


def _step(uow: UnitOfWork, number: DraftId, revision: int, which: Any, order: Any, what: str) -> Stepped:
    row = open_row(uow, number)
    if row["revision"] != revision:
        raise overtaken(uow, row, say("Den Entwurf"))
    step = (
        uow.connection.execute(
            select(*STEP.c)
            .where(STEP.c.municipality == row["municipality"], STEP.c.draft == row["id"], which)
            .order_by(order)
            .limit(1)
        )
        .mappings()
        .first()
    )
    if step is None:
        raise InvalidState("draft.nothing", say("Es gibt nichts {what}.", what=what))
    saved = swap(uow, row, dict(step))
    uow.commit()
    return Stepped(saved, step["said"], tuple(unpacked(step["files"])))
