"""A step that is done for several says for whom, to those who follow its zone and to nobody else."""

from __future__ import annotations

import pytest

from engine.casework import task_page
from engine.terms import Actor, Role, UserTaskId
from tests.kit.house import House
from tests.kit.paths import END, START, element, flows, path, properties, script, task

SIDES = '["Familien im Erdgeschoss", "Jugendtreff"]'


def each(collection: str, item: str) -> str:
    """Loop characteristics: all items at once, until the first is done."""
    listed = f'<zeebe:loopCharacteristics inputCollection="={collection}" inputElement="{item}"/>'
    inner = f"<bpmn:extensionElements>{listed}</bpmn:extensionElements>"
    inner += "<bpmn:completionCondition>true</bpmn:completionCondition>"
    return f"<bpmn:multiInstanceLoopCharacteristics>{inner}</bpmn:multiInstanceLoopCharacteristics>"


def talks(zone: str = "", *, assignee: str = "", sides: str = SIDES) -> bytes:
    """One talk with each side, all of it in `zone`."""
    talk = task("gespraech", name="Gespräch führen", loop=each("seiten", "seite"), assignee=assignee, fuer="seite")
    listed = properties(schutzzone=zone, stufe=zone)
    box = f"<bpmn:extensionElements><zeebe:properties>{listed}</zeebe:properties></bpmn:extensionElements>"
    inside = START.replace('"s"', '"s2"') + script("liste", f"{{seiten: {sides}}}") + talk + END.replace('"e"', '"e2"')
    order = flows("s2", "liste", "gespraech", "e2")
    body = element("subProcess", "verfahren", (box if zone else "") + inside + order, name="Verfahren")
    return path(START, body, END, flows("s", "verfahren", "e"))


def names(house: House, case: str, by: Actor) -> list[str]:
    return sorted(line.name for line in house.page(case, by).open_tasks)


def sentences(house: House, case: str, by: Actor) -> str:
    return "\n".join(entry.sentence for entry in house.page(case, by).history)


def test_two_open_tasks_of_one_step_are_told_apart(house: House) -> None:
    house.publish(talks())
    case, coordinator = house.start(), house.coordinator()
    assert names(house, case, coordinator) == [
        "Gespräch führen: Familien im Erdgeschoss",
        "Gespräch führen: Jugendtreff",
    ]
    assert sorted(house.tasks_of(coordinator)) == names(house, case, coordinator)
    first = next(t for t in house.page(case, coordinator).open_tasks if "Jugendtreff" in t.name)
    house.complete(first.task_id, coordinator)
    told = sentences(house, case, coordinator)
    assert "Aufgabe „Gespräch führen: Jugendtreff“ abgeschlossen" in told
    assert "Aufgabe „Gespräch führen: Familien im Erdgeschoss“ entfallen" in told


def test_inside_the_mediation_only_who_follows_it_reads_for_whom(house: House) -> None:
    house.publish(talks("mediation"))
    case, coordinator = house.start(), house.coordinator()
    assert "Gespräch führen: Jugendtreff" in names(house, case, coordinator)
    adviser = house.actor(Role.BERATUNG, groups=("beratung",))
    house.grant(adviser, case)
    assert set(names(house, case, adviser)) == {"Verfahrensschritt"}
    assert "Jugendtreff" not in sentences(house, case, adviser)
    stored = {table: rows for table, rows in house.everything().items() if table != "resource"}
    assert "Jugendtreff" not in str(stored)


@pytest.mark.parametrize(("zone", "name"), [("", "Prüfen: Hinterhof"), ("beirat", "Prüfen")])
def test_what_another_zone_holds_stays_out_of_the_name(house: House, zone: str, name: str) -> None:
    check = task("pruefen", name="Prüfen", schutzzone=zone, fuer="ort")
    house.publish(path(START, script("wo", '{ort: "Hinterhof"}'), check, END, flows("s", "wo", "pruefen", "e")))
    assert names(house, house.start(), house.coordinator()) == [name]


def test_a_person_who_is_to_do_it_is_called_by_name(house: House) -> None:
    house.publish(talks("mediation", assignee="=seite", sides='["mira", "unbekannt"]'))
    mira = house.actor(Role.MEDIATION, groups=("mediation",), name="Mira Beispiel", login="mira")
    assert names(house, house.start(), house.coordinator()) == [
        "Gespräch führen: Mira Beispiel",
        "Gespräch führen: unbekannt",
    ]
    assert house.tasks_of(mira) == ["Gespräch führen: Mira Beispiel"]


def test_whoever_may_not_open_the_case_is_spared_a_history_of_nothing(house: House) -> None:
    house.publish(path(START, task("eins"), task("zwei", "fachamt"), END, flows("s", "eins", "zwei", "e")))
    case, expert = house.start(), house.actor(Role.FACHSTELLE, groups=("fachamt",))
    house.do(case, "eins")
    task_id = UserTaskId(house.task(case, "zwei"))
    with house.platform.query(expert) as uow:
        assert task_page(uow, task_id).recent == ()
    with house.platform.query(house.coordinator()) as uow:
        assert len(task_page(uow, task_id).recent) == 3
