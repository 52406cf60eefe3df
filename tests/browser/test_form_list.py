"""The list of a form's fields: what axe finds on it, and that list and editor show one form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.studio import ROOT, Studio, hamm, open_draft
from tests.browser.test_access import examine

DeskOf = Callable[[str], Desk]
FORM = "clearing.form"


@pytest.fixture
def studio(desk_of: DeskOf) -> Studio:
    desk = desk_of("entwurf")
    content = (ROOT / "forms" / "definitions" / FORM).read_bytes()
    return Studio(desk, open_draft(desk, [hamm(), (FORM, content)]), f"formular/{FORM}")


def test_what_the_list_changed_the_editor_shows_and_axe_finds_nothing(studio: Studio) -> None:
    page = studio.page
    page.get_by_role("link", name="Als Liste bearbeiten").click()
    examine(page)
    page.get_by_role("link", name="Neues Feld").click()
    examine(page)
    page.get_by_label("Beschriftung").fill("Noch etwas?")
    page.get_by_role("button", name="Feld anlegen").click()
    expect(page.get_by_role("link", name="Noch etwas?")).to_be_focused()
    page.get_by_role("link", name="Im Formulareditor öffnen").click()
    studio.wait()
    expect(page.locator(".fjs-form-field label").filter(has_text="Noch etwas?")).to_be_visible()


def test_a_click_adds_a_field_with_a_german_name_and_shows_its_properties(studio: Studio) -> None:
    page = studio.page
    before = page.locator(".fjs-form-field-textarea").count()
    tile = page.locator('.fjs-palette-field[data-field-type="textarea"]')
    tile.click()
    expect(page.locator(".fjs-form-field-textarea")).to_have_count(before + 1)
    expect(page.locator(".fjs-properties-container")).to_contain_text("Textbereich")
    tile.press("Enter")
    expect(page.locator(".fjs-form-field-textarea")).to_have_count(before + 2)
    expect(page.locator(".fjs-properties-container")).to_contain_text("Textbereich")
    studio.saved()
    assert studio.stored(FORM).count(b'"label": "Textbereich"') == 2


def test_what_the_engine_does_not_run_is_not_offered(studio: Studio) -> None:
    for kind in ("filepicker", "iframe", "table", "documentPreview"):
        tile = studio.page.locator(f'.fjs-palette-field[data-field-type="{kind}"]')
        expect(tile).to_have_count(1)
        expect(tile).to_be_hidden()


def test_the_list_keeps_what_was_typed_without_a_network_and_sends_it_once(desk_of: DeskOf) -> None:
    desk = desk_of("entwurf")
    draft, page = open_draft(desk, [hamm(), (FORM, (ROOT / "forms" / "definitions" / FORM).read_bytes())]), desk.page
    address = f"/werkstatt/{draft}/formular/{FORM}/liste/neu"
    desk.open(address)
    page.route("**/liste/neu", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_label("Beschriftung").fill("Ohne Netz?")
    page.get_by_label("Muss ausgefüllt werden").check()
    page.get_by_role("button", name="Feld anlegen").click()
    expect(page.get_by_role("alert")).to_contain_text("Keine Verbindung: Es ist noch nichts gespeichert.")
    page.unroute("**/liste/neu")
    desk.open(address)
    page.get_by_role("button", name="Eingaben übernehmen").click()
    expect(page.get_by_label("Muss ausgefüllt werden")).to_be_checked()
    page.get_by_role("button", name="Feld anlegen").click()
    expect(page.get_by_role("link", name="Ohne Netz?")).to_be_focused()
    stored = page.request.get(f"{desk.url}/werkstatt/{draft}/datei/{FORM}").body()
    assert stored.count(b"Ohne Netz?") == 1
