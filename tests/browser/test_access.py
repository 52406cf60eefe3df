"""Every page for everybody: axe finds nothing, 320 pixels are enough, and so is a keyboard."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.accounts.demo import PASSWORD
from tests.browser.conftest import ROOT, LiveServer
from tests.browser.desk import Desk
from tests.browser.examine import examine
from tests.browser.pages import IN_ENGLISH, PAGES, resolve
from webui.language import COOKIE

DeskOf = Callable[[str], Desk]
TOMORROW = datetime.now(ZoneInfo("Europe/Berlin")).date() + timedelta(days=1)


@pytest.fixture(scope="module")
def stranger(live_server: LiveServer, browser: Browser) -> Iterator[Desk]:
    desk = Desk(browser, live_server.url)
    yield desk
    desk.close()


@pytest.mark.parametrize(("login", "path"), PAGES)
def test_axe_finds_nothing_at_any_size_in_light_and_dark(
    desk_of: DeskOf, stranger: Desk, login: str, path: str
) -> None:
    desk = desk_of(login) if login else stranger
    desk.open(resolve(desk, path))
    examine(desk.page)


@pytest.mark.parametrize(("login", "path"), IN_ENGLISH)
def test_axe_finds_nothing_in_english(desk_of: DeskOf, live_server: LiveServer, login: str, path: str) -> None:
    desk = desk_of(login)
    address = resolve(desk, path)
    desk.context.add_cookies([{"name": COOKIE, "value": "en", "url": live_server.url}])
    try:
        desk.open(address)
        expect(desk.page.locator("html")).to_have_attribute("lang", "en")
        examine(desk.page)
    finally:
        desk.context.clear_cookies(name=COOKIE)


UNCHOOSE = "all => all.forEach((each) => { each.checked = false; each.required = false; })"


def test_a_path_with_several_starts(live_server: LiveServer, browser: Browser) -> None:
    """Where a report came in: the question, and the refusal when it stays unanswered."""
    assert live_server.run("publish", str(ROOT / "processes" / "duisburg.bpmn")).returncode == 0
    wanted = ("--municipality", "duisburg", "--role", "koordination", "--group", "bezirk_hochfeld", "--json")
    made = json.loads(live_server.run("account", "create", "hanna", *wanted).stdout)
    desk = Desk(browser, live_server.url).sign_in("hanna", made["initial_password"])
    desk.open("/vorgaenge/neu")
    expect(desk.page.get_by_role("radio")).not_to_have_count(0)
    examine(desk.page)
    desk.page.get_by_role("radio").evaluate_all(UNCHOOSE)
    desk.press("Meldung aufnehmen")
    expect(desk.page.get_by_role("alert")).to_be_visible()
    examine(desk.page)
    desk.close()


def test_a_draft_a_follow_up_and_a_view(desk_of: DeskOf) -> None:
    """What people put aside: the task with a draft, the list with what waits, the views one keeps."""
    desk = desk_of("vertretung")
    az = desk.report("Kommt nächste Woche wieder")
    desk.open_task("Sicherheit sofort prüfen", az).answer("Woran machen Sie das fest?", "Noch unklar.")
    desk.press("Zwischenspeichern")
    expect(desk.main).to_contain_text("Entwurf")
    examine(desk.page)
    desk.open_task("Sicherheit sofort prüfen", az)
    expect(desk.main).to_contain_text("Das ist Ihr Entwurf")
    desk.page.get_by_label("Wiedervorlage am").fill(TOMORROW.isoformat())
    desk.press("Zur Wiedervorlage legen")
    desk.open("/aufgaben?frist=follow_up")
    desk.page.get_by_text("Diese Ansicht merken").click()
    examine(desk.page)
    desk.page.get_by_label("Name der Ansicht").fill("Liegt bereit")
    desk.press("Merken")
    expect(desk.page.get_by_role("link", name="Liegt bereit")).to_be_visible()
    examine(desk.page)


WORSE = """() => {
  // Hard to read in the dark of a narrow window, and a button without a name from a middling one on.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`.test-nameless { display: none; }
    @media (max-width: 400px) and (prefers-color-scheme: dark) { h1 { color: #332f2b !important; } }
    @media (max-width: 800px) { .test-nameless { display: block; } }`);
  document.adoptedStyleSheets = [sheet];
  const button = document.querySelector("main").appendChild(document.createElement("button"));
  button.className = "test-nameless";
}"""


def test_what_is_wrong_at_one_look_alone_is_found(stranger: Desk) -> None:
    stranger.open("/gibt-es-nicht")
    examine(stranger.page)
    stranger.page.evaluate(WORSE)
    with pytest.raises(AssertionError) as found:
        examine(stranger.page)
    said = str(found.value)
    assert "320 px, dark: color-contrast" in said and "768 px, light: button-name" in said
    assert "light: color-contrast" not in said and "1280 px" not in said


def test_the_dark_pages_are_dark(desk_of: DeskOf) -> None:
    page = desk_of("koordination").page
    desk_of("koordination").open("/aufgaben")
    assert min(page.evaluate(BACKGROUND)) > 200
    page.emulate_media(color_scheme="dark")
    assert max(page.evaluate(BACKGROUND)) < 80
    page.emulate_media(color_scheme="light")


BACKGROUND = """() => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.fillStyle = getComputedStyle(document.body).backgroundColor;
  pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
}"""


def test_a_form_with_errors(desk_of: DeskOf) -> None:
    desk = desk_of("koordination")
    desk.open(resolve(desk, "task:Clearing durchführen"))
    desk.press("Abschließen")
    expect(desk.page.get_by_role("alert")).to_be_focused()
    examine(desk.page)
    first = desk.page.get_by_role("alert").get_by_role("link").first
    first.press("Enter")
    focused = desk.page.locator(":focus")
    expect(focused).to_have_attribute("aria-invalid", "true")
    described = str(focused.get_attribute("aria-describedby")).split()
    assert any("Fehler" in desk.page.locator(f'[id="{id}"]').inner_text() for id in described)


def test_findings_of_a_refused_upload(desk_of: DeskOf) -> None:
    desk = desk_of("entwurf")
    desk.open("/prozesse/hochladen")
    file = {"name": "kaputt.bpmn", "mimeType": "application/xml", "buffer": b"<a>"}
    desk.page.get_by_label("Dateien").set_input_files(file)  # type: ignore[arg-type]
    desk.press("Prüfen und veröffentlichen")
    expect(desk.page.get_by_role("alert")).to_be_visible()
    examine(desk.page)


def test_a_refused_login(stranger: Desk) -> None:
    stranger.open("/anmelden")
    stranger.press("Anmelden")
    expect(stranger.page.get_by_role("alert")).to_be_visible()
    examine(stranger.page)


def test_a_lost_race_and_a_new_password(desk_of: DeskOf) -> None:
    karla, viktor = desk_of("koordination"), desk_of("vertretung")
    az = karla.report("Wettlauf")
    viktor.open_task("Eingang bestätigen", az).fill_in({})
    karla.do("Eingang bestätigen", az)
    viktor.press("Abschließen")
    expect(viktor.page.get_by_role("alert")).to_contain_text("Karla Beispiel")
    examine(viktor.page)


def test_empty_lists(live_server: LiveServer, browser: Browser, desk_of: DeskOf) -> None:
    """Whoever starts here finds out what to do; and the page with the new password."""
    admin = desk_of("verwaltung")
    admin.open("/verwaltung/konten/neu")
    admin.page.get_by_label("Name", exact=True).fill("Nele Neu")
    admin.page.get_by_label("Kontoname").fill("nele")
    admin.page.get_by_label("Beratung", exact=True).check()
    admin.press("Konto anlegen")
    password = admin.page.locator(".sw-password").inner_text()
    examine(admin.page)
    nele = Desk(browser, live_server.url).sign_in_first("nele", password)
    for path, sentence in (("/aufgaben", "Gerade ist nichts zu tun"), ("/vorgaenge", "Noch keine Vorgänge")):
        nele.open(path)
        expect(nele.main).to_contain_text(sentence)
        examine(nele.page)
    nele.close()


# ------------------------------------------------------------------ the keyboard
def tab_to(page: Page, name: str, *, most: int = 60) -> None:
    """Presses Tab until the element with this text or label has the focus; every stop must be visible and marked."""
    page.wait_for_load_state("load")  # without its styles nothing is marked
    last = ""
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        within = focus["kind"] == "date" and focus["name"] == last  # the browser marks a date's own parts
        assert focus["marked"] or within, f"no visible focus on {focus['name']}"
        last = focus["name"]
        if focus["name"].startswith(name):
            return
    raise AssertionError(f"Tab never reaches {name}")


FOCUS = """() => {
  const element = document.activeElement;
  const label = element.labels?.[0]?.innerText ?? element.getAttribute("aria-label") ?? element.innerText ?? "";
  const before = (style) => [
    style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
    style.boxShadow !== "none",
  ];
  const box = element.getBoundingClientRect();
  const looks = [element, element.parentElement, element.nextElementSibling].filter(Boolean)
    .flatMap((each) => before(getComputedStyle(each)));
  return { kind: element.type, name: label.trim(), marked: looks.includes(true) && box.width > 0 && box.height > 0 };
}"""


def test_signing_in_and_completing_a_task_with_the_keyboard_alone(live_server: LiveServer, browser: Browser,
                                                                  desk_of: DeskOf) -> None:  # fmt: skip
    az = desk_of("koordination").report("Nur mit der Tastatur")
    desk = Desk(browser, live_server.url)
    page = desk.page
    desk.open("/anmelden")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["name"] == "Zum Inhalt springen"
    page.keyboard.press("Enter")
    tab_to(page, "Kontoname")
    page.keyboard.type("koordination")
    tab_to(page, "Kennwort")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Aufgaben")
    desk.open(resolve(desk, f"case:{az}"))
    tab_to(page, "Sicherheit sofort prüfen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sicherheit sofort prüfen")
    tab_to(page, "keine Hinweise auf Gefahr")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    desk.settle()
    expect(page.get_by_label("Hinweise, aber nicht sicher")).to_be_checked()
    expect(page.get_by_label("Woran machen Sie das fest?")).to_be_visible()
    tab_to(page, "Woran machen Sie das fest?")
    page.keyboard.type("Der Nachbar klang verzweifelt.")
    tab_to(page, "Abschließen")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Die Aufgabe ist abgeschlossen.")).to_be_visible()
    desk.close()
