"""The clock wakes what is due: once, in order, and never stumbles over one case."""

from __future__ import annotations

import json

from engine import casework
from engine.casework.fire_timers import due_instances
from engine.terms import Actor
from engine.worker import run_worker
from tests.kit.house import House
from tests.kit.paths import END, START, element, flows, in_a_row, path, script, task, timer


def waiting(house: House, *, then: str = "danach", wait: str = "P2D") -> str:
    house.publish(in_a_row(("warten", timer("warten", wait)), (then, task(then))))
    return house.start()


def kinds(house: House, kind: str) -> list[str]:
    return [row["facts"] for row in house.rows("audit_entry", kind=kind)]


def test_a_timer_fires_when_it_is_due_and_not_before(house: House) -> None:
    case = waiting(house)
    house.wait(days=1, hours=23)
    assert house.todo(case) == []
    house.wait(hours=1)
    assert house.todo(case) == ["danach"]
    assert len(kinds(house, "timer.fired")) == 1
    assert house.rows("timer") == []


def test_firing_twice_changes_nothing(house: House) -> None:
    case = waiting(house)
    house.wait(days=3)
    before = house.everything()
    with house.platform.command(Actor.system()) as uow:
        assert casework.fire_timers_of(uow, house.instance(case)["id"])
    assert casework.fire_timers(house.platform) == 0
    unchanged = house.everything()
    assert unchanged["user_task"] == before["user_task"]
    assert unchanged["audit_entry"] == before["audit_entry"]


def test_several_due_timers_fire_in_their_order(house: House) -> None:
    split = element("parallelGateway", "teilen")
    xml = path(
        START,
        split,
        timer("spaet", "P3D"),
        timer("frueh", "P1D"),
        task("a"),
        task("b"),
        element("endEvent", "e1"),
        END,
        flows("s", "teilen", "spaet", "a", "e"),
        flows("teilen", "frueh", "b", "e1"),
    )
    house.publish(xml)
    house.start()
    house.wait(days=10)
    assert [json.loads(facts)["element_id"] for facts in kinds(house, "timer.fired")] == ["frueh", "spaet"]


def test_the_most_overdue_case_is_woken_first(house: House) -> None:
    first = waiting(house)
    house.clock.move(hours=1)
    second = waiting(house)
    house.clock.move(days=5)
    order = due_instances(house.platform, house.clock.now())
    assert order == [house.instance(first)["id"], house.instance(second)["id"]]


def test_a_look_is_one_statement_however_many_wait(house: House) -> None:
    for _ in range(5):
        waiting(house)
    casework.fire_timers(house.platform)
    with house.counting() as counter:
        assert casework.fire_timers(house.platform) == 0
    assert len(counter.statements) == 1, counter.statements


def test_more_than_a_batch_is_worked_off_in_one_go(house: House) -> None:
    waiting(house)
    for _ in range(29):
        house.start()
    house.clock.move(days=3)
    run_worker(house.platform, once=True)
    assert house.rows("timer") == []
    assert len(house.rows("user_task")) == 30


def broken(house: House) -> str:
    house.publish(in_a_row(("warten", timer("warten", "P2D")), ("bruch", script("bruch", '"kein Kontext"'))))
    return house.start()


def test_a_fault_after_a_timer_is_one_incident_and_no_endless_one(house: House) -> None:
    case = broken(house)
    house.wait(days=3)
    house.wait(days=300)
    assert house.page(case).head.state == "incident"
    assert len(house.rows("incident")) == 1
    assert casework.fire_timers(house.platform) == 0


def test_a_case_that_does_not_open_keeps_no_other_from_its_timers(house: House) -> None:
    closed = waiting(house)
    house.clock.move(hours=1)
    other = waiting(house)
    house.erase(closed, "struktur")
    house.wait(days=3)
    assert house.todo(other) == ["danach"]
    assert len(house.rows("timer")) == 1


def test_a_row_that_its_case_knows_nothing_of_does_not_keep_the_clock_busy(house: House) -> None:
    case = waiting(house)
    house.wait(days=3)
    house.sql(
        "INSERT INTO timer (task, instance, due, municipality) VALUES ('x', :case, :due, '05915000')",
        case=house.instance(case)["id"],
        due="2026-01-01T00:00:00.000000Z",
    )
    run_worker(house.platform, once=True)
    assert house.rows("timer") == []


def test_a_completed_case_has_no_timers(house: House) -> None:
    boundary = element(
        "boundaryEvent",
        "mahnen",
        '<bpmn:timerEventDefinition><bpmn:timeDuration xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:type="bpmn:tFormalExpression">P5D</bpmn:timeDuration></bpmn:timerEventDefinition>',
        attachedToRef="eins",
        cancelActivity="false",
    )
    house.publish(
        path(
            START,
            task("eins"),
            boundary,
            task("mahnung"),
            END,
            element("endEvent", "e2"),
            flows("s", "eins", "e"),
            flows("mahnen", "mahnung", "e2"),
        )
    )
    case = house.start()
    assert len(house.rows("timer")) == 1
    house.do(case, "eins")
    assert house.rows("timer") == []
    assert house.page(case).head.state == "completed"


def test_the_next_timer_is_told(house: House) -> None:
    case = waiting(house)
    with house.platform.query(house.coordinator()) as uow:
        due = casework.next_timer(uow, house.instance(case)["id"])
    assert due is not None and (due - house.clock.now()).days == 2
