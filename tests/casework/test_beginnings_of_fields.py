"""With what the fields of a form begin when somebody has answered them before: the property `vorgabe`."""

from __future__ import annotations

from typing import Any

import pytest

from engine import casework
from engine.terms import Actor, UserTaskId
from tests.kit.house import House
from tests.kit.paths import END, START, element, field, flows, form, path, task

OPTIONS = {"values": [{"label": "keine Gefahr", "value": "keine"}, {"label": "akut", "value": "akut"}]}
AGAIN = (
    '<bpmn:sequenceFlow id="f_nochmal" sourceRef="weiche" targetRef="pruefen">'
    "<bpmn:conditionExpression>=nochmal = true</bpmn:conditionExpression></bpmn:sequenceFlow>"
    '<bpmn:sequenceFlow id="f_weiter" sourceRef="weiche" targetRef="danach"/>'
)


def asked(house: House, component: dict[str, Any]) -> tuple[str, Actor]:
    """A case whose task "pruefen" asks, may come again, and is followed by "danach" with the same form.

    And who works on it."""
    body = path(
        START, task("pruefen", form="lage"),
        element("exclusiveGateway", "weiche", default="f_weiter"), task("danach", form="lage"), END,
        flows("s", "pruefen", "weiche"), AGAIN, flows("danach", "e"),
    )  # fmt: skip
    house.publish(body, "hamm.bpmn", form("lage", component, field("nochmal", "checkbox")))
    return house.start(), house.coordinator()


def shown(house: House, by: Actor, case: str, element_id: str) -> dict[str, Any]:
    task_id = UserTaskId(house.task(case, element_id))
    house.claim(task_id, by)
    with house.platform.query(by) as uow:
        return casework.task_page(uow, task_id).data


def question(kind: str, says: str) -> dict[str, Any]:
    rest = {"properties": {"vorgabe": says}} if says else {}
    return field("antwort", kind, **rest, **(OPTIONS if kind == "radio" else {}))


@pytest.mark.parametrize(
    ("kind", "says", "next_visit", "next_task"),
    [
        ("textfield", "", "akut", "akut"),
        ("radio", "", None, "akut"),
        ("textfield", "leer", None, None),
        ("radio", "leer", None, None),
        ("radio", "bisher", "akut", "akut"),
    ],
)
def test_what_was_answered_is_shown_again_or_asked_anew(
    sqlite_house: House, kind: str, says: str, next_visit: str | None, next_task: str | None
) -> None:
    house = sqlite_house
    case, by = asked(house, question(kind, says))
    assert "antwort" not in shown(house, by, case, "pruefen")
    house.do(case, "pruefen", by, antwort="akut", nochmal=True)
    assert shown(house, by, case, "pruefen").get("antwort") == next_visit
    house.do(case, "pruefen", by, antwort="akut", nochmal=False)
    assert shown(house, by, case, "danach").get("antwort") == next_task


def test_a_date_of_the_last_visit_is_no_date_of_this_one(sqlite_house: House) -> None:
    date = field("antwort", "datetime", subtype="date", dateLabel="Sitzung am", properties={"vorgabe": "leer"})
    house = sqlite_house
    case, by = asked(house, date)
    house.do(case, "pruefen", by, antwort="2026-06-01", nochmal=True)
    assert "antwort" not in shown(house, by, case, "pruefen")


def test_a_field_that_only_shows_what_is_known_keeps_it(sqlite_house: House) -> None:
    known = field("antwort", properties={"vorgabe": "leer"}, readonly=True)
    house = sqlite_house
    _, by = asked(house, known)
    case = house.start(antwort="bekannt")
    assert shown(house, by, case, "pruefen")["antwort"] == "bekannt"
