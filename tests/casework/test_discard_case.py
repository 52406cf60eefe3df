"""A case begun by mistake is discarded before anybody has done anything in it, and never after."""

from __future__ import annotations

import pytest

from engine import casework
from engine.errors import InvalidState, NotFound, NotPermitted
from engine.terms import Actor, Role
from tests.kit.house import OPERATOR, House
from tests.kit.paths import END, SOEST, START, element, flows, path, task, tasks

REMINDED = path(
    START,
    task("eins", frist="1 AT"),
    element(
        "boundaryEvent",
        "b",
        "<bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>",
        attachedToRef="eins",
    ),
    task("zwei"),
    END,
    flows("s", "eins", "e"),
    flows("b", "zwei"),
)


def discard(house: House, case: str, by: Actor = OPERATOR) -> None:
    with house.platform.command(by) as uow:
        casework.discard_case(uow, case)


def test_tasks_and_deadlines_go_and_the_number_stays(house: House) -> None:
    house.publish(REMINDED)
    case = house.start()
    assert house.rows("timer")
    discard(house, case)
    page = house.page(case)
    assert (page.head.state, page.head.ended_at) == ("discarded", house.clock.now())
    assert house.todo(case) == [] and house.rows("timer") == []
    house.wait(days=9)
    assert house.todo(case) == []
    assert house.start() == "KKM-05915000-2026-0002"
    assert house.verify().holds


def test_what_somebody_has_worked_on_is_led_to_its_end(house: House) -> None:
    house.publish(tasks("eins", "zwei"))
    case = house.start()
    house.do(case, "eins")
    with pytest.raises(InvalidState) as refused:
        discard(house, case)
    assert "schon eine Aufgabe erledigt" in refused.value.sentence
    assert house.todo(case) == ["zwei"]


def test_twice_is_refused(house: House) -> None:
    house.publish(tasks("eins"))
    case = house.start()
    discard(house, case)
    with pytest.raises(InvalidState):
        discard(house, case)


def test_coordinators_may_and_those_who_work_on_it_may_not(house: House) -> None:
    house.publish(tasks("eins"))
    case = house.start()
    adviser = house.actor(Role.BERATUNG, groups=("koordination",))
    house.grant(adviser, case)
    with pytest.raises(NotPermitted):
        discard(house, case, by=adviser)
    discard(house, case, by=house.coordinator())


def test_a_stranger_finds_nothing(house: House) -> None:
    house.publish(tasks("eins"))
    house.publish(tasks("eins", name="Stadt Soest", ags=SOEST), "soest.bpmn")
    case = house.start()
    with pytest.raises(NotFound):
        discard(house, case, by=house.coordinator(of=SOEST))
    assert house.todo(case) == ["eins"]
