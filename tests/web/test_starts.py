"""A path with several starts asks where the report came in; a path with one does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from engine import accounts, catalogue
from engine.accounts import CreateAccount
from engine.casework import TaskCompletion
from engine.catalogue import PublishProcess
from engine.runtime import OpenedTask
from engine.settings import Settings
from engine.terms import Actor, Role, Stage, TenantId, UserTaskId, Zone
from engine.unit_of_work import Platform
from tests.web.conftest import PASSWORD, Clock, World
from tests.web.test_pages import filled
from webui import create_app
from webui.blueprints.tasks import after_completion

FILE = Path(__file__).resolve().parents[2] / "processes" / "duisburg.bpmn"
DUISBURG = TenantId("05112000")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The desk of somebody who takes reports in Hochfeld."""
    folder = tmp_path_factory.mktemp("duisburg")
    platform = Platform(Settings.from_environ({"SCHLICHTWERK_DATA": str(folder / "data")}), clock=Clock())
    with platform.command(Actor.operator()) as uow:
        catalogue.publish(uow, PublishProcess(FILE.name, FILE.read_bytes()))
    wanted = CreateAccount("hanna", "Hanna Probe", DUISBURG, [Role.KOORDINATION], ("bezirk_hochfeld",), PASSWORD)
    with platform.command(Actor.operator()) as uow:
        accounts.create_account(uow, wanted)
    with platform.query(Actor.operator()) as uow:
        person = accounts.account_named(uow, "hanna")
    app = create_app(platform=platform)
    app.config.update(WTF_CSRF_ENABLED=False, TESTING=True)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = f"{person.id}.{person.epoch}.{accounts.new_session()}"
        session["_fresh"] = True
        session.permanent = True
    yield client
    platform.close()


def starts(page: str) -> list[tuple[str, str, bool]]:
    """(start event, what the label says, chosen already)"""
    root = html.fromstring(page)
    return [
        (
            field.get("value") or "",
            root.xpath(f"string(//label[@for='{field.get('id')}'])"),
            field.get("checked") is not None,
        )
        for field in root.xpath("//input[@name='beginn']")
    ]


def numbers(desk: FlaskClient) -> set[str]:
    return set(re.findall(r"KKM-05112000-\d{4}-\d{4}", desk.get("/vorgaenge").text))


def test_the_page_offers_each_district_and_suggests_the_own(desk: FlaskClient) -> None:
    assert starts(desk.get("/vorgaenge/neu").text) == [
        ("start_hamborn", "Anliegen in Hamborn (Bezirk Hamborn)", False),
        ("start_hochfeld", "Anliegen in Hochfeld (Bezirk Hochfeld)", True),
        ("start_rheinhausen", "Anliegen in Rheinhausen (Bezirk Rheinhausen)", False),
    ]


def test_the_report_opens_at_the_district_that_was_chosen(desk: FlaskClient) -> None:
    opened = desk.post("/vorgaenge/neu", data={"beginn": "start_hochfeld"})
    assert opened.status_code == 302 and opened.location.startswith("/aufgaben/")
    page = desk.get(opened.location).text
    assert "Anliegen aufnehmen" in page and "Hochfeld" in page


def test_whoever_is_on_the_telephone_takes_the_report_down_for_another_district_too(desk: FlaskClient) -> None:
    opened = desk.post("/vorgaenge/neu", data={"beginn": "start_rheinhausen"})
    assert opened.status_code == 302 and opened.location.startswith("/aufgaben/")
    page = desk.get(opened.location).text
    assert "Kurzbezeichnung (ohne Namen!)" in page and "Diese Aufgabe hat noch niemand übernommen" not in page
    desk.post(f"{opened.location}/zurueckgeben")
    assert "Diese Aufgabe gehört einer anderen Gruppe." in desk.get(opened.location).text


def begun_in_rheinhausen(desk: FlaskClient) -> str:
    """Aktenzeichen of a case whose report waits for the people there."""
    task = desk.post("/vorgaenge/neu", data={"beginn": "start_rheinhausen"}).location
    found = re.search(r"KKM-05112000-\d{4}-\d{4}", desk.get(task).text)
    assert found is not None
    desk.post(f"{task}/zurueckgeben")
    return found[0]


def test_lists_and_files_name_the_group_in_the_lanes_words(desk: FlaskClient) -> None:
    number = begun_in_rheinhausen(desk)
    for page in (f"/vorgaenge/{number}", "/aufgaben?wer=all", "/aufgaben.csv?wer=all"):
        told = desk.get(page).text
        assert "Bezirk Rheinhausen" in told and "bezirk_rheinhausen" not in told and "Bezirk rheinhausen" not in told


@pytest.mark.parametrize("chosen", [{}, {"beginn": "hotspot_start"}, {"beginn": "gibt_es_nicht"}])
def test_without_a_choice_or_with_another_start_nothing_begins(desk: FlaskClient, chosen: dict[str, str]) -> None:
    before = numbers(desk)
    answer = desk.post("/vorgaenge/neu", data=chosen)
    assert answer.status_code == 422
    assert "Wählen Sie aus, wo die Meldung eingegangen ist." in answer.text
    assert len(starts(answer.text)) == 3
    assert numbers(desk) == before


def test_a_path_with_one_start_asks_nothing(world: World) -> None:
    assert starts(world.client(Role.KOORDINATION).get("/vorgaenge/neu").text) == []


def test_reporting_danger_says_that_nothing_is_dropped(desk: FlaskClient) -> None:
    case = f"/vorgaenge/{begun_in_rheinhausen(desk)}"
    asked = desk.get(f"{case}/nachricht/gefahr_melden").text
    assert "Am Vorgang wird eine Gefahr gemeldet." in asked
    assert "Keine offene Aufgabe entfällt." in asked and "Der laufende Abschnitt endet." not in asked


def test_who_completes_a_task_learns_who_goes_on(desk: FlaskClient) -> None:
    task = desk.post("/vorgaenge/neu", data={"beginn": "start_hochfeld"}).location
    done = desk.post(task, data=filled(desk, task, stadtbezirk="Hochfeld"), follow_redirects=True).text
    steps = "Eingang bestätigen (Gruppe Koordination), Sicherheit sofort prüfen (Gruppe Koordination)"
    assert f"Bei anderen geht es weiter: {steps}." in done


def test_of_two_tasks_that_follow_the_more_urgent_comes_first(desk: FlaskClient) -> None:
    def opened(name: str, hours: int) -> OpenedTask:
        due = datetime(2026, 11, 23, hours, tzinfo=UTC)
        return OpenedTask(
            *(UserTaskId(name), name, "p", name, Zone.EINGANG, Stage.EINGANG, "koordination", "koordination", None, ()),
            *(due, None, None, ()),
        )

    done = TaskCompletion("i", "KKM-05112000-2026-0001", (opened("spaeter", 12), opened("zuerst", 9)), False)
    with desk.application.test_request_context():
        assert after_completion(done).location.endswith("?weiter=zuerst")
