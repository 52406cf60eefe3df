"""Two people, one task: the first wins, the second learns who it was and loses nothing that was typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import LiveServer
from tests.browser.desk import Desk

DeskOf = Callable[[str], Desk]


@pytest.fixture
def karla(desk_of: DeskOf) -> Desk:
    return desk_of("koordination")


@pytest.fixture
def viktor(desk_of: DeskOf) -> Desk:
    return desk_of("vertretung")


@pytest.fixture
def az(karla: Desk) -> str:
    return karla.report("Wer zuerst kommt")


def test_the_second_learns_who_was_first_and_keeps_what_they_typed(karla: Desk, viktor: Desk, az: str) -> None:
    typed = {
        "Ihre Einschätzung": "Hinweise, aber nicht sicher",
        "Woran machen Sie das fest?": "Die Tür war eingetreten.",
    }
    viktor.open_task("Sicherheit sofort prüfen", az).fill_in(typed)
    karla.do("Sicherheit sofort prüfen", az, {"Ihre Einschätzung": "keine Hinweise auf Gefahr"})
    with viktor.page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        viktor.press("Abschließen")
    assert answer.value.status == 409
    expect(viktor.page.get_by_role("alert")).to_contain_text(re.compile(r"Karla Beispiel .*\d\d:\d\d Uhr"))
    expect(viktor.page.get_by_role("alert")).to_be_focused()
    expect(viktor.main).to_contain_text("Die Tür war eingetreten.")
    expect(viktor.main.get_by_role("button", name="Abschließen")).to_have_count(0)
    karla.open_case(az, "angaben")
    expect(karla.main).not_to_contain_text("Die Tür war eingetreten.")


def test_who_claims_second_learns_of_it(karla: Desk, viktor: Desk, az: str) -> None:
    viktor.open_task("Eingang bestätigen", az)
    karla.open_task("Eingang bestätigen", az).press("Übernehmen")
    expect(karla.main).to_contain_text("Sie haben die Aufgabe übernommen.")
    viktor.press("Übernehmen")
    expect(viktor.main).to_contain_text("Diese Aufgabe hat Karla Beispiel übernommen.")
    expect(viktor.main).not_to_contain_text("Sie haben die Aufgabe übernommen.")
    viktor.open("/aufgaben?wer=mine")
    expect(viktor.main).not_to_contain_text(az)


def test_in_the_list_too(karla: Desk, viktor: Desk, az: str) -> None:
    """There htmx takes and gives back in place."""
    for desk in (viktor, karla):
        desk.open("/aufgaben?wer=all")
    mine, theirs = (line(desk, az) for desk in (karla, viktor))
    mine.get_by_role("button", name="Übernehmen").click()
    expect(line(karla, az)).to_contain_text("Bei mir")
    theirs.get_by_role("button", name="Übernehmen").click()
    expect(viktor.main).to_contain_text("Diese Aufgabe hat Karla Beispiel übernommen.")
    karla.open("/aufgaben")
    line(karla, az).get_by_role("button", name="Zurückgeben").click()
    expect(line(karla, az)).to_contain_text("Gruppe Koordination")


def line(desk: Desk, az: str):  # type: ignore[no-untyped-def]
    return desk.page.locator(".sw-task").filter(has_text=az).filter(has_text="Eingang bestätigen")


def test_pressing_twice_completes_once(karla: Desk, az: str) -> None:
    karla.open_task("Eingang bestätigen", az).fill_in({})
    karla.main.get_by_role("button", name="Abschließen").dblclick()
    expect(karla.main).to_contain_text("abgeschlossen")
    karla.page.wait_for_load_state("networkidle")
    karla.open_case(az, "verlauf")
    done = karla.main.get_by_role("listitem").filter(has_text="Eingang bestätigen").filter(has_text="abgeschlossen")
    expect(done).to_have_count(1)


# ------------------------------------------------------------------ the end of a session
@pytest.fixture
def leaving(live_server: LiveServer, browser: Browser) -> Iterator[Desk]:
    desk = Desk(browser, live_server.url, "koordination")
    yield desk
    desk.close()


def test_what_is_typed_survives_the_end_of_the_session(leaving: Desk, az: str) -> None:
    leaving.open_task("Sicherheit sofort prüfen", az)
    leaving.fill_in({"Ihre Einschätzung": "akute Gefahr", "Woran machen Sie das fest?": "Er hat gedroht."})
    leaving.page.wait_for_load_state("networkidle")
    leaving.context.clear_cookies()
    leaving.press("Abschließen")
    expect(leaving.page.get_by_role("heading", level=1)).to_be_visible()
    expect(leaving.main).to_contain_text("Sitzung ist abgelaufen")
    assert "Er hat gedroht." in leaving.page.content()


def test_after_the_end_of_a_session_it_goes_on_where_it_was(leaving: Desk, az: str) -> None:
    leaving.open_case(az, "verlauf")
    leaving.page.wait_for_load_state("networkidle")  # a late answer would bring the cookie back
    leaving.context.clear_cookies()
    leaving.page.reload()
    expect(leaving.page).to_have_url(re.compile("/anmelden"))
    leaving.page.get_by_label("Kontoname").fill("koordination")
    leaving.page.get_by_label("Kennwort").fill("schlichtwerk-demo")
    leaving.press("Anmelden")
    expect(leaving.page).to_have_url(re.compile(f"/vorgaenge/{az}"))
