"""The outline's pages, without JavaScript: what a designer reads, does and hears."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from engine.bpmn.modelling import models
from engine.bpmn.reading import read
from engine.terms import Role
from tests.bpmn.outline.tidiness import faults, undrawn
from tests.web.conftest import World


@pytest.fixture
def designer(world: World) -> FlaskClient:
    return world.client(Role.ENTWURF)


@pytest.fixture
def home(designer: FlaskClient) -> Iterator[str]:
    """The outline of a fresh draft of Hamm's published path."""
    answer = designer.post("/werkstatt/neu", data={"grundlage": "version", "kommune": "hamm", "name": "Probe"})
    yield f"{answer.location}/gliederung"
    designer.post(f"{answer.location}/verwerfen")


def look(client: FlaskClient, address: str) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def text_of(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


def stored(client: FlaskClient, home: str) -> tuple[bytes, int]:
    answer = client.get(home.replace("/gliederung", "/datei/hamm.bpmn"))
    return answer.data, int(answer.headers["X-Revision"])


def act(client: FlaskClient, home: str, tat: str, element: str, **more: Any) -> Any:
    revision = more.pop("revision", stored(client, home)[1])
    data = {"tat": tat, "element": element, "revision": revision, **more}
    return client.post(f"{home}/tat", data=data, headers=more.pop("headers", {}))


def step(page: html.HtmlElement, key: str) -> html.HtmlElement:
    (found,) = page.xpath(f"//a[@id='schritt-{key}']")
    return found


def test_a_step_that_the_template_locks_says_so_before_anybody_changes_it(designer: FlaskClient, home: str) -> None:
    whole = text_of(look(designer, f"{home}/element/sicherheitspruefung"))
    assert "Pflichtelement der Mustervorlage" in whole and "An diesem Schritt ist nichts zu ändern" in whole
    assert "Begründung der Landesstelle: Die Sicherheit wird in jedem Fall zuerst geprüft." in whole
    part = text_of(look(designer, f"{home}/element/eingangsbestaetigung"))
    assert "Nicht zu ändern: Formular." in part
    assert "Pflichtelement der Mustervorlage" not in text_of(look(designer, f"{home}/element/verweisung"))


def test_each_step_says_what_it_is_where_it_stands_and_who_does_it_by_when(designer: FlaskClient, home: str) -> None:
    page = look(designer, home)
    link = step(page, "meldung")
    assert text_of(link) == "2 Meldung aufnehmen"
    (facts,) = page.xpath(f"//*[@id='{link.get('aria-describedby')}']")
    assert text_of(facts) == "Aufgabe · Schritt 2 von 6 · Bahn Koordination · Frist: 1 AT · Formular meldung"
    assert link.xpath("ancestor::ol")


def test_branches_are_lists_below_their_decision_with_their_condition(designer: FlaskClient, home: str) -> None:
    page = look(designer, home)
    item = step(page, "schutzweg").xpath("ancestor::li")[-2]
    assert "Akute Gefahr?" in text_of(item)
    assert 'Zweig »ja«: wenn sicherheit = "akut"' in text_of(item)


def test_a_new_step_gets_the_focus_and_is_said(designer: FlaskClient, home: str) -> None:
    was = faults(stored(designer, home)[0])
    form = next(form for form in look(designer, f"{home}/neu?nach=meldung").forms if "art" in form.fields)
    data = {**dict(form.fields), "art": "aufgabe", "name": "Anhörung"}
    answer = designer.post(f"{home}/neu?nach=meldung", data=data)
    assert answer.status_code == 302
    page = look(designer, answer.location)
    assert [each.get("id") for each in page.xpath("//*[@autofocus]")] == ["schritt-anhoerung"]
    assert "»Anhörung« steht jetzt nach »Meldung aufnehmen«." in text_of(page.xpath("//*[@role='status']")[0])
    assert text_of(step(page, "anhoerung")) == "3 Anhörung"
    content, _revision = stored(designer, home)
    assert faults(content) - was == set()
    assert undrawn(content) == set()


def test_a_path_without_an_end_says_what_comes_next_and_leads_there(designer: FlaskClient) -> None:
    draft = designer.post("/werkstatt/neu", data={"grundlage": "leer", "kommune": "hamm", "name": "Leer"}).location
    home = f"{draft}/gliederung"
    note = look(designer, home).xpath("//*[contains(@class, 'sw-outline__next')]")
    assert text_of(note[0]) == "Nächster Schritt Noch gibt es keinen Schritt. Schritt nach „Konflikt gemeldet“ einfügen"
    for name, kind, says in (("Anhören", "aufgabe", ["Der Weg hat noch kein Ende."]), ("Geklärt", "ende", [])):
        (link,) = look(designer, home).xpath("//*[contains(@class, 'sw-outline__next')]//a/@href")
        form = next(form for form in look(designer, link).forms if "art" in form.fields)
        assert designer.post(link, data={**dict(form.fields), "art": kind, "name": name}).status_code == 302
        notes = [text_of(each) for each in look(designer, home).xpath("//*[contains(@class, 'sw-outline__next')]")]
        assert len(notes) == len(says) and all(said in note for note, said in zip(notes, says, strict=True))
    designer.post(f"{draft}/verwerfen")


def test_without_a_reload_the_list_comes_back_with_what_happened(designer: FlaskClient, home: str) -> None:
    answer = act(designer, home, "loeschen", "eingangsbestaetigung", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert (
        text_of(html.fromstring(answer.text).xpath("//*[@id='meldungen']")[0]) == "»Eingang bestätigen« ist gelöscht."
    )


def test_what_was_done_can_be_undone(designer: FlaskClient, home: str) -> None:
    before, _revision = stored(designer, home)
    act(designer, home, "loeschen", "eingangsbestaetigung")
    page = look(designer, home)
    undo = next(form for form in page.forms if "rueckgaengig" in (form.action or ""))
    assert "»Eingang bestätigen« ist gelöscht" in text_of(undo)
    answer = designer.post(undo.action, data=dict(undo.fields))
    assert stored(designer, home)[0] == before
    (focused,) = look(designer, answer.location).xpath("//*[@data-autofocus]")
    assert focused.tag == "h3" and "Schritte" in text_of(focused)


def test_what_cannot_be_done_is_said_with_a_way_out(designer: FlaskClient, home: str) -> None:
    answer = act(designer, home, "loeschen", "ist_akut")
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    assert "»Akute Gefahr?« hat noch 2 Zweige. Löschen Sie zuerst" in text_of(page.xpath("//*[@role='alert']")[0])


def test_whoever_was_slower_is_told_and_overwrites_nothing(designer: FlaskClient, home: str) -> None:
    revision = stored(designer, home)[1]
    act(designer, home, "hoch", "sicherheitspruefung", revision=revision)
    after = stored(designer, home)[0]
    answer = act(designer, home, "loeschen", "meldung", revision=revision)
    assert answer.status_code == 409
    assert "nichts wurde überschrieben" in text_of(html.fromstring(answer.text).xpath("//*[@role='alert']")[0])
    assert stored(designer, home)[0] == after


def test_fields_are_saved_and_only_they(designer: FlaskClient, home: str) -> None:
    before, _revision = stored(designer, home)
    address = f"{home}/element/meldung"
    form = next(form for form in look(designer, address).forms if "frist" in form.fields)
    assert designer.post(address, data=dict(form.fields)).status_code == 302
    assert stored(designer, home)[0] == before
    designer.post(address, data={**dict(form.fields), "frist": "3 AT"})
    after, _revision = stored(designer, home)
    assert after == before.replace(b'name="frist" value="1 AT"', b'name="frist" value="3 AT"', 1)


def test_a_wrong_value_is_said_at_its_field_and_what_was_typed_stays(designer: FlaskClient, home: str) -> None:
    address = f"{home}/element/meldung"
    form = next(form for form in look(designer, address).forms if "frist" in form.fields)
    answer = designer.post(address, data={**dict(form.fields), "frist": "bald", "name": "Neuer Name"})
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    (field,) = page.xpath("//input[@name='frist']")
    assert field.get("aria-invalid") == "true"
    (sentence,) = page.xpath(f"//*[@id='{field.get('aria-describedby').split()[-1]}']")
    assert "„bald“ ist keine Frist" in text_of(sentence)
    assert page.xpath("//input[@name='name']/@value")[-1] == "Neuer Name"


def test_findings_stand_as_text_at_their_step(designer: FlaskClient, home: str) -> None:
    data = {"revision": stored(designer, home)[1], "name": "Ohne Prozess", "art": "teilprozess", "nach": "meldung"}
    designer.post(f"{home}/neu?nach=meldung", data=data)
    page = look(designer, home)
    (facts,) = page.xpath("//*[@id='angaben-ohne_prozess']")
    assert "Fehler" in text_of(facts)


def test_branches_get_conditions_targets_and_company(designer: FlaskClient, home: str) -> None:
    model = models(read(stored(designer, home)[0]))[0]
    flow = next(flow for flow in model.flows if flow.source == "ist_akut" and flow.condition)
    page = look(designer, f"{home}/element/{flow.id}")
    form = next(form for form in page.forms if "bedingung" in form.fields)
    assert form.fields["bedingung"].strip() == 'sicherheit = "akut"'
    answer = designer.post(f"{home}/element/{flow.id}", data={**dict(form.fields), "bedingung": "sicherheit = ="})
    assert "Der Ausdruck ist kein FEEL" in answer.text
    answer = act(designer, home, "zweig", "ist_akut", ziel="clearing", name="vielleicht")
    assert answer.status_code == 302
    changed = models(read(stored(designer, home)[0]))[0]
    assert any(each.name == "vielleicht" and each.target == "clearing" for each in changed.flows)


def test_a_lane_is_added_with_its_place_in_the_diagram(designer: FlaskClient, home: str) -> None:
    was = faults(stored(designer, home)[0])
    assert act(designer, home, "bahn", "konfliktweg_hamm", name="Leitung").status_code == 302
    content, _revision = stored(designer, home)
    assert "Leitung" in [lane.name for lane in models(read(content))[0].lanes]
    assert faults(content) - was == set()
    assert undrawn(content) == set()


@pytest.mark.parametrize("path", ["neu?nach=weg", "element/weg", "?datei=weg.bpmn"])
def test_what_is_not_there_is_not_found(designer: FlaskClient, home: str, path: str) -> None:
    assert designer.get(f"{home}/{path}".replace("/?", "?")).status_code == 404


def test_the_diagram_can_be_looked_at(designer: FlaskClient, home: str) -> None:
    answer = designer.get(f"{home}/zeichnung.svg")
    assert answer.mimetype == "image/svg+xml"
    assert b'data-element-id="meldung"' in answer.data
