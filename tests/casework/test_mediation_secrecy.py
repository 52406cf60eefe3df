"""§ 4 MediationsG: toward everyone else it is a Verfahrensschritt like any other, in the database too."""

from __future__ import annotations

import json

import pytest

from engine import casework
from engine.casework import AuditFilter, SendMessage, TaskFilter, audit_trail, incident_list, send_message
from engine.casework.advancing import read_variables
from engine.casework.loading import load_case_row
from engine.errors import InvalidState, NotFound
from engine.runtime.scopes import RELEASED
from engine.terms import Actor, Role, UserTaskId, Zone
from tests.kit.house import OPERATOR, House
from tests.kit.mediation import GROUP, MESSAGE, NAMES, STEP, STEP_NAME, VALUE, in_mediation, mediator
from tests.kit.paths import in_a_row, task

DESIGNER = ("resource", "definition_resource")
"""Tables with the published file itself, which says what may happen in any case."""


def the_whole_way(house: House) -> str:
    """Session, release to the board, timer, script."""
    case = in_mediation(house)
    person = mediator(house)
    house.grant(person, case)
    house.claim(house.task(case, STEP), person)
    house.do(case, STEP, person, sentinelangabe=VALUE, sentinelergebnis="Sentinelwert der Freigabe")
    house.wait(days=4)
    assert house.todo(case) == ["abschluss"]
    return case


def plain(house: House) -> str:
    tables = {name: rows for name, rows in house.everything().items() if name not in DESIGNER and name != "account"}
    return json.dumps(tables, default=repr, ensure_ascii=False)


def test_no_plain_column_names_a_step_group_message_or_variable_of_the_mediation(house: House) -> None:
    the_whole_way(house)
    found = plain(house)
    assert [name for name in (*NAMES, "sentinel", "Sentinel") if name in found] == []


def test_a_message_an_incident_and_a_cancelled_task_say_no_more(house: House) -> None:
    case = in_mediation(house, faulty=True)
    house.do(case, STEP, sentinelangabe=VALUE)
    house.wait(days=4)
    second = house.start()
    house.do(second, "melden")
    with house.platform.command(OPERATOR) as uow:
        send_message(uow, SendMessage(house.instance(second)["id"], MESSAGE))
    kinds = {row["kind"] for row in house.rows("audit_entry")}
    assert {"incident.occurred", "message.received", "user_task.canceled", "variables.released"} <= kinds
    found = plain(house)
    assert [name for name in (*NAMES, "sentinel", "Sentinel") if name in found] == []


def test_what_was_said_stands_nowhere_in_the_files(sqlite_house: House) -> None:
    """The database, its write-ahead log and the key store, byte by byte."""
    house = sqlite_house
    case = the_whole_way(house)
    house.do(case, "abschluss", sachverhalt="Sentinelwert der Koordination", falltyp="Sentinelwert F02")
    files = [path for path in house.folder.rglob("*") if path.is_file()]
    assert any(path.name.endswith("-wal") for path in files)
    assert [path.name for path in files if b"Sentinelwert" in path.read_bytes()] == []


def test_that_a_mediation_runs_does_not_show_in_which_rows_there_are(house: House) -> None:
    case = in_mediation(house)
    other = house.start()
    parts = [
        {row["zone"] for row in house.rows("zone_part", instance=house.instance(az)["id"])} for az in (case, other)
    ]
    assert "mediation" in parts[0] & parts[1]
    assert house.instance(case)["stage"] == "verfahren"


def test_the_release_from_mediation_is_told_to_those_inside_only(house: House) -> None:
    case = the_whole_way(house)
    rows = [row for row in house.rows("audit_entry") if row["kind"] == "variables.released"]
    assert [json.loads(row["facts"]) for row in rows] == [
        {"names": "verfahren", "source": "verfahren", "target": "verfahren", "zone": "verfahren"}
    ]
    told = [entry.sentence for entry in house.page(case, house.coordinator()).history]
    assert any("„sentinelergebnis“" in sentence for sentence in told)


def test_the_auditor_reads_that_something_happened_and_not_what(house: House) -> None:
    the_whole_way(house)
    with house.platform.query(house.actor(Role.REVISION)) as uow:
        lines = audit_trail(uow, AuditFilter()).lines
    assert [line.sentence for line in lines if line.kind == "user_task.completed"][0] == (
        "Aufgabe „Verfahrensschritt“ abgeschlossen"
    )
    assert "entinel" not in " ".join(line.sentence for line in lines)


def test_only_who_works_on_the_case_sees_the_task(house: House) -> None:
    case = in_mediation(house)
    inside, outside = mediator(house), mediator(house, "Malik Beispiel")
    house.grant(inside, case)
    assert house.tasks_of(inside) == [STEP_NAME]
    assert house.tasks_of(outside) == []
    wanted = house.task(case, STEP)
    for act in (house.complete, house.claim, house.release):
        with pytest.raises(NotFound):
            act(wanted, outside)
    with pytest.raises(NotFound):
        house.page(case, outside)


def test_a_completed_session_is_unknown_to_those_outside(house: House) -> None:
    case = in_mediation(house)
    wanted = house.task(case, STEP)
    house.complete(wanted)
    with pytest.raises(NotFound):
        house.complete(wanted, mediator(house))


def adviser(house: House, case: str) -> Actor:
    person = house.actor(Role.BERATUNG, groups=("lotsen",))
    house.grant(person, case)
    return person


def test_the_adviser_of_the_case_sees_a_step_like_any_other(house: House) -> None:
    case = in_mediation(house)
    person = adviser(house, case)
    page = house.page(case, person)
    shown = repr(page)
    assert [line.name for line in page.open_tasks] == ["Verfahrensschritt"]
    assert "entinel" not in shown and page.messages == ()
    with house.platform.query(person) as uow:
        assert "entinel" not in repr(casework.open_tasks_of(uow, case))
        with pytest.raises(NotFound):
            casework.task_page(uow, UserTaskId(page.open_tasks[0].task_id))


def test_the_adviser_cannot_end_it_or_learn_that_it_could_be_ended(house: House) -> None:
    case = in_mediation(house)
    person = adviser(house, case)
    sentences = []
    for message in (MESSAGE, "gibt_es_nicht"):
        with house.platform.command(person) as uow, pytest.raises(InvalidState) as refusal:
            send_message(uow, SendMessage(house.instance(case)["id"], message))
        sentences.append((refusal.value.code, refusal.value.sentence))
    assert sentences[0] == sentences[1]


def test_parties_leave_at_any_time_through_the_coordinator_or_the_mediator(house: House) -> None:
    case = in_mediation(house)
    person = mediator(house)
    house.grant(person, case)
    assert house.page(case, person).messages == ((MESSAGE, "Sentinelabbruch"),)
    with house.platform.command(person) as uow:
        send_message(uow, SendMessage(house.instance(case)["id"], MESSAGE))
    assert house.todo(case) == ["abschluss"]


def test_what_was_said_is_read_by_the_mediators_of_the_case_alone(house: House) -> None:
    case = the_whole_way(house)
    inside = house.actor(Role.MEDIATION, groups=(GROUP,))
    house.grant(inside, case)
    for reader in (house.coordinator(), adviser(house, case), OPERATOR):
        assert VALUE not in repr(house.page(case, reader))
        assert "mediation" not in {group.zone for group in house.page(case, reader).entries}


def test_the_message_of_an_incident_in_the_mediation_stays_sealed(house: House) -> None:
    case = in_mediation(house, faulty=True)
    house.do(case, STEP)
    house.wait(days=4)
    with house.platform.query(house.actor(Role.VERWALTUNG)) as uow:
        (line,) = incident_list(uow)
    assert "entinel" not in line.element + line.message
    assert house.rows("incident", instance=house.instance(case)["id"])[0]["element"] != "sentinelskript"


def test_the_filter_of_the_task_list_names_a_mediation_to_those_whose_lines_do(house: House) -> None:
    case = in_mediation(house)
    person = mediator(house)
    house.grant(person, case)
    for reader in (person, house.actor(Role.KOORDINATION, groups=(GROUP,))):
        with house.platform.query(reader) as uow:
            everything = casework.task_list(uow, TaskFilter())
            mediation = casework.task_list(uow, TaskFilter(stage="mediation"))
        assert [line.stage for line in everything.lines] == ["mediation"]
        assert everything.counts.stages == {"mediation": 1}
        assert mediation.lines == everything.lines


CONSENTED = in_a_row(
    (
        "abschluss",
        task(
            "abschluss",
            schutzzone="mediation",
            freigabe="mediation>eingang: ergebnis",
            freigabe_wenn="=erlaubt = true",
        ),
    ),
    ("danach", task("danach")),
)


@pytest.mark.parametrize("erlaubt", [True, False, None])
def test_a_result_crosses_only_with_the_parties_consent(house: House, erlaubt: bool | None) -> None:
    """In what is stored for the intake, on the case page of a coordinator, and in the history."""
    house.publish(CONSENTED)
    case = house.start()
    house.do(case, "abschluss", ergebnis="gescheitert", erlaubt=erlaubt)
    with house.platform.query(OPERATOR) as uow:
        opened = uow.open_case(load_case_row(uow, aktenzeichen=case))
        crossed = read_variables(opened, Zone.EINGANG, RELEASED)
    assert crossed == ({"ergebnis": "gescheitert"} if erlaubt else {})
    assert "gescheitert" not in str(house.page(case, by=house.coordinator()).entries) or erlaubt
    released = [row for row in house.rows("audit_entry") if row["kind"] == "variables.released"]
    assert bool(released) is (erlaubt is True)
    assert house.verify().holds
