"""Demo accounts: fictional people, listed on the login page in demo mode and only there."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from engine.accounts.accounts import ACCOUNT, DEMO_PASSWORD, TENANT
from engine.terms import Role, TenantId
from engine.unit_of_work import UnitOfWork

HAMM = TenantId("05915000")
LAKI = TenantId("laki")
PASSWORD = DEMO_PASSWORD


@dataclass(frozen=True, slots=True)
class DemoAccount:
    login: str
    password: str
    name: str
    municipality_name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """`groups`: candidate groups, those of Hamm's lanes."""

    login: str
    name: str
    roles: tuple[Role, ...]
    groups: tuple[str, ...] = ()
    municipality: TenantId = HAMM


PEOPLE = (
    DemoPerson("koordination", "Karla Beispiel", (Role.KOORDINATION,), ("koordination",)),
    DemoPerson("vertretung", "Viktor Beispiel", (Role.KOORDINATION,), ("koordination",)),
    DemoPerson("lotsin", "Lotte Beispiel", (Role.BERATUNG,), ("konfliktlotsen",)),
    DemoPerson("mediatorin", "Mira Beispiel", (Role.MEDIATION,), ("mediation",)),
    DemoPerson("mediator", "Malik Beispiel", (Role.MEDIATION,), ("mediation",)),
    DemoPerson("fachkraft", "Frieda Beispiel", (Role.FACHSTELLE,), ("fachkraefte",)),
    DemoPerson("fachamt", "Fritz Beispiel", (Role.FACHSTELLE,), ("fachamt",)),
    DemoPerson("beirat", "Berit Beispiel", (Role.BEIRAT,), ("beirat",)),
    DemoPerson("entwurf", "Enno Beispiel", (Role.ENTWURF,)),
    DemoPerson("revision", "Rosa Beispiel", (Role.REVISION,)),
    DemoPerson("datenschutz", "Daria Beispiel", (Role.DATENSCHUTZ,)),
    DemoPerson("verwaltung", "Volker Beispiel", (Role.VERWALTUNG,)),
    DemoPerson("laki", "Leonie Beispiel", (Role.LAKI, Role.KOORDINATION), ("koordination",), LAKI),
)


def demo_accounts(uow: UnitOfWork) -> tuple[DemoAccount, ...]:
    """Empty outside demo mode, and for accounts that demo did not make."""
    if not uow.platform.settings.demo:
        return ()
    logins = [person.login for person in PEOPLE]
    a = ACCOUNT.c
    rows = uow.connection.execute(
        select(a.login, a.name, a.roles, TENANT.c.name.label("municipality_name"))
        .join_from(ACCOUNT, TENANT, TENANT.c.identity == a.municipality)
        .where(a.login.in_(logins), a.active)
    ).all()
    by_login = {row.login: row for row in rows}
    return tuple(
        DemoAccount(login, PASSWORD, row.name, row.municipality_name, tuple(row.roles.split()))
        for login in logins
        if (row := by_login.get(login)) is not None
    )
