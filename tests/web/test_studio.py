"""The studio as designers meet it: pages without JavaScript, and the answers that its editors get."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from engine.catalogue import drafts
from engine.terms import Role
from tests.web.conftest import BIELEFELD, HAMM, HAMM_FILE, OWN_FORM, World, account


@pytest.fixture
def designer(world: World) -> FlaskClient:
    return world.client(Role.ENTWURF)


@pytest.fixture
def home(designer: FlaskClient) -> Iterator[str]:
    """Address of a fresh draft of Hamm's published path."""
    answer = designer.post("/werkstatt/neu", data={"grundlage": "version", "kommune": "hamm", "name": "Probe"})
    assert answer.status_code == 302
    yield answer.location
    designer.post(f"{answer.location}/verwerfen")


def load(client: FlaskClient, home: str, name: str = "hamm.bpmn") -> tuple[str, int]:
    answer = client.get(f"{home}/datei/{name}")
    return answer.text, int(answer.headers["X-Revision"])


def save(client: FlaskClient, home: str, name: str = "hamm.bpmn", **body: Any) -> Any:
    return client.post(f"{home}/datei/{name}", json=body)


def said(page: str) -> str:
    return " ".join(html.fromstring(page).xpath("//main")[0].text_content().split())


# ------------------------------------------------------------------ the data of the editors
def test_an_editor_saves_what_it_changed_and_learns_the_revision_and_the_findings(
    designer: FlaskClient, home: str
) -> None:
    text, revision = load(designer, home)
    after = text.replace('name="Eingang bestätigen"', 'name="Eingang melden"')
    answer = save(designer, home, revision=revision, before=text, after=after)
    assert answer.status_code == 200
    assert answer.json == {"revision": 2, "findings": []}
    assert load(designer, home) == (after, 2)


def test_the_second_of_two_is_told_who_was_quicker_and_overwrites_nothing(designer: FlaskClient, home: str) -> None:
    text, revision = load(designer, home)
    first = text.replace('name="Sicherheit sofort prüfen"', 'name="A"')
    save(designer, home, revision=revision, content=first)
    answer = save(designer, home, revision=revision, content=text.replace("Clearing", "B"))
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["revision"] == 2 and answer.json["changed_by"] and answer.json["changed_at"]
    assert load(designer, home)[0] == first


def test_what_is_no_bpmn_is_answered_with_findings(designer: FlaskClient, home: str) -> None:
    answer = save(designer, home, revision=1, content="<html/>")
    assert answer.status_code == 422
    assert answer.json is not None and answer.json["findings"][0]["hint"]


@pytest.mark.parametrize("body", [b"", b"[]", b"kein JSON", b'{"revision": "1"}', b'{"revision": true, "content": ""}'])
def test_a_request_that_says_nothing_is_refused_in_words(designer: FlaskClient, home: str, body: bytes) -> None:
    answer = designer.post(f"{home}/datei/hamm.bpmn", data=body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json is not None and answer.json["message"]


def test_more_than_ten_megabytes_are_refused_in_words(designer: FlaskClient, home: str) -> None:
    large = HAMM_FILE.read_text("utf-8") + " " * (11 * 1024 * 1024)
    answer = save(designer, home, revision=1, content=large)
    assert answer.status_code == 422
    assert answer.json is not None and "10 MB" in answer.json["findings"][0]["hint"]
    answer = save(designer, home, revision=1, content=large * 4)
    assert answer.status_code == 413
    assert answer.json is not None and "10 MB" in answer.json["message"]


def test_a_check_saves_nothing(designer: FlaskClient, home: str) -> None:
    broken = load(designer, home)[0].replace('calledDecision decisionId="', 'calledDecision decisionId="x', 1)
    answer = designer.post(f"{home}/pruefen", json={"name": "hamm.bpmn", "content": broken})
    assert answer.json is not None
    assert "decision.missing" in {finding["code"] for finding in answer.json["findings"]}
    assert load(designer, home)[1] == 1


def test_findings_are_said_in_the_readers_language(world: World, designer: FlaskClient, home: str) -> None:
    """Those of the check while typing, and those of the pages."""
    reader = world.client(Role.ENTWURF)
    reader.set_cookie("sprache", "en")
    text, revision = load(designer, home)
    broken = text.replace('decisionId="verfahrensvorschlag"', 'decisionId="fehlt"', 1)
    german, english = "Die Entscheidung „fehlt“ ist nicht vorhanden.", "The decision “fehlt” does not exist."
    for client, sentence, way_out in (
        (designer, german, "Den Schlüssel berichtigen"),
        (reader, english, "Correct the"),
    ):
        answer = client.post(f"{home}/pruefen", json={"name": "hamm.bpmn", "content": broken})
        assert answer.json is not None
        (found,) = (finding for finding in answer.json["findings"] if finding["code"] == "decision.missing")
        assert found["message"] == sentence and found["hint"].startswith(way_out)
    loose = re.sub(
        r'(<bpmn:sequenceFlow id="[^"]*" sourceRef="[^"]*" targetRef=")[^"]*"', r'\1nirgends"', text, count=1
    )
    answer = reader.post(f"{home}/pruefen", json={"name": "hamm.bpmn", "content": loose})
    assert answer.json is not None and answer.json["findings"][0]["element_name"].startswith("Arrow from “")
    save(designer, home, revision=revision, before=text, after=broken)
    for page in ("", "/gliederung", "/veroeffentlichen"):
        assert german in said(designer.get(home + page).text), page
        in_english = said(reader.get(home + page).text)
        assert english in in_english and german not in in_english, page


def test_what_is_no_bpmn_is_refused_in_english(world: World, home: str) -> None:
    reader = world.client(Role.ENTWURF)
    reader.set_cookie("sprache", "en")
    answer = save(reader, home, revision=1, content="<html/>")
    assert answer.status_code == 422
    assert answer.json["findings"][0]["hint"] == "Save it in the modeler as a BPMN diagram."


def test_undo_answers_editors_with_json_and_forms_with_their_page(designer: FlaskClient, home: str) -> None:
    text, _ = load(designer, home)
    save(designer, home, revision=1, content=text.replace("Clearing", "Klärung"))
    answer = designer.post(f"{home}/rueckgaengig", json={"revision": 2})
    assert answer.json is not None and answer.json["revision"] == 3 and answer.json["names"] == ["hamm.bpmn"]
    assert load(designer, home)[0] == text
    form = designer.post(f"{home}/wiederholen", data={"revision": 3, "zurueck": f"{home}/dateien"})
    assert form.location == f"{home}/dateien"
    elsewhere = designer.post(f"{home}/rueckgaengig", data={"revision": 4, "zurueck": "//evil.example"})
    assert elsewhere.location == home


# ------------------------------------------------------------------ pages
def test_a_file_that_is_not_bpmn_makes_no_draft_and_says_why(designer: FlaskClient) -> None:
    answer = designer.post(
        "/werkstatt/neu", data={"grundlage": "datei", "dateien": (io.BytesIO(b"PK\x03\x04"), "hamm.bpmn")}
    )
    assert answer.status_code == 422
    assert "kein gültiges XML" in said(answer.text)


def test_processes_show_who_is_drafting_what_and_on_which_base(designer: FlaskClient, home: str, world: World) -> None:
    page = said(designer.get("/prozesse").text)
    assert "Probe" in page and "beruht auf Version 1" in page and "geändert von Probe entwurf" in page
    assert "Probe" not in said(world.client(Role.REVISION).get("/prozesse").text).replace("Probe ", "")


def test_a_form_in_use_is_not_deleted_and_its_places_are_named(designer: FlaskClient, home: str) -> None:
    designer.post(f"{home}/dateien", data={"art": "form", "kennung": "nachgespraech"})
    text, revision = load(designer, home)
    used = re.sub('formId="sicherheitspruefung"', 'formId="nachgespraech"', text, count=1)
    assert used != text
    save(designer, home, revision=revision, content=used)
    answer = designer.post(f"{home}/dateien/nachgespraech.form/loeschen", data={"revision": 2})
    assert answer.status_code == 422
    assert "wird noch gebraucht" in said(answer.text) and "Sicherheit sofort prüfen" in said(answer.text)


@pytest.mark.parametrize(
    ("shared", "file", "step"),
    [("form:clearing", "clearing.form", "Clearing durchführen"), ("dmn:hinweise", "triage.dmn", "Hinweise sammeln")],
)
def test_what_all_share_becomes_the_drafts_own_and_is_used_instead(
    designer: FlaskClient, home: str, shared: str, file: str, step: str
) -> None:
    page = designer.get(f"{home}/dateien").text
    assert f'value="{shared}"' in page
    designer.post(f"{home}/dateien", data={"art": "gemeinsam", "kennung": shared})
    page = designer.get(f"{home}/dateien").text
    assert file in page and step in said(page) and f'value="{shared}"' not in page
    again = designer.post(f"{home}/dateien", data={"art": "gemeinsam", "kennung": shared})
    assert again.status_code in (409, 422) and file in said(again.text), "the own one is not overwritten"


@pytest.mark.parametrize("wanted", ["", "form:", "form:gibtesnicht", "dmn:clearing", "bpmn:mediation"])
def test_what_nobody_shares_is_refused_in_words(designer: FlaskClient, home: str, wanted: str) -> None:
    answer = designer.post(f"{home}/dateien", data={"art": "gemeinsam", "kennung": wanted})
    assert answer.status_code == 422
    assert "gibt es nicht" in said(answer.text) or "Wählen Sie" in said(answer.text)


def test_a_draft_goes_from_its_first_change_to_publication_and_into_the_history(world: World) -> None:
    client = world.client(Role.ENTWURF, BIELEFELD)
    home = client.post("/werkstatt/neu", data={"grundlage": "version", "kommune": "bielefeld", "name": "P"}).location
    text, revision = load(client, home, "bielefeld.bpmn")
    after = text.replace('name="frist" value="5 AT"', 'name="frist" value="3 AT"', 1)
    save(client, home, "bielefeld.bpmn", revision=revision, before=text, after=after)
    page = said(client.get(f"{home}/veroeffentlichen").text)
    assert "Frist war 5 AT, ist 3 AT" in page and "Neue Vorgänge beginnen auf Version 2" in page
    answer = client.post(f"{home}/veroeffentlichen", data={"revision": 2, "notiz": "Es soll schneller gehen."})
    assert answer.status_code == 302
    story = said(client.get("/prozesse/bielefeld").text)
    assert "Es soll schneller gehen." in story and "Frist war 5 AT, ist 3 AT" in story
    assert "als Version 2 veröffentlicht" in said(client.get(home).text)
    assert save(client, home, "bielefeld.bpmn", revision=2, content=text).status_code == 409


def test_four_eyes_bind_once_the_administration_has_switched_them_on(world: World) -> None:
    client = world.client(Role.ENTWURF)
    home = client.post("/werkstatt/neu", data={"grundlage": "version", "kommune": "hamm", "name": "P"}).location
    admin = world.client(Role.VERWALTUNG)
    admin.post("/verwaltung/einstellungen/veroeffentlichen", data={"vier_augen": "1", "abdeckung": "0"})
    try:
        answer = client.post(f"{home}/veroeffentlichen", data={"revision": 1})
        assert answer.status_code == 409 and "freigegeben" in said(answer.text)
        person = account(world.platform, "zweiter.entwurf", Role.ENTWURF, HAMM)
        with world.platform.command(person.actor()) as uow:
            drafts.approve_draft(uow, drafts.DraftId(int(home.rsplit("/", 1)[1])), 1)
        assert "Diesen Stand hat freigegeben" in said(client.get(f"{home}/veroeffentlichen").text)
    finally:
        admin.post("/verwaltung/einstellungen/veroeffentlichen", data={"abdeckung": "0"})
        client.post(f"{home}/verwerfen")


def test_a_discarded_draft_offers_to_come_back(designer: FlaskClient, home: str) -> None:
    designer.post(f"{home}/verwerfen")
    assert "Wiederherstellen" in said(designer.get(home).text)
    designer.post(f"{home}/wiederherstellen")
    assert "So geht es weiter" in said(designer.get(home).text)


def test_an_empty_page_carries_the_name_of_the_municipality(designer: FlaskClient) -> None:
    answer = designer.post("/werkstatt/neu", data={"grundlage": "leer", "kommune": "hamm"})
    assert "Stadt Hamm" in load(designer, answer.location)[0]
    designer.post(f"{answer.location}/verwerfen")


def test_several_files_come_all_or_none_and_go_in_one_step_back(designer: FlaskClient, home: str) -> None:
    def send(*names: str) -> Any:
        sent = [(io.BytesIO(OWN_FORM), name) for name in names]
        return designer.post(f"{home}/dateien", data={"dateien": sent})

    refused = send("erstes.form", "kein-name.txt")
    assert refused.status_code == 422 and "erstes.form" not in said(designer.get(f"{home}/dateien").text)
    twice = send("erstes.form", "Erstes.form")
    assert twice.status_code == 409 and "Erstes.form" in said(twice.text)
    assert send("erstes.form", "zweites.form").status_code == 302
    page = said(designer.get(f"{home}/dateien").text)
    assert "erstes.form" in page and "zweites.form" in page
    designer.post(f"{home}/rueckgaengig", data={"revision": 2})
    page = said(designer.get(f"{home}/dateien").text)
    assert "erstes.form" not in page and "zweites.form" not in page


def test_forms_are_called_by_their_heading_or_by_the_step_that_shows_them(designer: FlaskClient, home: str) -> None:
    heading = {"type": "text", "text": "# Das Gespräch\nmehr"}
    headed = json.dumps({"id": "gespraech", "type": "default", "components": [heading]}).encode()
    designer.post(f"{home}/dateien", data={"dateien": (io.BytesIO(headed), "gespraech.form")})
    for page in (f"{home}/dateien", home):
        assert re.search(
            r"Das Gespräch.{0,40}gespraech.form|gespraech.form.{0,40}Das Gespräch", said(designer.get(page).text)
        )
    offered = {each["id"]: each["name"] for each in designer.get(f"{home}/angebot").json["forms"]}
    assert offered["gespraech"] == "Das Gespräch"
    assert offered["sicherheitspruefung"] == "Sicherheit sofort prüfen"


def test_the_state_office_chooses_for_whom_a_draft_is(world: World) -> None:
    state_office = world.client(Role.LAKI)
    page = html.fromstring(state_office.get("/werkstatt/neu").text)
    assert page.xpath("//select[@name='kommune']/option[1]/@value") == [""]
    assert not page.xpath("//select[@name='kommune']/option[@selected]")
    for basis in ("version", "leer"):
        answer = state_office.post("/werkstatt/neu", data={"grundlage": basis, "kommune": "", "name": "P"})
        assert answer.status_code == 422 and "Für welche Kommune" in said(answer.text)
    offered = html.fromstring(state_office.get("/werkstatt/neu?kommune=bielefeld").text)
    assert offered.xpath("//select[@name='kommune']/option[@selected]/@value") == ["bielefeld"]


def test_a_draft_of_a_new_municipality_names_the_municipality_and_itself_once(world: World) -> None:
    state_office = world.client(Role.LAKI)
    words = {"neu_name": "Stadt Talbrück", "neu_ags": "05999001", "neu_art": "kreisfreie Stadt"}
    home = state_office.post("/werkstatt/neu", data={"grundlage": "leer", "name": "Erster Weg", **words}).location
    page = html.fromstring(state_office.get(home).text)
    trail = " ".join(page.xpath("//nav[@class='sw-crumbs']")[0].text_content().split())
    assert "Stadt Talbrück" in trail and trail.count("Erster Weg") == 1
    assert "Entwurf für Stadt Talbrück" in said(state_office.get(home).text)
    state_office.post(f"{home}/verwerfen")


def test_a_new_municipality_counts_more_than_the_one_that_the_list_shows(world: World) -> None:
    state_office = world.client(Role.LAKI)
    words = {"neu_name": "Stadt Talbrück", "neu_ags": "05999001", "neu_art": "kreisfreie Stadt"}
    home = state_office.post("/werkstatt/neu", data={"grundlage": "leer", "kommune": "hamm", **words}).location
    assert "Stadt Talbrück" in said(state_office.get(home).text)
    state_office.post(f"{home}/verwerfen")
