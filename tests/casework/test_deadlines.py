"""Deadlines have consequences: a reminder, then deputy, head and chair in the file's order, by NRW's working days.

2026-06-03 is a Wednesday; the Thursday after it is Fronleichnam.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from engine import casework
from engine.casework.watch_deadlines import due_tasks
from engine.errors import InvalidState, NotFound
from engine.terms import Actor, Role, UserTaskId
from engine.worker import run_worker
from tests.kit.house import House
from tests.kit.mediation import FORM, MESSAGE, mediation, mediator
from tests.kit.paths import HAMM, SOEST, in_a_row, task

ORDER = "Vertretung, Leitung"
STEP = "pruefen"
REMINDED, ESCALATED = "user_task.reminded", "user_task.escalated"


def waiting(house: House, frist: str = "2 AT", eskalation: str = ORDER, **listed: str) -> str:
    """Aktenzeichen of a case that waits at a task with a deadline."""
    xml = task(STEP, "lotsen", name="Lage prüfen", frist=frist, eskalation=eskalation, **listed)
    house.publish(in_a_row((STEP, xml)))
    return house.start()


def at(house: House, day: int, hour: int = 12, minute: int = 0, month: int = 6) -> None:
    """The clock stands at that hour (UTC) and has looked until nothing was due."""
    house.clock.at = datetime(2026, month, day, hour, minute, tzinfo=UTC)
    while casework.watch_deadlines(house.platform):
        pass


def told(house: House, case: str, by: Actor | None = None) -> list[str]:
    """What the history says of deadlines, oldest first."""
    page = house.page(case, by or house.coordinator())
    return [entry.sentence for entry in reversed(page.history) if entry.kind in (REMINDED, ESCALATED)]


def deputy(house: House, **rest: Any) -> Actor:
    return house.actor(Role.FACHSTELLE, groups=("vertretung",), **rest)


def head(house: House) -> Actor:
    return house.actor(Role.FACHSTELLE, groups=("leitung",))


# ------------------------------------------------------------------ when
def test_a_reminder_comes_on_the_working_day_before_and_once(house: House) -> None:
    case = waiting(house)  # two working days from Wednesday: Friday is the first, Monday 8 June the last
    at(house, 5, 5, 59)
    assert told(house, case) == []
    at(house, 5, 6)
    at(house, 5, 18)
    assert told(house, case) == ["An Aufgabe „Lage prüfen“ erinnert: Frist bis 08.06.2026"]


def test_a_missed_deadline_reaches_each_step_in_order_a_working_day_apart(house: House) -> None:
    case = waiting(house, "1 AT")  # Fronleichnam does not count: Friday 5 June, 23:59
    at(house, 5, 21, 58)
    assert told(house, case) == []
    at(house, 5, 21, 59)
    first = "Aufgabe „Lage prüfen“ an Vertretung eskaliert: Frist am 05.06.2026 abgelaufen"
    assert told(house, case) == [first]
    at(house, 7)  # the weekend does not count either
    assert told(house, case) == [first]
    at(house, 8, 22)
    assert told(house, case) == [first, "Aufgabe „Lage prüfen“ an Leitung eskaliert: Frist am 05.06.2026 abgelaufen"]
    at(house, 30)
    assert len(told(house, case)) == 2


def test_the_file_may_say_when_people_are_reminded_and_how_long_a_step_has(house: House) -> None:
    case = waiting(house, "10 AT", "Vertretung nach 2 Stunden, Vorsitz nach 2 AT", erinnerung="5 AT")
    at(house, 11, 7)  # ten working days: 18 June; five before: 11 June, 8:00
    assert len(told(house, case)) == 1
    at(house, 18, 23)
    assert len(told(house, case)) == 1
    at(house, 19, 0)
    assert "an Vertretung" in told(house, case)[-1]
    at(house, 22, 21)  # two working days after Friday 01:59: Tuesday's end
    assert len(told(house, case)) == 2
    at(house, 23, 22)
    assert "an Vorsitz" in told(house, case)[-1]


def test_without_a_reminder_none_comes(house: House) -> None:
    case = waiting(house, "5 AT", erinnerung="keine")
    at(house, 10, 20)
    assert told(house, case) == []


def test_a_deadline_of_hours_escalates_the_same_day_and_reminds_nobody(house: House) -> None:
    case = waiting(house, "4 Stunden", "Vertretung")
    at(house, 3, 12)
    assert [line.split(" eskaliert")[0] for line in told(house, case)] == ["Aufgabe „Lage prüfen“ an Vertretung"]


def test_after_a_long_sleep_every_step_is_told_and_no_late_reminder(house: House) -> None:
    case = waiting(house)
    at(house, 1, month=7)
    assert ["Vertretung" in line for line in told(house, case)] == [True, False]
    assert house.rows("user_task")[0]["escalated_to"] == "leitung"


def test_what_is_done_in_time_has_no_consequences(house: House) -> None:
    case = waiting(house)
    house.do(case, STEP)
    at(house, 30)
    assert told(house, case) == []


def test_a_cancelled_task_has_no_consequences(house: House) -> None:
    case, later = late_mediation(house), datetime(2027, 1, 1, tzinfo=UTC)
    assert len(due_tasks(house.platform, later)) == 1
    with house.platform.command(house.coordinator()) as uow:
        casework.send_message(uow, casework.SendMessage(house.instance(case)["id"], MESSAGE))
    assert due_tasks(house.platform, later) == []


def test_a_task_without_a_deadline_is_never_looked_at(house: House) -> None:
    waiting(house, "", "")
    assert due_tasks(house.platform, datetime(2030, 1, 1, tzinfo=UTC)) == []


# ------------------------------------------------------------------ who
def test_whom_it_reaches_sees_the_task_and_may_do_it(house: House) -> None:
    case = waiting(house, "1 AT")
    person, wanted = deputy(house), house.task(case, STEP)
    assert house.tasks_of(person) == []
    with pytest.raises(NotFound):
        house.claim(wanted, person)
    at(house, 6)
    assert house.tasks_of(person) == ["Lage prüfen"]
    house.claim(wanted, person)
    assert house.tasks_of(person) == ["Lage prüfen"]
    house.complete(wanted, person)
    assert house.todo(case) == []


def test_a_task_that_somebody_has_still_goes_on_and_may_be_taken_from_them(house: House) -> None:
    case = waiting(house, "1 AT")
    holder, wanted = house.actor(Role.BERATUNG, groups=("lotsen",)), house.task(case, STEP)
    house.claim(wanted, holder)
    at(house, 9)
    boss, second = head(house), deputy(house)
    assert house.tasks_of(boss) == ["Lage prüfen"] and house.tasks_of(second) == []
    with house.platform.query(boss) as uow:
        page = casework.task_page(uow, UserTaskId(wanted))
    assert not page.may_complete and page.line.can_claim and page.line.escalated_to == "leitung"
    house.claim(wanted, boss)
    with pytest.raises(InvalidState):
        house.claim(wanted, holder)
    house.complete(wanted, boss)


def test_given_back_it_stays_with_those_it_has_reached(house: House) -> None:
    case = waiting(house, "1 AT")
    person, wanted = deputy(house), house.task(case, STEP)
    at(house, 6)
    house.claim(wanted, person)
    house.release(wanted, person)
    at(house, 9)
    assert house.tasks_of(head(house)) == ["Lage prüfen"]
    assert house.tasks_of(house.actor(Role.BERATUNG, groups=("lotsen",))) == ["Lage prüfen"]


def test_nobody_sees_it_twice(house: House) -> None:
    waiting(house, "1 AT")
    both = house.actor(Role.FACHSTELLE, groups=("lotsen", "vertretung"))
    chief = house.actor(Role.KOORDINATION, groups=("lotsen", "vertretung"))
    at(house, 6)
    for person in (both, chief):
        assert house.tasks_of(person) == ["Lage prüfen"]
        with house.platform.query(person) as uow:
            assert casework.task_list(uow, casework.TaskFilter()).counts.groups == 1


def test_a_step_may_be_a_lane_of_the_file_by_its_name(house: House) -> None:
    lane = (
        '<bpmn:laneSet id="ls"><bpmn:lane id="amt_1" name="Ordnungsamt"><bpmn:extensionElements><zeebe:properties>'
        '<zeebe:property name="gruppe" value="ordnung"/></zeebe:properties></bpmn:extensionElements></bpmn:lane>'
        "</bpmn:laneSet>"
    )
    xml = in_a_row((STEP, task(STEP, "lotsen", frist="1 AT", eskalation="Ordnungsamt")))
    house.publish(xml.replace(b'<bpmn:startEvent id="s"', lane.encode() + b'<bpmn:startEvent id="s"'))
    house.start()
    at(house, 6)
    assert house.tasks_of(house.actor(Role.FACHSTELLE, groups=("ordnung",))) == [STEP]


def test_the_group_of_another_municipality_sees_nothing(house: House) -> None:
    case = waiting(house, "1 AT")
    house.publish(in_a_row(("zwei", task("zwei")), name="Stadt Soest", ags=SOEST), "soest.bpmn")
    stranger = deputy(house, of=SOEST)
    at(house, 6)
    assert house.tasks_of(stranger) == []
    with pytest.raises(NotFound):
        house.claim(house.task(case, STEP), stranger)


def test_lists_and_the_case_page_say_it(house: House) -> None:
    case = waiting(house, "2 AT")
    at(house, 6)
    line = house.page(case, house.coordinator()).open_tasks[0]
    assert line.reminded_at is not None and line.escalated_at is None
    at(house, 9)
    deadline = house.page(case, house.coordinator()).deadlines[0]
    assert deadline.task is not None and deadline.task.escalated_to == "vertretung" and deadline.is_overdue


# ------------------------------------------------------------------ mediation
def late_mediation(house: House) -> str:
    late = mediation().replace(
        b'<zeebe:property name="freigabe"',
        b'<zeebe:property name="frist" value="1 AT"/><zeebe:property name="eskalation" value="Vertretung, Leitung"/>'
        b'<zeebe:property name="freigabe"',
    )
    house.publish(late, "hamm.bpmn", FORM)
    case = house.start()
    house.do(case, "melden", kurztitel="Streit im Hof")
    return case


def test_a_late_mediation_comes_to_the_coordinators_alone(house: House) -> None:
    case = late_mediation(house)
    boss = house.actor(Role.KOORDINATION, groups=("koordination",))
    assert house.tasks_of(boss) == []
    at(house, 12)
    assert house.tasks_of(boss) == ["Sentinelname der Sitzung"]
    assert told(house, case, boss) == [
        "Aufgabe „Sentinelname der Sitzung“ an Koordination eskaliert: Frist am 05.06.2026 abgelaufen"
    ]
    for person in (deputy(house), head(house), mediator(house)):
        assert house.tasks_of(person) == []
        with pytest.raises(NotFound):
            house.claim(house.rows("user_task", state=0)[0]["id"], person)


def test_others_on_the_case_read_neutral_words_only(house: House) -> None:
    case = late_mediation(house)
    at(house, 12)
    adviser = house.actor(Role.BERATUNG, groups=("verfahren", "vertretung"))
    house.grant(adviser, case)
    page = house.page(case, adviser)
    assert "entinel" not in repr(page) and page.open_tasks[0].escalated_to == ""
    assert told(house, case, adviser) == ["Aufgabe „Verfahrensschritt“ an … eskaliert: Frist am 05.06.2026 abgelaufen"]
    assert house.tasks_of(adviser) == []
    row = house.rows("user_task", state=0)[0]
    assert row["escalated_to"] == "verfahren" and "Vertretung" not in repr(house.rows("audit_entry"))


# ------------------------------------------------------------------ the look
def test_a_look_is_one_statement_however_many_wait(house: House) -> None:
    waiting(house)
    for _ in range(4):
        house.start()
    with house.counting() as counter:
        assert casework.watch_deadlines(house.platform) == 0
    assert len(counter.statements) == 1, counter.statements


def test_the_worker_works_off_more_than_a_batch(house: House) -> None:
    waiting(house, "1 AT", "Vertretung")
    for _ in range(29):
        house.start()
    house.clock.move(days=3)
    run_worker(house.platform, once=True)
    assert len(house.rows("audit_entry", kind=ESCALATED)) == 30
    assert {row["watch"] for row in house.rows("user_task")} == {None}


def test_two_workers_that_found_the_same_escalate_it_once(house: House) -> None:
    waiting(house, "1 AT")
    house.clock.move(days=3)
    other = house.again()
    found = [due_tasks(one.platform, house.clock.now()) for one in (house, other)]
    assert found[0] == found[1] != []
    for one in (house, other):
        with one.platform.command(Actor.system()) as uow:
            casework.watch_deadline_of(uow, found[0][0])
    other.close()
    assert len(house.rows("audit_entry", kind=ESCALATED)) == 1


def test_a_crash_before_the_commit_leaves_it_to_the_next_look(house: House) -> None:
    case = waiting(house, "1 AT")
    house.clock.move(days=3)
    with house.platform.command(Actor.system()) as uow:
        uow.commit = lambda: None  # type: ignore[method-assign]
        casework.watch_deadline_of(uow, due_tasks(house.platform, house.clock.now())[0])
    assert told(house, case) == []
    assert casework.watch_deadlines(house.platform) == 1
    assert len(told(house, case)) == 1


def test_a_case_that_does_not_open_keeps_no_other_from_its_deadline(house: House) -> None:
    closed = waiting(house, "1 AT")
    house.clock.move(hours=1)
    other = house.start()
    house.erase(closed, "struktur")
    at(house, 6)
    assert len(told(house, other)) == 1
    assert casework.watch_deadlines(house.platform) == 0


def test_the_trail_holds_after_all_of_it(house: House) -> None:
    case = waiting(house)
    at(house, 30)
    found = house.verify(municipality=HAMM, aktenzeichen=case)
    assert found.chains and not found.broken


def test_completing_a_task_costs_no_statement_more(house: House) -> None:
    plain, watched = [], []
    for listed, counts in (({"frist": "", "eskalation": ""}, plain), ({}, watched)):
        case = waiting(house, **listed)
        wanted = house.task(case, STEP)
        house.complete(house.task(house.start(), STEP))
        with house.counting() as counter:
            house.complete(wanted)
        counts.append(len(counter.statements))
    assert plain == watched
