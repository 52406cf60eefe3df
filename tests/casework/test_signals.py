"""What a coordinator reads before a signal goes to all cases: who hears it, what it does, and who need not care."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import casework, catalogue
from engine.errors import NotFound, NotPermitted
from engine.terms import Actor, Role, Slug
from tests.kit.house import OPERATOR, House
from tests.kit.paths import END, HAMM, START, element, flows, in_a_row, path, properties, task, tasks

SOLINGEN = "05122000"
FILE = Path(__file__).parents[2] / "processes" / "solingen.bpmn"
SIGNALS = '<bpmn:signal id="sig" name="Warnung"/>'
DEFINITION = '<bpmn:signalEventDefinition signalRef="sig"/>'


def waiting(**listed: str) -> bytes:
    listed_here = f"<zeebe:properties>{properties(**listed)}</zeebe:properties>"
    box = f"<bpmn:extensionElements>{listed_here}</bpmn:extensionElements>" if listed else ""
    catch = element("intermediateCatchEvent", "warten", box + DEFINITION)
    return in_a_row(("warten", catch), ("lesen", task("lesen")), before=SIGNALS)


def lines(house: House, by: Actor, of: str = HAMM) -> tuple[casework.SignalLine, ...]:
    with house.platform.query(by) as uow:
        return casework.signal_list(uow, of)  # type: ignore[arg-type]


def effect(house: House, by: Actor, name: str, of: str = HAMM) -> casework.SignalEffect:
    with house.platform.query(by) as uow:
        return casework.signal_effect(uow, of, name)  # type: ignore[arg-type]


def send(house: House, by: Actor, name: str, of: str = HAMM) -> None:
    with house.platform.command(by) as uow:
        casework.send_signal(uow, casework.SendSignal(of, name))  # type: ignore[arg-type]


def test_solingen_s_crisis_says_what_it_is_for_and_whom_it_reaches(sqlite_house: House) -> None:
    house = sqlite_house
    house.publish(FILE.read_bytes(), FILE.name)
    case = house.start(SOLINGEN)
    house.do(case, "meldung", kurztitel="Drohung am Haus", falltyp="F08")
    found = effect(house, house.coordinator(SOLINGEN), "Krisenlage", SOLINGEN)
    assert found.cases == ((case, "Drohung am Haus"),)
    assert (found.signal.listening, found.signal.begins, found.signal.by_itself) == (1, False, False)
    (listener,) = found.signal.listeners
    assert listener.help.startswith("Ein Anschlag, eine Drohung") and not listener.ends_work


def test_many_cases_are_counted_and_not_named(sqlite_house: House) -> None:
    house = sqlite_house
    house.publish(waiting())
    for _ in range(11):
        house.start()
    found = effect(house, house.coordinator(), "Warnung")
    assert (found.signal.listening, found.cases) == (11, ())


def test_when_nobody_listens_the_signal_is_still_known(sqlite_house: House) -> None:
    house = sqlite_house
    house.publish(waiting())
    (line,) = lines(house, house.coordinator())
    assert (line.name, line.listening, line.begins) == ("Warnung", 0, False)
    with pytest.raises(NotFound):
        effect(house, house.coordinator(), "Wahrnung")


def test_cases_of_an_older_version_still_listen(sqlite_house: House) -> None:
    house = sqlite_house
    house.publish(waiting())
    case = house.start()
    house.publish(tasks("eins"))
    assert effect(house, house.coordinator(), "Warnung").cases == ((case, ""),)


def test_what_the_path_sends_itself_is_not_for_people(sqlite_house: House) -> None:
    house = sqlite_house
    throw = element("intermediateThrowEvent", "rufen", DEFINITION)
    catch = element("intermediateCatchEvent", "warten", DEFINITION)
    house.publish(in_a_row(("rufen", throw), ("warten", catch), before=SIGNALS))
    by = house.coordinator()
    assert [line.by_itself for line in lines(house, by)] == [True]
    with house.platform.query(by) as uow:
        assert casework.signals_by_hand(uow, HAMM) == ()  # type: ignore[arg-type]


def test_a_signal_that_begins_a_case_says_so_until_the_path_is_taken_back(sqlite_house: House) -> None:
    house = sqlite_house
    alarm = element("startEvent", "alarm", DEFINITION, name="Alarm")
    body = path(START, alarm, task("eins"), END, flows("s", "eins", "e"), flows("alarm", "eins"), before=SIGNALS)
    house.publish(body)
    (line,) = lines(house, house.coordinator())
    assert line.begins and line.listening == 0
    with house.platform.command(OPERATOR) as uow:
        catalogue.withdraw(uow, Slug("hamm"))
    assert lines(house, house.coordinator()) == ()


@pytest.mark.parametrize("role", [Role.MEDIATION, Role.BERATUNG, Role.REVISION, Role.ENTWURF])
def test_only_coordinators_ask_and_send(sqlite_house: House, role: Role) -> None:
    house = sqlite_house
    house.publish(waiting())
    by = house.actor(role, groups=("koordination",))
    for question in (lines, lambda h, a: effect(h, a, "Warnung"), lambda h, a: send(h, a, "Warnung")):
        with pytest.raises(NotPermitted):
            question(house, by)


@pytest.mark.parametrize(("zone", "told"), [("eingang", "Warnung"), ("mediation", "Verfahrensschritt")])
def test_the_trail_names_a_signal_unless_only_a_mediation_hears_it(sqlite_house: House, zone: str, told: str) -> None:
    """Its name beside a neutral entry of the same second would tell an auditor in which case a mediation runs."""
    house = sqlite_house
    house.publish(waiting(schutzzone=zone))
    house.start()
    send(house, house.coordinator(), "Warnung")
    with house.platform.query(house.actor(Role.REVISION)) as uow:
        entries = casework.audit_trail(uow, casework.AuditFilter()).lines
    (sentence,) = [entry.sentence for entry in entries if "Signal" in entry.sentence]
    assert told in sentence and ("Warnung" in sentence) is (told == "Warnung")
    assert house.verify().holds
