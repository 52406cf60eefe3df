"""LaKI and a municipality in two browsers: a clone in a few clicks, and an update from its publication to ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from engine import accounts, casework
from engine.accounts.demo import PASSWORD
from engine.catalogue import PublishProcess, process_source
from engine.catalogue import publish as publish_process
from engine.catalogue.templates import CloneTemplate, clone, ship_templates
from engine.terms import Actor, Role, TenantId
from tests.browser.desk import Desk
from tests.browser.office import ROOT, Office, opened_office

MONDAY = datetime(2026, 6, 8, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
TEMPLATE = ROOT / "processes" / "_vorlagen" / "tandem.bpmn"
BIELEFELD = "05711000"
PLAYED = 120_000  # ms: all rehearsals of a path are played in a child process, and machines differ


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Office]:
    with opened_office(tmp_path_factory.mktemp("library") / "var", browser, MONDAY) as office:
        with office.platform.command(Actor.operator()) as uow:
            ship_templates(uow)
        employ(office, "landesstelle", Role.LAKI, "05915000")
        yield office


def employ(office: Office, login: str, role: Role, place: str) -> None:
    groups = ["koordination"] if role is Role.KOORDINATION else []
    wanted = accounts.CreateAccount(login, f"Probe {login}", TenantId(place), [role], groups, PASSWORD)
    with office.platform.command(Actor.operator()) as uow:
        accounts.create_account(uow, wanted)


class Clicks:
    """Counts them. Typing and choosing from a list is no click."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.count = desk, 0

    def __call__(self, role: str, name: str) -> None:
        self.count += 1
        found = self.desk.page.get_by_role(role, name=name).first  # type: ignore[arg-type]
        found.click()


def test_ten_clicks_from_the_library_to_the_first_trial_case(office: Office) -> None:
    laki = office.desk("landesstelle")
    clicks = Clicks(laki)
    laki.open("/")
    clicks("link", "Mustervorlagen")
    clicks("link", "Klonen Konfliktweg im Tandem-Modell")
    laki.page.get_by_label("Kommunales Integrationszentrum").select_option(BIELEFELD)
    clicks("button", "Klonen und veröffentlichen")
    expect(laki.page.get_by_role("heading", level=1)).to_have_text("Stadt Bielefeld hat einen Konfliktweg")
    employ(office, "koordination.bielefeld", Role.KOORDINATION, BIELEFELD)
    first = Clicks(office.desk("koordination.bielefeld"))
    first("link", "Neue Meldung")
    first("button", "Meldung aufnehmen")
    first.desk.fill_in({"Kurzbezeichnung (ohne Namen!)": "Der erste Fall"})
    first("button", "Abschließen")
    expect(first.desk.page.get_by_text("Die Aufgabe ist abgeschlossen.")).to_be_visible()
    expect(first.desk.main).to_contain_text("Erprobung")
    signing_in = 1
    assert clicks.count + first.count + signing_in <= 10


def test_an_update_goes_from_laki_to_bielefeld(office: Office, tmp_path: Path) -> None:
    cloned(office)
    employ(office, "entwurf.bielefeld", Role.ENTWURF, BIELEFELD)
    employ(office, "koordination.bielefeld", Role.KOORDINATION, BIELEFELD)
    with office.platform.command(Actor.operator()) as uow:
        running = casework.start_case(uow, casework.StartCase(TenantId(BIELEFELD))).aktenzeichen
    ours = office.desk("entwurf.bielefeld")
    rename(office, ours, "bielefeld", "Vorgang abschließen", "Fall zu den Akten nehmen", tmp_path)
    laki = office.desk("landesstelle")
    newer = TEMPLATE.read_text("utf-8").replace('name="Vorgang abschließen"', 'name="Vorgang beenden"')
    publish(laki, tmp_path / "tandem.bpmn", newer)
    laki.open("/mustervorlagen/tandem")
    laki.page.get_by_label("Was Sie den Kommunen dazu sagen").fill("Der letzte Schritt heißt jetzt klarer.")
    laki.press("Allen die neue Version vorschlagen")
    expect(laki.page.get_by_text("vorgeschlagen.")).to_be_visible()

    ours.open("/prozesse")
    ours.page.get_by_role("link", name="Aktualisierung: Version 2").click()
    expect(ours.main).to_contain_text("Der letzte Schritt heißt jetzt klarer.")
    question = ours.page.get_by_role("group").filter(has_text="Mustervorlage bisher")
    for column in ("Vorgang abschließen", "Vorgang beenden", "Fall zu den Akten nehmen"):
        expect(question).to_contain_text(column)
    question.get_by_label("So übernehmen").check()
    ours.press("Als Entwurf übernehmen")
    ours.page.get_by_role("link", name="Veröffentlichen", exact=True).click()
    expect(ours.main).to_contain_text("noch nicht gespielt")
    ours.press("Probeläufe jetzt spielen")
    expect(ours.page.get_by_text("Alle Probeläufe bestehen.").first).to_be_visible(timeout=PLAYED)
    ours.press("Als Version 3 veröffentlichen")
    expect(ours.page.get_by_text("ist als Version 3 veröffentlicht.")).to_be_visible()

    ours.open("/prozesse/bielefeld/aktualisierung")
    expect(ours.main).to_contain_text("auf dem neuesten Stand")
    office.desk("koordination.bielefeld").open_case(running)
    expect(office.desk("koordination.bielefeld").main).to_contain_text("Version 1")
    laki.open("/mustervorlagen/tandem")
    expect(laki.page.get_by_role("row", name="Stadt Bielefeld")).to_contain_text("keiner")


def cloned(office: Office) -> None:
    """Bielefeld, as the first test has it by clicks."""
    with office.platform.command(Actor.operator()) as uow:
        (file, main), *others = clone(uow, CloneTemplate("tandem", BIELEFELD, "Stadt Bielefeld")).files
        publish_process(uow, PublishProcess(file, main, rehearsals=tuple(others)))


def rename(office: Office, desk: Desk, slug: str, before: str, after: str, folder: Path) -> None:
    """The municipality calls a step otherwise, in its file."""
    with office.platform.query(Actor.operator()) as uow:
        text = process_source(uow, slug)[1].decode()
    publish(desk, folder / f"{slug}.bpmn", text.replace(f'name="{before}"', f'name="{after}"'))


def publish(desk: Desk, file: Path, content: str) -> None:
    file.write_text(content, "utf-8")
    desk.open("/prozesse/hochladen")
    desk.page.locator("input[type=file]").set_input_files(file)
    desk.press("Prüfen und veröffentlichen")
    expect(desk.page.get_by_text("veröffentlicht").first).to_be_visible()
