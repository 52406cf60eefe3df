"""A draft ends without publication, and comes back when that was a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from engine.casework.loading import TENANT
from engine.catalogue.drafts.proofs import forget
from engine.catalogue.drafts.rows import DRAFT, DraftId, insist_on_another, load, open_row
from engine.catalogue.process_pages import deployment_of
from engine.errors import InvalidState, NotFound
from engine.events import DraftDiscarded, DraftRestored, Event
from engine.sentences import say
from engine.terms import TenantId
from engine.unit_of_work import UnitOfWork


def discard_draft(uow: UnitOfWork, number: DraftId) -> str:
    """Gives its name; `restore_draft` brings it back. Raises NotFound, NotPermitted, InvalidState."""
    row = open_row(uow, number)
    end(uow, row, "discarded")
    note(uow, row, DraftDiscarded(draft=number))
    uow.commit()
    return str(row["name"])


def restore_draft(uow: UnitOfWork, number: DraftId) -> str:
    """A discarded draft goes on where it was. Raises NotFound, NotPermitted, InvalidState, and InvalidInput when there
    are too many others by now."""
    row = load(uow, number, lock=True)
    if row["ended"] != "discarded":
        raise InvalidState("draft.restore", say("Dieser Entwurf ist nicht verworfen."))
    insist_on_another(uow, row["municipality"])
    _set(uow, row, ended="", ended_at=None, ended_by=None)
    note(uow, row, DraftRestored(draft=number))
    uow.commit()
    return str(row["name"])


def rebase_draft(uow: UnitOfWork, number: DraftId, version: int) -> None:
    """Somebody has taken over by hand what `version` has made otherwise: from now on the draft is based on it.
    Raises NotFound, NotPermitted, InvalidState."""
    row = open_row(uow, number)
    if deployment_of(uow, row["slug"], version)["municipality"] != row["municipality"]:
        raise NotFound("process.version", say("Eine Version {version} gibt es nicht.", version=version))
    _set(uow, row, base=version)
    uow.commit()


def end(uow: UnitOfWork, row: Mapping[str, Any], how: str, version: int | None = None) -> None:
    """Without commit."""
    forget(uow, row)
    _set(uow, row, ended=how, ended_at=uow.now, ended_by=uow.actor.audit_id, version=version)


def note(uow: UnitOfWork, row: Mapping[str, Any], event: Event) -> None:
    """Into the municipality's trail, when there is one: a new municipality comes into being by its publication."""
    known = uow.connection.execute(select(TENANT.c.slug).where(TENANT.c.identity == row["municipality"])).first()
    if known is not None:
        uow.record(event, TenantId(row["municipality"]))


def _set(uow: UnitOfWork, row: Mapping[str, Any], **values: Any) -> None:
    place = (DRAFT.c.municipality == row["municipality"], DRAFT.c.id == row["id"])
    uow.connection.execute(update(DRAFT).where(*place).values(**values))
