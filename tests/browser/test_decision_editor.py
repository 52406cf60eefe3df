"""The editor of a draft's decisions: shows, saves, speaks German."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.studio import PROCESSES, Studio, complaints, hamm, open_draft
from tests.browser.test_access import examine

DeskOf = Callable[[str], Desk]
TRIAGE = "triage.dmn"


@pytest.fixture
def studio(desk_of: DeskOf) -> Studio:
    desk = desk_of("entwurf")
    content = (PROCESSES / "_library" / TRIAGE).read_bytes()
    return Studio(desk, open_draft(desk, [hamm(), (TRIAGE, content)]), f"entscheidung/{TRIAGE}")


def test_a_decision_is_shown_and_left_as_it_was(studio: Studio) -> None:
    heard = complaints(studio.page)
    before = studio.stored(TRIAGE)
    studio.page.reload()
    studio.wait()
    studio.button("Verfahrensvorschlag").click()
    expect(studio.page.get_by_text("Trefferregel:")).to_be_visible()
    studio.page.wait_for_load_state("networkidle")
    assert studio.stored(TRIAGE) == before
    assert heard == []


def test_a_cell_is_changed_and_saved(studio: Studio) -> None:
    studio.button("Verfahrensvorschlag").click()
    cell = studio.page.locator("td.input-cell").first
    cell.click()
    studio.page.keyboard.press("Control+a")
    studio.page.keyboard.type('"Test"')
    studio.page.locator("td.input-cell").nth(1).click()
    studio.saved()
    assert b'"Test"' in studio.stored(TRIAGE)
    missing = studio.page.evaluate("[...document.querySelector('[data-editor]').editor.words.missing]")
    assert missing == []


def test_axe_finds_nothing_on_the_page_of_a_decision(studio: Studio) -> None:
    examine(studio.page)
