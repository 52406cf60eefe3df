"""The outline by keyboard alone, and as a screen reader hears it: from an empty page to a path of five steps."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from engine.bpmn.modelling import models
from engine.bpmn.reading import read
from tests.bpmn.outline.tidiness import faults, undrawn
from tests.browser.conftest import LiveServer
from tests.browser.desk import Desk
from tests.browser.keyboard import Keyboard
from tests.browser.studio import hamm, open_draft

EMPTY = """async ([token, name]) => {
  const form = new FormData();
  form.append("csrf_token", token);
  form.append("grundlage", "leer");
  form.append("kommune", "hamm");
  form.append("name", name);
  return (await fetch("/werkstatt/neu", { method: "POST", body: form })).url;
}"""
STEPS = ("Meldung aufnehmen", "Sicherheit prüfen", "Clearing führen", "Mediation vorbereiten", "Ergebnis festhalten")


@pytest.fixture
def keyboard(live_server: LiveServer, browser: Browser) -> Iterator[Keyboard]:
    keyboard = Keyboard(browser, live_server.url)
    desk = keyboard.desk
    desk.sign_in("entwurf")
    token = desk.page.locator("input[name=csrf_token]").first.get_attribute("value")
    url = desk.page.evaluate(EMPTY, [token, "Von Hand"])
    desk.open(re.sub(r"^https?://[^/]+", "", url) + "/gliederung")
    yield keyboard
    desk.close()


def deeds_of(keyboard: Keyboard, step: str) -> None:
    """To what can be done with a step."""
    own = re.compile(rf"[\d.]+\s+{step}\n")
    keyboard.reach(f"Ändern {step}", lambda stop: stop["kind"] == "summary" and bool(own.match(stop["line"])))


def insert(keyboard: Keyboard, after: str, name: str, kind: str = "") -> None:
    """From the list: opens what can be done with a step, and puts another one behind it."""
    deeds_of(keyboard, after)
    keyboard.press("Enter")
    keyboard.reach("Schritt danach einfügen", lambda stop: stop["name"].startswith("Schritt danach einfügen"))
    keyboard.enter(f"Neuer Schritt nach »{after}«")
    keyboard.skip()
    keyboard.reach_name("Was geschieht in dem Schritt?")
    if kind:
        keyboard.page.keyboard.type(kind)
    keyboard.reach_name("Name")
    keyboard.page.keyboard.type(name)
    keyboard.enter("Gliederung")
    expect(keyboard.page.get_by_role("link", name=re.compile(rf"^[\d.]+ {name}$"))).to_be_focused()
    keyboard.here()


def stored(keyboard: Keyboard) -> bytes:
    home = keyboard.page.url.split("/gliederung", maxsplit=1)[0]
    return keyboard.page.request.get(f"{home}/datei/hamm.bpmn").body()


def title_of(keyboard: Keyboard, form: str) -> str:
    """What the list of forms calls it: that is what one types to choose it, up to the first letter with two dots."""
    title = keyboard.page.locator(f'option[value="{form}"]').first.inner_text().strip()
    return re.split(r"[^ -~]", title)[0]


def test_a_path_of_five_steps_and_a_form_by_keyboard_alone(keyboard: Keyboard) -> None:
    keyboard.skip()
    before = models(read(stored(keyboard)))[0]
    former = next(element.label for element in before.elements.values() if element.type == "startEvent")
    for name in STEPS:
        insert(keyboard, former, name)
        expect(keyboard.page.get_by_role("status").first).to_contain_text(f"»{name}« steht jetzt nach »{former}«.")
        former = name
    keyboard.page.keyboard.press("Enter")  # the focus is on the last one: its fields
    expect(keyboard.page.get_by_role("heading", level=1)).to_contain_text(STEPS[-1])
    keyboard.skip()
    keyboard.reach_name("Formular")
    keyboard.page.keyboard.type(title_of(keyboard, "abschluss"))
    keyboard.reach_name("Frist")
    keyboard.page.keyboard.type("5 AT")
    keyboard.enter("Gliederung")
    content = stored(keyboard)
    model = models(read(content))[0]
    assert sorted(e.name for e in model.elements.values() if e.type == "userTask") == sorted(STEPS)
    last = next(e for e in model.elements.values() if e.name == STEPS[-1])
    assert (last.form_id, last.frist) == ("abschluss", "5 AT")
    assert faults(content) == set()
    assert undrawn(content) == set()


def test_moving_a_step_keeps_the_focus_on_it_and_is_said_without_a_reload(keyboard: Keyboard) -> None:
    keyboard.skip()
    start = next(e.label for e in models(read(stored(keyboard)))[0].elements.values() if e.type == "startEvent")
    insert(keyboard, start, "Erster")
    insert(keyboard, "Erster", "Zweiter")
    keyboard.page.evaluate("() => { window.sameDocument = true; }")
    deeds_of(keyboard, "Zweiter")
    keyboard.press("Enter")
    keyboard.reach("Nach oben", lambda stop: stop["name"].startswith("Nach oben"))
    keyboard.page.keyboard.press("Enter")
    expect(keyboard.page.locator("#meldungen")).to_contain_text("»Zweiter« steht jetzt vor »Erster«.")
    expect(keyboard.page.get_by_role("link", name="2 Zweiter")).to_be_focused()
    keyboard.here()
    assert keyboard.page.evaluate("() => window.sameDocument")


def test_a_screen_reader_hears_step_kind_place_and_findings(keyboard: Keyboard) -> None:
    keyboard.skip()
    start = next(e.label for e in models(read(stored(keyboard)))[0].elements.values() if e.type == "startEvent")
    insert(keyboard, start, "Bibliothek fragen", "Teilprozess")
    link = keyboard.page.get_by_role("link", name="2 Bibliothek fragen")
    expect(link).to_have_accessible_description(
        re.compile(r"^Teilprozess \(Bibliothek\) · Schritt 2 von \d.* · Bahn Koordination .*Fehler.*", re.S)
    )
    expect(keyboard.page.get_by_role("listitem").filter(has=link).first).to_be_visible()
    expect(keyboard.page.get_by_role("heading", name="2 Bibliothek fragen")).to_be_visible()


def test_the_list_and_the_diagram_show_one_model(live_server: LiveServer, browser: Browser) -> None:
    desk = Desk(browser, live_server.url, "entwurf")
    draft = open_draft(desk, [hamm()])
    desk.open(f"/werkstatt/{draft}/gliederung/element/meldung")
    desk.page.get_by_label("Name", exact=True).fill("Meldung anhören")
    desk.page.get_by_role("button", name="Speichern").click()
    expect(desk.page.get_by_role("link", name="2 Meldung anhören")).to_be_focused()
    content = desk.page.request.get(f"{live_server.url}/werkstatt/{draft}/datei/hamm.bpmn").body()
    assert content == hamm()[1].replace(b'name="Meldung aufnehmen"', 'name="Meldung anhören"'.encode())
    desk.close()
