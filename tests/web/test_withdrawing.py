"""Prozesse: taking back a publication, what coordinators then read, and the way back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import html

from engine.terms import Role
from tests.web.conftest import World

PAGE, TAKE_BACK, PUT_BACK = "/prozesse/hamm", "/prozesse/hamm/zuruecknehmen", "/prozesse/hamm/einsetzen"


@pytest.fixture(autouse=True)
def put_back(world: World) -> Iterator[None]:
    yield
    world.client(Role.ENTWURF).post(PUT_BACK, data={"version": "1"})


def words(page: bytes) -> str:
    return " ".join(html.fromstring(page).xpath("//main")[0].text_content().split())


def test_one_click_takes_back_and_one_puts_back(world: World) -> None:
    designer = world.client(Role.ENTWURF)
    assert "Version 1 zurücknehmen" in words(designer.get(PAGE).data)
    taken = designer.post(TAKE_BACK, data={"version": "1"}, follow_redirects=True)
    assert "Dieser Konfliktweg ist zurückgenommen" in words(taken.data)
    assert "zurückgenommen" in words(designer.get("/prozesse").data)
    again = designer.post(PUT_BACK, data={"version": "1"}, follow_redirects=True)
    assert "auf ihr beginnen neue Vorgänge" in words(again.data)


def test_a_coordinator_reads_why_no_case_can_begin_and_works_on_in_the_running_ones(world: World) -> None:
    world.client(Role.ENTWURF).post(TAKE_BACK, data={"version": "1"})
    coordinator = world.client(Role.KOORDINATION)
    assert "zurücknehmen" not in words(coordinator.get(PAGE).data)
    for answer in (coordinator.get("/vorgaenge/neu"), coordinator.post("/vorgaenge/neu")):
        assert "Der Konfliktweg dieser Kommune ist zurückgenommen." in words(answer.data)
    case = words(coordinator.get(f"/vorgaenge/{world.aktenzeichen}").data)
    assert "Die Version 1 dieses Konfliktwegs wurde zurückgenommen" in case
    assert coordinator.get(f"/aufgaben/{world.task_id}").status_code == 200


def test_what_is_published_after_that_is_not_called_the_first_version(world: World) -> None:
    designer = world.client(Role.ENTWURF)
    designer.post(TAKE_BACK, data={"version": "1"})
    fresh = {"grundlage": "leer", "kommune": "hamm", "name": "Neu"}
    draft = designer.post("/werkstatt/neu", data=fresh).location
    page = words(designer.get(f"{draft}/veroeffentlichen").data)
    assert "Keine frühere Version gilt: Alle sind zurückgenommen." in page
    assert "erste Version" not in page
    designer.post(f"{draft}/verwerfen")


def test_a_second_click_is_told_what_happened(world: World) -> None:
    designer = world.client(Role.ENTWURF)
    designer.post(TAKE_BACK, data={"version": "1"})
    assert designer.post(TAKE_BACK, data={"version": "1"}).status_code == 409


def test_of_a_template_it_is_said_who_can_no_longer_take_it_over(world: World) -> None:
    laki, page = world.client(Role.LAKI), "/prozesse/tandem"
    taken = words(laki.post(f"{page}/zuruecknehmen", data={"version": "1"}, follow_redirects=True).data)
    assert "Kommunen können sie nicht mehr übernehmen; bestehende Fassungen bleiben." in taken
    assert "Neue Vorgänge" not in taken
    again = words(laki.post(f"{page}/einsetzen", data={"version": "1"}, follow_redirects=True).data)
    assert "Kommunen übernehmen jetzt Version 1" in again
