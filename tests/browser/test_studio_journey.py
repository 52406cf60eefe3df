"""From an empty page to a published path of five steps with a form and a rehearsal: by mouse, and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from engine.accounts.demo import PASSWORD
from tests.browser.desk import PATIENCE, Desk
from tests.browser.keyboard import Keyboard
from tests.browser.office import Office, opened_office

MONDAY = datetime(2026, 6, 8, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
STEPS = ("Anliegen aufnehmen", "Seiten anhören", "Lösung suchen", "Ergebnis prüfen", "Bescheid geben")
END = "Alles geklärt"
FORM, QUESTION, OPTIONS = "anliegen", "Worum geht es?", ("Lärm", "Müll")
REHEARSAL = "Ein Anliegen wird geklärt"
PLAYED = 60_000  # ms: a rehearsal is played in a child process, and machines differ


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Office]:
    with opened_office(tmp_path_factory.mktemp("journey") / "var", browser, MONDAY) as office:
        yield office


# ------------------------------------------------------------------ by mouse
class Mouse:
    """A designer who draws."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def ready(self) -> None:
        expect(self.page.locator("[data-editor]")).to_have_attribute("data-editor-state", "ready", timeout=60_000)

    def saved(self) -> None:
        expect(self.page.locator("[data-editor]")).to_have_attribute("data-saving", "saved")

    def shape(self, name: str) -> Locator:
        return self.page.locator(".djs-shape").filter(has_text=name).last

    def pad(self, title: str) -> None:
        self.page.locator(".djs-context-pad").get_by_title(title, exact=True).click()

    def name(self, name: str) -> None:
        """What has just been drawn is waiting for its name."""
        self.page.locator(".djs-direct-editing-content").wait_for()
        self.page.keyboard.type(name)
        self.page.keyboard.press("Enter")

    def append(self, name: str) -> None:
        self.pad("Aufgabe anfügen")
        self.name(name)

    def place(self, tool: str, beside: str, name: str) -> None:
        """From the palette to the right of a shape."""
        self.page.locator(".djs-palette").get_by_role("button", name=tool, exact=True).click()
        box = self.shape(beside).bounding_box()
        assert box
        right, middle = box["x"] + box["width"] * 1.5, box["y"] + box["height"] / 2
        self.page.mouse.move(right, middle, steps=5)
        self.page.mouse.down()
        self.page.mouse.up()
        expect(self.field("Name")).to_be_empty()
        self.field("Name").click()
        self.page.keyboard.type(name)
        self.page.keyboard.press("Tab")

    def choose(self, name: str) -> None:
        """For a moment after something was placed, the modeller takes a click for its end: then once more."""
        self.shape(name).click()
        try:
            expect(self.field("Name")).to_have_value(name, timeout=2_000)
        except AssertionError:
            self.shape(name).click()
            expect(self.field("Name")).to_have_value(name)

    def connect(self, source: str, target: Locator) -> None:
        self.choose(source)
        self.pad("Mit anderem Element verbinden")
        box = target.bounding_box()
        assert box
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
        self.page.mouse.down()
        self.page.mouse.up()

    def field(self, label: str) -> Locator:
        return self.page.locator("[data-panel]").get_by_label(label, exact=True).locator("visible=true")

    def tab(self, name: str) -> None:
        self.page.get_by_label("Seiten des Entwurfs").get_by_role("link", name=name, exact=True).click()


def test_a_designer_gets_from_an_empty_page_to_a_published_path_by_mouse(office: Office) -> None:
    desk = office.desk("entwurf")
    page, mouse = desk.page, Mouse(desk.page)
    begin(desk)
    make_form(mouse)
    draw(mouse)
    record(desk, mouse)
    mouse.tab("Veröffentlichen")
    expect(page.get_by_text("Die Probeläufe decken 100 % der Schritte, Wege und Regeln ab.")).to_be_visible()
    page.get_by_label("Warum diese Änderung?").fill("Ein kurzer Weg für kleine Anliegen.")
    desk.press("Als Version 2 veröffentlichen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stadt Hamm")
    expect(desk.main).to_contain_text("Ein kurzer Weg für kleine Anliegen.")
    walk(office)


def begin(desk: Desk) -> None:
    page = desk.page
    page.get_by_role("link", name="Neuer Entwurf", exact=True).first.click()
    page.get_by_label("Name des Entwurfs").fill("Kurzer Weg")
    page.get_by_label("Mit einem leeren Blatt").check()
    desk.press("Entwurf anlegen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kurzer Weg")


def make_form(mouse: Mouse) -> None:
    """A question and its two answers in the form editor."""
    page = mouse.page
    mouse.tab("Formulare und Entscheidungen")
    page.get_by_label("Neues Formular").fill(FORM)
    page.get_by_role("button", name=re.compile("^Anlegen.*Neues Formular")).click()
    page.get_by_role("row", name=f"{FORM}.form").get_by_role("link").first.click()
    mouse.ready()
    page.locator(".fjs-palette-field").filter(has_text="Auswahlliste").click()
    panel = page.locator(".fjs-properties-container")
    panel.get_by_text("Allgemein", exact=True).click()
    panel.get_by_role("textbox", name="Beschriftung", exact=True).first.fill(QUESTION)
    panel.get_by_text("Prüfung", exact=True).click()
    panel.get_by_text("Pflichtangabe", exact=True).click()
    panel.get_by_text("Feste Auswahl", exact=True).click()
    panel.locator(".bio-properties-panel-collapsible-entry-header").click()
    panel.get_by_label("Beschriftung", exact=True).last.fill(OPTIONS[0])
    page.keyboard.press("Tab")  # so that it counts at once, and "saved" is said of it
    expect(page.locator(".fjs-form-field-select label").first).to_contain_text(QUESTION)
    mouse.saved()


def draw(mouse: Mouse) -> None:
    """Four steps one after the other, and an end from the palette."""
    page = mouse.page
    mouse.tab("Diagramm")
    mouse.ready()
    mouse.shape("gemeldet").or_(page.locator('[data-element-id="start"]')).first.click()
    for name in STEPS:
        mouse.append(name)
    mouse.shape(STEPS[0]).click()
    mouse.field("Formular").select_option(FORM)
    mouse.field("Zuständige Gruppe").fill("koordination")
    mouse.field("Frist").fill("5 AT")
    mouse.place("Endereignis anlegen", STEPS[-1], END)
    mouse.connect(STEPS[-1], page.locator('.djs-shape[data-element-id^="Event_"]').first)
    expect(page.locator("[data-findings]")).to_contain_text("Keine Befunde")
    mouse.saved()


def record(desk: Desk, mouse: Mouse) -> None:
    page = desk.page
    page.set_default_timeout(PLAYED)
    mouse.tab("Probeläufe")
    page.get_by_role("link", name="Probelauf aufnehmen", exact=True).click()
    page.get_by_label("Name des Probelaufs").fill(REHEARSAL)
    desk.press("Aufnahme beginnen")
    page.get_by_label(QUESTION).select_option(label=OPTIONS[0])
    for _ in STEPS:
        desk.press("Aufgabe abschließen")
    expect(page.get_by_text(f"zu Ende: {END}")).to_be_visible()
    desk.press("Beenden und speichern")
    expect(page.get_by_text("Alle Probeläufe sind bestanden.")).to_be_visible(timeout=PLAYED)
    expect(page.get_by_role("row", name=re.compile("7 von 7 6 von 6"))).to_be_visible()


def walk(office: Office) -> None:
    """Coordination starts a case on the new path and does its first step."""
    desk = office.desk("koordination")
    desk.open("/aufgaben")
    desk.page.get_by_role("link", name="Neue Meldung").first.click()
    desk.main.get_by_role("button").last.click()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text(STEPS[0])
    desk.complete({QUESTION: OPTIONS[0]})
    desk.open("/aufgaben")
    expect(desk.main.get_by_role("link", name=STEPS[1])).to_be_visible()


# ------------------------------------------------------------------ by keyboard
@pytest.fixture
def keyboard(office: Office) -> Iterator[Keyboard]:
    keyboard = Keyboard(office.browser, office.url)
    yield keyboard
    keyboard.desk.close()


def test_a_designer_gets_from_an_empty_page_to_a_published_path_by_keyboard_alone(
    office: Office, keyboard: Keyboard
) -> None:
    sign_in(keyboard)
    keyboard.skip()
    keyboard.go("Neuer Entwurf", "Neuer Entwurf")
    keyboard.skip()
    write(keyboard, "Name des Entwurfs", "Kurzer Weg")
    keyboard.press("Tab")
    keyboard.choose("Mit einem leeren Blatt", "name")
    keyboard.enter("Kurzer Weg")
    list_form(keyboard)
    list_steps(keyboard)
    rehearse(keyboard)
    keyboard.go("Veröffentlichen", "Veröffentlichen")
    keyboard.skip()
    write(keyboard, "Warum diese Änderung?", "Ein kurzer Weg für kleine Anliegen.")
    keyboard.go("Als Version 2 veröffentlichen", "Stadt Hamm")
    expect(keyboard.desk.main).to_contain_text("Ein kurzer Weg für kleine Anliegen.")
    walk(office)


def sign_in(keyboard: Keyboard) -> None:
    keyboard.skip()
    for label, text in (("Kontoname", "entwurf"), ("Kennwort", PASSWORD)):
        write(keyboard, label, text)
    keyboard.enter("Prozesse")


def write(keyboard: Keyboard, label: str, text: str) -> None:
    keyboard.reach_name(label)
    keyboard.page.keyboard.type(text)


def list_form(keyboard: Keyboard) -> None:
    """The same question, in the list of the form's fields."""
    keyboard.skip()
    keyboard.go("Formulare und Entscheidungen", "Formulare und Entscheidungen")
    keyboard.skip()
    write(keyboard, "Neues Formular", FORM)
    keyboard.enter("Formulare und Entscheidungen")
    keyboard.skip()
    keyboard.reach("the list of the form", lambda stop: stop["name"].startswith("als Liste"))
    keyboard.enter(f"Felder von {FORM}.form")
    keyboard.skip()
    keyboard.go("Neues Feld", "Neues Feld")
    keyboard.skip()
    write(keyboard, "Was wird eingetragen?", "Auswahlliste")
    write(keyboard, "Beschriftung", QUESTION)
    keyboard.reach_name("Möglichkeiten")
    for option in OPTIONS:
        keyboard.page.keyboard.type(option)
        keyboard.page.keyboard.press("Enter")
    keyboard.reach_name("Muss ausgefüllt werden")
    keyboard.press("Space")
    keyboard.reach_name("Feld anlegen")
    keyboard.enter(f"Felder von {FORM}.form")
    expect(keyboard.page.get_by_role("link", name=QUESTION)).to_be_focused()


def list_steps(keyboard: Keyboard) -> None:
    """Four steps, an end, and what the first one needs."""
    keyboard.reach("the outline", lambda stop: stop["name"] == "Gliederung", "Shift+Tab")
    keyboard.enter("Gliederung")
    keyboard.skip()
    before = "Konflikt gemeldet"
    for name in STEPS:
        insert(keyboard, before, name)
        before = name
    insert(keyboard, before, END, "Ende")
    first = re.compile(rf"^[\d.]+ {STEPS[0]}$")
    keyboard.reach(STEPS[0], lambda stop: bool(first.match(stop["name"])), "Shift+Tab")
    keyboard.enter(STEPS[0])
    keyboard.skip()
    write(keyboard, "Formular", FORM)
    write(keyboard, "Andere Gruppe", "koordination")
    write(keyboard, "Frist", "5 AT")
    keyboard.enter("Gliederung")
    expect(keyboard.page.get_by_text("Frist: 5 AT · Formular anliegen")).to_be_visible()


def insert(keyboard: Keyboard, after: str, name: str, kind: str = "") -> None:
    """From the list, wherever one is above it: what can be done with a step, and a new one behind it."""
    own = re.compile(rf"[\d.]+\s+{after}\n")
    keyboard.reach(f"Ändern {after}", lambda stop: stop["kind"] == "summary" and bool(own.match(stop["line"])))
    keyboard.press("Enter")
    keyboard.reach("Schritt danach einfügen", lambda stop: stop["name"].startswith("Schritt danach einfügen"))
    keyboard.enter(f"Neuer Schritt nach »{after}«")
    keyboard.skip()
    keyboard.reach_name("Was geschieht in dem Schritt?")
    if kind:
        keyboard.page.keyboard.type(kind)
    write(keyboard, "Name", name)
    keyboard.enter("Gliederung")
    expect(keyboard.page.get_by_role("link", name=re.compile(rf"^[\d.]+ {name}$"))).to_be_focused()
    keyboard.here()


def rehearse(keyboard: Keyboard) -> None:
    keyboard.reach("the rehearsals", lambda stop: stop["name"] == "Probeläufe", "Shift+Tab")
    keyboard.enter("Probeläufe")
    keyboard.skip()
    keyboard.go("Probelauf aufnehmen", "Probelauf aufnehmen")
    keyboard.skip()
    write(keyboard, "Name des Probelaufs", REHEARSAL)
    keyboard.enter(REHEARSAL)
    keyboard.skip()
    keyboard.reach_name(QUESTION)
    keyboard.choose(OPTIONS[0], "value")
    for number in range(len(STEPS)):
        if number:
            keyboard.skip()
        keyboard.reach_name("Aufgabe abschließen")
        keyboard.enter(REHEARSAL)
    expect(keyboard.page.get_by_text(f"zu Ende: {END}")).to_be_visible(timeout=PATIENCE)
    keyboard.skip()
    keyboard.reach_name("Beenden und speichern")
    keyboard.enter("Probeläufe")
    expect(keyboard.page.get_by_text("Alle Probeläufe sind bestanden.")).to_be_visible(timeout=PLAYED)
    keyboard.skip()
