"""Freigabe of a municipality for real work. Until then its cases are trials (Erprobung): marked, and in no figures."""

from __future__ import annotations

from sqlalchemy import Table, update

from engine.casework.loading import municipality
from engine.casework.visibility import insist_on
from engine.events import MunicipalityReleased
from engine.sentences import say
from engine.store.base import Base
from engine.store.models import Municipality
from engine.terms import Role, TenantId
from engine.unit_of_work import UnitOfWork

TENANT: Table = Base.metadata.tables[Municipality.__tablename__]


def release_municipality(uow: UnitOfWork, identity: TenantId) -> bool:
    """New cases are real from now on; trials stay trials. False when it was released already. Raises NotFound."""
    insist_on(uow.actor, Role.LAKI, sentence=say("Freigaben erteilt die Landesstelle."))
    tenant = municipality(uow, identity=identity)
    if tenant.released:
        return False
    uow.write(update(TENANT).where(TENANT.c.identity == identity).values(released=True))
    uow.record(MunicipalityReleased(identity=identity, name=tenant.name), identity)
    uow.commit()
    return True
