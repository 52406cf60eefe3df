"""Drawing on an empty page: what is typed at once arrives, a grown pool is a pool, arrows lead around steps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from engine.catalogue.drafts.blank import blank_page
from tests.browser.desk import Desk
from tests.browser.studio import Studio, open_draft

STEPS = """(m) => m.get('elementRegistry')
  .filter((each) => /Task|Gateway|EndEvent/.test(each.type) && !each.labelTarget)
  .map((each) => each.businessObject.name)"""
CROSSED = """(m) => {
  const steps = m.get('elementRegistry').filter((each) => /Task$/.test(each.type));
  const inside = ({ x, y }, box) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
  const points = (flow) => flow.waypoints.slice(1).flatMap((end, index) => {
    const start = flow.waypoints[index];
    return [...Array(41).keys()].map((n) => ({
      x: start.x + (end.x - start.x) * n / 40, y: start.y + (end.y - start.y) * n / 40,
    }));
  });
  return m.get('elementRegistry').filter((each) => each.waypoints)
    .filter((flow) => steps.some((step) => points(flow).some((each) => inside(each, step)))).length;
}"""
"""How many arrows run through a step."""


@pytest.fixture
def studio(desk_of: Callable[[str], Desk]) -> Studio:
    desk = desk_of("entwurf")
    page = blank_page("hamm", "Stadt Hamm", {"ags": "05915000", "art": "kreisfreie Stadt"})
    studio = Studio(desk, open_draft(desk, [("hamm.bpmn", page)]))
    desk.page.locator(".sw-modeller").scroll_into_view_if_needed()
    return studio


def append(studio: Studio, tool: str, name: str) -> None:
    """Typed at once, without a look at whether anything waits for it."""
    studio.page.locator(".djs-context-pad").get_by_title(tool, exact=True).click()
    studio.page.keyboard.type(name)
    studio.page.keyboard.press("Enter")


def test_what_is_typed_at_once_arrives_letter_by_letter(studio: Studio) -> None:
    page = studio.page
    studio.element("start").click()
    append(studio, "Aufgabe anfügen", "Erster Schritt")
    # From a field of the panel straight to the pad: the click counts although it ends what was being typed.
    studio.field("Frist").click()
    page.keyboard.type("5 AT")
    append(studio, "Aufgabe anfügen", "Ergebnisse sichten")
    studio.field("Zuständige Gruppe").click()
    page.keyboard.type("kleine runde")
    append(studio, "Gateway anfügen", "Hat es geklappt?")
    append(studio, "Endereignis anfügen", "Schluss")
    assert studio.modeller(STEPS) == ["Erster Schritt", "Ergebnisse sichten", "Hat es geklappt?", "Schluss"]
    studio.saved()
    stored = studio.stored().decode()
    assert 'name="frist" value="5 AT"' in stored
    assert 'candidateGroups="kleine runde"' in stored


def test_an_empty_page_says_what_comes_next(studio: Studio) -> None:
    findings = studio.page.locator("[data-findings]")
    expect(findings).to_contain_text("Noch gibt es keinen Schritt")
    expect(findings).not_to_contain_text("kann veröffentlicht werden")
    studio.element("start").click()
    append(studio, "Aufgabe anfügen", "Anliegen aufnehmen")
    expect(findings).to_contain_text("Noch ohne Formular: „Anliegen aufnehmen“")
    append(studio, "Endereignis anfügen", "Geklärt")
    expect(findings).not_to_contain_text("noch kein Ende")


def test_a_step_goes_where_the_pool_has_grown(studio: Studio) -> None:
    """The findings' signs once kept the news of a changed pool from those who keep its area."""
    page = studio.page
    pool = studio.element("pool")
    for down in (0.8, 0.9):
        page.locator(".djs-palette").get_by_role("button", name="Aufgabe anlegen", exact=True).click()
        box = pool.bounding_box()
        assert box
        x, y = box["x"] + box["width"] * down, box["y"] + box["height"] * down
        page.mouse.move(x - 20, y - 5)
        page.mouse.move(x, y, steps=4)
        page.mouse.down()
        page.mouse.up()
        expect(page.locator(".djs-direct-editing-content")).to_be_focused()
        page.keyboard.type(f"Bei {down}")
        page.keyboard.press("Enter")
    assert studio.modeller(STEPS) == ["Bei 0.8", "Bei 0.9"]
    assert studio.modeller("(m) => m.get('elementRegistry').get('pool').height") > 300


def test_arrows_lead_around_steps(studio: Studio) -> None:
    studio.element("start").click()
    for name in ("Eins", "Zwei", "Drei", "Vier"):
        append(studio, "Aufgabe anfügen", name)
    for source, target in ((0, 3), (3, 1), (2, 0)):
        studio.modeller(
            """(m, [source, target]) => {
              const steps = m.get('elementRegistry').filter((each) => /Task$/.test(each.type));
              m.get('modeling').connect(steps[source], steps[target]);
            }""",
            [source, target],
        )
    assert studio.modeller(CROSSED) == 0
    studio.modeller(
        """(m) => {
          const last = m.get('elementRegistry').filter((each) => /Task$/.test(each.type))[3];
          m.get('modeling').moveElements([last], { x: 40, y: 0 });
        }"""
    )
    assert studio.modeller(CROSSED) == 0
    studio.saved()
