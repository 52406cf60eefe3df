"""The form editor: shows, saves, speaks German, keeps what designers wrote."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from engine.formdefs.model import CONTAINER_TYPES, DISPLAY_TYPES, INPUT_TYPES, UNOFFERED_TYPES
from tests.browser.desk import Desk
from tests.browser.studio import ROOT, Studio, complaints, hamm, open_draft
from tests.browser.test_access import examine

DeskOf = Callable[[str], Desk]
FORM = "clearing.form"
OWN = "Text field"  # what the editor calls a component, and here a designer's own label


@pytest.fixture
def studio(desk_of: DeskOf) -> Studio:
    desk = desk_of("entwurf")
    content = (ROOT / "forms" / "definitions" / FORM).read_bytes()
    return Studio(desk, open_draft(desk, [hamm(), (FORM, content)]), f"formular/{FORM}")


def change(studio: Studio, label: str) -> None:
    studio.page.evaluate(
        """(label) => {
          const editor = document.querySelector('[data-editor]').editor.editor;
          const field = editor.get('formFieldRegistry').getAll().find((each) => each.type === 'select');
          editor.get('modeling').editFormField(field, { label });
        }""",
        label,
    )


def test_a_label_is_changed_and_all_else_is_kept(studio: Studio) -> None:
    heard = complaints(studio.page)
    before = json.loads(studio.stored(FORM))
    change(studio, OWN)
    studio.saved()
    after = json.loads(studio.stored(FORM))
    assert json.dumps(after).count(f'"label": "{OWN}"') == 1
    keys = ("id", "type", "schemaVersion")
    assert {key: after[key] for key in keys} == {key: before[key] for key in keys}
    expect(studio.page.locator(".fjs-form-field label").filter(has_text=OWN).first).to_be_visible()
    assert heard == []


def test_the_editor_speaks_german(studio: Studio) -> None:
    palette = studio.page.locator(".fjs-palette-container")
    expect(palette).to_contain_text("Textfeld")
    studio.page.locator(".fjs-form-field-select").first.click()
    panel = studio.page.locator(".fjs-properties-container")
    expect(panel).to_contain_text("Allgemein")
    studio.page.evaluate(
        "document.querySelectorAll('.bio-properties-panel-group-header:not(.open)').forEach((each) => each.click())"
    )
    expect(panel).to_contain_text("Beschriftung")
    for english in ("General", "Field label", "Required", "Condition", "Custom properties", "Options source"):
        expect(panel.get_by_text(english, exact=True)).to_have_count(0)
    for english in ("Text field", "Components", "Selection", "Checkbox"):
        expect(palette.get_by_text(english, exact=True)).to_have_count(0)


def test_axe_finds_nothing_on_the_page_of_a_form(studio: Studio) -> None:
    examine(studio.page)


LOOK = """async (types) => {
  const editor = document.querySelector('[data-editor]').editor.editor;
  const root = editor.get('formFieldRegistry').getAll().find((each) => each.type === 'default');
  const offered = new Set();
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  for (const type of types) {
    editor.get('selection').set(editor.get('modeling').addFormField({ type }, root, root.components.length));
    await drawn();
    await drawn();
    const panel = document.querySelector('.fjs-properties-container');
    panel.querySelectorAll('.bio-properties-panel-group-header:not(.open)').forEach((each) => each.click());
    await drawn();
    const entries = [...panel.querySelectorAll('[data-entry-id]')].map((each) => each.dataset.entryId);
    entries.forEach((each) => offered.add(each.replace(/^undefined-/, '')));
  }
  return [...offered].filter((each) => !/^staticOptions-/.test(each)).sort();
}"""
"""What the panel offers for fields of these types."""
READ = {
    *("label", "date-label", "description", "key", "path", "defaultValue", "decimalDigits", "subtype", "disabled"),
    *("readonly", "expression", "text", "content", "defaultRepetitions", "allowAddRemove", "valuesSource-select"),
    *("conditional-hide", "columns", "prefix-adorner", "suffix-adorner", "disallowPassedDates", "required"),
    *("validationType", "minLength", "maxLength", "pattern", "min", "max"),
    *("schutz-zone", "schutz-personenbezug", "schutz-zweck", "schutz-loeschklasse"),
}
"""What engine/formdefs reads of them, in the words of the panel."""


def test_palette_and_panel_offer_what_the_engine_reads(studio: Studio) -> None:
    fields = studio.page.locator(".fjs-palette-field").locator("visible=true")
    expect(fields.first).to_be_visible()
    offered = fields.evaluate_all("(all) => all.map((each) => each.dataset.fieldType)")
    known = INPUT_TYPES | CONTAINER_TYPES | DISPLAY_TYPES | {"expression"}
    assert set(offered) == known - UNOFFERED_TYPES
    assert set(studio.page.evaluate(LOOK, offered)) == READ


def test_what_is_typed_in_the_panel_keeps_the_focus_through_a_redraw(studio: Studio) -> None:
    page = studio.page
    page.locator(".fjs-palette-field[data-field-type=textfield]").click()
    page.locator(".bio-properties-panel-group-header", has_text="Allgemein").click()
    title, key = page.locator("#bio-properties-panel-label"), page.locator("#bio-properties-panel-key")
    title.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Was ist der Anlass?")
    key.click(click_count=3)
    # The label reaches the form a moment later, and with it comes a redraw.
    expect(page.locator(".fjs-form-field-textfield label").filter(has_text="Was ist der Anlass?")).to_be_visible()
    expect(key).to_be_focused()
    page.keyboard.type("anlass")
    expect(key).to_have_value("anlass")


def test_names_in_the_palette_are_whole_words(studio: Studio) -> None:
    heights = studio.page.locator(".fjs-palette-field-text").evaluate_all(
        "(names) => names.filter((each) => each.checkVisibility() && !each.innerText.includes(' '))"
        ".map((each) => each.getBoundingClientRect().height)"
    )
    assert heights
    assert max(heights) < 1.5 * min(heights)


def test_zone_and_purpose_have_fields_of_their_own_and_a_lock_says_why(desk_of: DeskOf) -> None:
    desk, name = desk_of("entwurf"), "eingangsbestaetigung.form"
    content = (ROOT / "forms" / "definitions" / name).read_bytes()
    studio = Studio(desk, open_draft(desk, [hamm(), (name, content)]), f"formular/{name}")
    reason = "Den Datenschutzhinweis bekommt jede Person, die sich meldet (Art. 13 und 14 DSGVO)"
    expect(studio.page.locator(".sw-locks li")).to_contain_text([f"Pflichtelement der Mustervorlage: {reason}"])
    locked = studio.page.locator(".fjs-element[data-field-type=checkbox]")
    assert locked.evaluate("(each) => getComputedStyle(each, '::after').display") != "none"
    locked.click()
    panel = studio.page.locator(".fjs-properties-container")
    studio.page.locator(".bio-properties-panel-group-header", has_text="Schutz und Datenschutz").click()
    expect(studio.page.locator(".sw-lock-note")).to_contain_text(reason)
    panel.get_by_label("Schutzzone").select_option("beratung")
    purpose = panel.get_by_label("Zweck")
    purpose.click()
    studio.page.keyboard.press("Control+a")
    studio.page.keyboard.type("Erste Rückmeldung")
    expect(purpose).to_have_value("Erste Rückmeldung")
    studio.saved()
    fields = json.loads(studio.stored(name))["components"]
    own = next(each for each in fields if each.get("key") == "datenschutzhinweis")["properties"]
    assert (own["zone"], own["zweck"]) == ("beratung", "Erste Rückmeldung")
