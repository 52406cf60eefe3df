"""Logging in, staying in, and being let out."""

from __future__ import annotations

import time

import pytest
from itsdangerous import TimestampSigner

from engine import accounts
from engine.terms import Role
from tests.web.conftest import HAMM, PASSWORD, World, account

NAME = f"koordination.{HAMM}"


def attempt(world: World, login: str = NAME, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    client = world.app.test_client()
    return client, client.post("/anmelden", data={"login": login, "password": password}, query_string=more)


def test_the_right_password_leads_to_the_first_page_of_the_role(world: World) -> None:
    client, answer = attempt(world)
    assert answer.status_code == 302
    assert client.get("/", follow_redirects=True).request.path == "/aufgaben"


def test_a_wrong_password_says_not_which_half_was_wrong(world: World) -> None:
    _, wrong = attempt(world, password="falsch")
    _, unknown = attempt(world, login="niemand", password="falsch")
    assert wrong.status_code == unknown.status_code == 422
    assert "Name oder Kennwort stimmt nicht." in wrong.text
    assert wrong.text.replace(NAME, "").count("stimmt nicht") == unknown.text.count("stimmt nicht")


def test_empty_fields_are_named_and_linked(world: World) -> None:
    _, answer = attempt(world, login="", password="")
    assert answer.status_code == 422
    assert 'href="#login"' in answer.text
    assert 'href="#password"' in answer.text


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"]
)
def test_a_login_link_leads_nowhere_else(world: World, elsewhere: str) -> None:
    _, answer = attempt(world, next=elsewhere)
    assert answer.location == "/"


def test_after_the_login_work_goes_on_where_it_was(world: World) -> None:
    _, answer = attempt(world, next="/vorgaenge?suche=42")
    assert answer.location == "/vorgaenge?suche=42"


def test_who_logged_in_beside_it_goes_on_too(world: World) -> None:
    """Two windows asked for the login; the first was used, the second is reloaded."""
    client = world.client(Role.KOORDINATION)
    assert client.get("/anmelden?next=/vorgaenge?suche=42").location == "/vorgaenge?suche=42"
    assert client.get("/anmelden?next=//example.org").location == "/aufgaben"


def test_logging_out_ends_copies_of_the_cookie_too(world: World) -> None:
    client = world.client(Role.KOORDINATION)
    assert client.get("/aufgaben").status_code == 200
    copy = world.app.test_client()
    cookie = client.get_cookie("schlichtwerk")
    assert cookie is not None
    copy.set_cookie("schlichtwerk", cookie.value)
    assert copy.get("/aufgaben").status_code == 200
    client.post("/abmelden")
    assert copy.get("/aufgaben").status_code == 302
    assert world.client(Role.KOORDINATION).get("/aufgaben").status_code == 200, "other sessions of the person go on"


def test_six_failures_close_the_account_name_for_a_while(world: World) -> None:
    for _ in range(6):
        assert attempt(world, login="opfer", password="geraten")[1].status_code == 422
    blocked = attempt(world, login=" Opfer ", password="geraten")[1]
    assert blocked.status_code == 429
    assert "Warten Sie 15 Minuten" in blocked.text
    assert attempt(world)[1].status_code == 302


def test_thirty_failures_close_the_address_for_a_while(world: World) -> None:
    codes = [attempt(world, login=f"rate{n}", password="")[1].status_code for n in range(31)]
    assert codes == [422] * 30 + [429]


def test_logging_in_often_is_no_failure(world: World) -> None:
    assert {attempt(world)[1].status_code for _ in range(8)} == {302}


def test_a_session_ends_after_minutes_without_input(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = world.client(Role.KOORDINATION)
    assert client.get("/aufgaben").status_code == 200
    real = time.time()
    minutes = world.platform.settings.session_minutes
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: int(real + (minutes - 1) * 60))
    assert client.get("/aufgaben").status_code == 200, "within the time each click renews it"
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: int(real + (2 * minutes - 2) * 60))
    assert client.get("/aufgaben").status_code == 200
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: int(real + (3 * minutes) * 60))
    answer = client.get("/aufgaben")
    assert answer.status_code == 302
    assert answer.location == "/anmelden?next=%2Faufgaben"
    assert "Ihre Sitzung ist abgelaufen" in client.get(answer.location).text


def test_disabling_an_account_ends_its_open_sessions(world: World) -> None:
    client = world.client(Role.BEIRAT)
    number = world.people[HAMM, Role.BEIRAT].id
    assert client.get("/konto").status_code == 200
    admin = world.client(Role.VERWALTUNG)
    admin.post(f"/verwaltung/konten/{number}/sperren")
    assert client.get("/konto").status_code == 302
    admin.post(f"/verwaltung/konten/{number}/freigeben")
    assert client.get("/konto").status_code == 302, "a session of before does not come back to life"
    with world.platform.query(world.people[HAMM, Role.VERWALTUNG].actor()) as uow:
        fresh = accounts.account(uow, number)
    assert fresh is not None
    world.people[HAMM, Role.BEIRAT] = fresh


def test_logging_out_empties_the_session(world: World) -> None:
    client = world.client(Role.KOORDINATION)
    client.post("/abmelden")
    with client.session_transaction() as session:
        assert "_user_id" not in session
    assert client.get("/aufgaben").status_code == 302


def test_a_new_password_is_asked_twice_and_the_old_one_checked(world: World) -> None:
    client = world.client(Role.FACHSTELLE)
    typo = client.post("/konto/kennwort", data={"old": PASSWORD, "new": "Ein langer Satz", "again": "Ein anderer"})
    assert "stimmen nicht überein" in typo.text
    wrong = client.post("/konto/kennwort", data={"old": "falsch", "new": "Ein langer Satz", "again": "Ein langer Satz"})
    assert wrong.status_code == 422
    assert "Das bisherige Kennwort stimmt nicht." in wrong.text


def test_a_reset_password_is_shown_once_and_works(world: World) -> None:
    admin, forgetful = world.client(Role.VERWALTUNG), account(world.platform, "vergessen", Role.FACHSTELLE, HAMM)
    page = admin.post(f"/verwaltung/konten/{forgetful.id}/kennwort")
    password = page.text.split('class="sw-password">')[1].split("<")[0]
    assert "no-store" in page.headers["Cache-Control"]
    assert attempt(world, login="vergessen", password=password)[1].status_code == 302
    assert password not in admin.get("/verwaltung").text


def test_demo_accounts_are_listed_in_demo_mode_only(world: World) -> None:
    assert "data-fill-login" not in world.app.test_client().get("/anmelden").text


def test_language_and_colour_scheme_are_kept_on_the_machine(world: World) -> None:
    client = world.client(Role.KOORDINATION)
    answer = client.post("/konto/ansicht", data={"sprache": "en", "darstellung": "dark", "zurueck": "/konto"})
    assert answer.location == "/konto"
    page = client.get("/konto").text
    assert '<html lang="en"' in page
    assert 'data-kern-theme="dark"' in page
    assert "My account" in page
