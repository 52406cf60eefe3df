"""Whoever meets a barrier tells the municipality: without an account, sealed, and until somebody has answered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import accounts
from engine.accounts import BarrierReport, ReportBarrier
from engine.accounts.barriers import KEPT, MOST_OPEN
from engine.errors import InvalidInput, InvalidState, NotFound, NotPermitted
from engine.store.keys import HOUSE_BARRIERS
from engine.terms import Actor, Role, TenantId
from tests.kit.house import House
from tests.kit.paths import HAMM, SOEST, tasks

TEXT = "Der Knopf „Speichern“ wird nicht vorgelesen."
EMAIL = "bea.beispiel@post.example"


@pytest.fixture
def two(house: House) -> House:
    house.publish(tasks("eins"))
    house.publish(tasks("eins", name="Stadt Soest", ags=SOEST), "soest.bpmn")
    return house


def report(house: House, text: str = TEXT, **rest: str) -> int:
    with house.platform.command(Actor.system()) as uow:
        return accounts.report_barrier(uow, ReportBarrier(TenantId(rest.pop("of", HAMM)), text, **rest))


def reports(house: House, by: Actor) -> tuple[BarrierReport, ...]:
    with house.platform.query(by) as uow:
        return accounts.barrier_reports(uow)


def resolve(house: House, number: int, by: Actor) -> None:
    with house.platform.command(by) as uow:
        accounts.resolve_barrier(uow, number)


def reopen(house: House, number: int, by: Actor) -> None:
    with house.platform.command(by) as uow:
        accounts.reopen_barrier(uow, number)


def test_a_report_reaches_the_administration_of_the_chosen_municipality_only(two: House) -> None:
    number = report(two, page="/aufgaben", email=EMAIL)
    (found,) = reports(two, two.actor(Role.VERWALTUNG))
    assert (found.number, found.text, found.page, found.email) == (number, TEXT, "/aufgaben", EMAIL)
    assert found.answer_by - found.received_at == timedelta(weeks=6)
    assert reports(two, two.actor(Role.VERWALTUNG, of=SOEST)) == ()


def test_nothing_of_it_can_be_read_in_the_data_or_the_trail(two: House) -> None:
    report(two, page="/geheime-seite", email=EMAIL)
    (row,) = two.rows("barrier_report")
    for secret in (TEXT, EMAIL, "geheime-seite"):
        assert secret.encode() not in bytes(row["sealed"])
        assert secret not in repr(two.rows("audit_entry"))
    kinds = [(row["kind"], row["actor_id"]) for row in two.rows("audit_entry") if row["kind"].startswith("barrier.")]
    assert kinds == [("barrier.reported", "system")]
    assert two.verify().holds


def test_a_report_moved_to_another_municipality_does_not_open(two: House) -> None:
    report(two)
    two.sql("UPDATE barrier_report SET municipality = :other", other=SOEST)
    (found,) = reports(two, two.actor(Role.VERWALTUNG, of=SOEST))
    assert found.text == found.email == ""


def test_an_older_key_store_gets_its_new_key_at_the_next_start(two: House) -> None:
    with two.platform.keys._engine.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM wrapped_key WHERE purpose = '{HOUSE_BARRIERS}'")
    again = two.again()
    report(again)
    assert reports(again, again.actor(Role.VERWALTUNG, login="neu"))[0].text == TEXT
    again.close()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"text": "  "}, "barrier.text"),
        ({"text": "x" * 4001}, "barrier.text"),
        ({"text": "a\x00b"}, "barrier.text"),
        ({"page": "x" * 301}, "barrier.page"),
        ({"email": "keine Adresse"}, "barrier.email"),
    ],
)
def test_what_cannot_be_taken_gets_a_sentence(two: House, given: dict[str, str], code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        report(two, **given)
    assert refusal.value.code == code and refusal.value.sentence.endswith(".")
    assert two.rows("barrier_report") == []


def test_nobody_writes_to_a_municipality_that_is_not_there(two: House) -> None:
    with pytest.raises(NotFound):
        report(two, of="00000000")


def test_done_and_open_again(two: House) -> None:
    admin = two.actor(Role.VERWALTUNG)
    first, second = report(two), report(two)
    resolve(two, first, admin)
    assert [found.number for found in reports(two, admin)] == [second, first]
    with pytest.raises(InvalidState, match="schon erledigt"):
        resolve(two, first, admin)
    reopen(two, first, admin)
    assert [found.number for found in reports(two, admin)] == [first, second]
    with pytest.raises(InvalidState, match="ist offen"):
        reopen(two, first, admin)
    kinds = [row["kind"] for row in two.rows("audit_entry") if row["kind"].startswith("barrier.")]
    assert kinds == ["barrier.reported", "barrier.reported", "barrier.resolved", "barrier.reopened"]


def test_done_reports_are_deleted_after_half_a_year(two: House) -> None:
    admin = two.actor(Role.VERWALTUNG)
    old, unanswered = report(two), report(two)
    resolve(two, old, admin)
    two.clock.move(seconds=KEPT.total_seconds() + 1)
    new = report(two)
    assert {row["id"] for row in two.rows("barrier_report")} == {unanswered, new}


def test_a_flood_ends_with_a_way_out(sqlite_house: House) -> None:
    house = sqlite_house
    house.publish(tasks("eins"))
    report(house)
    house.sql(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most) "
        "INSERT INTO barrier_report (municipality, key, received_at, sealed) "
        "SELECT municipality, key, received_at, sealed FROM barrier_report, n",
        most=MOST_OPEN - 1,
    )
    with pytest.raises(InvalidState, match="Ansprechstelle"):
        report(house)
    admin = house.actor(Role.VERWALTUNG)
    resolve(house, house.rows("barrier_report")[0]["id"], admin)
    report(house)
    assert len(reports(house, admin)) == MOST_OPEN + 1


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.VERWALTUNG}))
def test_only_the_administration_reads_and_answers(sqlite_house: House, role: Role) -> None:
    sqlite_house.publish(tasks("eins"))
    number, person = report(sqlite_house), sqlite_house.actor(role)
    for ask in (
        lambda: reports(sqlite_house, person),
        lambda: resolve(sqlite_house, number, person),
        lambda: reopen(sqlite_house, number, person),
    ):
        with pytest.raises(NotPermitted):
            ask()
