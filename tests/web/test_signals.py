"""Lage ausrufen: a coordinator of Solingen calls the crisis team, and reads first whom it concerns."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from engine import accounts, casework, catalogue
from engine.accounts import CreateAccount
from engine.casework import StartCase
from engine.catalogue import PublishProcess
from engine.network import work_off
from engine.terms import Actor, Aktenzeichen, Role, TenantId
from tests.web.conftest import HAMM_FILE, PASSWORD, World

SOLINGEN = TenantId("05122000")
ADDRESS = "/vorgaenge/lage/ausrufen?signal=Krisenlage"


@pytest.fixture(scope="module")
def desk(world: World) -> Iterator[FlaskClient]:
    """Solingen's coordination, before its first case."""
    file = HAMM_FILE.with_name("solingen.bpmn")
    wanted = CreateAccount("sina", "Sina Probe", SOLINGEN, [Role.KOORDINATION], ("koordination",), PASSWORD)
    with world.platform.command(Actor.operator()) as uow:
        catalogue.publish(uow, PublishProcess(file.name, file.read_bytes()))
    with world.platform.command(Actor.operator()) as uow:
        accounts.create_account(uow, wanted)
    with world.platform.query(Actor.operator()) as uow:
        person = accounts.account_named(uow, "sina")
    yield world.client(Role.KOORDINATION, SOLINGEN, person)


def begun(world: World) -> Aktenzeichen:
    with world.platform.command(Actor.operator()) as uow:
        return casework.start_case(uow, StartCase(SOLINGEN)).aktenzeichen


def test_who_looks_for_cases_finds_the_crisis(world: World, desk: FlaskClient) -> None:
    assert "Krisenlage ausrufen" in desk.get("/vorgaenge").text
    assert "ausrufen" not in world.client(Role.KOORDINATION).get("/vorgaenge").text
    assert "ausrufen" not in world.client(Role.MEDIATION).get("/vorgaenge").text
    assert "Hier gibt es nichts auszurufen" in world.client(Role.KOORDINATION).get("/vorgaenge/lage").text


def test_while_no_case_runs_there_is_a_sentence_and_no_button(desk: FlaskClient) -> None:
    page = desk.get(ADDRESS)
    assert "Zurzeit hört kein Vorgang darauf" in page.text and 'name="signal"' not in page.text
    answer = desk.post("/vorgaenge/lage/ausrufen", data={"signal": "Krisenlage"}, follow_redirects=True)
    assert "Es wurde nichts ausgerufen" in answer.text


def test_the_crisis_reaches_every_running_case_and_the_trail_knows_who_called_it(
    world: World, desk: FlaskClient
) -> None:
    cases = [begun(world), begun(world)]
    assert "2 laufende Vorgänge" in desk.get("/vorgaenge/lage").text
    page = desk.get(ADDRESS).text
    assert "Krisenlage ausrufen?" in page and "ruft das Krisenteam zusammen" in page
    assert "Keine offene Aufgabe entfällt" in page and all(case in page for case in cases)
    answer = desk.post("/vorgaenge/lage/ausrufen", data={"signal": "Krisenlage"}, follow_redirects=True)
    assert "ist ausgerufen. 2 laufende Vorgänge erfahren es" in answer.text
    while work_off(world.platform):
        pass
    for case in cases:
        assert "Krisenteam einberufen" in desk.get(f"/vorgaenge/{case}").text
    with world.platform.query(Actor.operator()) as uow:
        (entry,) = casework.audit_trail(uow, casework.AuditFilter(kind="signal.sent")).lines
    assert "Krisenlage" in entry.sentence and entry.actor == "Sina Probe"


def test_what_no_path_hears_is_not_sent(world: World, desk: FlaskClient) -> None:
    for name in ("Sturmflut", "../", ""):
        answer = desk.post("/vorgaenge/lage/ausrufen", data={"signal": name}, follow_redirects=True)
        assert answer.status_code == 200 and "ist ausgerufen" not in answer.text


def test_the_pages_speak_english(desk: FlaskClient) -> None:
    english = {"Accept-Language": "en"}
    desk.set_cookie("sprache", "en")
    try:
        assert "Declare Krisenlage?" in desk.get(ADDRESS, headers=english).text
        assert "Who listens?" in desk.get("/vorgaenge/lage", headers=english).text
    finally:
        desk.delete_cookie("sprache")
