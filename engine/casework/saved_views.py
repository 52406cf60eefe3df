"""Saved views: a list with its filters, under a name of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, delete, func, insert, select

from engine.casework.visibility import insist_on_caseworker
from engine.errors import InvalidInput, NotFound, NotPermitted
from engine.sentences import say
from engine.store.base import Base
from engine.store.desk import SavedView
from engine.unit_of_work import UnitOfWork

VIEW: Table = Base.metadata.tables[SavedView.__tablename__]
PAGES = ("aufgaben", "vorgaenge")
LONGEST_NAME, LONGEST_QUERY = 60, 1000
MOST = 20


@dataclass(frozen=True, slots=True)
class View:
    """`query`: the filters as they stand behind the question mark of the address."""

    id: int
    page: str
    name: str
    query: str


def saved_views(uow: UnitOfWork, page: str) -> tuple[View, ...]:
    """The actor's own, by name."""
    rows = uow.connection.execute(
        select(VIEW.c.id, VIEW.c.page, VIEW.c.name, VIEW.c.query)
        .where(_own(uow), VIEW.c.municipality == uow.actor.municipality, VIEW.c.page == page)
        .order_by(VIEW.c.name, VIEW.c.id)
    )
    return tuple(View(*row) for row in rows)


def save_view(uow: UnitOfWork, page: str, name: str, query: str) -> None:
    """A view of the same name is replaced. Raises InvalidInput, NotPermitted."""
    insist_on_caseworker(uow.actor)
    if uow.actor.account_id is None:
        raise NotPermitted("saved_view.account", say("Nur ein Benutzerkonto merkt sich Ansichten."))
    name = " ".join(name.split())
    if page not in PAGES or len(query) > LONGEST_QUERY:
        raise InvalidInput("saved_view.query", say("Diese Ansicht lässt sich nicht merken."))
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InvalidInput(
            "saved_view.name",
            say("Der Name einer Ansicht hat 1 bis {longest_name} Zeichen.", longest_name=LONGEST_NAME),
        )
    tenant = VIEW.c.municipality == uow.actor.municipality
    number = select(func.count()).select_from(VIEW).where(_own(uow), tenant, VIEW.c.name != name)
    if uow.connection.execute(number).scalar_one() >= MOST:
        raise InvalidInput(
            "saved_view.number", say("Mehr als {most} Ansichten gehen nicht. Löschen Sie bitte eine.", most=MOST)
        )
    uow.write(delete(VIEW).where(_own(uow), tenant, VIEW.c.page == page, VIEW.c.name == name))
    uow.write(
        insert(VIEW).values(
            account=uow.actor.account_id, municipality=uow.actor.municipality, page=page, name=name, query=query
        )
    )
    uow.commit()


def drop_view(uow: UnitOfWork, number: int) -> View:
    """One's own; what it was, so that it can be put back. Raises NotFound."""
    mine = (_own(uow), VIEW.c.municipality == uow.actor.municipality, VIEW.c.id == number)
    row = uow.connection.execute(select(VIEW.c.id, VIEW.c.page, VIEW.c.name, VIEW.c.query).where(*mine)).first()
    if row is None:
        raise NotFound("saved_view.unknown", say("Diese Ansicht gibt es nicht mehr."))
    uow.write(delete(VIEW).where(*mine))
    uow.commit()
    return View(*row)


def _own(uow: UnitOfWork) -> ColumnElement[bool]:
    return VIEW.c.account == uow.actor.account_id
