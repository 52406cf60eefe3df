"""A case that is over says so, and with what it ended; it stands in no stage any more."""

from __future__ import annotations

from engine import casework
from engine.casework import CaseFilter
from engine.terms import Actor, Role
from tests.kit.house import House
from tests.kit.paths import END, START, element, flows, path, properties, task

OUTCOME = f"<zeebe:properties>{properties(ergebnis='geklaert')}</zeebe:properties>"
BOX = f"<bpmn:extensionElements>{OUTCOME}</bpmn:extensionElements>"
CLOSING = path(
    START, task("abschluss", stufe="feedback"), element("endEvent", "fertig", BOX), flows("s", "abschluss", "fertig")
)  # fmt: skip


def listed(house: House, by: Actor, **filter: str) -> list[tuple[str, str]]:
    """(Aktenzeichen, outcome)"""
    with house.platform.query(by) as uow:
        return [(line.aktenzeichen, line.outcome) for line in casework.case_list(uow, CaseFilter(**filter)).lines]


def test_a_coordinator_reads_with_what_a_case_ended(house: House) -> None:
    house.publish(CLOSING)
    case, by = house.start(), house.coordinator()
    assert (listed(house, by), house.page(case, by).head.outcome) == ([(case, "")], "")
    house.do(case, "abschluss")
    assert listed(house, by) == [(case, "geklaert")]
    assert house.page(case, by).head.outcome == "geklaert"


def test_nobody_else_learns_it_for_it_may_tell_of_a_mediation(sqlite_house: House) -> None:
    house = sqlite_house
    house.publish(CLOSING)
    case, adviser = house.start(), house.actor(Role.BERATUNG, Role.MEDIATION, groups=("koordination",))
    house.grant(adviser, case)
    house.do(case, "abschluss")
    assert listed(house, adviser) == [(case, "")]
    assert house.page(case, adviser).head.outcome == ""


def test_an_end_without_a_code_has_no_outcome(sqlite_house: House) -> None:
    house = sqlite_house
    house.publish(path(START, task("abschluss"), END, flows("s", "abschluss", "e")))
    case, by = house.start(), house.coordinator()
    house.do(case, "abschluss")
    assert listed(house, by) == [(case, "")]


def test_whoever_looks_for_a_stage_finds_what_is_still_in_it(sqlite_house: House) -> None:
    house = sqlite_house
    house.publish(CLOSING)
    over, running, by = house.start(), house.start(), house.coordinator()
    house.do(over, "abschluss")
    assert listed(house, by, stage="feedback") == [(running, "")]
    assert listed(house, by, state="completed") == [(over, "geklaert")]


def test_a_case_whose_key_is_gone_is_listed_without_its_outcome(sqlite_house: House) -> None:
    house = sqlite_house
    house.publish(CLOSING)
    case, by = house.start(), house.coordinator()
    house.do(case, "abschluss")
    house.erase(case, "struktur")
    assert listed(house, by) == [(case, "")]
