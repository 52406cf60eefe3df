"""Headers, forgery, errors and logs: what every page owes its reader."""

from __future__ import annotations

import io
import logging
import re

import pytest
from flask import Flask
from lxml import html

from engine.errors import IncidentRaised, InvalidInput, InvalidState, NotFound, NotPermitted
from engine.terms import Finding, Role
from tests.web.conftest import PASSWORD, World
from tests.web.test_permissions import ALLOWED, MODELERS, address, routes
from webui import errors, paging, security

PAGES = {
    Role.KOORDINATION: ["/aufgaben", "/vorgaenge", "/vorgaenge/neu", "/konto", "{case}", "{task}"],
    Role.ENTWURF: ["/prozesse", "/prozesse/hamm", "/prozesse/hochladen"],
    Role.REVISION: ["/pruefspur", "/pruefspur?pruefen=1"],
    Role.VERWALTUNG: ["/verwaltung", "/verwaltung/konten/neu", "{account}", "/verwaltung/einstellungen"],
    None: [
        *("/anmelden", "/impressum", "/datenschutz", "/barrierefreiheit", "/gibt-es-nicht"),
        *("/impressum?kommune=hamm", "/barrierefreiheit/melden", "/barrierefreiheit/melden?kommune=hamm"),
    ],
}


def pages(world: World):  # type: ignore[no-untyped-def]
    places = {
        "case": f"/vorgaenge/{world.aktenzeichen}",
        "task": f"/aufgaben/{world.task_id}",
        "account": f"/verwaltung/konten/{world.spare_account}",
    }
    for role, paths in PAGES.items():
        client = world.client(role)
        for path in paths:
            yield path, client.get(path.format(**places))


def test_every_form_that_changes_something_carries_a_token(world: World, with_csrf: Flask) -> None:
    found = 0
    for path, answer in pages(world):
        for form in html.fromstring(answer.data).xpath("//form[@method='post']"):
            found += 1
            assert form.xpath(".//input[@name='csrf_token']/@value"), (path, form.get("action"))
    assert found > 20


def test_every_change_without_a_token_is_refused(world: World, with_csrf: Flask) -> None:
    for method, endpoint in routes(world.app):
        if method == "POST" and (method, endpoint) not in MODELERS:
            answer = world.client(Role.KOORDINATION).post(address(world, endpoint))
            assert answer.status_code == 400, endpoint
            assert "Sitzung ist abgelaufen" in answer.text
    assert not security.csrf._exempt_views
    assert {blueprint.name for blueprint in security.csrf._exempt_blueprints} == {"modeler"}, "logged in by no cookie"


def test_every_page_forbids_what_it_does_not_need(world: World) -> None:
    for path, answer in pages(world):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "no-store"


def test_scripts_run_by_nonce_and_no_page_has_inline_code(world: World) -> None:
    for path, answer in pages(world):
        nonce = re.search(r"script-src 'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
        assert nonce
        tree = html.fromstring(answer.data)
        for script in tree.xpath("//script"):
            assert script.get("nonce") == nonce[1], path
            assert script.get("src", "").startswith("/static/"), path
        assert not tree.xpath("//*[@style] | //style | //@*[starts-with(name(), 'on')]"), path


def test_every_page_has_one_heading_a_title_and_a_way_to_the_content(world: World) -> None:
    for path, answer in pages(world):
        tree = html.fromstring(answer.data)
        assert len(tree.xpath("//h1")) == 1, path
        assert tree.xpath("//title")[0].text.endswith("– Schlichtwerk"), path
        assert tree.xpath("//a[@href='#inhalt']"), path
        assert len(set(ids := tree.xpath("//@id"))) == len(ids), path


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(world: World) -> None:
    cookie = world.app.test_client().post("/anmelden", data={"login": "x", "password": PASSWORD})
    assert cookie.status_code == 422
    assert world.app.config["SESSION_COOKIE_HTTPONLY"] is True
    assert world.app.config["SESSION_COOKIE_SAMESITE"] == "Lax"


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (NotFound("x", "Geheimer Satz"), 404, "Diese Seite gibt es nicht"),
        (NotPermitted("x", "Nur die Koordination."), 403, "Nur die Koordination."),
        (InvalidState("x", "Zu spät."), 409, "Zu spät."),
        (InvalidInput("x", "Passt nicht.", findings=(Finding("c.d", "Falsch.", line=7),)), 422, "Zeile 7"),
        (IncidentRaised("x", "Gescheitert."), 500, "Gescheitert."),
    ],
)
def test_each_refusal_has_its_status_and_its_sentence(
    world: World, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, words: str
) -> None:
    def refuse(*args: object) -> None:
        raise error

    monkeypatch.setattr("engine.casework.case_list", refuse)
    answer = world.client(Role.KOORDINATION).get("/vorgaenge")
    assert answer.status_code == status
    assert words in answer.text
    assert "Geheimer Satz" not in answer.text
    assert "Zur Startseite" in answer.text


def test_an_unexpected_error_becomes_a_page_and_its_text_stays_out_of_the_log(
    world: World, like_production: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: object) -> None:
        raise ValueError("Frau Musterfrau wurde bedroht")

    monkeypatch.setattr("engine.casework.case_list", fail)
    with caplog.at_level(logging.DEBUG):
        answer = world.client(Role.KOORDINATION).get("/vorgaenge?suche=Musterfrau")
    assert answer.status_code == 500
    assert "nicht gespeichert" in answer.text
    assert "Musterfrau" not in caplog.text
    assert "ValueError" in caplog.text


def test_a_failed_login_leaves_no_name_in_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        world.app.test_client().post("/anmelden", data={"login": "musterfrau", "password": "geheim-geheim"})
    assert "musterfrau" not in caplog.text
    assert "geheim" not in caplog.text


def test_what_is_too_large_is_refused_with_the_limit(world: World) -> None:
    upload = {"files": (io.BytesIO(b"x" * (security.MAX_UPLOAD + 1)), "gross.bpmn")}
    answer = world.client(Role.ENTWURF).post("/prozesse/hochladen", data=upload)
    assert answer.status_code == 413
    assert "10 MB" in answer.text


def test_every_status_has_a_page_with_a_way_out(world: World) -> None:
    with world.app.test_request_context("/"):
        for status in (400, 403, 404, 405, 409, 413, 422, 429, 500):
            heading, way_out = errors.texts(status)
            assert heading
            assert way_out.endswith(".")


@pytest.mark.parametrize("text", ["=1+1", "+49", "-3", "@cmd", "\tx"])
def test_no_spreadsheet_takes_a_cell_for_a_formula(text: str) -> None:
    assert paging._cell(text) == "'" + text


def test_asking_does_not_change_anything(world: World) -> None:
    """GET and HEAD only read: what changes is a POST (the export of the trail is an entry in it, by intent)."""
    assert {method for method, endpoint in routes(world.app) if endpoint != "modeler.elsewhere"} == {"GET", "POST"}
    assert ("GET", "session.log_out") not in ALLOWED
