"""Whoever has a password that somebody else made chooses another one before anything else."""

from __future__ import annotations

import io
import re
from base64 import b64encode

import pytest
from flask.testing import FlaskClient

from engine import accounts
from engine.terms import Role
from tests.web.conftest import HAMM, World, account
from tests.web.test_permissions import MODELERS, address, routes

WHY = "Ihr Kennwort kennt noch jemand anderes"
OWN = "Dreizehn Enten am Ufer"
OPEN = {
    *(("GET", f"pages.{page}") for page in ("imprint", "privacy", "accessibility", "barrier_form")),
    *(("POST", "pages.report_barrier"), ("GET", "static"), ("GET", "session.keep_alive")),
    *(("POST", "session.log_in"), ("POST", "session.log_out"), ("POST", "session.view_settings")),
    *(("GET", "session.own_password"), ("POST", "session.change_password")),
}
FILES = {("GET", "modeler.templates"), ("GET", "modeler.webapps")}
"""What the Modeler reads; as a browser that is logged in it does not come."""


def reset(world: World, login: str) -> str:
    """A coordinator's password, as the administration hands it on."""
    person = account(world.platform, login, Role.KOORDINATION, HAMM)
    keeper = account(world.platform, f"amt.{login}", Role.VERWALTUNG, HAMM)
    with world.platform.command(keeper.actor()) as uow:
        return accounts.reset_password(uow, person.id)


def newcomer(world: World, login: str) -> tuple[FlaskClient, str]:
    given, client = reset(world, login), world.app.test_client()
    answer = client.post("/anmelden", data={"login": login, "password": given})
    assert answer.status_code == 302
    return client, given


def test_every_address_but_a_few_leads_to_the_password(world: World) -> None:
    client, _ = newcomer(world, "neu")
    for method, endpoint in sorted(set(routes(world.app)) - OPEN - MODELERS - FILES):
        answer = client.open(address(world, endpoint), method=method)
        assert (answer.status_code, answer.location) == (303, "/konto/kennwort"), (method, endpoint)
    assert client.get("/gibt-es-nicht").location == "/konto/kennwort"
    for path in ("/modeler/entwurf/version", "/modeler/element-templates.json"):
        modeler = client.get(path)
        assert modeler.status_code == 403 and WHY in modeler.json["message"]


def test_what_everybody_may_read_stays_open(world: World) -> None:
    client, _ = newcomer(world, "leserin")
    for path in ("/impressum", "/datenschutz", "/barrierefreiheit", "/barrierefreiheit/melden", "/static/mark.svg"):
        with client.get(path) as answer:
            assert answer.status_code == 200, path
    assert client.get("/sitzung").status_code == 204
    assert client.post("/abmelden").location == "/anmelden"
    assert client.get("/aufgaben").location.startswith("/anmelden")


def test_the_page_says_why_and_offers_nothing_else(world: World) -> None:
    client, _ = newcomer(world, "ratlos")
    page = client.get("/", follow_redirects=True)
    assert page.request.path == "/konto/kennwort" and WHY in page.text
    assert not re.search(r'href="/(aufgaben|vorgaenge|konto")', page.text)
    assert WHY not in world.client(Role.KOORDINATION).get("/konto/kennwort").text


def test_a_password_of_ones_own_opens_the_rest(world: World) -> None:
    client, given = newcomer(world, "fleissig")
    same = client.post("/konto/kennwort", data={"old": given, "new": given, "again": given})
    assert same.status_code == 422 and "Das ist das bisherige Kennwort." in same.text
    assert client.get("/aufgaben").location == "/konto/kennwort"
    assert client.post("/konto/kennwort", data={"old": given, "new": OWN, "again": OWN}).location == "/anmelden"
    client.post("/anmelden", data={"login": "fleissig", "password": OWN})
    assert client.get("/aufgaben").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "true", "Accept": "*/*"},
        {"Sec-Fetch-Mode": "cors", "Accept": "*/*"},
        {"Accept": "application/json"},
        {"Content-Type": "application/json"},
    ],
)
def test_a_script_is_told_instead_of_led_to_a_page(world: World, headers: dict[str, str]) -> None:
    client, _ = newcomer(world, f"skript{sum(map(ord, str(headers)))}")
    answer = client.get("/aufgaben", headers=headers)
    assert answer.status_code == 403 and WHY in answer.json["message"]
    assert answer.headers["HX-Redirect"] == "/konto/kennwort"


def test_a_browser_is_led_there(world: World) -> None:
    client, _ = newcomer(world, "browserin")
    sent = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/aufgaben", headers=sent).location == "/konto/kennwort"


@pytest.mark.parametrize("path", ["/modeler/entwurf/v2/deployments", "/modeler/entwurf/deployment/create"])
def test_the_modeler_sends_nothing_with_it(world: World, path: str) -> None:
    login = f"zeichnerin{len(path)}"
    sent = b64encode(f"{login}:{reset(world, login)}".encode()).decode()
    answer = world.app.test_client().post(
        path, headers={"Authorization": f"Basic {sent}"}, data={"resources": (io.BytesIO(b"<x/>"), "hamm.bpmn")}
    )
    assert answer.status_code == 403
    assert WHY in answer.json["message"] and "im Browser" in answer.json["message"]
