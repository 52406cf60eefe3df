"""The pictures of docs/einen-prozess-entwerfen.md: `python -m tests.docs.pictures` goes the page's three ways in a
browser, on a demo server of its own, and writes docs/images/entwerfen-*.png (1280 px wide or cropped)."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator, expect, sync_playwright

from tests.browser.conftest import CHROMIUM_ARGUMENTS, find_chromium, serving
from tests.browser.desk import Desk
from tests.browser.test_studio_journey import PLAYED, Mouse

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
EXAMPLE = ROOT / "docs" / "beispiele"
TOWN, AGS, NAME = "Stadt Talbrück", "05999000", "Kurzer Weg"
QUESTION, READY, CONDITION = "Was ist vorgefallen?", "Sind beide Seiten zum Gespräch bereit?", '=beide_bereit = "ja"'
FIRST, GATEWAY, TALK, NOTE, HINT, LAST, END = (
    "Anliegen aufnehmen",
    "Beide Seiten bereit?",
    "Gespräch führen",
    "Absprache festhalten",
    "Hinweis geben",
    "Rückmeldung geben",
    "Anliegen geklärt",
)
PAUSE = 500  # ms: a person's hand is not faster
SELECT = """(target) => {
  const modeler = document.querySelector("[data-editor]").editor.modeler;
  const named = (each) => each.type === "bpmn:SequenceFlow" && each.source.type === "bpmn:ExclusiveGateway"
    && each.target.businessObject.name === target;
  modeler.get("selection").select(modeler.get("elementRegistry").find(named));
}"""


class Walk:
    """A designer of the state office who has nothing but the page."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.page, self.mouse = desk, desk.page, Mouse(desk.page)

    def picture(self, name: str, of: Locator | None = None) -> None:
        self.page.wait_for_load_state("networkidle")
        self.page.mouse.move(0, 0)
        self.page.evaluate("() => document.activeElement?.blur()")
        (of or self.page.locator("main")).screenshot(path=IMAGES / f"entwerfen-{name}.png", animations="disabled")

    def begin(self, picture: bool = False) -> None:
        self.desk.open("/werkstatt/neu")
        self.page.get_by_label("Name des Entwurfs").fill(NAME)
        self.page.get_by_label("Mit einem leeren Blatt").check()
        self.page.get_by_text("Leeres Blatt für eine Kommune").click()
        self.page.get_by_label("Name der Kommune").fill(TOWN)
        self.page.get_by_label("Amtlicher Gemeindeschlüssel").fill(AGS)
        if picture:
            self.picture("neu")
        self.desk.press("Entwurf anlegen")

    # -------------------------------------------------------------- form
    def form(self) -> None:
        self.mouse.tab("Formulare und Entscheidungen")
        self.page.get_by_label("Neues Formular").fill("anliegen")
        self.page.get_by_role("button", name=re.compile("^Anlegen.*Neues Formular")).click()
        self.page.get_by_role("link", name=re.compile("^als Liste")).click()
        self.field("Textbereich: mehrere Zeilen", QUESTION, "vorfall")
        self.field("Auswahlknöpfe: eins von wenigen", READY, "beide_bereit", ("ja", "nein"))

    def field(self, kind: str, label: str, key: str, options: Sequence[str] = ()) -> None:
        self.page.get_by_role("link", name="Neues Feld").click()
        self.page.get_by_label("Was wird eingetragen?").select_option(label=kind)
        self.page.get_by_label("Beschriftung").fill(label)
        self.page.get_by_label("Möglichkeiten").fill("\n".join(options))
        self.page.get_by_label("Muss ausgefüllt werden").check()
        self.page.get_by_label("Schlüssel").fill(key)
        self.desk.press("Feld anlegen")

    # -------------------------------------------------------------- outline
    def outline(self) -> None:
        self.mouse.tab("Gliederung")
        self.insert("Konflikt gemeldet", FIRST)
        self.page.get_by_role("link", name=re.compile(f"{FIRST}$")).click()
        self.page.get_by_label("Formular", exact=True).select_option("anliegen")
        self.page.get_by_label("Frist", exact=True).fill("5 AT")
        self.desk.press("Speichern")
        self.insert(FIRST, GATEWAY, "Verzweigung: ein Zweig wird gewählt", ("ja", "nein"), picture=True)
        self.page.get_by_role("link", name="Zweig »ja«", exact=True).click()
        self.page.get_by_label("Bedingung in FEEL").fill(CONDITION)
        self.desk.press("Speichern")
        for branch, name in (("ja", TALK), ("nein", HINT)):
            self.page.get_by_role(
                "link", name=re.compile(f"Schritt am Anfang einfügen.*Zweig »{branch}«", re.S)
            ).click()
            self.fill(name)
        self.insert(TALK, NOTE)
        self.insert("Zusammenführung [\\d.]+", LAST)
        self.insert(LAST, END, "Ende: hier endet der Weg")
        self.picture("gliederung", self.page.locator("main ol").first)

    def insert(
        self, after: str, name: str, kind: str = "", branches: Sequence[str] = (), picture: bool = False
    ) -> None:
        link = self.page.get_by_role("link", name=re.compile(rf"^[\w.]+ {after.replace('?', '[?]')}$"))
        item = self.page.locator("li").filter(has=link).last
        item.locator("summary").first.click()
        item.get_by_role("link", name=re.compile("^Schritt danach einfügen")).first.click()
        self.fill(name, kind, branches, picture)

    def fill(self, name: str, kind: str = "", branches: Sequence[str] = (), picture: bool = False) -> None:
        if kind:
            self.page.get_by_label("Was geschieht in dem Schritt?").select_option(label=kind)
        self.page.get_by_label("Name", exact=True).fill(name)
        self.page.get_by_label(re.compile("^Zweige")).fill("\n".join(branches))
        if picture:
            self.picture("schritt")
        self.desk.press("Schritt einfügen")

    # -------------------------------------------------------------- file, rehearsal, publication
    def upload(self) -> None:
        self.desk.open("/werkstatt/neu")
        self.page.get_by_label("Name des Entwurfs").fill(NAME)
        self.page.get_by_label("Mit eigenen Dateien").check()
        files = [EXAMPLE / "talbrueck.bpmn", EXAMPLE / "talbrueck" / "anliegen.form"]
        self.page.get_by_label("Dateien", exact=True).set_input_files(files)
        self.desk.press("Entwurf anlegen")
        self.picture("uebersicht")

    def record(self, name: str, ready: str, steps: int, picture: bool = False) -> None:
        self.page.set_default_timeout(PLAYED)
        self.mouse.tab("Probeläufe")
        self.page.get_by_role("link", name="Probelauf aufnehmen", exact=True).click()
        self.page.get_by_label("Name des Probelaufs").fill(name)
        self.desk.press("Aufnahme beginnen")
        self.page.get_by_label(QUESTION).fill("Musik am Abend")
        self.page.get_by_role("group", name=READY).get_by_label(ready, exact=True).check()
        if picture:
            self.picture("aufnahme")
        for _ in range(steps):
            self.desk.press("Aufgabe abschließen")
        expect(self.page.get_by_text(f"zu Ende: {END}")).to_be_visible()
        self.desk.press("Beenden und speichern")
        expect(self.page.get_by_text("Alle Probeläufe sind bestanden.")).to_be_visible(timeout=PLAYED)

    def publish(self) -> None:
        self.mouse.tab("Veröffentlichen")
        self.page.get_by_label("Warum diese Änderung?").fill("Ein kurzer Weg für kleine Anliegen.")
        self.picture("veroeffentlichen")
        self.page.get_by_role("button", name=re.compile("veröffentlichen$")).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(TOWN)

    # -------------------------------------------------------------- diagram
    def diagram(self) -> None:
        mouse, page = self.mouse, self.page
        mouse.tab("Diagramm")
        mouse.ready()
        page.locator('.djs-shape[data-element-id="start"]').click()
        mouse.append(FIRST)
        mouse.field("Formular").select_option(label="anliegen ●")
        mouse.field("Frist").fill("5 AT")
        page.keyboard.press("Tab")
        mouse.saved()
        self.picture("diagramm", page.locator("[data-editor]"))
        mouse.pad("Gateway anfügen")
        self.rename(GATEWAY, "Exklusives Gateway")
        for name in (TALK, NOTE, LAST):
            mouse.append(name)
        mouse.pad("Endereignis anfügen")
        self.rename(END, "Endereignis")
        page.locator('.djs-shape[data-element-id^="Gateway_"]').first.click()
        mouse.append(HINT)
        mouse.pad("Mit anderem Element verbinden")
        mouse.shape(LAST).click()
        page.get_by_role("button", name="Ganzes Diagramm").click()
        mouse.saved()
        self.picture("befund", page.locator("[data-editor]"))
        self.flow("Gespräch führen", "ja")
        page.locator("[data-panel]").get_by_text("Bedingung", exact=True).first.click()
        page.locator("[data-panel] .bio-properties-panel-feel-editor-container .cm-content").first.fill(CONDITION)
        page.keyboard.press("Tab")
        mouse.saved()
        self.flow("Hinweis geben", "nein")
        mouse.pad("Element ändern")
        page.locator(".djs-popup").get_by_text("Standardfluss").click()
        expect(page.locator("[data-findings]")).to_contain_text("Keine Befunde")
        page.locator(".djs-container").first.click(position={"x": 400, "y": 600})
        mouse.saved()
        self.picture("diagramm-fertig", page.locator("[data-editor]"))

    def flow(self, target: str, name: str) -> None:
        """Selects the way from the gateway to a step and names it."""
        self.page.evaluate(SELECT, target)
        self.rename(name, "Sequenzfluss")

    def rename(self, name: str, kind: str) -> None:
        """In the panel, once it shows what was drawn last."""
        header = self.page.locator(".bio-properties-panel-header-type")
        expect(header).to_have_text(re.compile(kind, re.IGNORECASE))
        self.page.wait_for_timeout(PAUSE)
        self.mouse.field("Name").click()
        self.page.keyboard.type(name)
        self.page.keyboard.press("Tab")
        expect(self.page.locator(".bio-properties-panel-header-label")).to_have_text(name)
        self.mouse.saved()


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        with serving(Path(folder) / "var", demo=True) as server:
            walk = Walk(Desk(browser, server.url, "laki"))
            walk.begin(picture=True)
            walk.form()
            walk.diagram()
            walk.begin()
            walk.form()
            walk.outline()
            walk.upload()
            walk.record("Beide Seiten reden miteinander", "ja", 4, picture=True)
            walk.picture("abdeckung")
            walk.record("Eine Seite will nicht reden", "nein", 3)
            walk.publish()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
