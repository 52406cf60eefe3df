"""Vorgang: where does it stand, and how did it come there? In a drawing, and the same in words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import LiveServer
from tests.browser.desk import Desk


@pytest.fixture
def karla(desk_of: Callable[[str], Desk]) -> Desk:
    return desk_of("koordination")


@pytest.fixture(scope="module")
def board(desk_of: Callable[[str], Desk]) -> str:
    """A demonstration case that waits for the meeting of the board."""
    return desk_of("koordination").find_case("Bahnhofsvorplatz am Abend")


def test_the_drawing_marks_what_runs_and_what_is_done(karla: Desk, board: str) -> None:
    karla.open_case(board)
    expect(karla.page.locator('[data-bpmn-state="drawn"]')).to_have_count(2)
    expect(karla.page.locator('.sw-current[data-element-id="beirat_sitzung"]')).to_have_count(1)
    for element in ("meldung", "sicherheitspruefung", "clearing", "fallvorlage", "beirat_einladen"):
        expect(karla.page.locator(f'.sw-finished[data-element-id="{element}"]')).to_have_count(1)
    for element in ("empfehlung", "mediation_tandem", "abschluss"):
        expect(karla.page.locator(f'[data-element-id="{element}"]:not(.sw-current):not(.sw-finished)')).to_have_count(1)


def test_the_same_stands_there_in_words(karla: Desk, board: str) -> None:
    karla.open_case(board)
    steps = karla.page.locator(".sw-step")
    expect(steps.filter(has_text="Sitzung durchführen")).to_contain_text("läuft gerade")
    expect(steps.filter(has_text="Clearing durchführen")).to_contain_text(re.compile(r"erledigt, \d\d\.\d\d\.\d{4}"))
    expect(steps.filter(has_text="Empfehlung beschließen")).to_contain_text("noch nicht erreicht")


def test_words_and_drawing_agree(karla: Desk, board: str) -> None:
    """Every task that is drawn as done or running is said so in the list, and the other way round."""
    karla.open_case(board)
    expect(karla.page.locator('[data-bpmn-state="drawn"]')).to_have_count(2)
    for state in ("current", "finished"):
        said = set(karla.page.locator(f".sw-step--{state}").filter(has_text="Aufgabe ·").all_inner_texts())
        drawn = karla.page.locator(f".djs-shape.sw-{state}").evaluate_all(
            "all => all.filter(g => g.querySelector('rect')).map(g => g.dataset.elementId)"
        )
        assert len(said) > 0
        assert len([element for element in drawn if element in USER_TASKS]) == len(said), (state, said, drawn)


USER_TASKS = {
    "meldung", "eingangsbestaetigung", "sicherheitspruefung", "beratungsgespraech", "clearing", "verfahren_bestaetigen",
    "zweitpruefung", "fallvorlage", "beirat_einladen", "beirat_sitzung", "empfehlung",
}  # fmt: skip


def test_who_has_it_until_when_what_was_entered_and_what_happened(karla: Desk, board: str) -> None:
    karla.open_case(board)
    open_task = karla.page.locator(".sw-task").filter(has_text="Sitzung durchführen")
    expect(open_task).to_contain_text("Gruppe Konfliktbeirat")
    expect(open_task).to_contain_text(re.compile(r"\d\d\.\d\d\.\d{4}"))
    karla.open_case(board, "fristen")
    expect(karla.page.get_by_role("row").filter(has_text="Sitzung durchführen")).to_contain_text(re.compile(r"\d{4}"))
    karla.open_case(board, "angaben")
    expect(karla.main.locator("dt", has_text="Was ist passiert?")).to_be_visible()
    expect(karla.main).to_contain_text("Abends treffen sich Jugendliche auf dem Bahnhofsvorplatz.")
    karla.open_case(board, "verlauf")
    expect(karla.main.get_by_role("listitem").last).to_contain_text(f"Vorgang {board} angelegt")
    expect(karla.main).to_contain_text("Karla Beispiel")


def test_without_javascript_everything_is_there_and_the_server_draws(
    live_server: LiveServer, browser: Browser, board: str
) -> None:
    desk = Desk(browser, live_server.url, "koordination", java_script_enabled=False)
    desk.open_case(board)
    expect(desk.page.locator(".sw-diagram-host")).to_have_count(2)
    expect(desk.page.locator(".sw-diagram-host:visible")).to_have_count(0)
    drawings = desk.page.locator(".sw-drawing-frame img")
    expect(drawings).to_have_count(2)
    assert all(drawing.evaluate("image => image.naturalWidth") > 500 for drawing in drawings.all())
    expect(desk.page.locator(".sw-step").filter(has_text="Sitzung durchführen")).to_contain_text("läuft gerade")
    for view, word in (("fristen", "Sitzung durchführen"), ("angaben", "Was ist passiert?"), ("verlauf", "angelegt")):
        expect(desk.open_case(board, view).main).to_contain_text(word)
    desk.open_case(board).page.get_by_role("link", name="Zeichnung „Konfliktbeirat").click()
    expect(desk.page.locator('[data-state="current"] > title')).to_have_text(["Sitzung durchführen: läuft gerade"])
    desk.close()


def test_without_javascript_a_report_is_taken_down(live_server: LiveServer, browser: Browser) -> None:
    """Fields that an answer lets appear come with "Felder aktualisieren"; nothing typed before is lost."""
    desk = Desk(browser, live_server.url, "koordination", java_script_enabled=False)
    desk.open("/vorgaenge/neu")
    desk.press("Meldung aufnehmen")
    page = desk.page
    page.get_by_label("Kurzbezeichnung (ohne Namen!)").fill("Ohne JavaScript")
    expect(page.locator(".sw-formular__row")).to_have_count(0)
    page.get_by_role("button", name="Person hinzufügen").click()
    expect(page.get_by_label("Kurzbezeichnung (ohne Namen!)")).to_have_value("Ohne JavaScript")
    expect(page.locator(".sw-formular__row")).to_have_count(1)
    desk.press("Abschließen")
    expect(page.get_by_role("alert")).to_contain_text("Bitte prüfen Sie")
    expect(page.get_by_label("Kurzbezeichnung (ohne Namen!)")).to_have_value("Ohne JavaScript")
    desk.close()
