"""Imprint, privacy, accessibility of each municipality; reports of barriers, from anybody to whoever answers them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from lxml import html

from engine.accounts import FIELDS
from engine.terms import Role
from tests.web.conftest import BIELEFELD, World
from webui import office_forms

PUBLIC = ("/impressum", "/datenschutz", "/barrierefreiheit", "/barrierefreiheit/melden")
IMPRINT = {"anbieter": "Stadt Hamm, KI", "anschrift": "Platz 1\n59065 Hamm", "email": "kkm@hamm.example"}


@pytest.fixture(autouse=True)
def forgotten(world: World) -> Iterator[None]:
    """What a test writes is gone after it."""
    yield
    with world.platform.database.commanding() as connection:
        for table in ("office_text", "barrier_report"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        connection.commit()


def text_of(page: str) -> str:
    return " ".join(html.fromstring(page).xpath("//main")[0].text_content().split())


@pytest.mark.parametrize("path", PUBLIC)
def test_a_visitor_chooses_a_municipality(world: World, path: str) -> None:
    client = world.client(None)
    options = html.fromstring(client.get(path).data).xpath("//select[@name='kommune']/option/@value")
    assert {"bielefeld", "hamm"} <= set(options) and options == sorted(options)
    chosen = html.fromstring(client.get(f"{path}?kommune=hamm").data)
    assert "Stadt Hamm" in chosen.xpath("//main")[0].text_content()
    assert chosen.xpath("//option[@selected]/@value") == ["hamm"]
    assert client.get(f"{path}?kommune=atlantis").status_code == 404


@pytest.mark.parametrize("path", PUBLIC)
def test_who_is_logged_in_has_their_own_whatever_the_address_says(world: World, path: str) -> None:
    page = world.client(Role.BEIRAT, BIELEFELD).get(f"{path}?kommune=hamm").text
    assert "Stadt Bielefeld" in text_of(page) and "Stadt Hamm" not in text_of(page)
    assert not html.fromstring(page).xpath("//main//select[@name='kommune']")


def test_what_is_missing_is_said_with_who_can_fill_it_in(world: World) -> None:
    page = text_of(world.client(None).get("/impressum?kommune=hamm").text)
    assert "fehlen noch Angaben von Stadt Hamm" in page
    assert "Anbieter, Anschrift, Vertretungsberechtigte Person, E-Mail" in page
    assert "die Verwaltung der Kommune unter „Verwaltung“, „Einstellungen“" in page
    assert "Jetzt eintragen" not in page
    assert "Jetzt eintragen" in world.client(Role.VERWALTUNG).get("/impressum").text
    assert "fehlen noch Angaben" in text_of(world.client(Role.VERWALTUNG).get("/verwaltung").text)


def test_the_administration_fills_in_and_everybody_sees_it(world: World) -> None:
    admin = world.client(Role.VERWALTUNG)
    saved = admin.post("/verwaltung/einstellungen", data=IMPRINT, follow_redirects=True)
    assert "Die Angaben sind gespeichert" in saved.text
    assert 'value="Stadt Hamm, KI"' in saved.text
    page = text_of(world.client(None).get("/impressum?kommune=hamm").text)
    assert "Stadt Hamm, KI" in page and "59065 Hamm" in page
    assert "Es fehlen: Vertretungsberechtigte Person." in page
    assert "Stadt Hamm, KI" not in world.client(None).get("/impressum?kommune=bielefeld").text
    trail = world.client(Role.REVISION).get("/pruefspur?art=office.changed").text
    assert "Angaben der Kommune geändert: Anbieter, Anschrift, E-Mail" in trail


def test_what_does_not_fit_is_named_at_its_field_and_nothing_is_kept(world: World) -> None:
    answer = world.client(Role.VERWALTUNG).post(
        "/verwaltung/einstellungen", data={**IMPRINT, "email": "hamm", "telefon": "1\x002"}
    )
    assert answer.status_code == 422
    tree = html.fromstring(answer.data)
    assert tree.xpath("//*[@role='alert']//a/@href") == ["#email"]
    assert tree.xpath("//input[@name='email']/@aria-invalid") == ["true"]
    assert tree.xpath("//input[@name='anbieter']/@value") == ["Stadt Hamm, KI"]
    again = world.client(Role.VERWALTUNG).post("/verwaltung/einstellungen", data={**IMPRINT, "telefon": "1\x002"})
    assert again.status_code == 422 and "Steuerzeichen" in again.text
    assert "Stadt Hamm, KI" not in world.client(None).get("/impressum?kommune=hamm").text


def test_texts_are_texts_and_no_markup(world: World) -> None:
    world.client(Role.VERWALTUNG).post("/verwaltung/einstellungen", data={"anbieter": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in world.client(None).get("/impressum?kommune=hamm").text


def test_every_text_has_a_label_a_group_and_a_place_on_a_public_page(world: World) -> None:
    names = [field.name for field in FIELDS]
    assert set(office_forms.LABELS) == set(names)
    assert sorted(name for _, group in office_forms.GROUPS for name in group) == sorted(names)
    with world.app.test_request_context():
        assert {field.name: office_forms.office_label(field.name) for field in FIELDS} == {
            field.name: field.label for field in FIELDS
        }
    texts = {name: f"sentinel-{name}" for name in names} | {"email": "sentinel-email@kommune.example"}
    assert world.client(Role.VERWALTUNG).post("/verwaltung/einstellungen", data=texts).status_code == 302
    shown = "".join(world.client(None).get(f"{path}?kommune=hamm").text for path in PUBLIC)
    assert [name for name in names if f"sentinel-{name}" not in shown] == []


def test_a_demo_shows_invented_details_and_says_so(world: World) -> None:
    settings = world.platform.settings
    world.platform.settings = replace(settings, demo=True)
    try:
        page = text_of(world.client(None).get("/impressum?kommune=hamm").text)
    finally:
        world.platform.settings = settings
    assert "gibt es nicht wirklich" in page and "(erfunden)" in page and "fehlen noch" not in page


# ------------------------------------------------------------------ reports of barriers
REPORT = {"text": "Der Knopf wird nicht vorgelesen.", "page": "Aufgaben", "email": "bea@post.example"}
TO_HAMM = "/barrierefreiheit/melden?kommune=hamm"


def test_a_visitor_reports_and_the_administration_answers(world: World) -> None:
    sent = world.client(None).post(TO_HAMM, data=REPORT, follow_redirects=True)
    assert "Ihr Hinweis ist bei Stadt Hamm eingegangen" in sent.text
    admin = world.client(Role.VERWALTUNG)
    page = admin.get("/verwaltung")
    assert REPORT["text"] in page.text and REPORT["email"] in page.text
    assert REPORT["text"] not in world.client(Role.VERWALTUNG, BIELEFELD).get("/verwaltung").text
    (action,) = html.fromstring(page.data).xpath("//form[contains(@action, '/hinweise/')]/@action")
    done = admin.post(action, follow_redirects=True)
    assert "ist erledigt" in done.text and "Alle Hinweise sind erledigt." in done.text
    undo = html.fromstring(done.data).xpath("//div[@role='status']//form/@action")
    assert "ist wieder offen" in admin.post(undo[0], follow_redirects=True).text


def test_a_report_needs_no_name_but_a_description(world: World) -> None:
    assert world.client(None).post(TO_HAMM, data={"text": "Zu klein."}).status_code == 302
    for wrong, field in (({"text": " "}, "text"), ({**REPORT, "email": "bea"}, "email"), ({"text": "a\x00"}, "text")):
        answer = world.client(None).post(TO_HAMM, data=wrong)
        assert answer.status_code == 422
        assert html.fromstring(answer.data).xpath("//*[@role='alert']//a/@href") == [f"#{field}"]


def test_who_reports_is_not_told_even_when_logged_in(world: World) -> None:
    sent = world.client(Role.BEIRAT).post("/barrierefreiheit/melden", data=REPORT)
    assert sent.status_code == 302
    with world.platform.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT actor_id, facts FROM audit_entry WHERE kind = 'barrier.reported'")
        actor, facts = rows.all()[-1]
    assert actor == "system" and "vorgelesen" not in facts


def test_a_report_to_nobody_is_not_taken(world: World) -> None:
    assert world.client(None).post("/barrierefreiheit/melden", data=REPORT).status_code == 404
    assert world.client(None).post("/barrierefreiheit/melden?kommune=atlantis", data=REPORT).status_code == 404


def test_a_flood_is_braked_with_a_sentence_of_its_own(world: World) -> None:
    client = world.client(None)
    answers = [client.post(TO_HAMM, data=REPORT) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert "Zu viele Hinweise auf einmal" in answers[-1].text


def test_a_report_from_elsewhere_is_refused_and_keeps_what_was_written(world: World, with_csrf: Flask) -> None:
    answer = world.client(None).post(TO_HAMM, data=REPORT)
    assert answer.status_code == 400
    assert REPORT["text"] in answer.text
    assert "Anmelden" not in text_of(answer.text)
