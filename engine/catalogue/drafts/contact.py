"""What was said of a municipality when its draft was begun: it waits with the draft until the municipality is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, delete, insert, select

from engine.accounts.office import begin_office_texts, office_faults, tidy
from engine.catalogue.drafts.rows import DraftId
from engine.errors import InvalidInput
from engine.store.base import Base
from engine.store.office import OfficeText
from engine.store.studio import StudioContact
from engine.terms import TenantId
from engine.unit_of_work import UnitOfWork

CONTACT: Table = Base.metadata.tables[StudioContact.__tablename__]
TEXT: Table = Base.metadata.tables[OfficeText.__tablename__]


def keep_contact(uow: UnitOfWork, tenant: TenantId, draft: DraftId, texts: Mapping[str, str]) -> None:
    """`texts`: by names of office fields. Without commit. Raises InvalidInput."""
    for name, sentence in office_faults(texts).items():
        raise InvalidInput(f"office.{name}", sentence)
    rows = [
        {"municipality": tenant, "draft": draft, "name": name, "content": text}
        for name, given in texts.items()
        if (text := tidy(given))
    ]
    if rows:
        uow.connection.execute(insert(CONTACT), rows)


def hand_over_contact(uow: UnitOfWork, row: Mapping[str, Any]) -> None:
    """`row`: of a draft that has just been published. Where the municipality says something of itself already, that
    stays. Without commit."""
    place = (CONTACT.c.municipality == row["municipality"], CONTACT.c.draft == row["id"])
    texts = {each.name: each.content for each in uow.connection.execute(select(*CONTACT.c).where(*place))}
    if not texts:
        return
    said = select(TEXT.c.name).where(TEXT.c.municipality == row["municipality"]).limit(1)
    if uow.connection.execute(said).first() is None:
        begin_office_texts(uow, TenantId(row["municipality"]), texts)
    uow.connection.execute(delete(CONTACT).where(*place))
