"""The BPMN modeller on a draft's page: what is drawn is checked, saved, and nothing else in the file changes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from engine.catalogue.origins.versions import TEMPLATES
from tests.browser.conftest import LiveServer
from tests.browser.desk import Desk
from tests.browser.studio import PROCESSES, Studio, complaints, hamm, open_draft
from tests.browser.test_access import examine

DeskOf = Callable[[str], Desk]
SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
"""Beside the checkout, where it has them."""
FOREIGN = ("camunda7/invoiceApproval.bpmn", "miwg/A.2.0.bpmn", "miwg/C.1.1.bpmn")
OTHERS = {
    **{name: PROCESSES / name for name in ("_library/beirat.bpmn", "_library/mediation.bpmn")},
    **{name: SAMPLES / name for name in FOREIGN if SAMPLES.is_dir()},
}
USABLE_SECONDS = 2.0


@pytest.fixture
def desk(desk_of: DeskOf) -> Desk:
    return desk_of("entwurf")


@pytest.fixture
def studio(desk: Desk) -> Studio:
    return Studio(desk, open_draft(desk, [hamm()]))


def changed_lines(before: bytes, after: bytes) -> list[str]:
    lines = difflib.unified_diff(before.decode().splitlines(), after.decode().splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_a_step_is_renamed_on_the_canvas_and_only_that_attribute_changes(studio: Studio) -> None:
    studio.bring("meldung")
    studio.element("meldung").dblclick()
    studio.page.keyboard.press("Control+a")
    studio.page.keyboard.type("Bericht annehmen")
    studio.page.keyboard.press("Enter")
    studio.saved()
    before = hamm()[1]
    assert studio.stored() == before.replace(b'name="Meldung aufnehmen"', b'name="Bericht annehmen"', 1)


def test_a_step_is_renamed_in_the_panel_and_undone(studio: Studio) -> None:
    studio.select("meldung")
    studio.field("Name").fill("Bericht annehmen")
    studio.field("ID").focus()
    studio.saved()
    assert b'name="Bericht annehmen"' in studio.stored()
    expect(studio.element("meldung")).to_contain_text("Bericht")
    studio.button("Rückgängig").click()
    expect(studio.button("Rückgängig")).to_be_disabled()
    expect(studio.element("meldung")).to_contain_text("Meldung")
    studio.unsaved()
    studio.saved()
    assert studio.stored() == hamm()[1]


def test_a_finding_and_a_step_of_the_outline_lead_to_their_element(desk: Desk) -> None:
    main = hamm()[1].replace(b'formId="fallberatung"', b'formId="gibt_es_nicht"')
    draft = open_draft(desk, [("hamm.bpmn", main)])
    desk.open(f"/werkstatt/{draft}")
    desk.page.get_by_role("row", name="gibt_es_nicht").get_by_role("link", name="Im Diagramm zeigen").click()
    expect(desk.page.locator('.djs-element.selected[data-element-id="fallberatung"]')).to_be_visible(timeout=30_000)
    desk.open(f"/werkstatt/{draft}/gliederung/element/clearing")
    desk.page.get_by_role("link", name="Im Diagramm zeigen").click()
    expect(desk.page.locator('.djs-element.selected[data-element-id="clearing"]')).to_be_visible(timeout=30_000)


RENAME = """(m) => {
  const element = m.get('elementRegistry').find((each) => each.businessObject.name && each.type !== 'label'
    && !each.labelTarget && each.businessObject.$instanceOf('bpmn:FlowNode'));
  m.get('modeling').updateProperties(element, { name: 'Neu benannt' });
  return [element.id, element.type];
}"""


@pytest.mark.parametrize("path", OTHERS.values(), ids=OTHERS.keys())
def test_a_rename_changes_one_attribute_in_every_dialect(desk: Desk, path: Path) -> None:
    main, other = hamm(), path.read_bytes()
    draft = open_draft(desk, [main, ("probe.bpmn", other)])
    studio = Studio(desk, draft, "diagramm?datei=probe.bpmn")
    assert studio.stored("probe.bpmn") == other
    studio.modeller(RENAME)
    studio.saved()
    stored = studio.stored("probe.bpmn")
    removed, added = [line[1:] for line in changed_lines(other, stored)]
    name = re.search(r'name="[^"]*"', added)
    assert name and "Neu benannt" in added
    assert [re.sub(r'name="[^"]*"', "", line, count=1) for line in (removed, added)] == [
        re.sub(r'name="[^"]*"', "", added, count=1)
    ] * 2


def test_a_finding_appears_on_the_element_and_in_the_list(studio: Studio) -> None:
    expect(studio.page.locator("[data-findings]")).to_contain_text("Keine Befunde")
    studio.modeller("(m) => m.get('modeling').removeElements([m.get('elementRegistry').get('meldung').outgoing[0]])")
    findings = studio.page.locator("[data-findings]")
    expect(findings).to_have_attribute("data-count", re.compile("[1-9]"))
    expect(studio.page.locator(".sw-mark-finding").first).to_be_visible()
    findings.get_by_role("button").first.click()
    assert studio.modeller("(m) => m.get('selection').get().length") == 1
    studio.button("Rückgängig").click()
    expect(findings).to_contain_text("Keine Befunde")
    expect(studio.page.locator(".sw-mark-finding")).to_have_count(0)


def test_own_properties_are_written_where_the_file_format_says(studio: Studio) -> None:
    studio.select("meldung")
    studio.field("Frist").fill("3 AT")
    studio.field("Stufe").select_option("clearing")
    studio.saved()
    lines = changed_lines(hamm()[1], studio.stored())
    assert [line[1:].strip() for line in lines if line[0] == "+"] == [
        '<zeebe:property name="frist" value="3 AT" />',
        '<zeebe:property name="stufe" value="clearing" />',
    ]
    studio.field("Frist").fill("")
    studio.unsaved()
    studio.saved()
    task = studio.stored().split(b'<bpmn:userTask id="meldung"')[1].split(b"</bpmn:userTask>")[0]
    assert b'name="frist"' not in task


def test_what_its_template_locks_bears_a_sign_in_a_clone(studio: Studio) -> None:
    said = "Pflichtelement der Mustervorlage: Die Sicherheit wird in jedem Fall zuerst geprüft."
    expect(studio.page.get_by_role("img", name=said, exact=True)).to_be_visible()
    studio.select("sicherheitspruefung")
    expect(studio.field("Frist")).to_be_visible()
    expect(studio.field("Pflichtelement")).to_have_count(0)


def test_a_template_says_in_the_panel_what_is_locked(desk: Desk) -> None:
    studio = Studio(desk, open_draft(desk, [("hamm.bpmn", (TEMPLATES / "tandem.bpmn").read_bytes())]))
    studio.select("sicherheitspruefung")
    expect(studio.field("Pflichtelement")).to_have_value("Die Sicherheit wird in jedem Fall zuerst geprüft.")
    studio.field("Pflichtelement").fill("Sicherheit zuerst")
    studio.saved()
    assert b'name="pflicht" value="Sicherheit zuerst"' in studio.stored()


def test_whoever_saves_second_is_told_who_was_first_and_overwrites_nothing(
    live_server: LiveServer, browser: Browser, studio: Studio
) -> None:
    other = Desk(browser, live_server.url, "entwurf")
    first = Studio(other, studio.draft)
    first.modeller(
        "(m) => m.get('modeling').updateProperties(m.get('elementRegistry').get('meldung'), {name: 'Zuerst'})"
    )
    first.saved()
    studio.modeller(
        "(m) => m.get('modeling').updateProperties(m.get('elementRegistry').get('meldung'), {name: 'Danach'})"
    )
    banner = studio.page.get_by_role("alert")
    expect(banner).to_contain_text("Enno Beispiel")
    expect(banner).to_contain_text("überschrieben wurde nichts")
    assert b'name="Zuerst"' in studio.stored()
    with studio.page.expect_download() as download:
        studio.button("Meine Fassung herunterladen").click()
    assert b'name="Danach"' in download.value.path().read_bytes()
    studio.button("Aktuellen Stand laden").click()
    expect(studio.element("meldung")).to_contain_text("Zuerst", timeout=20_000)
    other.close()


def test_what_a_lost_connection_kept_back_is_offered_on_the_next_visit(studio: Studio) -> None:
    page = studio.page

    def lost(route: Route) -> None:
        if route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    page.route("**/datei/*", lost)
    studio.modeller(
        "(m) => m.get('modeling').updateProperties(m.get('elementRegistry').get('meldung'), {name: 'Offline'})"
    )
    expect(page.get_by_role("alert")).to_contain_text("Keine Verbindung")
    assert studio.stored() == hamm()[1]
    page.unroute("**/datei/*")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    studio.wait()
    expect(page.get_by_role("alert")).to_contain_text("den Server nicht erreicht")
    expect(studio.element("meldung")).to_contain_text("Meldung")
    studio.button("Mit meiner Fassung weiterarbeiten").click()
    expect(studio.element("meldung")).to_contain_text("Offline")
    studio.saved()
    assert b'name="Offline"' in studio.stored()


def test_nothing_is_blocked_and_the_watermark_stays(desk: Desk, studio: Studio) -> None:
    heard = complaints(desk.page)
    desk.page.reload()
    studio.wait()
    studio.select("meldung")
    expect(desk.page.locator(".bjs-powered-by")).to_be_visible()
    policy = str(desk.page.request.get(desk.page.url).headers["content-security-policy"])
    assert "style-src-attr 'unsafe-inline'" in policy
    elsewhere = desk.page.request.get(f"{desk.url}/prozesse").headers["content-security-policy"]
    assert "unsafe" not in elsewhere
    assert heard == []


def test_the_modeller_is_usable_soon_from_a_warm_cache(studio: Studio) -> None:
    """Load of the script to the drawn diagram, as the browser's own clock says."""
    studio.page.reload()
    studio.wait()
    seconds = int(str(studio.page.locator("[data-editor]").get_attribute("data-usable-after"))) / 1000
    assert seconds < USABLE_SECONDS * 3, "a loaded machine gets three times the time"


def test_axe_finds_nothing_while_an_element_is_selected(studio: Studio) -> None:
    studio.select("meldung")
    examine(studio.page)
