"""Hamm's path for those without a mouse, and for those without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.accounts.demo import PASSWORD
from tests.browser.desk import FILL, ROUNDS, Desk
from tests.browser.office import Office, opened_office

MONDAY = datetime(2026, 6, 8, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
REPORT = {"Kurzbezeichnung (ohne Namen!)": "Musik im Hof", "Was ist passiert?": "Abends läuft Musik."}
SAFE = {"Ihre Einschätzung": "keine Hinweise auf Gefahr"}
TO_CLEARING = {"Wie geht es weiter?": "Weiter ins Clearing"}
CLEARING = {"Wer ist bereit?": "beide Seiten", "Wie groß ist das Machtgefälle?": "gering"}
MOST_STOPS = 150
DATES = ("date", "datetime-local")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Office]:
    with opened_office(tmp_path_factory.mktemp("plain") / "var", browser, MONDAY) as office:
        yield office


# ------------------------------------------------------------------ without JavaScript
class PlainDesk(Desk):
    """A browser that runs no script of the pages; the button shows the fields that an answer lets appear."""

    def settle(self) -> None:
        self.page.wait_for_load_state("load")

    def answer(self, label: str, value: Any) -> None:
        super().answer(label, value)
        self.update()

    def update(self) -> None:
        button = self.page.get_by_role("button", name="Felder aktualisieren", exact=True)
        if button.count():
            button.click()
            self.settle()

    def fill_in(self, answers: Mapping[str, Any]) -> None:
        for label, value in answers.items():
            self.answer(label, value)
        for _ in range(ROUNDS):
            if not self.page.evaluate(FILL):
                return
            self.update()
        raise AssertionError(f"{self.title}: required fields keep appearing")


def test_the_main_path_without_javascript(office: Office) -> None:
    karla, lotte = (
        PlainDesk(office.browser, office.url, login, java_script_enabled=False) for login in ("koordination", "lotsin")
    )
    az = karla.report(REPORT["Kurzbezeichnung (ohne Namen!)"])
    karla.do("Eingang bestätigen", az)
    karla.open_task("Sicherheit sofort prüfen", az).press("Abschließen")
    expect(karla.page.get_by_role("alert")).to_be_visible()
    karla.complete(SAFE)
    lotte.do("Beratungsgespräch führen", az, TO_CLEARING)
    karla.open_task("Clearing durchführen", az).answer("Wer ist bereit?", "beide Seiten")
    karla.press("Zwischenspeichern")
    karla.open_task("Clearing durchführen", az)
    expect(karla.main).to_contain_text("Das ist Ihr Entwurf")
    karla.complete(CLEARING)
    karla.do("Verfahren bestätigen", az)
    for view in ("stand", "verlauf", "angaben", "fristen"):
        karla.open_case(az, view)
        expect(karla.main).to_contain_text("Musik im Hof")
    assert karla.task_names(az)
    for desk in (karla, lotte):
        desk.close()


# ------------------------------------------------------------------ with the keyboard alone
STOP = """() => {
  // Where the focus is, what is written there, and whether the form still wants an answer here.
  const element = document.activeElement;
  const set = element.closest("fieldset");
  const choice = element.type === "radio" || element.type === "checkbox";
  const group = ":scope > .kern-fieldset__body > .kern-form-check > input";
  const mates = choice && set ? [...set.querySelectorAll(group)] : [];
  const optional = set?.querySelector(":scope > legend .kern-label__optional");
  const named = element.labels?.[0]?.innerText ?? element.getAttribute("aria-label") ?? element.innerText ?? "";
  const marked = [element, element.parentElement, element.nextElementSibling].filter(Boolean).some((each) => {
    const style = getComputedStyle(each);
    return style.boxShadow !== "none" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
  });
  const box = element.getBoundingClientRect();
  const grouped = mates.includes(element);
  return {
    id: element.id,
    name: named.trim(),
    group: grouped ? set.querySelector(":scope > legend").innerText.trim() : "",
    kind: element.type || element.localName,
    marked: element === document.body || (marked && box.width > 0 && box.height > 0),
    wanted: grouped
      ? !optional && !mates.some((each) => each.checked)
      : element.getAttribute("aria-required") === "true" && (choice ? !element.checked : !element.value.trim()),
  };
}"""


class Keys:
    """One person who touches nothing but the keyboard."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.page: Page = desk.page
        self.last = ""

    def tab(self) -> dict[str, Any]:
        """The next stop; every one must be visible and marked."""
        self.page.keyboard.press("Tab")
        stop: dict[str, Any] = self.page.evaluate(STOP)
        within = (
            stop["kind"] in DATES and stop["id"] == self.last
        )  # day, month, calendar: the browser marks its own parts
        assert stop["marked"] or within, f"no visible focus on {stop['name']}"
        self.last = stop["id"]
        return stop

    def go(self, name: str) -> None:
        """Tabs to what is called so and presses Enter."""
        self.desk.settle()
        for _ in range(MOST_STOPS):
            if self.tab()["name"] == name:
                return self.page.keyboard.press("Enter")
        raise AssertionError(f"Tab never reaches {name}")

    def complete(self, name: str, answers: Mapping[str, str]) -> None:
        """Tabs through the form of the task, answers what is given or required, and completes it."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(name)
        self.desk.settle()
        for _ in range(MOST_STOPS):
            stop = self.tab()
            if stop["name"] == "Abschließen":
                self.page.keyboard.press("Enter")
                return expect(self.page.get_by_text("Die Aufgabe ist abgeschlossen.")).to_be_visible()
            self.answer(stop, answers)
            self.desk.settle()
        raise AssertionError(f"{name}: Tab never reaches the end of the form")

    def answer(self, stop: dict[str, Any], answers: Mapping[str, str]) -> None:
        keyboard, wish = self.page.keyboard, answers.get(stop["group"] or stop["name"])
        if not stop["wanted"]:
            return
        if stop["kind"] in ("radio", "checkbox"):
            keyboard.press("Space")
            if wish and stop["kind"] == "radio":
                self.move_to(wish)
        elif stop["kind"].startswith("select"):
            keyboard.press("ArrowDown")
        elif stop["kind"] in DATES:
            keyboard.type("03062026")
        else:
            keyboard.type(wish or "1")

    def move_to(self, option: str) -> None:
        for _ in range(20):
            self.desk.settle()
            if self.page.evaluate(STOP)["name"] == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrow keys never reach {option}")


def test_the_main_path_with_the_keyboard_alone(office: Office) -> None:
    keys = Keys(Desk(office.browser, office.url, drawings=False))
    keys.desk.open("/anmelden")
    keys.page.keyboard.press("Tab")
    assert keys.page.evaluate(STOP)["name"] == "Zum Inhalt springen"
    keys.page.keyboard.press("Enter")
    for label, text in (("Kontoname", "koordination"), ("Kennwort", PASSWORD)):
        while keys.tab()["name"] != label:
            pass
        keys.page.keyboard.type(text)
    keys.page.keyboard.press("Enter")
    expect(keys.page.get_by_role("heading", level=1)).to_have_text("Aufgaben")
    keys.go("Neue Meldung")
    expect(keys.page.get_by_role("heading", level=1)).to_have_text("Neue Meldung")
    keys.go("Meldung aufnehmen")
    keys.complete("Meldung aufnehmen", REPORT)
    for name, answers in (("Eingang bestätigen", {}), ("Sicherheit sofort prüfen", SAFE)):
        keys.desk.open("/aufgaben")
        keys.go(name)
        keys.complete(name, answers)
    keys.desk.open("/aufgaben")
    expect(keys.desk.main).not_to_contain_text("Sicherheit sofort prüfen")
    keys.desk.close()
