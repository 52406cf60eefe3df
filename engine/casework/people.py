"""People of the municipality whom a form may offer."""

from __future__ import annotations

from sqlalchemy import Table, select

from engine.store.base import Base
from engine.store.models import Account
from engine.terms import Role, TenantId
from engine.unit_of_work import UnitOfWork

ACCOUNT: Table = Base.metadata.tables[Account.__tablename__]


def mediators(uow: UnitOfWork, municipality: TenantId) -> list[dict[str, str]]:
    """Active accounts with the role mediation, as options of a form: label and login, by name."""
    a = ACCOUNT.c
    rows = uow.connection.execute(
        select(a.login, a.name, a.roles).where(a.municipality == municipality, a.active).order_by(a.name)
    )
    return [{"label": row.name, "value": row.login} for row in rows if Role.MEDIATION in row.roles.split()]
