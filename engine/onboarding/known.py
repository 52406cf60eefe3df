"""What the product itself knows about a step: beside the evidence, never in its place."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Table, func, select

from engine import accounts
from engine.onboarding.places import TENANT, Place
from engine.onboarding.rows import ACCOUNT, Row, current_version, proof_of
from engine.onboarding.steps import LIVE
from engine.sentences import say
from engine.store.base import Base
from engine.store.models import ProcessInstance
from engine.terms import Actor, Role, Slug
from engine.unit_of_work import UnitOfWork

INSTANCE: Table = Base.metadata.tables[ProcessInstance.__tablename__]
HERE = ZoneInfo("Europe/Berlin")
REVIEWS = (3, 12)
"""Months after going live."""


@dataclass(frozen=True, slots=True)
class Known:
    """`good`: it speaks for the step; it is a hint otherwise."""

    step: int
    sentence: str
    good: bool


def known_of(uow: UnitOfWork, place: Place, rows: Mapping[int, Row], rehearsals: int) -> tuple[Known, ...]:
    """`rehearsals`: how many there are for the published version."""
    if not place.joined:
        return (Known(10, say("Es ist noch kein Konfliktweg veröffentlicht."), False),)
    deployed = current_version(uow, place.identity)
    found = [*_accounts(uow, place), *_office(uow, place)]
    if deployed is not None:
        found += [*_origin(uow, deployed), _published(deployed), *_played(uow, place, deployed["version"], rehearsals)]
    return (*found, *_trials(uow, place), *_live(place, rows))


def _origin(uow: UnitOfWork, deployed: Row) -> Iterator[Known]:
    if deployed["origin"]:
        found = uow.connection.execute(select(TENANT.c.name).where(TENANT.c.slug == deployed["origin"])).scalar()
        name, version = found or deployed["origin"], deployed["origin_version"]
        named = say("{name}, Version {version}", name=name, version=version)
        said = say("Der veröffentlichte Weg nennt seine Herkunft: {origin}.", origin=named)
        yield Known(9, said, True)
    else:
        yield Known(9, say("Der veröffentlichte Weg nennt keine Mustervorlage."), False)


def _published(deployed: Row) -> Known:
    day = _day(deployed["published_at"])
    if deployed["withdrawn_at"] is not None:
        said = say("Version {version} vom {day} ist zurückgenommen.", version=deployed["version"], day=day)
        return Known(10, said, False)
    said = say("Version {version} ist seit {day} veröffentlicht.", version=deployed["version"], day=day)
    return Known(10, said, True)


def _accounts(uow: UnitOfWork, place: Place) -> Iterator[Known]:
    query = select(ACCOUNT.c.roles).where(ACCOUNT.c.municipality == place.identity, ACCOUNT.c.active)
    roles = [set(row.roles.split()) for row in uow.connection.execute(query)]
    coordinators = sum(Role.KOORDINATION in each for each in roles)
    yield Known(5, say("Benutzerkonten mit der Rolle Koordination: {n}.", n=coordinators), coordinators > 1)
    yield Known(15, say("Benutzerkonten: {n}.", n=len(roles)), bool(roles))


def _office(uow: UnitOfWork, place: Place) -> Iterator[Known]:
    """The public pages are read as any visitor reads them."""
    visitor = UnitOfWork(uow.platform, uow.connection, Actor.system())
    missing = accounts.office_texts(visitor, Slug(place.slug)).missing
    if missing:
        said = say("Auf den öffentlichen Seiten fehlen noch Angaben: {n}.", n=len(missing))
        yield Known(16, said, False)
    else:
        yield Known(16, say("Impressum, Datenschutz und Barrierefreiheit sind ausgefüllt."), True)


def _played(uow: UnitOfWork, place: Place, version: int, many: int) -> Iterator[Known]:
    proof = proof_of(uow, place.identity, version)
    if proof is None:
        if many:
            said = say("Probeläufe der Version {version}: {n}, noch nicht gespielt.", version=version, n=many)
            yield Known(18, said, False)
        else:
            yield Known(18, say("Zur veröffentlichten Version gibt es keinen Probelauf."), False)
        return
    day = _day(proof["played_at"])
    if proof["failed"]:
        said = say(
            "Probeläufe der Version {version}, gespielt am {day}: {failed} von {n} bestehen nicht.",
            version=version, day=day, failed=proof["failed"], n=proof["played"],
        )  # fmt: skip
        yield Known(18, said, False)
    else:
        said = say(
            "Probeläufe der Version {version}, gespielt am {day}: alle {n} bestehen.",
            version=version, day=day, n=proof["played"],
        )  # fmt: skip
        yield Known(18, said, True)


def _trials(uow: UnitOfWork, place: Place) -> Iterator[Known]:
    query = select(func.count()).select_from(INSTANCE)
    query = query.where(INSTANCE.c.municipality == place.identity, INSTANCE.c.trial)
    trials = uow.connection.execute(query).scalar_one()
    yield Known(18, say("Vorgänge in Erprobung: {n}.", n=trials), trials > 0)


def _live(place: Place, rows: Mapping[int, Row]) -> Iterator[Known]:
    if not place.released:
        return
    day = rows[LIVE]["day"] if LIVE in rows else ""
    yield Known(LIVE, say("Neue Vorgänge sind keine Erprobung mehr."), True)
    for months in REVIEWS if day else ():
        due = f"{months_after(date.fromisoformat(day), months):%d.%m.%Y}"
        yield Known(21, say("Rückblick nach {n} Monaten: {day}.", n=months, day=due), True)


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(HERE):%d.%m.%Y}"


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
