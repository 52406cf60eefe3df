"""The publishing page: nothing is published twice, what was a mistake is taken back, and a finding says where it is."""

from __future__ import annotations

import io
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from engine import catalogue
from engine.catalogue import library
from engine.catalogue.files import FORMS as DEFINITIONS
from engine.catalogue.files import LIBRARY
from engine.terms import Actor, Role
from tests.web.conftest import HAMM_FILE, World
from webui.security import MAX_UPLOAD

SLUG = "hamm"


@pytest.fixture
def designer(world: World) -> FlaskClient:
    return world.client(Role.ENTWURF)


def changed_draft(designer: FlaskClient, step: str) -> str:
    """Address of a draft of Hamm's path in which one step is called otherwise, not like any published version."""
    home = designer.post("/werkstatt/neu", data={"grundlage": "version", "kommune": SLUG, "name": "P"}).location
    answer = designer.get(f"{home}/datei/{SLUG}.bpmn")
    after = answer.text.replace('name="frist" value="5 AT"', f'name="frist" value="{step}"', 1)
    saved = designer.post(f"{home}/datei/{SLUG}.bpmn", json={"revision": 1, "content": after})
    assert saved.status_code == 200
    return str(home)


def publish(designer: FlaskClient, home: str) -> tuple[int, str]:
    answer = designer.post(f"{home}/veroeffentlichen", data={"revision": 2})
    return answer.status_code, said(answer.text) if answer.status_code != 302 else ""


def said(page: str) -> str:
    return " ".join(html.fromstring(page).xpath("//main")[0].text_content().split())


def newest(world: World) -> int:
    with world.platform.query(Actor.operator()) as uow:
        return next(line.version for line in catalogue.process_list(uow) if line.slug == SLUG)


def test_a_second_press_or_another_tab_publishes_nothing_more_and_says_what_is(
    designer: FlaskClient, world: World
) -> None:
    home = changed_draft(designer, "4 AT")
    other = designer.get(f"{home}/veroeffentlichen").text  # the other tab, and what the back button shows
    assert "Als Version 2 veröffentlichen" in said(other)
    assert publish(designer, home)[0] == 302
    status, page = publish(designer, home)
    assert status == 409 and "schon als Version 2 veröffentlicht" in page
    assert "Als Version 3 veröffentlichen" not in page and "Version 2 zurücknehmen" in page
    assert newest(world) == 2


def test_whoever_published_by_mistake_takes_back_with_one_click_from_there(designer: FlaskClient) -> None:
    home = changed_draft(designer, "3 AT")
    assert publish(designer, home)[0] == 302
    page = html.fromstring(designer.get(f"{home}/veroeffentlichen").text)
    [form] = page.xpath("//form[contains(@action, 'zuruecknehmen')]")
    done = designer.post(form.get("action"), data=dict(form.form_values()), follow_redirects=True)
    version = form.fields["version"]
    assert f"Version {version} ist zurückgenommen." in said(done.text)
    assert "zurücknehmen" not in said(designer.get(f"{home}/veroeffentlichen").text)


def test_a_finding_in_a_shared_file_says_whose_it_is(
    designer: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = shutil.copytree(LIBRARY, tmp_path / "_library")
    for file in shared.glob("*.bpmn"):
        lost = '<bpmn:userTask id="verirrt" name="Verirrt" /></bpmn:process>'
        file.write_text(file.read_text("utf-8").replace("</bpmn:process>", lost), "utf-8")
    home = changed_draft(designer, "2 AT")
    own = said(designer.get(f"{home}/veroeffentlichen").text)
    assert "gehört nicht zum Entwurf" not in own
    monkeypatch.setattr(library, "LIBRARY", shared)
    for address in (home, f"{home}/veroeffentlichen"):
        rows = html.fromstring(designer.get(address).text).xpath("//tr[contains(., 'Verirrt')]")
        told = [" ".join(row.text_content().split()) for row in rows]
        assert told and all(".bpmnZeile" in row and "gehört nicht zum Entwurf" in row for row in told)


def test_a_diagram_of_ten_megabytes_is_opened_checked_and_published_or_refused_in_words(
    designer: FlaskClient, world: World
) -> None:
    """Nearly the largest that is read; what is larger gets a sentence. Meanwhile others are served."""
    content = HAMM_FILE.read_bytes().replace(b'value="5 AT"', b'value="1 AT"', 1)
    comment = b"<!-- " + b"x" * 991 + b" -->\n"
    large = content + comment * ((MAX_UPLOAD - len(content) - 4096) // len(comment))

    def upload(sent: bytes) -> TestResponse:
        data = {"grundlage": "datei", "name": "P", "dateien": (io.BytesIO(sent), "hamm.bpmn")}
        return designer.post("/werkstatt/neu", data=data)

    refused = upload(large + comment * 12)
    assert refused.status_code == 413 and "10 MB" in said(refused.text)
    home = upload(large).location
    with ThreadPoolExecutor(1) as pool:
        page = pool.submit(designer.get, home)
        others = world.client(Role.KOORDINATION)
        served = 0
        while not page.done() or not served:
            assert others.get("/aufgaben").status_code == 200
            served += 1
    assert "keinen Fehler" in said(designer.get(f"{home}/veroeffentlichen").text) and page.result().status_code == 200
    for view in ("diagramm", "gliederung", "dateien", "probelauf", "veroeffentlichen/zeichnung.svg"):
        assert designer.get(f"{home}/{view}").status_code == 200
    assert designer.post(f"{home}/veroeffentlichen", data={"revision": 1, "trotzdem": "1"}).status_code == 302


def test_what_changes_and_what_is_missing_is_said_in_english(world: World) -> None:
    designer = world.client(Role.ENTWURF)
    home = designer.post("/werkstatt/neu", data={"grundlage": "version", "kommune": SLUG, "name": "P"}).location
    address = f"{home}/datei/{SLUG}.bpmn"
    answer = designer.get(address)
    after = answer.text.replace('name="frist" value="5 AT"', 'name="frist" value="3 AT"', 1)
    designer.post(address, json={"revision": 1, "before": answer.text, "after": after})
    designer.set_cookie("sprache", "en")
    page = designer.get(f"{home}/veroeffentlichen").text
    assert "Deadline was 5 AT, is 3 AT." in page and "The draft is based on version" in page
    assert not [word for word in ("Frist war", "Probeläufe", "Die Prüfung", "Der Entwurf beruht") if word in page]
    designer.post(f"{home}/verwerfen")


def test_a_draft_whose_base_was_published_over_says_so_and_overwrites_only_what_was_taken_over(
    designer: FlaskClient, world: World
) -> None:
    first, second = changed_draft(designer, "6 AT"), changed_draft(designer, "8 AT")
    anyway = {"revision": 2, "trotzdem": "1"}  # over whatever other tests took back
    assert designer.post(f"{first}/veroeffentlichen", data=anyway).status_code == 302
    theirs = newest(world)
    assert f"Inzwischen ist Version {theirs} veröffentlicht" in said(designer.get(second).text)
    page = said(designer.get(f"{second}/veroeffentlichen").text)
    assert "Was seither veröffentlicht wurde und diesem Entwurf fehlt" in page and "ist 6 AT" in page
    status, refusal = publish(designer, second)
    assert status == 409 and f"inzwischen ist Version {theirs} veröffentlicht" in refusal
    assert newest(world) == theirs
    [form] = html.fromstring(designer.get(f"{second}/veroeffentlichen").text).xpath(
        "//form[contains(@action, 'uebernommen')]"
    )
    done = designer.post(form.get("action"), data=dict(form.form_values()), follow_redirects=True)
    assert f"beruht jetzt auf Version {theirs}" in said(done.text)
    assert publish(designer, second)[0] == 302 and newest(world) == theirs + 1


def test_a_renamed_field_that_a_branching_reads_is_told_with_the_branching_and_binds(
    designer: FlaskClient, world: World
) -> None:
    home = designer.post("/werkstatt/neu", data={"grundlage": "version", "kommune": SLUG, "name": "P"}).location
    shared = (DEFINITIONS / "beratungsgespraech.form").read_text("utf-8")
    renamed = io.BytesIO(shared.replace('"key": "beratung_ergebnis"', '"key": "ergebnis"').encode())
    designer.post(f"{home}/dateien", data={"dateien": (renamed, "beratungsgespraech.form")})
    page = html.fromstring(designer.get(home).text)
    told = [" ".join(row.text_content().split()) for row in page.xpath("//tr[contains(., 'field.gone')]")]
    assert any(
        "„Wie geht es weiter?“ liest „beratung_ergebnis“" in row and "Neu im Formular: „ergebnis“" in row
        for row in told
    )
    before = newest(world)
    assert publish(designer, home)[0] == 422 and newest(world) == before
    designer.post(f"{home}/verwerfen")
