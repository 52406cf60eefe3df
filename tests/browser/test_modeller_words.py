"""German without gaps: every kind of element, its panel and its menus, in three dialects; English where one asks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from engine.bpmn.profile import PROFILE, Verdict
from engine.feel.builtins import BUILTINS
from tests.browser.bundle import DIST
from tests.browser.conftest import LiveServer
from tests.browser.desk import Desk
from tests.browser.studio import Studio, hamm, open_draft
from webui.language import COOKIE

DeskOf = Callable[[str], Desk]
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
    xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="d" targetNamespace="urn:test"{platform}>
  <bpmn:process id="p" isExecutable="true"><bpmn:task id="t" name="Anfang"/></bpmn:process>
  <bpmndi:BPMNDiagram id="g"><bpmndi:BPMNPlane id="e" bpmnElement="p">
    <bpmndi:BPMNShape id="s" bpmnElement="t"><dc:Bounds x="100" y="100" width="100" height="80"/></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>"""
DIALECTS = {
    "cloud": ' modeler:executionPlatform="Camunda Cloud"',
    "platform": ' modeler:executionPlatform="Camunda Platform"',
    "plain": "",
}
FRONTEND = Path(__file__).parents[2] / "webui" / "frontend"
WALK = Path(__file__).with_name("walk.js").read_text("utf-8")
"""Draws every kind of element and opens its panel, its pad and its menu."""


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
def test_every_text_of_the_modeller_is_german(desk_of: DeskOf, dialect: str) -> None:
    desk = desk_of("entwurf")
    file = HEAD.format(platform=DIALECTS[dialect]).encode()
    studio = Studio(desk, open_draft(desk, [hamm(), ("alles.bpmn", file)]), "diagramm?datei=alles.bpmn")
    labels = studio.modeller(WALK)
    missing = desk.page.evaluate("[...document.querySelector('[data-editor]').editor.words.missing].sort()")
    assert missing == [], "\n".join(missing)
    words = " ".join(labels)
    assert "Benutzeraufgabe" in words and "User task" not in words
    assert [label for label in labels if label.startswith("English: ")] == []


def test_no_text_of_the_bundled_libraries_lacks_its_german() -> None:
    """The build collects them from the packages: what a pointer at rest or a rare path shows, too."""
    missing = json.loads((DIST / "untranslated.json").read_text("utf-8"))
    assert missing == {"decision": [], "form": [], "modeller": []}


def test_the_feel_editor_offers_functions_that_the_engine_knows() -> None:
    source = (FRONTEND / "src" / "german" / "feel.js").read_text("utf-8").split("export const")[0]
    offered = {quoted or plain for quoted, plain in re.findall(r"^  (?:'([^']+)'|(\w+)):", source, re.MULTILINE)}
    assert len(offered) > 80
    assert offered <= set(BUILTINS)


def test_a_suggestion_and_the_large_editor_speak_german(desk_of: DeskOf) -> None:
    desk = desk_of("entwurf")
    studio = Studio(desk, open_draft(desk, [hamm()]))
    flow = studio.modeller("(m) => m.get('elementRegistry').find((e) => e.businessObject.conditionExpression).id")
    studio.select(flow)
    panel = desk.page.locator("[data-panel]")
    panel.locator(".cm-content:visible").last.click()
    desk.page.keyboard.press("Control+a")
    desk.page.keyboard.type("count")
    desk.page.keyboard.press("Control+Space")
    expect(panel.locator(".cm-completionInfo")).to_contain_text("Wie viele Werte die Liste hat.")
    expect(panel.locator(".cm-completionInfo")).to_contain_text("Beispiele")
    desk.page.keyboard.press("Escape")
    panel.get_by_title("In großem Fenster bearbeiten").locator("visible=true").last.click()
    popup = desk.page.locator(".bio-properties-panel-popup")
    expect(popup.locator(".bio-properties-panel-popup__title")).to_have_text("Bedingung")
    expect(popup.get_by_title("Speichern und schließen")).to_be_visible()


def test_what_the_profile_refuses_is_in_no_menu(desk_of: DeskOf) -> None:
    assert PROFILE["complexGateway"].verdict is Verdict.REFUSED
    assert PROFILE["inclusiveGateway"].verdict is Verdict.RUNS
    desk = desk_of("entwurf")
    studio = Studio(desk, open_draft(desk, [hamm()]))
    entries = studio.modeller(
        """(m) => {
          const gateway = m.get('elementRegistry').find((each) => each.type === 'bpmn:ExclusiveGateway');
          return Object.keys(m.get('popupMenu')._getEntries
            ? m.get('replaceMenuProvider').getPopupMenuEntries(gateway) : {});
        }"""
    )
    assert "replace-with-inclusive-gateway" in entries
    assert "replace-with-complex-gateway" not in entries


def test_the_panel_offers_nothing_that_this_engine_ignores(desk_of: DeskOf) -> None:
    desk = desk_of("entwurf")
    studio = Studio(desk, open_draft(desk, [hamm()]))
    studio.select("meldung")
    groups = desk.page.locator("[data-panel] .bio-properties-panel-group-header-title")
    expect(groups.filter(has_text="Schlichtwerk")).to_be_visible()
    heads = groups.all_inner_texts()
    assert not {"Listener", "Listener der Aufgabe", "Kopfdaten", "Priorität des Auftrags", "Ausführung"} & set(heads)


def test_english_pages_show_the_english_originals(live_server: LiveServer, browser: Browser) -> None:
    desk = Desk(browser, live_server.url, "entwurf")
    draft = open_draft(desk, [hamm()])
    desk.context.add_cookies([{"name": COOKIE, "value": "en", "url": live_server.url}])
    studio = Studio(desk, draft)
    expect(studio.button("Undo")).to_be_visible()
    studio.select("meldung")
    expect(studio.field("Deadline")).to_have_value("1 AT")
    expect(desk.page.locator(".bio-properties-panel-header-type")).to_have_text("User Task")
    desk.close()
