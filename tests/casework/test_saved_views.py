"""A list with its filters, kept under a name of one's own."""

from __future__ import annotations

import pytest

from engine import casework
from engine.errors import InvalidInput, NotFound, NotPermitted
from engine.terms import Actor, Role
from tests.kit.house import OPERATOR, House
from tests.kit.paths import tasks


@pytest.fixture
def karla(house: House) -> Actor:
    house.publish(tasks("eins"))
    return house.coordinator()


def keep(house: House, by: Actor, name: str, query: str = "frist=overdue") -> None:
    with house.platform.command(by) as uow:
        casework.save_view(uow, "aufgaben", name, query)


def kept(house: House, by: Actor) -> list[tuple[str, str]]:
    with house.platform.query(by) as uow:
        return [(view.name, view.query) for view in casework.saved_views(uow, "aufgaben")]


def test_it_is_there_again_by_its_name(house: House, karla: Actor) -> None:
    keep(house, karla, "Überfällig", "frist=overdue&stufe=eingang")
    keep(house, karla, "  Alles   von\tmir ", "wer=mine")
    assert kept(house, karla) == [("Alles von mir", "wer=mine"), ("Überfällig", "frist=overdue&stufe=eingang")]


def test_the_same_name_replaces(house: House, karla: Actor) -> None:
    keep(house, karla, "Überfällig")
    keep(house, karla, "Überfällig", "frist=today")
    assert kept(house, karla) == [("Überfällig", "frist=today")]


def test_colleagues_have_their_own(house: House, karla: Actor) -> None:
    keep(house, karla, "Überfällig")
    viktor = house.coordinator()
    assert kept(house, viktor) == []
    number = house.rows("saved_view")[0]["id"]
    with pytest.raises(NotFound), house.platform.command(viktor) as uow:
        casework.drop_view(uow, number)
    with house.platform.command(karla) as uow:
        casework.drop_view(uow, number)
    assert kept(house, karla) == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x00b"])
def test_a_name_is_needed(house: House, karla: Actor, name: str) -> None:
    with pytest.raises(InvalidInput, match="Name"):
        keep(house, karla, name)


def test_twenty_are_enough(house: House, karla: Actor) -> None:
    for number in range(20):
        keep(house, karla, f"Ansicht {number}")
    with pytest.raises(InvalidInput, match="Mehr als 20"):
        keep(house, karla, "Noch eine")
    keep(house, karla, "Ansicht 3", "frist=today")


def test_only_caseworkers_with_an_account_have_views(house: House, karla: Actor) -> None:
    for wrong in (OPERATOR, house.actor(Role.REVISION)):
        with pytest.raises(NotPermitted):
            keep(house, wrong, "Überfällig")
