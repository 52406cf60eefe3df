"""Demo accounts: fictional people, listed on the login page in demo mode and only there.

Hamm's have plain logins; those of the other municipalities end in a word for theirs: `koordination.herne`.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from engine.accounts.accounts import ACCOUNT, DEMO_PASSWORD, TENANT
from engine.terms import Role, TenantId
from engine.unit_of_work import UnitOfWork

HAMM = TenantId("05915000")
DUISBURG = TenantId("05112000")
SOLINGEN = TenantId("05122000")
HERNE = TenantId("05916000")
SOEST = TenantId("05974040")
OBERBERG = TenantId("05374")
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
    """`groups`: candidate groups: those of the path's lanes, and those that a missed deadline reaches."""

    login: str
    name: str
    roles: tuple[Role, ...]
    groups: tuple[str, ...] = ()
    municipality: TenantId = HAMM


PEOPLE = (
    DemoPerson("koordination", "Karla Beispiel", (Role.KOORDINATION,), ("koordination",)),
    DemoPerson("vertretung", "Viktor Beispiel", (Role.KOORDINATION,), ("koordination", "vertretung")),
    DemoPerson("leitung", "Lukas Beispiel", (Role.KOORDINATION,), ("leitung",)),
    DemoPerson("lotsin", "Lotte Beispiel", (Role.BERATUNG,), ("konfliktlotsen",)),
    DemoPerson("mediatorin", "Mira Beispiel", (Role.MEDIATION,), ("mediation",)),
    DemoPerson("mediator", "Malik Beispiel", (Role.MEDIATION,), ("mediation",)),
    DemoPerson("fachkraft", "Frieda Beispiel", (Role.FACHSTELLE,), ("fachkraefte",)),
    DemoPerson("fachamt", "Fritz Beispiel", (Role.FACHSTELLE,), ("fachamt", "dezernat")),
    DemoPerson("beirat", "Berit Beispiel", (Role.BEIRAT,), ("beirat", "vorsitz")),
    DemoPerson("entwurf", "Enno Beispiel", (Role.ENTWURF,)),
    DemoPerson("revision", "Rosa Beispiel", (Role.REVISION,)),
    DemoPerson("datenschutz", "Daria Beispiel", (Role.DATENSCHUTZ,)),
    DemoPerson("verwaltung", "Volker Beispiel", (Role.VERWALTUNG,)),
    DemoPerson("laki", "Leonie Beispiel", (Role.LAKI, Role.KOORDINATION), ("koordination",), LAKI),
)
"""Hamm's, and the one of the Landesstelle."""

# A line: login, first name, role, groups.
_Line = tuple[str, str, Role, tuple[str, ...]]


def _staff(municipality: TenantId, place: str, *lines: _Line, mediators: tuple[str, str]) -> tuple[DemoPerson, ...]:
    """What every municipality has, and the `lines` of its own path. `mediators`: first names."""
    everywhere: tuple[_Line, ...] = (
        ("mediatorin", mediators[0], Role.MEDIATION, ("mediation",)),
        ("mediator", mediators[1], Role.MEDIATION, ("mediation",)),
    )
    return tuple(
        DemoPerson(f"{login}.{place}", f"{name} Muster", (role,), groups, municipality)
        for login, name, role, groups in (*lines, *everywhere)
    )


_COORDINATION, _DEPUTY = ("koordination",), ("koordination", "vertretung")
_OTHERS = (
    *_staff(
        DUISBURG,
        "duisburg",
        ("koordination", "Katrin", Role.KOORDINATION, _COORDINATION),
        ("vertretung", "Veli", Role.KOORDINATION, _DEPUTY),
        ("leitung", "Lale", Role.KOORDINATION, ("leitung",)),
        ("hamborn", "Hanna", Role.KOORDINATION, ("bezirk_hamborn",)),
        ("hochfeld", "Hakan", Role.KOORDINATION, ("bezirk_hochfeld",)),
        ("rheinhausen", "Renate", Role.KOORDINATION, ("bezirk_rheinhausen",)),
        ("beratung", "Bilal", Role.BERATUNG, ("konfliktberatung",)),
        ("beirat", "Beate", Role.BEIRAT, ("beirat", "vorsitz")),
        ("fachamt", "Frank", Role.FACHSTELLE, ("fachamt", "dezernat")),
        ("verwaltung", "Vera", Role.VERWALTUNG, ()),
        mediators=("Meral", "Moritz"),
    ),
    *_staff(
        SOLINGEN,
        "solingen",
        ("koordination", "Konrad", Role.KOORDINATION, _COORDINATION),
        ("vertretung", "Verena", Role.KOORDINATION, _DEPUTY),
        ("leitung", "Lars", Role.KOORDINATION, ("leitung",)),
        ("opferberatung", "Olga", Role.BERATUNG, ("ad_opferberatung",)),
        ("krisenteam", "Kemal", Role.FACHSTELLE, ("krisenteam",)),
        ("beirat", "Bahar", Role.BEIRAT, ("beirat", "vorsitz")),
        ("fachamt", "Frauke", Role.FACHSTELLE, ("fachamt", "dezernat")),
        ("verwaltung", "Vincent", Role.VERWALTUNG, ()),
        mediators=("Marta", "Milan"),
    ),
    *_staff(
        HERNE,
        "herne",
        ("koordination", "Kira", Role.KOORDINATION, _COORDINATION),
        ("vertretung", "Volkan", Role.KOORDINATION, _DEPUTY),
        ("leitung", "Lena", Role.KOORDINATION, ("leitung",)),
        ("vermittlung", "Valerie", Role.BERATUNG, ("vermittlung",)),
        ("tischrunde", "Tarik", Role.BEIRAT, ("tischrunde",)),
        ("fachamt", "Florian", Role.FACHSTELLE, ("fachamt", "dezernat")),
        ("verwaltung", "Vivian", Role.VERWALTUNG, ()),
        mediators=("Maja", "Mustafa"),
    ),
    *_staff(
        SOEST,
        "soest",
        ("koordination", "Klaus", Role.KOORDINATION, _COORDINATION),
        ("vertretung", "Vesna", Role.KOORDINATION, _DEPUTY),
        ("leitung", "Lydia", Role.KOORDINATION, ("leitung",)),
        ("beratung", "Birgit", Role.BERATUNG, ("beratung",)),
        ("beirat", "Bernd", Role.BEIRAT, ("beirat", "vorsitz")),
        ("fachamt", "Fatma", Role.FACHSTELLE, ("fachamt", "dezernat")),
        ("verwaltung", "Viola", Role.VERWALTUNG, ()),
        mediators=("Manuela", "Mateo"),
    ),
    *_staff(
        OBERBERG,
        "oberberg",
        ("koordination", "Kerstin", Role.KOORDINATION, _COORDINATION),
        ("vertretung", "Valentin", Role.KOORDINATION, _DEPUTY),
        ("leitung", "Lisa", Role.KOORDINATION, ("leitung",)),
        ("beratung", "Banu", Role.BERATUNG, ("beratung",)),
        ("beirat", "Benno", Role.BEIRAT, ("beirat", "vorsitz")),
        ("verwaltung", "Vanessa", Role.VERWALTUNG, ()),
        mediators=("Magda", "Marek"),
    ),
)
_TOWN_HALLS = (
    *(("bergneustadt", "Britta", "05374004"), ("engelskirchen", "Emre", "05374008")),
    *(("gummersbach", "Gerda", "05374012"), ("hueckeswagen", "Holger", "05374016")),
    *(("lindlar", "Leyla", "05374020"), ("marienheide", "Martin", "05374024")),
    *(("morsbach", "Monika", "05374028"), ("nuembrecht", "Nico", "05374032")),
    *(("radevormwald", "Rita", "05374036"), ("reichshof", "Rainer", "05374040")),
    *(("waldbroel", "Wanda", "05374044"), ("wiehl", "Willi", "05374048")),
    ("wipperfuerth", "Walburga", "05374052"),
)
"""In each Gemeinde of the county one person plays its administration. One plays all mayors: to them the county's board
tells no names, and the administration knows them."""
EVERYBODY = (
    *PEOPLE,
    *_OTHERS,
    *(
        DemoPerson(
            f"{place}.oberberg",
            f"{name} Muster",
            (Role.BERATUNG,),
            (f"gemeinde_{ags}",),
            OBERBERG,
        )
        for place, name, ags in _TOWN_HALLS
    ),
    DemoPerson(
        "buergermeister.oberberg",
        "Burkhard Muster",
        (Role.BEIRAT,),
        tuple(f"buergermeister_{ags}" for _, _, ags in _TOWN_HALLS),
        OBERBERG,
    ),
)
"""The people of all municipalities, each one's together."""


def demo_accounts(uow: UnitOfWork) -> tuple[DemoAccount, ...]:
    """By municipality; empty outside demo mode, and for accounts that demo did not make."""
    if not uow.platform.settings.demo:
        return ()
    logins = [person.login for person in EVERYBODY]
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
