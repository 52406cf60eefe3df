"""Drafts at a browser: opened from files, shown in the modeller, read back as they were saved."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import Desk

ROOT = Path(__file__).parents[2]
PROCESSES = ROOT / "processes"
OPEN = """async ([token, name, files]) => {
  const bytes = (content) => Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
  const form = new FormData();
  form.append("csrf_token", token);
  form.append("grundlage", "datei");
  form.append("name", name);
  for (const [file, content] of files) form.append("dateien", new Blob([bytes(content)]), file);
  return (await fetch("/werkstatt/neu", { method: "POST", body: form })).url;
}"""
"""As the page's own form would send it."""
READY_SECONDS = 60


def open_draft(desk: Desk, files: Sequence[tuple[str, bytes]], name: str = "Probe") -> int:
    """The number of a new draft made of these files."""
    desk.open("/werkstatt/neu")
    token = desk.page.locator("input[name=csrf_token]").first.get_attribute("value")
    sent = [[file, b64encode(content).decode()] for file, content in files]
    url = desk.page.evaluate(OPEN, [token, name, sent])
    found = re.search(r"/werkstatt/(\d+)$", url)
    assert found, f"no draft was made: {url}"
    return int(found.group(1))


def hamm() -> tuple[str, bytes]:
    return "hamm.bpmn", (PROCESSES / "hamm.bpmn").read_bytes()


class Studio:
    """One draft's editor at a desk."""

    def __init__(self, desk: Desk, draft: int, page: str = "diagramm") -> None:
        self.desk, self.draft, self.page = desk, draft, desk.page
        desk.open(f"/werkstatt/{draft}/{page}")
        self.wait()

    def wait(self) -> None:
        expect(self.page.locator("[data-editor]")).to_have_attribute(
            "data-editor-state", "ready", timeout=READY_SECONDS * 1000
        )

    def stored(self, name: str = "hamm.bpmn", desk: Desk | None = None) -> bytes:
        answer = (desk or self.desk).page.request.get(f"{self.desk.url}/werkstatt/{self.draft}/datei/{name}")
        assert answer.ok, answer.status
        return answer.body()

    def unsaved(self) -> None:
        """Waits until the editor has heard of a change."""
        expect(self.page.locator("[data-editor]")).not_to_have_attribute("data-saving", "saved")

    def saved(self) -> None:
        """Waits until what was done is on the server."""
        expect(self.page.locator("[data-editor]")).to_have_attribute("data-saving", "saved")
        expect(self.page.locator("#stand")).to_have_attribute("data-state", "saved")

    def element(self, id: str) -> Locator:
        return self.page.locator(f'.djs-element[data-element-id="{id}"]').first

    def select(self, id: str) -> None:
        """Selected as a click would, wherever the element lies."""
        self.modeller("(m, id) => m.get('selection').select(m.get('elementRegistry').get(id))", id)

    def bring(self, id: str) -> None:
        self.modeller("(m, id) => m.get('canvas').scrollToElement(id)", id)

    def modeller(self, script: str, argument: Any = None) -> Any:
        """`script`: (modeler, argument) => …"""
        call = f"([argument]) => ({script})(document.querySelector('[data-editor]').editor.modeler, argument)"
        return self.page.evaluate(call, [argument])

    def field(self, label: str) -> Locator:
        return self.page.locator("[data-panel]").get_by_label(label, exact=True).locator("visible=true")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)


def complaints(page: Page) -> list[str]:
    """What the console complains of from now on, blocked styles and scripts included."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard
