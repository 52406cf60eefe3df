"""A lint of the SQL that is really sent: whoever reads or changes rows of a municipality names the municipality."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import aliased

from engine import accounts, casework, catalogue, onboarding
from engine.accounts import AccountFilter, KeepOfficeTexts, ReportBarrier
from engine.casework import AuditFilter, CaseFilter, SendMessage, TaskFilter
from engine.errors import NotPermitted
from engine.store.base import Base, TenantScoped
from engine.store.database import UnscopedQuery
from engine.store.models import ProcessInstance, UserTask
from engine.terms import Actor, Role, TenantId, UserTaskId
from tests.kit.house import House
from tests.kit.mediation import GROUP, MESSAGE, STEP, publish_mediation
from tests.kit.paths import HAMM, SOEST, in_a_row, task, timer
from tests.kit.procedure import done

TABLES = sorted(mapper.local_table.name for mapper in Base.registry.mappers if issubclass(mapper.class_, TenantScoped))
CLOSED = {
    "zone_part": "found by instance id alone, which comes from a case row that was asked for with its municipality",
}
BY_KEY = re.compile(r"\b(timer|message_wait)\.task = ")
"""Rows that go with a case loaded and locked before: their key is the task's random id, taken from the sealed state."""
SAFE = [BY_KEY]


@contextmanager
def watched(house: House) -> Iterator[list[str]]:
    """Statements on tenant tables that name no municipality and give no reason."""
    faults: list[str] = []

    def look(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        reason = context.execution_options.get("unscoped") if context is not None else None
        if not reason and (fault := lint(statement)):
            faults.append(fault)

    engines = {house.platform.database.commands, house.platform.database.reads}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", look)
    yield faults
    for engine in engines:
        event.remove(engine, "before_cursor_execute", look)


def lint(statement: str) -> str:
    """The statement, when it is at fault. Every tenant table of a join counts, unless joined to one by its case."""
    flat = " ".join(statement.split())
    if flat.startswith("INSERT") or any(safe.search(flat) for safe in SAFE):
        return ""
    used = [name for name in TABLES if re.search(rf"\b(FROM|JOIN|UPDATE)\b[^()]*\b{name}\b", flat)]
    if not used or re.search(r"\bmunicipality (= |IN \(|IS NULL)", flat):
        return ""
    return flat


def test_the_lint_finds_what_it_should() -> None:
    assert lint("SELECT user_task.id FROM user_task WHERE user_task.id = ?")
    assert lint("DELETE FROM incident WHERE incident.id = ?")
    assert lint("UPDATE user_task SET state=? WHERE id = ?")
    assert not lint("SELECT user_task.id FROM user_task WHERE user_task.municipality = ?")
    assert not lint("SELECT resource.hash FROM resource")


def everything(house: House) -> None:
    """All that people of one municipality do, each of them under their own account."""
    coordinator = house.coordinator()
    helper = house.actor(Role.MEDIATION, groups=(GROUP,))
    designer, admin = house.actor(Role.ENTWURF), house.actor(Role.VERWALTUNG)
    auditor = house.actor(Role.REVISION)
    case = house.start(by=coordinator)
    house.claim(house.task(case, "melden"), coordinator)
    house.release(house.task(case, "melden"), coordinator)
    house.do(case, "melden", coordinator, kurztitel="Streit", falltyp="F02", stadtbezirk="Mitte")
    house.grant(helper, case)
    for person in (coordinator, helper):
        look(house, person, case)
    house.do(case, STEP, helper)
    with house.platform.command(coordinator) as uow:
        casework.send_message(uow, SendMessage(house.instance(case)["id"], MESSAGE))
    house.do(case, "abschluss", coordinator)
    publish_mediation(house, faulty=True, by=designer)
    faulty = house.start(by=coordinator)
    house.do(faulty, "melden", coordinator)
    house.do(faulty, STEP)
    house.wait(days=4)
    with house.platform.query(admin) as uow:
        (incident,) = casework.incident_list(uow)
        accounts.account_page(uow, AccountFilter())
        casework.delayed_sendings(uow)
    keep_house(house, admin)
    casework.resolve_incident(house.platform, admin, incident.id)
    with house.platform.query(auditor) as uow:
        casework.audit_trail(uow, AuditFilter(aktenzeichen=case, kind="case.started", actor="1"))
        list(casework.audit_csv(uow, AuditFilter()))
        casework.verify_trail(uow)
        casework.verify_trail(uow, aktenzeichen=case)
    with house.platform.command(auditor) as uow:
        casework.record_export(uow, 3)
    with house.platform.query(designer) as uow:
        catalogue.process_list(uow)
        catalogue.process_page(uow, "hamm")
        catalogue.path_traffic(uow, "hamm")
        catalogue.process_diagram(uow, "hamm", 1)
        catalogue.process_source(uow, "hamm")


def keep_house(house: House, admin: Actor) -> None:
    """What the administration does, and what a visitor does."""
    with house.platform.command(Actor.system()) as uow:
        number = accounts.report_barrier(uow, ReportBarrier(TenantId(HAMM), "zu klein"))
    with house.platform.command(admin) as uow:
        accounts.keep_office_texts(uow, KeepOfficeTexts(TenantId(HAMM), {"anbieter": "Stadt Hamm"}))
    with house.platform.command(admin) as uow:
        accounts.resolve_barrier(uow, number)
    with house.platform.command(admin) as uow:
        accounts.reopen_barrier(uow, number)
    with house.platform.command(admin) as uow:
        onboarding.set_step(uow, done(13, HAMM))
    with house.platform.query(admin) as uow:
        onboarding.checklist(uow, TenantId(HAMM))
        accounts.barrier_reports(uow)
        accounts.office_texts(uow, "hamm")
        catalogue.lane_groups(uow, TenantId(HAMM))


def look(house: House, person: Actor, case: str) -> None:
    with house.platform.query(person) as uow:
        casework.case_page(uow, case)
        casework.diagram(uow, case, "weg")
        casework.open_tasks_of(uow, case)
        casework.next_timer(uow, house.instance(case)["id"])
        for filter in (TaskFilter(), TaskFilter(scope="mine", due="overdue"), TaskFilter(stage="verfahren")):
            casework.task_list(uow, filter)
        for narrow in (CaseFilter(), CaseFilter(search="KKM", falltyp="F02", district="Mitte", stage="mediation")):
            casework.case_list(uow, narrow)
        wanted = UserTaskId(house.task(case, STEP))
        casework.task_page(uow, wanted)
        with suppress(NotPermitted):
            casework.form_for_completion(uow, wanted)


def test_every_statement_names_the_municipality_or_says_why_not(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_mediation(house)
    helpers = House.task, House.rows, House.instance, House.grant, House.publish
    with watched(house) as faults:
        for helper in helpers:  # the test's own look-ups are not the product's

            def silent(*args: Any, _helper: Any = helper, **rest: Any) -> Any:
                kept = list(faults)
                answer = _helper(*args, **rest)
                if _helper is not helpers[-1]:
                    faults[:] = kept
                return answer

            monkeypatch.setattr(House, helper.__name__, silent)
        everything(house)
    assert sorted(set(faults)) == [], "\n".join(f.split(" FROM ", 1)[-1] for f in set(faults))


def test_tables_without_a_municipality_are_known(house: House) -> None:
    free = set(Base.metadata.tables) - set(TABLES)
    shared = {"municipality", "resource", "definition_resource", "account", "ended_session"}
    assert free - shared == set(CLOSED)


# ------------------------------------------------------------------ the guard of the ORM
@pytest.fixture
def two(house: House) -> House:
    house.publish(in_a_row(("warten", timer("warten", "P1D")), ("eins", task("eins"))))
    house.publish(in_a_row(("eins", task("eins")), name="Stadt Soest", ags=SOEST), "soest.bpmn")
    for tenant in (HAMM, SOEST, SOEST):
        house.start(tenant)
    return house


def test_the_orm_adds_the_municipality_to_every_select(two: House) -> None:
    other = aliased(ProcessInstance)
    with two.platform.query(two.coordinator()) as uow:
        assert {row.municipality for row in uow.session.scalars(select(ProcessInstance))} == {HAMM}
        assert {row.municipality for row in uow.session.scalars(select(other))} == {HAMM}
        joined = select(UserTask).join(ProcessInstance, ProcessInstance.id == UserTask.instance)
        assert uow.session.scalars(joined).all() == []
        assert uow.session.scalars(select(UserTask.id).where(UserTask.municipality == SOEST)).all() == []


def test_the_orm_fails_closed_without_a_municipality(two: House) -> None:
    with two.platform.query(two.actor(Role.KOORDINATION, of=None)) as uow:
        for query in (select(ProcessInstance), select(UserTask.id)):
            with pytest.raises(UnscopedQuery):
                uow.session.execute(query)


def test_a_bare_table_slips_past_the_guard_and_so_the_lint_must_find_it(two: House) -> None:
    with watched(two) as faults, two.platform.query(two.coordinator()) as uow:
        uow.session.execute(select(UserTask.__table__.c.id))
    assert len(faults) == 1
