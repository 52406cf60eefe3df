"""The network is gone while something is saved: nothing typed is lost, and the browser's own copy is offered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.browser.studio import PROCESSES, ROOT, Studio, hamm, open_draft

DeskOf = Callable[[str], Desk]
FORM, TRIAGE = "clearing.form", "triage.dmn"
LOST, WORK_ON = "den Server nicht erreicht", "Mit meiner Fassung weiterarbeiten"
NEW_LABEL = """() => {
  const editor = document.querySelector('[data-editor]').editor.editor;
  const field = editor.get('formFieldRegistry').getAll().find((each) => each.type === 'select');
  editor.get('modeling').editFormField(field, { label: 'Ohne Netz' });
}"""


def offline(page: Page, lost: bool) -> None:
    page.context.set_offline(lost)


def come_back(studio: Studio) -> None:
    """The connection is there again, and the page is opened anew, before the editor has tried once more."""
    studio.page.route(
        "**/datei/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    offline(studio.page, lost=False)
    studio.page.once("dialog", lambda dialog: dialog.accept())
    studio.page.reload()
    studio.wait()
    studio.page.unroute("**/datei/*")


def change_form(studio: Studio) -> None:
    studio.page.evaluate(NEW_LABEL)


def change_decision(studio: Studio) -> None:
    studio.button("Verfahrensvorschlag").click()
    studio.page.locator("td.input-cell").first.click()
    studio.page.keyboard.press("Control+a")
    studio.page.keyboard.type('"Ohne Netz"')
    studio.page.locator("td.input-cell").nth(1).click()


def change_diagram(studio: Studio) -> None:
    studio.modeller(
        "(m) => m.get('modeling').updateProperties(m.get('elementRegistry').get('meldung'), {name: 'Ohne Netz'})"
    )


@pytest.mark.parametrize(
    ("name", "page", "change"),
    [
        ("hamm.bpmn", "diagramm", change_diagram),
        (FORM, f"formular/{FORM}", change_form),
        (TRIAGE, f"entscheidung/{TRIAGE}", change_decision),
    ],
)
def test_an_editor_offers_what_did_not_reach_the_server(
    desk_of: DeskOf, name: str, page: str, change: Callable[[Studio], None]
) -> None:
    desk = desk_of("entwurf")
    form = (ROOT / "forms" / "definitions" / FORM).read_bytes()
    files = [hamm(), (FORM, form), (TRIAGE, (PROCESSES / "_library" / TRIAGE).read_bytes())]
    studio = Studio(desk, open_draft(desk, files), page)
    before = studio.stored(name)
    offline(studio.page, lost=True)
    change(studio)
    expect(studio.page.get_by_role("alert")).to_contain_text("Keine Verbindung")
    come_back(studio)
    assert studio.stored(name) == before
    expect(studio.page.get_by_role("alert")).to_contain_text(LOST)
    studio.button(WORK_ON).click()
    studio.saved()
    assert b"Ohne Netz" in studio.stored(name)


def test_the_outlines_form_keeps_what_was_typed_and_offers_it_again(desk_of: DeskOf) -> None:
    desk = desk_of("entwurf")
    draft, page = open_draft(desk, [hamm()]), desk.page
    address = f"/werkstatt/{draft}/gliederung/element/meldung"
    desk.open(address)
    name = page.get_by_label("Name", exact=True)
    before = name.input_value()
    offline(page, lost=True)
    name.fill("Ohne Netz")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Keine Verbindung: Es ist noch nichts gespeichert.")
    expect(name).to_have_value("Ohne Netz")

    offline(page, lost=False)
    desk.open(address)
    expect(page.get_by_role("alert")).to_contain_text("haben den Server nicht erreicht")
    expect(name).to_have_value(before)
    page.get_by_role("button", name="Eingaben übernehmen").click()
    expect(name).to_have_value("Ohne Netz")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page).to_have_url(f"{desk.url}/werkstatt/{draft}/gliederung?schritt=meldung#schritt-meldung")
    assert b'name="Ohne Netz"' in page.request.get(f"{desk.url}/werkstatt/{draft}/datei/hamm.bpmn").body()
    desk.open(address)
    expect(page.get_by_role("alert")).to_have_count(0)
