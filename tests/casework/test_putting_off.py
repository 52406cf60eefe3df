"""Not now, or not me: Wiedervorlage and Weitergabe."""

from __future__ import annotations

from datetime import date

import pytest

from engine import casework
from engine.errors import InvalidInput, InvalidState, NotFound, NotPermitted
from engine.terms import AccountId, Actor, Role, UserTaskId
from tests.kit.house import House
from tests.kit.paths import END, SOEST, START, flows, path, task, tasks

TOMORROW = date(2026, 6, 4)


def give(house: House, task_id: str, by: Actor, to: Actor) -> None:
    with house.platform.command(by) as uow:
        casework.hand_over(uow, casework.HandOver(UserTaskId(task_id), to.account_id or AccountId(0)))


def put_away(house: House, task_id: str, by: Actor, on: date | None) -> None:
    with house.platform.command(by) as uow:
        casework.set_follow_up(uow, casework.SetFollowUp(UserTaskId(task_id), on))


@pytest.fixture
def one(house: House) -> str:
    house.publish(tasks("eins"))
    return house.task(house.start(), "eins")


# ------------------------------------------------------------------ Weitergabe
def test_the_colleague_has_it_and_i_have_not(house: House, one: str) -> None:
    karla, viktor = house.coordinator(name="Karla Beispiel"), house.coordinator(name="Viktor Beispiel")
    house.claim(one, karla)
    give(house, one, karla, viktor)
    assert house.tasks_of(viktor, scope="mine") == ["eins"]
    assert house.tasks_of(karla, scope="mine") == []


def test_the_history_says_who_got_it(house: House, one: str) -> None:
    karla, viktor = house.coordinator(), house.coordinator(name="Viktor Beispiel")
    give(house, one, karla, viktor)
    with house.platform.query(karla) as uow:
        recent = casework.task_page(uow, UserTaskId(one)).recent
    assert recent[0].sentence == "Aufgabe „eins“ an Viktor Beispiel weitergegeben"


def test_whoever_gets_a_task_of_a_case_may_open_the_case(house: House) -> None:
    house.publish(path(START, task("eins", "fachamt"), END, flows("s", "eins", "e")))
    case = house.start()
    fritz = house.actor(Role.FACHSTELLE, groups=("fachamt",))
    with pytest.raises(NotFound):
        house.page(case, fritz)
    give(house, house.task(case, "eins"), house.coordinator(), fritz)
    assert house.page(case, fritz).head.aktenzeichen == case


def test_only_people_of_the_group_are_offered_and_taken(house: House, one: str) -> None:
    karla, viktor = house.coordinator(name="Karla"), house.coordinator(name="Viktor")
    outsider = house.actor(Role.BERATUNG, groups=("konfliktlotsen",), name="Lotte")
    away = house.coordinator(of=SOEST) if _soest(house) else karla
    house.claim(one, karla)
    with house.platform.query(karla) as uow:
        assert [c.name for c in casework.task_page(uow, UserTaskId(one)).colleagues] == ["Viktor"]
    for wrong in (outsider, away):
        with pytest.raises(InvalidInput, match="Gruppe"):
            give(house, one, karla, wrong)
    give(house, one, karla, viktor)


def _soest(house: House) -> bool:
    house.publish(tasks("zwei", name="Stadt Soest", ags=SOEST), "soest.bpmn")
    return True


def test_nobody_takes_a_task_from_a_colleague_by_giving_it_on(house: House) -> None:
    house.publish(path(START, task("eins", "fachamt"), END, flows("s", "eins", "e")))
    first, second, third = (house.actor(Role.FACHSTELLE, groups=("fachamt",)) for _ in range(3))
    wanted = house.task(house.start(), "eins")
    house.claim(wanted, first)
    with pytest.raises(NotPermitted):
        give(house, wanted, second, third)
    give(house, wanted, house.coordinator(), third)


def test_a_completed_task_goes_to_nobody(house: House, one: str) -> None:
    karla, viktor = house.coordinator(), house.coordinator()
    house.complete(one, karla)
    with pytest.raises(InvalidState):
        give(house, one, karla, viktor)


# ------------------------------------------------------------------ Wiedervorlage
def test_until_the_day_it_stands_under_wiedervorlage(house: House, one: str) -> None:
    karla = house.coordinator()
    put_away(house, one, karla, date(2026, 6, 10))
    assert house.tasks_of(karla) == []
    assert house.tasks_of(karla, due="follow_up") == ["eins"]
    house.clock.move(days=7)
    assert house.tasks_of(karla) == ["eins"]
    assert house.tasks_of(karla, due="follow_up") == []


def test_what_falls_due_before_does_not_hide(house: House) -> None:
    house.publish(path(START, task("eins", frist="2 AT"), END, flows("s", "eins", "e")))
    wanted = house.task(house.start(), "eins")
    karla = house.coordinator()
    put_away(house, wanted, karla, date(2026, 6, 30))
    assert house.tasks_of(karla) == []
    house.clock.move(days=6)
    assert house.tasks_of(karla) == ["eins"]
    assert house.tasks_of(karla, due="overdue") == ["eins"]


def test_it_can_be_taken_back(house: House, one: str) -> None:
    karla = house.coordinator()
    put_away(house, one, karla, TOMORROW)
    put_away(house, one, karla, None)
    assert house.tasks_of(karla) == ["eins"]


@pytest.mark.parametrize("day", [date(2026, 6, 3), date(2020, 1, 1), date(2030, 1, 1)])
def test_only_a_day_ahead_and_within_a_year(house: House, one: str, day: date) -> None:
    with pytest.raises(InvalidInput, match="nach heute"):
        put_away(house, one, house.coordinator(), day)


def test_the_lists_count_what_is_put_away(house: House, one: str) -> None:
    karla = house.coordinator()
    put_away(house, one, karla, TOMORROW)
    with house.platform.query(karla) as uow:
        counts = casework.task_list(uow, casework.TaskFilter()).counts
    assert (counts.groups, counts.later, counts.follow_up) == (1, 0, 1)
