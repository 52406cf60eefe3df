"""Benutzerkonten: who may come in, with which roles and groups, in which municipality."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pwdlib import PasswordHash
from sqlalchemy import Table, insert, select, update
from sqlalchemy.exc import IntegrityError

from engine.casework.loading import municipality
from engine.casework.visibility import insist_on, tenant_of
from engine.errors import InvalidInput, InvalidState, NotFound, NotPermitted
from engine.events import AccountChanged, AccountCreated
from engine.sentences import say
from engine.store.base import Base
from engine.store.models import Account, Municipality
from engine.terms import AccountId, Actor, CandidateGroup, Role, TenantId
from engine.unit_of_work import UnitOfWork

ACCOUNT: Table = Base.metadata.tables[Account.__tablename__]
TENANT: Table = Base.metadata.tables[Municipality.__tablename__]
HASHER = PasswordHash.recommended()
"""argon2id with the library's recommended cost (RFC 9106, second recommended option)."""
NOBODY = HASHER.hash(secrets.token_urlsafe(16))
"""Checked for unknown names too, so that the answer takes the same time."""
LOGIN_REFUSED = say("Name oder Kennwort stimmt nicht.")
SHORTEST_PASSWORD = 12
DEMO_PASSWORD = "schlichtwerk-demo"
"""Stands on the login page of a demo. Outside demo mode it opens nothing, even on data that a demo once filled."""


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account as screens see it; `epoch` must equal the one in the session."""

    id: AccountId
    login: str
    name: str
    municipality: TenantId | None
    municipality_name: str
    slug: str
    roles: frozenset[Role]
    groups: frozenset[CandidateGroup]
    active: bool
    epoch: int
    language: str
    password_given: bool
    """Somebody with an account made the password up; until the person has chosen one, nothing else is open to them."""

    def actor(self) -> Actor:
        return Actor(self.name, self.id, self.municipality, self.roles, self.groups)


@dataclass(frozen=True, slots=True)
class CreateAccount:
    """`municipality`: identity. Without a password one is made up and given back once."""

    login: str
    name: str
    municipality: TenantId
    roles: Sequence[Role]
    groups: Sequence[str] = ()
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Created:
    account_id: AccountId
    login: str
    initial_password: str | None


def authenticate(uow: UnitOfWork, login: str, password: str) -> AccountView:
    """Raises NotPermitted("account.login"): never says whether the name or the password was wrong."""
    row = uow.connection.execute(_select().where(ACCOUNT.c.login == login.strip().casefold())).mappings().first()
    stored = row["password"] if row is not None else NOBODY
    fits = HASHER.verify(password, stored)
    shut = password == DEMO_PASSWORD and not uow.platform.settings.demo
    if row is None or not fits or shut or not row["active"]:
        raise NotPermitted("account.login", LOGIN_REFUSED)
    return _view(row)


def account(uow: UnitOfWork, account_id: int) -> AccountView | None:
    """For every request; None when the account is gone or disabled."""
    row = uow.connection.execute(_select().where(ACCOUNT.c.id == account_id)).mappings().first()
    return _view(row) if row is not None and row["active"] else None


def account_named(uow: UnitOfWork, login: str) -> AccountView:
    """For `--as`. Raises NotFound."""
    row = uow.connection.execute(_select().where(ACCOUNT.c.login == login.strip().casefold())).mappings().first()
    if row is None or not row["active"]:
        raise NotFound("account.unknown", say("Das Benutzerkonto „{login}“ gibt es nicht.", login=login))
    return _view(row)


def account_list(uow: UnitOfWork, tenant: TenantId | None = None) -> tuple[AccountView, ...]:
    """By login, of the actor's municipality (the command line: of one or all)."""
    _insist(uow)
    wanted = tenant_of(uow.actor, tenant)
    query = _select().order_by(ACCOUNT.c.login)
    if wanted is not None:
        query = query.where(ACCOUNT.c.municipality == wanted)
    return tuple(_view(row) for row in uow.connection.execute(query).mappings())


def create_account(uow: UnitOfWork, command: CreateAccount) -> Created:
    """Raises NotPermitted, NotFound (municipality), InvalidInput (name taken, no role, short password)."""
    _insist(uow)
    return write_account(uow, municipality(uow, identity=command.municipality).identity, command)


def write_account(uow: UnitOfWork, tenant: TenantId, command: CreateAccount) -> Created:
    """Whoever calls has made sure that this actor may. Raises InvalidInput."""
    login = command.login.strip().casefold()
    password = command.password or secrets.token_urlsafe(12)
    _insist_on_fields(uow, login, command, password)
    creating = (
        insert(ACCOUNT)
        .values(
            login=login,
            name=command.name.strip() or login,
            municipality=tenant,
            password=_hashed(password),
            password_given=_of_somebody_else(uow),
            roles=" ".join(sorted(command.roles)),
            groups=" ".join(sorted(set(command.groups))),
            active=True,
            epoch=1,
            language="de",
            created_at=uow.now,
        )
        .returning(ACCOUNT.c.id)
    )
    try:
        account_id = uow.connection.execute(creating).scalar_one()
    except IntegrityError as fault:  # somebody took the name since we looked
        raise _taken(login) from fault
    uow.record(
        AccountCreated(
            account_id=account_id, roles=tuple(sorted(command.roles)), groups=tuple(sorted(set(command.groups)))
        ),
        tenant,
    )
    uow.commit()
    return Created(AccountId(account_id), login, None if command.password else password)


def disable_account(uow: UnitOfWork, account_id: int) -> None:
    """Ends the account's sessions at once. Raises NotFound, InvalidState for one's own account."""
    if account_id == uow.actor.account_id:
        raise InvalidState("account.self", say("Das eigene Konto lässt sich nicht sperren."))
    _change(uow, account_id, "disabled", active=False)


def enable_account(uow: UnitOfWork, account_id: int) -> None:
    _change(uow, account_id, "enabled", active=True)


def reset_password(uow: UnitOfWork, account_id: int) -> str:
    """A made-up password, shown once."""
    password = secrets.token_urlsafe(12)
    _change(uow, account_id, "password.reset", password=HASHER.hash(password), password_given=_of_somebody_else(uow))
    return password


# ------------------------------------------------------------------ inside
def _of_somebody_else(uow: UnitOfWork) -> bool:
    """Whether a person would go on knowing the password. Who runs the machine holds more than any password opens."""
    return uow.actor.account_id is not None


def _hashed(password: str) -> str:
    """Salted each time; the demo password, which everybody may read, once for all accounts of a demo."""
    return _demo_hash() if password == DEMO_PASSWORD else HASHER.hash(password)


@cache
def _demo_hash() -> str:
    return HASHER.hash(DEMO_PASSWORD)


def _insist(uow: UnitOfWork) -> None:
    insist_on(uow.actor, Role.VERWALTUNG, sentence=say("Benutzerkonten pflegt die Verwaltung."))


def _insist_on_fields(uow: UnitOfWork, login: str, command: CreateAccount, password: str) -> None:
    if not login or len(login) > 80 or any(sign.isspace() or not sign.isprintable() for sign in login):
        raise InvalidInput(
            "account.login", say("Der Anmeldename darf nicht leer sein und keine Leerzeichen enthalten.")
        )
    insist_on_name(command.name)
    insist_on_roles(uow.actor, command.roles)
    insist_on_groups(command.groups)
    insist_on_password(password)
    if uow.connection.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.login == login)).first() is not None:
        raise _taken(login)


def insist_on_name(name: str) -> None:
    """Raises InvalidInput."""
    if len(name) > 200 or not name.isprintable():
        raise InvalidInput("account.name", say("Der Name darf höchstens 200 Zeichen und keine Steuerzeichen haben."))


def insist_on_roles(actor: Actor, roles: Collection[Role]) -> None:
    """Some, and only what this actor may give. Raises InvalidInput."""
    if not roles:
        raise InvalidInput("account.roles", say("Mindestens eine Rolle wird gebraucht."))
    if not actor.unrestricted and Role.LAKI in roles:
        raise InvalidInput("account.roles", say("Die Rolle laki vergibt nur die Landesstelle."))


def insist_on_groups(groups: Sequence[str]) -> None:
    """As lanes are called. Raises InvalidInput."""
    if any(not group or any(sign.isspace() or not sign.isprintable() for sign in group) for group in groups):
        raise InvalidInput("account.groups", say("Gruppen sind Kennungen ohne Leerzeichen, zum Beispiel koordination."))


def _taken(login: str) -> InvalidInput:
    return InvalidInput("account.login", say("Den Anmeldenamen „{login}“ gibt es schon.", login=login))


def insist_on_password(password: str) -> None:
    """Raises InvalidInput."""
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidInput(
            "account.password",
            say("Das Kennwort braucht mindestens {shortest_password} Zeichen.", shortest_password=SHORTEST_PASSWORD),
        )
    if len(password) > 200:
        raise InvalidInput("account.password", say("Das Kennwort darf höchstens 200 Zeichen haben."))


def _change(uow: UnitOfWork, account_id: int, change: str, **values: Any) -> None:
    write_change(uow, account_of(uow, account_id), change, **values)


def account_of(uow: UnitOfWork, account_id: int) -> Any:
    """The row of an account that this actor may change. Raises NotPermitted, NotFound."""
    _insist(uow)
    query = _select().where(ACCOUNT.c.id == account_id)
    if not uow.actor.unrestricted:
        query = query.where(ACCOUNT.c.municipality == uow.actor.municipality)
    row = uow.connection.execute(query).mappings().first()
    if row is None:
        raise NotFound("account.unknown", say("Dieses Benutzerkonto gibt es nicht."))
    return row


def write_change(uow: UnitOfWork, row: Any, change: str | None, **values: Any) -> None:
    """Ends the account's sessions. Without `change` the caller has recorded what is to be said."""
    uow.write(update(ACCOUNT).where(ACCOUNT.c.id == row["id"]).values(epoch=ACCOUNT.c.epoch + 1, **values))
    if change is not None and row["municipality"] is not None:
        uow.record(AccountChanged(account_id=row["id"], change=change), TenantId(row["municipality"]))
    uow.commit()


def _select() -> Any:
    return select(*ACCOUNT.c, TENANT.c.name.label("municipality_name"), TENANT.c.slug).join_from(
        ACCOUNT, TENANT, TENANT.c.identity == ACCOUNT.c.municipality, isouter=True
    )


def _view(row: Any) -> AccountView:
    return AccountView(
        AccountId(row["id"]),
        row["login"],
        row["name"],
        TenantId(row["municipality"]) if row["municipality"] else None,
        row["municipality_name"] or "",
        row["slug"] or "",
        frozenset(Role(role) for role in row["roles"].split()),
        frozenset(CandidateGroup(group) for group in row["groups"].split()),
        row["active"],
        row["epoch"],
        row["language"],
        row["password_given"],
    )
