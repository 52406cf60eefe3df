"""The numbers of a path on its page: on the drawing, as a table, as a file, and nothing where nothing may be said."""

from __future__ import annotations

import json
import re

from lxml import html

from engine import casework
from engine.terms import Actor, Role, TenantId
from tests.kit.paths import HAMM
from tests.web.conftest import World


def begin(world: World, cases: int) -> None:
    """Cases of Hamm's whose report has been taken down."""
    with world.platform.command(Actor.operator()) as uow:
        numbers = [casework.start_case(uow, casework.StartCase(TenantId(HAMM))).aktenzeichen for _ in range(cases)]
    assert len(set(numbers)) == cases


def test_few_cases_have_no_numbers_and_the_page_says_why(world: World) -> None:
    page = world.client(Role.ENTWURF).get("/prozesse/hamm").text
    assert "weniger als fünf Vorgänge" in page
    assert json.loads(html.fromstring(page).xpath("//@data-figures")[0]) == {}


def test_the_drawing_the_table_and_the_file_say_the_same(world: World) -> None:
    begin(world, 8)
    designer = world.client(Role.ENTWURF)
    page = html.fromstring(designer.get("/prozesse/hamm").text)
    figures = json.loads(page.xpath("//@data-figures")[0])
    first = next(figure for figure in figures.values() if "×" in figure["text"])
    often = first["text"].split("×")[0]
    name = first["title"].split(":")[0]
    row = page.xpath(f"//section[@aria-labelledby='zahlen-titel']//tr[.//*[text()='{name}']]")[0]
    assert row.xpath("string(td[2])").split() == [often]
    drawing = designer.get("/prozesse/hamm/zeichnung.svg?zahlen=1").text
    assert f"{often}×" in drawing and "data-figure-of" in drawing
    assert "data-figure-of" not in designer.get("/prozesse/hamm/zeichnung.svg").text
    never = page.xpath("//section[@aria-labelledby='zahlen-titel']//tr[td[2]//span[text()='0']]")
    assert never and all("–" in row.xpath("string(td[3])") and "." not in row.xpath("string(td[4])") for row in never)
    file = designer.get("/prozesse/hamm/zahlen.csv")
    assert file.mimetype == "text/csv" and f"Schritt;{name};;{often};" in file.text


def test_no_number_stands_at_a_mediation(world: World) -> None:
    begin(world, 8)
    for role in (Role.KOORDINATION, Role.MEDIATION, Role.ENTWURF, Role.LAKI):
        client = world.client(role)
        page = html.fromstring(client.get("/prozesse/hamm").text)
        section = page.xpath("//section[@aria-labelledby='zahlen-titel']")[0].text_content()
        assert "Sitzung halten" not in section and "Pool" not in section
        marked = {key for given in page.xpath("//@data-figures") for key in json.loads(given)}
        assert not {key for key in marked if "mediation" in key.lower()}
        assert "Sitzung halten" not in client.get("/prozesse/hamm/zahlen.csv").text


def test_without_scripts_steps_say_what_they_are_about(world: World) -> None:
    page = html.fromstring(world.client(Role.KOORDINATION).get(f"/vorgaenge/{world.aktenzeichen}").text)
    step = page.xpath("//li[contains(@class, 'sw-step')][.//details]")[0]
    assert "Worum es geht" in step.text_content() and "Frist:" in page.text_content()
    notes = json.loads(page.xpath("//@data-notes")[0])
    assert any(note["text"] and note["who"] for note in notes.values())


def test_both_drawings_of_a_draft_mark_what_differs(world: World) -> None:
    designer = world.client(Role.ENTWURF)
    home = designer.post("/werkstatt/neu", data={"grundlage": "version", "kommune": "hamm", "name": "U"}).location
    before = designer.get(f"{home}/datei/hamm.bpmn").text
    after = before.replace('name="Clearing durchführen"', 'name="Klärung"', 1)
    assert after != before
    designer.post(f"{home}/datei/hamm.bpmn", json={"revision": 1, "content": after})
    for side in ("bisher", "kuenftig"):
        svg = designer.get(f"{home}/unterschied/{side}.svg?version=1").text
        assert svg.count('data-state="changed"') == 1 and "geändert" in svg
    shape = re.search(r'<bpmndi:BPMNShape [^>]*bpmnElement="clearing".*?</bpmndi:BPMNShape>', after, re.DOTALL)
    assert shape is not None
    fresh = shape[0].replace('"clearing"', '"nachtrag"').replace('id="', 'id="neu_')
    step = '<bpmn:userTask id="nachtrag" name="Nachtrag" /></bpmn:process>'
    more = after.replace("</bpmn:process>", step, 1).replace(shape[0], shape[0] + fresh)
    assert designer.post(f"{home}/datei/hamm.bpmn", json={"revision": 2, "content": more}).status_code == 200
    svg = designer.get(f"{home}/unterschied/kuenftig.svg?version=1").text
    assert 'data-element-id="nachtrag" data-state="new"' in svg and "Nachtrag: neu" in svg
    page = designer.get(f"{home}/veroeffentlichen").text
    assert "sw-legend" in page and "unterschied/bisher.svg" in page
