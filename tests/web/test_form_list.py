"""A form as a list of its fields, without JavaScript: what a designer reads, does and hears."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from engine.catalogue.files import FORMS, PROCESSES
from engine.terms import Role
from tests.formdefs.builders import REQUIRED, choice, content, field, group
from tests.web.conftest import World

NAME = "bogen.form"
FORM = content(
    field("textfield", "name", validate=REQUIRED), choice("radio", "weg", "a", "b"), group(field("number", "zahl"))
)


@pytest.fixture
def designer(world: World) -> FlaskClient:
    return world.client(Role.ENTWURF)


@pytest.fixture
def home(designer: FlaskClient) -> Iterator[str]:
    draft = designer.post("/werkstatt/neu", data={"grundlage": "leer", "kommune": "hamm", "name": "Probe"}).location
    designer.post(f"{draft}/dateien", data={"dateien": (io.BytesIO(FORM), NAME)})
    yield f"{draft}/formular/{NAME}/liste"
    designer.post(f"{draft}/verwerfen")


def stored(client: FlaskClient, home: str) -> tuple[Any, int]:
    answer = client.get(home.replace("/formular/", "/datei/").removesuffix("/liste"))
    return json.loads(answer.data), int(answer.headers["X-Revision"])


def page(client: FlaskClient, address: str) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def send(client: FlaskClient, home: str, rest: str = "", **data: Any) -> Any:
    data = {"revision": stored(client, home)[1], **data}
    return client.post(f"{home}{rest}", data=data)


def test_each_line_says_what_is_asked_how_and_whether_it_must_be_answered(designer: FlaskClient, home: str) -> None:
    lines = [" ".join(line.text_content().split()) for line in page(designer, home).xpath("//ol/li[@class and div]")]
    assert lines[0].startswith("Name Textfeld: eine Zeile · Schlüssel name · Pflicht")
    assert "Zur Wahl: Wert a; Wert b" in lines[1]
    assert "Ändern kann das nur der Formulareditor." in lines[2]
    assert "in einer Gruppe" in lines[3]


def test_a_field_is_added_changed_moved_and_deleted(designer: FlaskClient, home: str) -> None:
    made = send(designer, home, "/neu", art="textarea", beschriftung="Was ist passiert?", pflicht="1")
    assert made.location.endswith("?feld=3#feld-3")
    assert stored(designer, home)[0]["components"][3]["key"] == "was_ist_passiert"
    send(designer, home, "/3", beschriftung="Was war?", schluessel="was", pflicht="1")
    assert stored(designer, home)[0]["components"][3]["label"] == "Was war?"
    moved = send(designer, home, tat="hoch", feld="3")
    (focused,) = page(designer, moved.location.partition("#")[0]).xpath("//*[@data-autofocus]")
    assert (focused.get("id"), focused.text_content().strip()) == ("feld-2", "Was war?")
    send(designer, home, tat="loeschen", feld="2")
    assert [each.get("key") for each in stored(designer, home)[0]["components"]] == ["name", "weg", None]


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(designer: FlaskClient, home: str) -> None:
    refused = send(designer, home, "/neu", art="select", beschriftung="Wer?", hilfe="Nur einer.")
    assert refused.status_code == 422
    shown = html.fromstring(refused.text)
    (field,) = shown.xpath("//textarea[@id='moeglichkeiten']")
    assert field.get("aria-invalid") == "true"
    assert "moeglichkeiten-fehler" in field.get("aria-describedby")
    assert shown.xpath("//input[@id='hilfe']/@value") == ["Nur einer."]
    taken = send(designer, home, "/neu", art="number", beschriftung="Noch eine", schluessel="name")
    assert html.fromstring(taken.text).xpath("//input[@aria-invalid]/@id") == ["schluessel"]


def test_whoever_saves_on_an_old_state_overwrites_nothing(designer: FlaskClient, home: str) -> None:
    _form, old = stored(designer, home)
    send(designer, home, tat="loeschen", feld="0")
    late = send(designer, home, tat="loeschen", feld="0", revision=old)
    assert late.status_code == 409
    assert "inzwischen" in late.text
    assert len(stored(designer, home)[0]["components"]) == 2


def test_a_field_that_is_not_there_or_not_for_this_list_is_not_found(designer: FlaskClient, home: str) -> None:
    for place in ("9", "2", "0.0", "x"):
        assert designer.get(f"{home}/{place}").status_code == 404
    assert designer.get(home.replace(NAME, "hamm.bpmn")).status_code == 404


def test_a_rule_between_fields_is_written_and_refused_at_its_place(designer: FlaskClient, home: str) -> None:
    said = {"beschriftung": "Zahl", "regel": "zahl > nam", "regel_text": "Das ist zu klein. Bitte ändern Sie es."}
    refused = send(designer, home, "/neu", art="number", schluessel="anzahl", **said)
    assert refused.status_code == 422
    (rule,) = html.fromstring(refused.text).xpath("//details[@open]//textarea[@id='regel']")
    assert rule.get("aria-invalid") == "true" and rule.text.strip() == "zahl > nam"
    send(designer, home, "/neu", art="number", schluessel="anzahl", **said | {"regel": "zahl < anzahl"})
    made = stored(designer, home)[0]["components"][-1]
    assert made["properties"] == {"regel": "=zahl < anzahl", "regel_text": said["regel_text"]}


def test_zone_and_purpose_are_said_at_labelled_fields(designer: FlaskClient, home: str) -> None:
    said = {
        "zone": "beratung",
        "personenbezug": "mittelbar",
        "zweck": "Bearbeitung der Meldung",
        "loeschklasse": "akte",
    }
    send(designer, home, "/0", beschriftung="Name", schluessel="name", pflicht="1", **said)
    assert stored(designer, home)[0]["components"][0]["properties"] == said
    shown = page(designer, f"{home}/0")
    labelled = {label.get("for"): label.text_content() for label in shown.xpath("//fieldset//label")}
    assert labelled == {
        "zone": "Schutzzone",
        "personenbezug": "Personenbezug",
        "zweck": "Zweck",
        "loeschklasse": "Löschklasse",
    }
    chosen = shown.xpath("//fieldset//option[@selected]/@value") + shown.xpath("//fieldset//input/@value")
    assert chosen == [*said.values()]
    send(designer, home, "/0", beschriftung="Name", schluessel="name", pflicht="1", **said | {"zone": "", "zweck": ""})
    kept = {"personenbezug": "mittelbar", "loeschklasse": "akte"}
    assert stored(designer, home)[0]["components"][0]["properties"] == kept


def test_a_lock_says_by_which_day_it_has_to_be_taken_over(designer: FlaskClient, home: str) -> None:
    locked = field("textfield", "name", properties={"pflicht": "Darum.", "pflicht_bis": "2027-01-31"})
    send_file = {"dateien": (io.BytesIO(content(locked)), "gesperrt.form")}
    designer.post(f"{home.split('/formular/')[0]}/dateien", data=send_file)
    listed = home.replace(NAME, "gesperrt.form")
    for address in (listed, f"{listed}/0"):
        assert "zu übernehmen bis 31.01.2027" in designer.get(address).text


def test_a_locked_field_of_a_clone_says_why(designer: FlaskClient) -> None:
    reason = "Den Datenschutzhinweis bekommt jede Person, die sich meldet (Art. 13 und 14 DSGVO)"
    form = (FORMS / "eingangsbestaetigung.form").read_bytes()
    files = [(io.BytesIO((PROCESSES / "hamm.bpmn").read_bytes()), "hamm.bpmn"), (io.BytesIO(form), NAME)]
    draft = designer.post("/werkstatt/neu", data={"grundlage": "datei", "name": "Klon", "dateien": files}).location
    home = f"{draft}/formular/{NAME}/liste"
    (line,) = page(designer, home).xpath("//p[@class='sw-outline__locked']")
    assert " ".join(line.text_content().split()).startswith(
        f"Pflichtelement der Mustervorlage. Begründung der Landesstelle: {reason}"
    )
    (facts,) = line.xpath("ancestor::div[@class='sw-outline__facts']/@id")
    (field,) = line.xpath(f"//a[@aria-describedby='{facts}']")
    alert = page(designer, field.get("href")).xpath("//div[@class='kern-alert kern-alert--info']")
    assert reason in alert[0].text_content()
    assert not page(designer, f"{home}/0").xpath("//div[@class='kern-alert kern-alert--info']")
    designer.post(f"{draft}/verwerfen")
