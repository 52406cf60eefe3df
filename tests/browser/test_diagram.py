"""The drawing of a process in the browser, under the content security policy that every page has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Route, expect

DIST = Path(__file__).parents[2] / "webui" / "static" / "dist"
POLICY = (
    "default-src 'none'; script-src 'nonce-n'; style-src 'self' 'nonce-n'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'"
)
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
SITE = "http://schlichtwerk.test"


def page_with_diagram() -> str:
    manifest = json.loads((DIST / "manifest.json").read_text())
    marks = json.dumps({"current": ["clearing", "not-drawn"], "finished": ["start", "flow"]})
    styles = "".join(f'<link rel="stylesheet" href="/{manifest[name]}">' for name in ("app.css", "viewer.css"))
    scripts = "".join(f'<script nonce="n" defer src="/{manifest[name]}"></script>' for name in ("app.js", "viewer.js"))
    return (
        f'<!doctype html><html lang="de"><head><title>Vorgang</title>{styles}{scripts}</head><body><main>'
        f"<h1>Vorgang</h1><div data-bpmn-url='/process.bpmn' data-marks='{marks}'></div></main></body></html>"
    )


def answer(route: Route) -> None:
    path = route.request.url.removeprefix(SITE)
    if path == "/":
        headers = {"Content-Security-Policy": POLICY}
        route.fulfill(body=page_with_diagram(), content_type="text/html; charset=utf-8", headers=headers)
    elif path == "/process.bpmn":
        route.fulfill(body=BPMN, content_type="application/xml")
    elif (DIST / path[1:]).is_file():
        route.fulfill(path=DIST / path[1:])
    else:
        route.fulfill(status=404)


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
    page.route(f"{SITE}/**", answer)
    page.goto(f"{SITE}/")
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
    page.route(f"{SITE}/**", answer)
    page.route(f"{SITE}/process.bpmn", lambda route: route.fulfill(status=404))
    page.goto(f"{SITE}/")
    expect(page.get_by_text("Das Diagramm konnte nicht geladen werden.")).to_be_visible()
