"""Who may see and do what (domain: roles and zones)."""

from __future__ import annotations

import pytest

from engine import casework
from engine.casework import AuditFilter, CaseFilter, TaskFilter, audit_trail, case_list, start_case
from engine.errors import InvalidInput, NotFound, NotPermitted
from engine.terms import Actor, Role, TenantId, UserTaskId
from tests.kit.house import House
from tests.kit.paths import END, HAMM, START, field, flows, form, path, task

CASEWORK = {Role.KOORDINATION, Role.BERATUNG, Role.MEDIATION, Role.BEIRAT, Role.FACHSTELLE}
READS = {
    Role.KOORDINATION: {"eingang", "beirat", "feedback"},
    Role.BERATUNG: {"eingang", "beratung", "feedback"},
    Role.MEDIATION: {"eingang", "mediation"},
    Role.BEIRAT: {"beirat"},
    Role.FACHSTELLE: set(),
}
ZONES = ("eingang", "beratung", "mediation", "beirat", "feedback")


def zoned(house: House) -> str:
    """A case in which one thing was written in every zone."""
    steps = [f"schritt_{zone}" for zone in ZONES]
    forms = [form(f"form_{zone}", field(f"angabe_{zone}", label=f"Angabe {zone}")) for zone in ZONES]
    xml = path(
        START,
        *(task(f"schritt_{zone}", schutzzone=zone, form=f"form_{zone}") for zone in ZONES),
        task("rest", "fachamt"),
        END,
        flows("s", *steps, "rest", "e"),
    )
    house.publish(xml, "hamm.bpmn", *forms)
    case = house.start()
    for zone in ZONES:
        house.do(case, f"schritt_{zone}", **{f"angabe_{zone}": f"Wert der {zone}"})
    return case


def person(house: House, role: Role, *groups: str) -> Actor:
    return house.actor(role, groups=groups)


def test_each_role_reads_its_zones_of_a_case_on_which_it_works(house: House, subtests: pytest.Subtests) -> None:
    case = zoned(house)
    for role in sorted(CASEWORK):
        with subtests.test(role=role):
            reader = person(house, role)
            house.grant(reader, case)
            shown = {group.zone: group.rows for group in house.page(case, reader).entries}
            assert set(shown) == READS[role]
            for zone, rows in shown.items():
                assert rows == ((f"Angabe {zone}", f"Wert der {zone}"),)


def test_the_title_is_for_those_who_read_the_intake(house: House, subtests: pytest.Subtests) -> None:
    house.publish(path(START, task("eins"), task("zwei"), END, flows("s", "eins", "zwei", "e")), "hamm.bpmn")
    case = house.start()
    house.do(case, "eins", kurztitel="Lärm im Hof", falltyp="F01")
    told = {
        Role.KOORDINATION: ("Lärm im Hof", "F01"),
        Role.MEDIATION: ("Lärm im Hof", "F01"),
        Role.BEIRAT: ("", "F01"),
        Role.FACHSTELLE: ("", ""),
    }
    for role, expected in told.items():
        with subtests.test(role=role):
            reader = person(house, role)
            house.grant(reader, case)
            head = house.page(case, reader).head
            assert (head.kurztitel, head.falltyp) == expected


def test_a_case_on_which_one_does_not_work_is_not_there(house: House, subtests: pytest.Subtests) -> None:
    case = zoned(house)
    for role in sorted(set(Role) - {Role.KOORDINATION}):
        with subtests.test(role=role), pytest.raises((NotFound, NotPermitted)):
            house.page(case, person(house, role))


def test_the_coordinator_sees_every_case_of_the_municipality(house: House) -> None:
    case = zoned(house)
    assert house.page(case, house.coordinator()).head.aktenzeichen == case


def test_roles_without_casework_see_no_cases_and_no_tasks(house: House, subtests: pytest.Subtests) -> None:
    case = zoned(house)
    for role in sorted(set(Role) - CASEWORK):
        with subtests.test(role=role):
            reader = person(house, role, "fachamt", "koordination")
            house.grant(reader, case)
            with house.platform.query(reader) as uow:
                for ask in (
                    lambda: casework.task_list(uow, TaskFilter()),
                    lambda: case_list(uow, CaseFilter()),
                    lambda: casework.case_page(uow, case),
                    lambda: casework.diagram(uow, case, "weg"),
                    lambda: casework.open_tasks_of(uow, case),
                    lambda: casework.task_page(uow, UserTaskId(house.task(case, "rest"))),
                    lambda: casework.form_for_completion(uow, UserTaskId(house.task(case, "rest"))),
                ):
                    with pytest.raises((NotPermitted, NotFound)):
                        ask()


def test_a_group_alone_does_not_let_one_work(house: House, subtests: pytest.Subtests) -> None:
    case = zoned(house)
    for role in sorted(set(Role) - CASEWORK):
        with subtests.test(role=role):
            wanted, outsider = house.task(case, "rest"), person(house, role, "fachamt")
            for act in (house.claim, house.complete, house.release):
                with pytest.raises(NotFound):
                    act(wanted, outsider)


def test_mediators_find_their_own_cases_only(house: House) -> None:
    first = zoned(house)
    house.start()
    mine, other = person(house, Role.MEDIATION), person(house, Role.MEDIATION)
    house.grant(mine, first)
    for reader, found in ((mine, [first]), (other, [])):
        with house.platform.query(reader) as uow:
            assert [line.aktenzeichen for line in case_list(uow, CaseFilter()).lines] == found


def test_a_task_is_seen_by_its_group_and_by_no_other(house: House) -> None:
    zoned(house)
    assert house.tasks_of(person(house, Role.FACHSTELLE, "fachamt")) == ["rest"]
    assert house.tasks_of(person(house, Role.FACHSTELLE, "ordnungsamt")) == []
    assert house.tasks_of(house.coordinator(), scope="all") == ["rest"]
    with pytest.raises(InvalidInput, match="nur die Koordination"):
        house.tasks_of(person(house, Role.FACHSTELLE, "fachamt"), scope="all")


def test_another_groups_task_is_not_there_for_staff_and_refused_to_coordinators(house: House) -> None:
    case = zoned(house)
    wanted = house.task(case, "rest")
    for act in (house.claim, house.complete):
        with pytest.raises(NotFound):
            act(wanted, person(house, Role.FACHSTELLE, "ordnungsamt"))
        with pytest.raises(NotPermitted, match="anderen Gruppe"):
            act(wanted, house.coordinator())


def test_whoever_completed_a_task_keeps_the_case(house: House) -> None:
    case = zoned(house)
    worker = person(house, Role.FACHSTELLE, "fachamt")
    with pytest.raises(NotFound):
        house.page(case, worker)
    house.do(case, "rest", worker)
    assert house.page(case, worker).entries == ()


def test_a_form_gets_only_what_its_reader_may_read(house: House) -> None:
    zones = [form(f"form_{zone}", field(f"angabe_{zone}")) for zone in ZONES]
    xml = path(
        START,
        *(task(f"schritt_{zone}", schutzzone=zone, form=f"form_{zone}") for zone in ZONES),
        task("beraten", "lotsen", schutzzone="beratung", form="form_beratung"),
        END,
        flows("s", *(f"schritt_{zone}" for zone in ZONES), "beraten", "e"),
    )
    house.publish(xml, "hamm.bpmn", *zones)
    case = house.start()
    for zone in ZONES:
        house.do(case, f"schritt_{zone}", **{f"angabe_{zone}": zone})
    adviser = person(house, Role.BERATUNG, "lotsen")
    with house.platform.query(adviser) as uow:
        data = casework.task_page(uow, UserTaskId(house.task(case, "beraten"))).data
    assert {name for name in data if name.startswith("angabe_")} == {
        "angabe_eingang",
        "angabe_beratung",
        "angabe_feedback",
    }


def known(house: House, task_id: str, reader: Actor) -> set[str] | None:
    """Zones of which the page of a task tells what was entered so far; None where it leads to no case."""
    with house.platform.query(reader) as uow:
        page = casework.task_page(uow, UserTaskId(task_id))
    assert page.opens_case or not page.entries
    return {group.zone for group in page.entries} if page.opens_case else None


def test_a_task_tells_what_its_reader_may_know_of_the_case(house: House) -> None:
    case = zoned(house)
    adviser = person(house, Role.BERATUNG, "fachamt")
    wanted = house.task(case, "rest")
    assert known(house, wanted, house.coordinator()) == READS[Role.KOORDINATION]
    assert known(house, wanted, adviser) is None
    house.claim(wanted, adviser)
    assert known(house, wanted, adviser) == READS[Role.BERATUNG]


def test_who_did_the_step_before_is_not_offered_the_second_look(house: House) -> None:
    steps = (task("eins"), task("zwei", vier_augen="eins"))
    house.publish(path(START, *steps, END, flows("s", "eins", "zwei", "e")), "hamm.bpmn")
    case, first, second = house.start(), house.coordinator(), house.coordinator()
    with house.platform.command(first) as uow:
        done = casework.complete_task(uow, casework.CompleteTask(UserTaskId(house.task(case, "eins")), {}))
    assert done.opened == () and [task.name for task in done.elsewhere] == ["zwei"]
    for reader, may in ((first, False), (second, True)):
        with house.platform.query(reader) as uow:
            page = casework.task_page(uow, UserTaskId(house.task(case, "zwei")))
        assert page.line.can_claim is may and page.may_complete is may


def test_only_coordinators_take_down_a_report(house: House, subtests: pytest.Subtests) -> None:
    zoned(house)
    for role in sorted(set(Role) - {Role.KOORDINATION}):
        outsider = person(house, role)
        with subtests.test(role=role), house.platform.command(outsider) as uow, pytest.raises(NotPermitted):
            start_case(uow, casework.StartCase(TenantId(HAMM)))


def test_the_trail_is_for_auditors_and_data_protection(house: House, subtests: pytest.Subtests) -> None:
    zoned(house)
    for role in sorted(Role):
        with subtests.test(role=role), house.platform.query(person(house, role)) as uow:
            if role in (Role.REVISION, Role.DATENSCHUTZ):
                assert "Wert der" not in repr(audit_trail(uow, AuditFilter()))
                assert casework.verify_trail(uow).holds
                continue
            for ask in (lambda: audit_trail(uow, AuditFilter()), lambda: casework.verify_trail(uow)):
                with pytest.raises(NotPermitted):
                    ask()


def test_incidents_and_accounts_are_for_the_administration(house: House, subtests: pytest.Subtests) -> None:
    from engine import accounts

    zoned(house)
    for role in sorted(set(Role) - {Role.VERWALTUNG}):
        with subtests.test(role=role), house.platform.query(person(house, role)) as uow:
            for ask in (lambda: casework.incident_list(uow), lambda: accounts.account_list(uow)):
                with pytest.raises(NotPermitted):
                    ask()
