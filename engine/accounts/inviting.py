"""The first person of a municipality that has just got its path: the Landesstelle invites her, once. She makes all
further accounts, so that nobody outside the municipality ever does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engine.accounts.accounts import ACCOUNT, TENANT, CreateAccount, Created, write_account
from engine.casework.visibility import insist_on
from engine.errors import InvalidState, NotFound
from engine.sentences import say
from engine.terms import TEMPLATE, Role, TenantId
from engine.unit_of_work import UnitOfWork

FIRST_ROLES = (Role.VERWALTUNG, Role.KOORDINATION, Role.ENTWURF)
"""Makes accounts, takes the first case down, adapts the path."""


@dataclass(frozen=True, slots=True)
class InviteFirst:
    """`municipality`: identity. `groups`: whose tasks the person is offered."""

    municipality: TenantId
    login: str
    name: str
    groups: Sequence[str] = ()


def lacks_accounts(uow: UnitOfWork, tenant: TenantId) -> bool:
    """Whether a first person may be invited: the municipality has a path and has never had an account. Raises
    NotPermitted; of a municipality that is not known, False."""
    _insist(uow)
    place = uow.connection.execute(select(TENANT.c.art).where(TENANT.c.identity == tenant)).first()
    return place is not None and place.art != TEMPLATE and not _has_accounts(uow, tenant)


def invite_first(uow: UnitOfWork, command: InviteFirst) -> Created:
    """The password is made up and given back once. Raises NotPermitted, NotFound, InvalidInput, InvalidState where the
    municipality has an account, even one that is disabled."""
    _insist(uow)
    place = uow.connection.execute(
        select(TENANT.c.name, TENANT.c.art).where(TENANT.c.identity == command.municipality)
    ).first()
    if place is None or place.art == TEMPLATE:
        raise NotFound("municipality.unknown", say("Diese Kommune hat noch keinen Konfliktweg."))
    if _has_accounts(uow, command.municipality):
        raise InvalidState(
            "account.first",
            say("{name} hat schon Konten. Weitere legt die Verwaltung der Kommune an.", name=place.name),
        )
    wanted = CreateAccount(command.login, command.name, command.municipality, FIRST_ROLES, command.groups)
    return write_account(uow, command.municipality, wanted)


def _insist(uow: UnitOfWork) -> None:
    insist_on(uow.actor, Role.LAKI, sentence=say("Die erste Person einer Kommune lädt die Landesstelle ein."))


def _has_accounts(uow: UnitOfWork, tenant: TenantId) -> bool:
    return (
        uow.connection.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.municipality == tenant).limit(1)).first()
        is not None
    )
