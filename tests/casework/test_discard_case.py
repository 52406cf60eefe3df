"""A case begun by mistake is discarded before anybody has done anything in it, and never after."""

from __future__ import annotations

import pytest

from engine import casework
from engine.errors import InvalidState, NotFound, NotPermitted
from engine.terms import Actor, Role
from tests.kit.house import OPERATOR, House
from tests.kit.paths import END, SOEST, START, element, flows, in_a_row, path, script, task, tasks, timer

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


def test_a_case_with_an_incident_waits_for_whoever_mends_it(house: House) -> None:
    house.publish(
        in_a_row(("frist", timer("frist", "P1D")), ("rechnen", script("rechnen", "null")), ("eins", task("eins")))
    )
    case = house.start()
    house.wait(days=2)
    with pytest.raises(InvalidState) as refused:
        discard(house, case)
    assert "Störung" in refused.value.sentence
    assert house.page(case).head.state == "incident"


def test_nothing_of_it_goes_on_inside_sub_processes_or_beside_them(house: House) -> None:
    """A sub-process of the mediation, one begun by an event, a message that is awaited, a join half full."""
    hour = "<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>"
    heard = '<bpmn:messageEventDefinition messageRef="n"/>'
    veiled = '<bpmn:extensionElements><zeebe:properties><zeebe:property name="schutzzone" value="mediation"/>'
    veiled += '<zeebe:property name="stufe" value="mediation"/></zeebe:properties></bpmn:extensionElements>'
    ends = element("endEvent", "m_e")
    house.publish(
        path(
            START,
            element("parallelGateway", "p"),
            element("parallelGateway", "j"),
            element(
                "subProcess",
                "m",
                veiled + element("startEvent", "m_s") + task("m_t", "g") + ends + flows("m_s", "m_t", "m_e"),
            ),
            element("intermediateCatchEvent", "w", heard),
            END,
            flows("s", "p", "m", "j", "e"),
            flows("p", "w", "j"),
            '<bpmn:sequenceFlow id="f_direkt" sourceRef="p" targetRef="j"/>',
            element(
                "subProcess",
                "es",
                element("startEvent", "es_s", hour, isInterrupting="false")
                + task("es_t")
                + element("endEvent", "es_e")
                + flows("es_s", "es_t", "es_e"),
                triggeredByEvent="true",
            ),
            before='<bpmn:message id="n" name="n"><bpmn:extensionElements><zeebe:subscription '
            'correlationKey="=fall.aktenzeichen"/></bpmn:extensionElements></bpmn:message>',
        )
    )
    case = house.start()
    house.wait(hours=2)
    assert house.todo(case) == ["es_t", "m_t"]
    discard(house, case, by=house.coordinator())
    house.wait(days=9)
    assert house.todo(case) == []
    assert [house.rows(table) for table in ("timer", "message_wait", "outbox", "draft")] == [[], [], [], []]
    assert house.verify().holds
