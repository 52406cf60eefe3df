"""Take back a publication, and put it back: what new cases start on. Cases that run stay on their version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from engine.casework import end_timer_starts, plan_timer_starts
from engine.casework.loading import DEPLOYMENT, TENANT, DeploymentRow, newest_deployment
from engine.catalogue.process_pages import NEWEST, sees_all
from engine.catalogue.publishing import insist_on_right
from engine.errors import InvalidState, NotFound
from engine.events import ProcessReinstated, ProcessWithdrawn
from engine.sentences import say
from engine.terms import TEMPLATE, TenantId
from engine.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Effect:
    """`current`: the version that new cases start on now; None: none can. `template`: of one, what is cloned now."""

    name: str
    slug: str
    version: int
    current: int | None
    template: bool


def withdraw(uow: UnitOfWork, slug: str, version: int | None = None) -> Effect:
    """New cases start on the version before. `version`: the one that was seen as the current one (without: whichever
    it is). Raises NotFound, NotPermitted, InvalidState when it is no longer the current one."""
    tenant = _tenant(uow, slug)
    identity = TenantId(tenant.identity)
    current = _current(uow, identity)
    if current is None:
        raise InvalidState("process.withdraw", say("Alle Versionen sind schon zurückgenommen. Nichts wurde geändert."))
    if version is not None and version != current.version:
        raise InvalidState(
            "process.withdraw",
            say(
                "Version {version} ist nicht mehr die, auf der neue Vorgänge beginnen; das ist Version "
                "{current_version}. Nichts wurde geändert.",
                version=version,
                current_version=current.version,
            ),
            expected=str(version),
            found=str(current.version),
        )
    _set(uow, identity, current.version, withdrawn_at=uow.now, withdrawn_by=uow.actor.audit_id)
    left = _effect(uow, identity, current.version, ProcessWithdrawn)
    return Effect(tenant.name, slug, current.version, left, tenant.art == TEMPLATE)


def reinstate(uow: UnitOfWork, slug: str, version: int) -> Effect:
    """A version that was taken back counts again. Raises NotFound, NotPermitted."""
    tenant = _tenant(uow, slug)
    identity = TenantId(tenant.identity)
    _set(uow, identity, version, withdrawn_at=None, withdrawn_by=None)
    return Effect(
        tenant.name, slug, version, _effect(uow, identity, version, ProcessReinstated), tenant.art == TEMPLATE
    )


def _tenant(uow: UnitOfWork, slug: str) -> Any:
    """Its row."""
    t = TENANT.c
    row = uow.connection.execute(select(t.identity, t.name, t.art).where(t.slug == slug)).first()
    if row is None or not (sees_all(uow) or row.identity == uow.actor.municipality):
        raise NotFound("process.unknown", say("Diesen Konfliktweg gibt es nicht."))
    insist_on_right(uow, TenantId(row.identity))
    return row


def _set(uow: UnitOfWork, identity: TenantId, version: int, **values: Any) -> None:
    place = (DEPLOYMENT.c.municipality == identity, DEPLOYMENT.c.version == version)
    if version > NEWEST or uow.connection.execute(update(DEPLOYMENT).where(*place).values(**values)).rowcount != 1:
        raise NotFound("process.version", say("Eine Version {version} gibt es nicht.", version=version))


def _effect(
    uow: UnitOfWork, identity: TenantId, version: int, event: type[ProcessWithdrawn] | type[ProcessReinstated]
) -> int | None:
    """Plans the clock anew, records and commits; the version that new cases start on now."""
    place = (DEPLOYMENT.c.municipality == identity, DEPLOYMENT.c.version == version)
    file, definition = uow.connection.execute(select(DEPLOYMENT.c.file, DEPLOYMENT.c.definition).where(*place)).one()
    current = _current(uow, identity)
    if current is None:
        end_timer_starts(uow, identity)
    else:
        plan_timer_starts(uow, identity, uow.definition(current.definition))
    uow.record(event(file=file, version=version, definition=definition), identity)
    uow.commit()
    return current.version if current is not None else None


def _current(uow: UnitOfWork, identity: TenantId) -> DeploymentRow | None:
    try:
        return newest_deployment(uow, identity)
    except NotFound:
        return None
