"""docs/einen-prozess-entwerfen.md: its example is published as it stands, its links and pictures are there."""

from __future__ import annotations

import re
from pathlib import Path

from engine.catalogue.rehearsing import rehearse_files
from tests.kit.house import House

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "einen-prozess-entwerfen.md"
TEXT = PAGE.read_text("utf-8")
EXAMPLE = PAGE.parent / "beispiele" / "talbrueck.bpmn"
FORM = EXAMPLE.with_suffix("") / "anliegen.form"
PICTURE_BYTES = 150_000


def test_the_example_can_be_published_as_a_municipality_of_its_own(house: House) -> None:
    done = house.publish(EXAMPLE.read_bytes(), EXAMPLE.name, (FORM.name, FORM.read_bytes()))
    assert (done.slug, done.name, done.municipality) == ("talbrueck", "Stadt Talbrück", "05999000")


def test_the_rehearsals_of_the_example_pass_all_of_it() -> None:
    report = rehearse_files([EXAMPLE])
    assert [each.message for each in report.rehearsals] == ["", ""]
    assert report.passed and all(each.whole for each in report.coverage)


def test_what_the_page_quotes_of_the_example_stands_in_it() -> None:
    (quoted,) = re.findall(r"```xml\n(.*?)```", TEXT, re.DOTALL)
    lines = {line.strip() for line in EXAMPLE.read_text("utf-8").splitlines()}
    assert [line for line in quoted.splitlines() if line.strip() not in lines] == []


def test_links_lead_somewhere() -> None:
    headings = {re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-") for line in TEXT.splitlines()}
    targets = re.findall(r"\]\(([^)]+)\)", TEXT)
    assert [t for t in targets if t.startswith("#") and t[1:] not in headings] == []
    files = [t.split("#")[0] for t in targets if not t.startswith("#")]
    assert [t for t in files if not (PAGE.parent / t).exists()] == []


def test_every_picture_is_shown_with_words_and_is_small() -> None:
    shown = {name: words for words, name in re.findall(r"!\[([^\]]*)\]\(images/([^)]+)\)", TEXT)}
    made = {path.name: path.stat().st_size for path in (PAGE.parent / "images").glob("entwerfen-*.png")}
    assert shown.keys() == made.keys() and len(made) <= 12
    assert all(len(words) > 20 for words in shown.values())
    assert [name for name, size in made.items() if size > PICTURE_BYTES] == []
