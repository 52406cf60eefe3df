"""Hamm's path for those without a mouse, and for those without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import FILL, ROUNDS, Desk
from tests.browser.journey import REPORT, STEPS, TITLE
from tests.browser.keyboard import Keyboard
from tests.browser.office import Office, opened_office

MONDAY = datetime(2026, 6, 8, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Office]:
    with opened_office(tmp_path_factory.mktemp("plain") / "var", browser, MONDAY) as office:
        yield office


# ------------------------------------------------------------------ without JavaScript
class PlainDesk(Desk):
    """A browser that runs no script of the pages. What an answer lets appear, the server asks for when the form is
    sent, and keeps what was typed."""

    def __init__(self, office: Office, login: str) -> None:
        super().__init__(office.browser, office.url, login, java_script_enabled=False)
        self.asked_again = 0

    def settle(self) -> None:
        self.page.wait_for_load_state("load")

    def complete(self, answers: Mapping[str, Any] | None = None) -> Self:
        title, left = self.title, dict(answers or {})
        for _ in range(ROUNDS):
            for label in [label for label in left if self.is_shown(label)]:
                self.answer(label, left.pop(label))
            while self.page.evaluate(FILL):
                pass
            self.press("Abschließen")
            self.settle()
            if self.page.get_by_text("Die Aufgabe ist abgeschlossen.").count():
                assert not left, f"{title}: never asked for {list(left)}"
                return self
            assert self.page.get_by_role("alert").count(), f"{title}: sent back without a word"
            self.asked_again += 1
        raise AssertionError(f"{title}: required fields keep appearing")

    def is_shown(self, label: str) -> bool:
        form, named = self.page.locator("#formular"), re.compile(rf"^{re.escape(label)}( \(optional\))?$")
        button = form.get_by_role("button", name=label, exact=True)
        return bool(button.or_(form.get_by_role("group", name=named)).or_(form.get_by_label(named)).count())

    def answer(self, label: str, value: Any) -> None:
        button = self.page.locator("#formular").get_by_role("button", name=label, exact=True)
        button.click() if button.count() else super().answer(label, value)


def test_the_main_path_without_javascript(office: Office) -> None:
    desks = {who: PlainDesk(office, who) for who in {"koordination", *(step.who for step in STEPS)}}
    karla = desks["koordination"]
    az = karla.report(REPORT[TITLE], {label: answer for label, answer in REPORT.items() if label != TITLE})
    for step in STEPS:
        if step.days:
            office.wait(days=step.days)
        desks[step.who].do(step.task, az, step.answers)
    expect(karla.main).to_contain_text(f"Der Vorgang {az} ist damit beendet.")
    assert sum(desk.asked_again for desk in desks.values()) >= 3, "forms with fields that appear"
    for view in ("stand", "verlauf", "angaben", "fristen"):
        karla.open_case(az, view)
        expect(karla.main).to_contain_text("Musik im Hof")
    for desk in desks.values():
        desk.close()


def test_without_javascript_a_button_shows_the_fields_and_a_draft_is_kept(office: Office) -> None:
    az = office.play("Lärm am Abend", "sicherheitspruefung")
    karla = PlainDesk(office, "koordination")
    karla.open_task("Sicherheit sofort prüfen", az).press("Abschließen")
    expect(karla.page.get_by_role("alert")).to_be_visible()
    karla.answer("Ihre Einschätzung", "akute Gefahr")
    karla.press("Felder aktualisieren")
    karla.answer("Woran machen Sie das fest?", "Er hat gedroht.")
    karla.press("Zwischenspeichern")
    karla.open_task("Sicherheit sofort prüfen", az)
    expect(karla.main).to_contain_text("Das ist Ihr Entwurf")
    expect(karla.page.get_by_label("Woran machen Sie das fest?")).to_have_value("Er hat gedroht.")
    karla.close()


# ------------------------------------------------------------------ with the keyboard alone
def test_the_main_path_with_the_keyboard_alone(office: Office) -> None:
    keyboard = Keyboard(office.browser, office.url)
    keyboard.become("koordination")
    keyboard.go("Neue Meldung", "Neue Meldung")
    keyboard.go("Meldung aufnehmen", "Meldung aufnehmen")
    az = keyboard.page.locator("aside .sw-az").inner_text()
    keyboard.complete(REPORT)
    for step in STEPS:
        if step.days:
            office.wait(days=step.days)
        keyboard.become(step.who)
        keyboard.do(step.task, az, step.answers)
    expect(keyboard.desk.main).to_contain_text(f"Der Vorgang {az} ist damit beendet.")
    keyboard.desk.close()
