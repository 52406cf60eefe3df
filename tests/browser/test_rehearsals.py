"""A designer records a rehearsal of a short path and reads what it passes: by mouse, by keyboard, without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from engine.catalogue.drafts import OpenDraft, open_draft
from engine.terms import Actor
from tests.browser.desk import Desk
from tests.browser.office import Office, opened_office
from tests.web.test_rehearsals import FORM, NAME, PATH

MONDAY = datetime(2026, 6, 8, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
PATIENCE = 60_000
"""Milliseconds: a rehearsal is played in a child process, and machines differ."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Office]:
    with opened_office(tmp_path_factory.mktemp("rehearsals") / "var", browser, MONDAY) as office:
        yield office


@pytest.fixture(scope="module")
def draft(office: Office) -> int:
    with office.platform.command(Actor.operator()) as uow:
        return open_draft(uow, OpenDraft(files=(("weg.bpmn", PATH), ("gespraech.form", FORM)), name="Kurzer Weg"))


def record(desk: Desk, draft: int, name: str) -> None:
    """From the empty list to a saved rehearsal."""
    page = desk.page
    page.set_default_timeout(PATIENCE)
    desk.open(f"/werkstatt/{draft}/probelauf")
    desk.main.get_by_role("link", name="Probelauf aufnehmen", exact=True).first.click()
    page.get_by_label("Name des Probelaufs").fill(name)
    page.get_by_label("Testdaten, die schon da sind").fill("falltyp: F02")
    desk.press("Aufnahme beginnen")
    page.get_by_label("Was kam heraus?").fill("Alles gut")
    desk.press("Aufgabe abschließen")
    expect(page.get_by_text("zu Ende: Geschafft")).to_be_visible()
    desk.press("Beenden und speichern")
    expect(page.get_by_text(f"Der Probelauf „{name}“ ist gespeichert.")).to_be_visible()


def test_a_designer_records_plays_and_reads_the_coverage(office: Office, draft: int) -> None:
    desk = office.desk("entwurf")
    record(desk, draft, NAME)
    page = desk.page
    expect(page.get_by_text("Alle Probeläufe sind bestanden.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("row", name=re.compile("Kurzer Weg 3 von 7 2 von 5"))).to_be_visible()
    expect(page.get_by_role("heading", name="Was kein Probelauf durchläuft")).to_be_visible()
    assert Axe().run(page).violations_count == 0, Axe().run(page).generate_report()


def test_axe_finds_nothing_while_recording(office: Office, draft: int) -> None:
    desk = office.desk("entwurf")
    desk.open(f"/werkstatt/{draft}/probelauf/neu")
    desk.page.get_by_label("Name des Probelaufs").fill("Nach zehn Tagen")
    desk.press("Aufnahme beginnen")
    expect(desk.page.get_by_role("heading", name="Jetzt offen")).to_be_visible(timeout=PATIENCE)
    desk.page.get_by_text("Angaben des Vorgangs, und was so sein soll").click()
    found = Axe().run(desk.page)
    assert found.violations_count == 0, found.generate_report()
    desk.press("14 Arbeitstage später")
    expect(desk.main.get_by_text("14 AT vergehen")).to_be_visible(timeout=PATIENCE)
    assert Axe().run(desk.page).violations_count == 0


def test_without_scripts_it_is_recorded_and_played_too(office: Office, draft: int) -> None:
    desk = Desk(office.browser, office.url, "entwurf", java_script_enabled=False)
    try:
        record(desk, draft, "Ohne Skripte geht es auch")
        expect(desk.main.get_by_role("link", name="Ohne Skripte geht es auch")).to_be_visible()
    finally:
        desk.close()
