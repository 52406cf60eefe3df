"""Kommunen: the state at a glance, and the checklist of one municipality, all without scripts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from lxml import html

from engine import onboarding
from engine.onboarding import TEST_CASES
from engine.terms import Actor, Role
from tests.kit.procedure import done, pass_gate
from tests.web.conftest import BIELEFELD, HAMM, World

PAGE = f"/kommunen/{HAMM}"
FILLED = {"state": "done", "day": "2026-11-20", "evidence": "Stellungnahme ohne Auflagen", "revision": "0"}


@pytest.fixture
def laki(world: World) -> FlaskClient:
    return world.client(Role.LAKI)


@pytest.fixture
def clerk(world: World) -> FlaskClient:
    return world.client(Role.VERWALTUNG)


@pytest.fixture(autouse=True)
def fresh(world: World) -> Iterator[None]:
    """Each test begins with an empty checklist and a municipality on trial."""
    yield
    with world.platform.database.commanding() as connection:
        for statement in (
            "DELETE FROM onboarding_step",
            "DELETE FROM onboarding_change",
            "DELETE FROM onboarding_proof",
            "UPDATE municipality SET released = false",
        ):
            connection.exec_driver_sql(statement)
        connection.commit()


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().replace("\u00ad", "").split())


def page(client: FlaskClient, address: str) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.get_data(as_text=True))


def names(client: FlaskClient, address: str) -> list[str]:
    return [words(link) for link in page(client, address).xpath("//tbody/tr/td[1]/a")]


# ------------------------------------------------------------------ the state
def test_each_tile_says_where_it_stands_in_words_and_leads_to_the_checklist(laki: FlaskClient) -> None:
    tiles = page(laki, "/kommunen").find_class("sw-tile__link")
    assert len(tiles) == 54
    said = {tile.get("href"): words(tile) for tile in tiles}
    assert said[PAGE] == "Hamm Erprobung"
    assert said["/kommunen/05154"] == "Kreis Kleve noch nicht begonnen"
    places = {re.sub(r"sw-tile--[a-z]+ ", "", tile.getparent().get("class")) for tile in tiles}
    assert len(places) == 54, "each on a place of its own"


def test_tiles_come_in_the_order_in_which_one_reads_a_map(laki: FlaskClient) -> None:
    classes = [tile.getparent().get("class") for tile in page(laki, "/kommunen").find_class("sw-tile__link")]
    places = [tuple(int(n) for n in re.findall(r"--[rc](\d+)", each))[::-1] for each in classes]
    assert places == sorted(places)


def test_the_table_holds_the_same_and_can_be_ordered_and_filtered(laki: FlaskClient, world: World) -> None:
    with world.platform.command(Actor.operator()) as uow:
        onboarding.set_step(uow, done(2, HAMM))
    assert len(names(laki, "/kommunen")) == 54
    assert names(laki, "/kommunen?stand=trial") == ["Stadt Bielefeld", "Stadt Hamm"]
    assert names(laki, "/kommunen?stand=trial&nach_spalte=schritte&richtung=ab")[0] == "Stadt Hamm"
    assert names(laki, "/kommunen?nach_spalte=name&richtung=ab")[-1] == "Stadt Aachen"
    sorted_by = page(laki, "/kommunen?nach_spalte=schritte").xpath("//th[@aria-sort != 'none']")
    assert [(words(th), th.get("aria-sort")) for th in sorted_by] == [("Schritte ↑", "ascending")]


def test_the_table_as_a_file(laki: FlaskClient) -> None:
    text = laki.get("/kommunen/tabelle.csv?stand=trial").get_data(as_text=True).removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[:2] for row in rows[1:]] == [[BIELEFELD, "Stadt Bielefeld"], [HAMM, "Stadt Hamm"]]
    assert all(len(row) == len(rows[0]) for row in rows)


def test_whoever_is_not_the_state_office_is_led_to_their_own(world: World) -> None:
    answer = world.client(Role.ENTWURF, BIELEFELD).get("/kommunen")
    assert (answer.status_code, answer.location) == (302, f"/kommunen/{BIELEFELD}")
    assert world.client(Role.ENTWURF, BIELEFELD).get("/kommunen/tabelle.csv").status_code == 403
    assert world.client(Role.ENTWURF, BIELEFELD).get(PAGE).status_code == 404


# ------------------------------------------------------------------ one of them
def test_a_step_is_filled_in_and_shown_with_who_and_when(clerk: FlaskClient) -> None:
    form = page(clerk, f"{PAGE}/schritte/13")
    assert form.xpath("//input[@name='day']/@value") == ["2026-11-23"]
    assert form.xpath("//input[@name='state']/@value") == ["done", "open"], "this one cannot be needless"
    answer = clerk.post(f"{PAGE}/schritte/13", data={**FILLED, "reference": "https://dsb.example/27"})
    assert answer.location == f"{PAGE}#schritt-13"
    step = page(clerk, PAGE).get_element_by_id("schritt-13")
    assert "erledigt" in words(step) and "20.11.2026" in words(step)
    assert "Stellungnahme ohne Auflagen" in words(step) and "von Probe" in words(step)
    assert step.xpath(".//a[@href='https://dsb.example/27']")


def test_what_is_typed_stays_when_something_is_missing(clerk: FlaskClient) -> None:
    answer = clerk.post(f"{PAGE}/schritte/2", data={**FILLED, "day": "", "responsible": "Dezernat V"})
    assert answer.status_code == 422
    tree = html.fromstring(answer.get_data(as_text=True))
    assert tree.xpath("//*[@role='alert']//a/@href") == ["#day"]
    assert tree.xpath("//input[@name='responsible']/@value") == ["Dezernat V"]


@pytest.mark.parametrize("sent", [{}, {"state": "kaiser"}, {**FILLED, "revision": "x" * 40}, {**FILLED, "ticks": "?"}])
def test_what_no_page_of_ours_sends_is_no_fault_of_the_server(clerk: FlaskClient, sent: dict[str, str]) -> None:
    assert clerk.post(f"{PAGE}/schritte/2", data=sent).status_code in (302, 409, 422)


def test_somebody_else_was_quicker(world: World, clerk: FlaskClient) -> None:
    world.client(Role.ENTWURF).post(f"{PAGE}/schritte/2", data={**FILLED, "evidence": "Von der Entwerferin"})
    answer = clerk.post(f"{PAGE}/schritte/2", data={**FILLED, "evidence": "Von der Verwaltung"})
    assert answer.status_code == 409
    tree = html.fromstring(answer.get_data(as_text=True))
    assert "Schritt 2 hat inzwischen" in words(tree) and "Von der Verwaltung" in words(tree)
    again = {**FILLED, "evidence": "Von beiden", "revision": tree.xpath("//input[@name='revision']/@value")[0]}
    assert clerk.post(f"{PAGE}/schritte/2", data=again).status_code == 302
    assert "Von beiden" in words(page(clerk, PAGE).get_element_by_id("schritt-2"))
    assert "1 früherer Eintrag" in words(page(clerk, PAGE).get_element_by_id("schritt-2"))


def test_saving_the_test_cases_plays_the_rehearsals_of_the_published_version(clerk: FlaskClient) -> None:
    answer = clerk.post(f"{PAGE}/schritte/18", data={**FILLED, "ticks": list(TEST_CASES)})
    assert answer.status_code == 302
    step = words(page(clerk, PAGE).get_element_by_id("schritt-18"))
    assert re.search(r"Probeläufe der Version 1, gespielt am 23\.11\.2026: alle \d+ bestehen\.", step)
    assert "F01 Nachbarschaft und Unterkunft, F04 Schule oder Klasse" in step


def test_the_municipality_reads_what_the_state_office_sets(world: World, laki: FlaskClient, clerk: FlaskClient) -> None:
    assert not page(clerk, PAGE).xpath("//a[contains(@href, '/schritte/19')]")
    assert clerk.get(f"{PAGE}/schritte/19").status_code == 403
    assert laki.post(f"{PAGE}/schritte/19", data=FILLED).status_code == 302
    assert "erledigt" in words(page(clerk, PAGE).get_element_by_id("schritt-19"))
    assert page(world.client(Role.REVISION), PAGE).xpath("//a[contains(@href, '/schritte/')]") == []


# ------------------------------------------------------------------ going live
def test_going_live_too_soon_names_the_steps_and_leads_to_them(laki: FlaskClient) -> None:
    assert page(laki, f"{PAGE}/echtbetrieb").xpath("//main//form") == []
    answer = laki.post(f"{PAGE}/echtbetrieb")
    assert answer.status_code == 409
    tree = html.fromstring(answer.get_data(as_text=True))
    assert "kann noch nicht in den Echtbetrieb gehen" in words(tree.xpath("//*[@role='alert']")[0])
    links = tree.xpath("//main//a[starts-with(@href, '#schritt-')]/@href")
    assert links == ["#schritt-13", "#schritt-14", "#schritt-18", "#schritt-19"]
    assert all(tree.get_element_by_id(link[1:]) is not None for link in links)


def test_going_live_is_confirmed_and_shows_since_when(world: World, laki: FlaskClient) -> None:
    pass_gate(world.platform, HAMM)
    assert "Was bis jetzt begonnen hat, bleibt Erprobung" in words(page(laki, f"{PAGE}/echtbetrieb"))
    assert laki.post(f"{PAGE}/echtbetrieb").location == PAGE
    assert "Die Kommune arbeitet im Echtbetrieb." in words(page(laki, PAGE))
    assert names(laki, "/kommunen?stand=live") == ["Stadt Hamm"]
    assert "23.11.2026" in words(page(laki, "/kommunen?stand=live").xpath("//tbody/tr")[0])


def test_the_pages_are_complete_in_english(world: World, laki: FlaskClient) -> None:
    laki.set_cookie("sprache", "en")
    state = words(page(laki, "/kommunen").xpath("//main")[0])
    assert "not begun yet" in state and "Karte" not in state and "Stand" not in state.replace("Standard", "")
    steps = words(page(laki, PAGE).xpath("//main")[0])
    assert "Step 13 (Data protection examined) is open." in steps and "Schritt" not in steps
