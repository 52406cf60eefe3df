"""The accessibility statement says what is true: each gap is looked for, on the page that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from engine.terms import Role
from tests.browser.examine import WIDTHS
from tests.web.conftest import World
from webui import accessibility_gaps
from webui.accessibility_gaps import GAPS, Gap, open_gaps

ROOT = Path(__file__).parents[2]
STEP = "Meldung aufnehmen"


def diagrams_are_closed(world: World) -> bool:
    """On /prozesse/hamm: a drawing, which no step of the path can be reached in; the steps stand beside it."""
    tree = html.fromstring(world.client(Role.ENTWURF).get("/prozesse/hamm").data)
    hosts = tree.xpath("//*[@data-bpmn-url]")
    beside = [cell for cell in tree.xpath("//main//td | //main//li") if STEP in cell.text_content()]
    assert hosts and beside, "the alternative that the statement names must be there"
    return not any(STEP in host.text_content() for host in hosts)


def german_is_not_marked(world: World) -> bool:
    """On /prozesse/hamm in English: names of steps without a language of their own."""
    client = world.client(Role.ENTWURF)
    client.set_cookie("sprache", "en")
    tree = html.fromstring(client.get("/prozesse/hamm").data)
    assert tree.get("lang") == "en"
    cells = [node for node in tree.xpath("//main//*[not(*)]") if STEP in (node.text or "")]
    assert cells
    return any(not node.xpath("ancestor-or-self::*[@lang='de']") for node in cells)


def no_easy_language(world: World) -> bool:
    """On every page: no link in the footer to a page in Leichte Sprache or Gebärdensprache."""
    tree = html.fromstring(world.client(None).get("/barrierefreiheit").data)
    links = " ".join(link.text_content() for link in tree.xpath("//a")).casefold()
    return not ("leichte sprache" in links and "gebärdensprache" in links)


PROBES: Mapping[str, Callable[[World], bool]] = {
    "diagrams": diagrams_are_closed,
    "language_of_parts": german_is_not_marked,
    "easy_language": no_easy_language,
}


def test_every_gap_has_a_probe_and_every_probe_a_gap() -> None:
    assert sorted(PROBES) == sorted(gap.key for gap in GAPS)


@pytest.mark.parametrize("gap", GAPS, ids=lambda gap: gap.key)
def test_a_gap_stands_until_it_is_named_as_mended(world: World, gap: Gap) -> None:
    """A gap named as mended that still stands fails, and so does one that is mended and still named."""
    assert PROBES[gap.key](world) is (gap.mended is None)


def shown(world: World, language: str = "de") -> list[str]:
    client = world.client(None)
    client.set_cookie("sprache", language)
    return [str(key) for key in html.fromstring(client.get("/barrierefreiheit").data).xpath("//@data-gap")]


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_names_the_open_gaps_and_no_others(world: World, language: str) -> None:
    assert shown(world, language) == [gap.key for gap in GAPS if gap.mended is None]


def test_a_mended_gap_leaves_the_page_and_without_gaps_the_page_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    mended = [Gap(gap.key, gap.part, gap.reason, gap.instead, gap.criterion, date(2026, 12, 1)) for gap in GAPS]
    monkeypatch.setattr(accessibility_gaps, "GAPS", (mended[0], *GAPS[1:]))
    assert shown(world) == [gap.key for gap in GAPS[1:]]
    monkeypatch.setattr(accessibility_gaps, "GAPS", tuple(mended))
    page = world.client(None).get("/barrierefreiheit").text
    assert "erfüllt Schlichtwerk die Anforderungen." in page and "teilweise" not in page


def test_the_statement_has_what_the_law_asks_for(world: World) -> None:
    """BGG NRW § 10b (2): parts, reasons, alternatives; form and contact; ombuds procedure with its contact."""
    tree = html.fromstring(world.client(None).get("/barrierefreiheit?kommune=hamm").data)
    page = " ".join(tree.xpath("//main")[0].text_content().split())
    with world.app.test_request_context():
        for gap in open_gaps():
            for said in (gap.part, gap.reason, gap.instead):
                assert str(said) in page
    links = tree.xpath("//main//a/@href")
    assert "/barrierefreiheit/melden?kommune=hamm" in links
    assert "https://www.lbbp.nrw.de/ombudsstelle" in links
    assert "mailto:ombudsstelle-barrierefreie-it@mags.nrw.de" in links
    assert f"{accessibility_gaps.ASSESSED_ON:%d.%m.%Y}" in page and "teilweise" in page


def test_the_self_assessment_is_not_older_than_a_year(world: World) -> None:
    assert (world.clock.now().date() - accessibility_gaps.ASSESSED_ON).days < 365


def test_what_the_statement_says_was_checked_is_in_the_browser_tests() -> None:
    pages = (ROOT / "tests/browser/pages.py").read_text("utf-8")
    walks, looks = ((ROOT / f"tests/browser/{name}.py").read_text("utf-8") for name in ("test_access", "examine"))
    for path in ("/impressum", "/datenschutz", "/barrierefreiheit", "/barrierefreiheit/melden"):
        assert f'"{path}' in pages
    assert {1280, 320} <= set(WIDTHS) and "in_the_light(" in looks and "in_the_dark(" in looks
    assert "examine(" in walks and "keyboard_alone" in walks
