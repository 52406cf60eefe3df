"""The drawing of a process in the browser, under the content security policy that every page has."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Route, expect

from tests.browser.bundle import serve

DI = "http://www.omg.org/spec/BPMN/20100524/DI"
BPMN = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:di="{DI}" id="d" targetNamespace="urn:test"
    xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:dd="http://www.omg.org/spec/DD/20100524/DI">
  <process id="p" isExecutable="true">
    <startEvent id="start"/><userTask id="clearing" name="Klärung"/>
    <sequenceFlow id="flow" sourceRef="start" targetRef="clearing"/>
  </process>
  <di:BPMNDiagram id="diagram"><di:BPMNPlane id="plane" bpmnElement="p">
    <di:BPMNShape id="s1" bpmnElement="start"><dc:Bounds x="100" y="100" width="36" height="36"/></di:BPMNShape>
    <di:BPMNShape id="s2" bpmnElement="clearing"><dc:Bounds x="200" y="78" width="100" height="80"/></di:BPMNShape>
    <di:BPMNEdge id="e1" bpmnElement="flow"><dd:waypoint x="136" y="118"/><dd:waypoint x="200" y="118"/></di:BPMNEdge>
  </di:BPMNPlane></di:BPMNDiagram>
</definitions>"""
MARKS = json.dumps({"current": ["clearing", "not-drawn"], "finished": ["start", "flow"]})

FIGURES = json.dumps(
    {
        "clearing": {"text": "12×, 3 Tage", "title": "Klärung: 12-mal", "share": 0, "warmth": 2},
        "flow": {"text": "12", "title": "12-mal", "share": 1, "warmth": 0},
        "not-drawn": {"text": "1", "title": "", "share": 0, "warmth": 0},
    }
)
NOTES = json.dumps(
    {"clearing": {"name": "Klärung", "who": "Koordination", "deadline": "5 AT", "text": "Worum es geht."}}
)


def serve_diagram(page: Page, answer: Callable[[Route], None]) -> None:
    given = f"data-marks='{MARKS}' data-figures='{FIGURES}' data-notes='{NOTES}'"
    host = f"<label>Suche <input></label><div data-bpmn-url='/process.bpmn' {given}></div>"
    serve(page, host, "app.css", "viewer.css", "app.js", "viewer.js", files={"/process.bpmn": answer})


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser's console complains of, blocked styles and scripts included."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "favicon" not in message.location.get("url", ""):
            heard.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.fixture(params=[1280, 320])
def diagram(request: pytest.FixtureRequest, page: Page, complaints: list[str]) -> Page:
    page.set_viewport_size({"width": request.param, "height": 800})
    serve_diagram(page, lambda route: route.fulfill(body=BPMN, content_type="application/xml"))
    expect(page.locator('[data-bpmn-state="drawn"]')).to_be_visible()
    return page


def test_steps_are_drawn_and_marked_without_a_complaint(diagram: Page, complaints: list[str]) -> None:
    expect(diagram.locator('.sw-current[data-element-id="clearing"]')).to_be_visible()
    expect(diagram.locator('.sw-finished[data-element-id="start"]')).to_be_visible()
    expect(diagram.locator(".sw-badge--current")).to_have_text("▶")
    expect(diagram.locator(".bjs-powered-by")).to_be_visible()
    assert complaints == []


def test_a_diagram_that_is_not_shown_yet_is_fitted_when_it_is(page: Page, complaints: list[str]) -> None:
    host = "<section hidden><div data-bpmn-url='/process.bpmn'></div></section>"
    files = {"/process.bpmn": lambda route: route.fulfill(body=BPMN, content_type="application/xml")}
    serve(page, host, "app.css", "viewer.css", "app.js", "viewer.js", files=files)
    expect(page.locator('[data-bpmn-state="drawn"]')).to_be_attached()
    page.locator("section").evaluate("(section) => { section.hidden = false; }")
    expect(page.locator('[data-element-id="clearing"] .djs-visual rect')).to_be_in_viewport()
    assert complaints == []


def test_buttons_and_keys_change_the_size(diagram: Page) -> None:
    task = diagram.locator('[data-element-id="clearing"] .djs-visual rect')

    def width() -> float:
        box = task.bounding_box()
        assert box is not None
        return box["width"]

    fitted = width()
    diagram.get_by_role("button", name="Vergrößern").click()
    assert width() > fitted * 1.2
    diagram.get_by_role("img", name="Diagramm des Ablaufs").press("0")
    assert width() == pytest.approx(fitted, rel=0.01)
    diagram.get_by_role("img", name="Diagramm des Ablaufs").press("-")
    assert width() < fitted * 0.9


def test_keys_pressed_elsewhere_stay_what_they_are(diagram: Page) -> None:
    task = diagram.locator('[data-element-id="clearing"] .djs-visual rect')
    before = task.bounding_box()
    search = diagram.get_by_label("Suche")
    search.press_sequentially("+-0")
    expect(search).to_have_value("+-0")
    diagram.get_by_label("Schritt", exact=True).press("+")
    diagram.get_by_role("img", name="Diagramm des Ablaufs").press("Control++")
    assert task.bounding_box() == before


def test_numbers_are_text_and_can_be_put_away(diagram: Page) -> None:
    expect(diagram.locator(".sw-figure")).to_have_text(["12×, 3 Tage", "12"])
    switch = diagram.get_by_role("button", name="Zahlen", pressed=True)
    switch.click()
    expect(diagram.locator(".sw-figure")).to_have_count(0)
    diagram.get_by_role("button", name="Zahlen", pressed=False).press("Enter")
    expect(diagram.locator(".sw-figure")).to_have_count(2)


def test_a_click_on_a_step_says_what_it_is_about(diagram: Page) -> None:
    diagram.locator('[data-element-id="clearing"] .djs-hit').first.click()
    told = diagram.locator(".sw-notes__text")
    for words in ("Klärung", "Koordination", "5 AT", "Worum es geht."):
        expect(told).to_contain_text(words)
    expect(diagram.get_by_label("Schritt", exact=True)).to_have_value("clearing")


def test_the_keyboard_reaches_every_step_and_its_words(diagram: Page) -> None:
    choice = diagram.get_by_label("Schritt", exact=True)
    drawing = diagram.get_by_role("img", name="Diagramm des Ablaufs")
    drawing.focus()
    for _ in range(3):  # past the watermark
        diagram.keyboard.press("Tab")
        if choice.evaluate("node => node === document.activeElement"):
            break
    expect(choice).to_be_focused()
    choice.press("K")
    expect(diagram.locator(".sw-notes__text")).to_contain_text("Worum es geht.")
    expect(diagram.locator('.sw-chosen[data-element-id="clearing"]')).to_be_visible()


def test_axe_finds_nothing(diagram: Page) -> None:
    found = Axe().run(diagram)
    assert found.response["violations"] == []


def test_a_missing_file_is_said_in_words(page: Page) -> None:
    serve_diagram(page, lambda route: route.fulfill(status=404))
    expect(page.get_by_text("Das Diagramm konnte nicht geladen werden.")).to_be_visible()
