"""What LaKI proposes to clones that are behind, and what is newer for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Table, insert, select

from engine.casework.history import actor_names
from engine.casework.loading import TENANT
from engine.catalogue.drafts.rows import DraftId
from engine.catalogue.origins.demanding import Demand, demands_of_published
from engine.catalogue.origins.versions import LIBRARY, version_row
from engine.catalogue.process_pages import ProcessLine, deployment_of
from engine.catalogue.templates.reading import clones_by_origin
from engine.errors import NotFound, NotPermitted
from engine.events import UpdateProposed
from engine.sentences import say
from engine.store.base import Base
from engine.store.studio import TemplateProposal
from engine.terms import Role, TenantId
from engine.unit_of_work import UnitOfWork

PROPOSAL: Table = Base.metadata.tables[TemplateProposal.__tablename__]
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the state office proposed: `declined_at` with `reason` where the municipality does not want it, `draft`
    where it was taken over."""

    version: int
    note: str
    proposed_at: datetime
    proposed_by: str
    declined_at: datetime | None
    reason: str
    draft: DraftId | None


def where(municipality: TenantId, key: str, version: int) -> tuple[Any, ...]:
    return PROPOSAL.c.municipality == municipality, PROPOSAL.c.template == key, PROPOSAL.c.version == version


def proposal_for(uow: UnitOfWork, municipality: TenantId, key: str, version: int) -> Proposal | None:
    row = uow.connection.execute(select(*PROPOSAL.c).where(*where(municipality, key, version))).mappings().first()
    return None if row is None else _proposal(row, actor_names(uow, [row["proposed_by"]]))


def one_at_a_time(uow: UnitOfWork, slug: str) -> None:
    """Two clicks at once wait for each other at the municipality's own row. SQLite has one writer anyway."""
    uow.connection.execute(select(TENANT.c.identity).where(TENANT.c.slug == slug).with_for_update())


def answers(uow: UnitOfWork, key: str) -> dict[str, Proposal]:
    """Slug -> what was proposed last, and what the municipality says to it. Raises NotPermitted."""
    _insist_on_laki(uow)
    query = (
        select(*PROPOSAL.c, TENANT.c.slug)
        .join_from(PROPOSAL, TENANT, TENANT.c.identity == PROPOSAL.c.municipality)
        .where(PROPOSAL.c.template == key)
        .order_by(PROPOSAL.c.version)
        .execution_options(unscoped=LIBRARY)
    )
    rows = uow.connection.execute(query).mappings().all()
    names = actor_names(uow, list({row["proposed_by"] for row in rows}))
    return {row["slug"]: _proposal(row, names) for row in rows}


def _proposal(row: Mapping[str, Any] | RowMapping, names: Mapping[str, str]) -> Proposal:
    draft = None if row["draft"] is None else DraftId(row["draft"])
    by = names[row["proposed_by"]]
    return Proposal(row["version"], row["note"], row["proposed_at"], by, row["declined_at"], row["reason"], draft)


def _insist_on_laki(uow: UnitOfWork) -> None:
    if not (uow.actor.unrestricted or Role.LAKI in uow.actor.roles):
        raise NotPermitted("template.propose", say("Aktualisierungen schlägt die Landesstelle vor."))


def propose_update(uow: UnitOfWork, key: str, note: str = "") -> int:
    """To every clone that is behind and has not been asked about this version: how many. Each decides itself. Raises
    NotFound, NotPermitted."""
    _insist_on_laki(uow)
    one_at_a_time(uow, key)
    row = version_row(uow, key)
    if row is None:
        raise NotFound("template.unknown", say("Eine Mustervorlage „{key}“ gibt es nicht.", key=key))
    version = row["version"]
    asked = select(PROPOSAL.c.municipality).where(PROPOSAL.c.template == key, PROPOSAL.c.version == version)
    known = set(uow.connection.execute(asked.execution_options(unscoped=LIBRARY)).scalars())
    behind = {clone.slug for clone in clones_by_origin(uow, {key: version}).get(key, ()) if clone.behind}
    tenants = uow.connection.execute(select(TENANT.c.identity).where(TENANT.c.slug.in_(behind))).scalars().all()
    rows = [
        {
            "municipality": tenant,
            "template": key,
            "version": version,
            "note": note.strip()[:LONGEST],
            "proposed_at": uow.now,
            "proposed_by": uow.actor.audit_id,
            "reason": "",
        }
        for tenant in tenants
        if tenant not in known
    ]
    if rows:
        uow.connection.execute(insert(PROPOSAL), rows)
    for each in rows:
        uow.record(UpdateProposed(template=key, version=version), TenantId(each["municipality"]))
    uow.commit()
    return len(rows)


def open_proposals(uow: UnitOfWork, lines: Sequence[ProcessLine]) -> dict[str, int]:
    """Slug -> the version of its origin that is newer than the one it comes from."""
    newest: dict[str, int] = {}
    for key in {line.origin.key for line in lines if line.origin is not None}:
        row = version_row(uow, key)
        newest[key] = row["version"] if row is not None else 0
    return {
        line.slug: newest[line.origin.key]
        for line in lines
        if line.origin is not None and newest[line.origin.key] > line.origin.version
    }


def open_demands(uow: UnitOfWork, slugs: Iterable[str]) -> dict[str, tuple[Demand, ...]]:
    """Slug -> locks with a day by which, that its published version has not taken over."""
    return demands_of_published(uow, {slug: deployment_of(uow, slug, None) for slug in slugs})
