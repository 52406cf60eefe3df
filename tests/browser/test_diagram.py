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


def serve_diagram(page: Page, answer: Callable[[Route], None]) -> None:
    host = f"<div data-bpmn-url='/process.bpmn' data-marks='{MARKS}'></div>"
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


def test_axe_finds_nothing(diagram: Page) -> None:
    found = Axe().run(diagram)
    assert found.response["violations"] == []


def test_a_missing_file_is_said_in_words(page: Page) -> None:
    serve_diagram(page, lambda route: route.fulfill(status=404))
    expect(page.get_by_text("Das Diagramm konnte nicht geladen werden.")).to_be_visible()
