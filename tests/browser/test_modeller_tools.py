"""What the modeller offers besides drawing: copying, search, the map, tokens that run, undo and redo."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.browser.studio import Studio, hamm, open_draft

NAMES = """(m) => m.get('elementRegistry').filter((each) => each.type === 'bpmn:UserTask')
  .map((each) => each.businessObject.name)"""


@pytest.fixture
def studio(desk_of: Callable[[str], Desk]) -> Studio:
    desk = desk_of("entwurf")
    return Studio(desk, open_draft(desk, [hamm()]))


def names(studio: Studio) -> list[str]:
    found: list[str] = studio.modeller(NAMES)
    return found


def pick(studio: Studio, id: str) -> Page:
    studio.bring(id)
    studio.element(id).click()
    return studio.page


def test_a_step_is_copied_and_pasted_with_its_properties(studio: Studio) -> None:
    page = pick(studio, "meldung")
    box = studio.element("meldung").bounding_box()
    assert box
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * 2.2, steps=4)
    page.mouse.down()
    page.mouse.up()
    expect(studio.button("Rückgängig")).to_be_enabled()
    assert names(studio).count("Meldung aufnehmen") == 2
    studio.saved()
    assert studio.stored().count(b'formId="meldung"') == hamm()[1].count(b'formId="meldung"') + 1


def test_undo_and_redo_by_keys_and_by_buttons(studio: Studio) -> None:
    page = pick(studio, "meldung")
    page.keyboard.press("Delete")
    assert "Meldung aufnehmen" not in names(studio)
    page.keyboard.press("Control+z")
    assert "Meldung aufnehmen" in names(studio)
    studio.button("Wiederholen").click()
    assert "Meldung aufnehmen" not in names(studio)
    studio.button("Rückgängig").click()
    assert "Meldung aufnehmen" in names(studio)
    expect(studio.button("Wiederholen")).to_be_enabled()


def test_search_finds_a_step_and_leads_to_it(studio: Studio) -> None:
    page = studio.page
    studio.button("Suchen").click()
    field = page.locator(".djs-search-input input")
    expect(field).to_be_focused()
    page.keyboard.type("Fallberatung")
    hit = page.locator(".djs-search-result").first
    expect(hit).to_contain_text("Fallberatung")
    page.keyboard.press("Enter")
    expect(field).to_be_hidden()
    assert "Fallberatung" in studio.modeller("(m) => m.get('selection').get().map((e) => e.businessObject.name).join()")


def test_the_map_opens_and_closes(studio: Studio) -> None:
    button, map_ = studio.button("Übersichtskarte"), studio.page.locator(".djs-minimap")
    expect(map_).to_be_hidden()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(map_.locator("svg .map, svg").first).to_be_visible()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(map_).to_be_hidden()


def test_a_token_runs_from_the_start_to_the_first_step_and_nothing_is_saved(studio: Studio) -> None:
    page = studio.page
    studio.button("Ablauf simulieren").click()
    expect(studio.button("Ablauf simulieren")).to_have_attribute("aria-pressed", "true")
    start = studio.modeller(
        "(m) => m.get('elementRegistry').find((each) => each.type === 'bpmn:StartEvent' "
        "&& each.parent.type !== 'bpmn:SubProcess').id"
    )
    studio.bring(start)
    page.locator(f'.djs-overlays[data-container-id="{start}"] .bts-context-pad').first.click()
    expect(page.locator(".bts-token, .bts-token-count.waiting").first).to_be_visible()
    expect(page.locator(".bts-log .bts-entry, .bts-log [class*=entry]").first).to_contain_text(re.compile(r"\w"))
    studio.button("Ablauf simulieren").click()
    expect(page.locator(".bts-token")).to_have_count(0)
    assert studio.stored() == hamm()[1]


def test_leaving_an_empty_name_box_is_no_change(studio: Studio) -> None:
    """It was one, and then took the first letter from whoever went on to type the name in the panel."""
    nameless = studio.modeller(
        "(m) => m.get('elementRegistry').find((e) => e.type === 'bpmn:ExclusiveGateway' && !e.businessObject.name).id"
    )
    page = pick(studio, nameless)
    box = page.locator(".djs-direct-editing-content")
    studio.element(nameless).dblclick()
    expect(box).to_be_visible()
    page.get_by_role("textbox", name="Name", exact=True).click()
    expect(box).to_have_count(0)
    expect(studio.button("Rückgängig")).to_be_disabled()
