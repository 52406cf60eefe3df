"""Verwaltung: what is wrong comes first and says what a click will do; accounts are found, made and changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from lxml import html

from engine import accounts, casework
from engine.accounts import CreateAccount
from engine.casework import Doing, SendSignal
from engine.casework.incidents import incident_list
from engine.terms import Actor, Role
from tests.web.conftest import BIELEFELD, HAMM, PASSWORD, World
from webui import catalogues


@pytest.fixture
def nele(world: World) -> Iterator[int]:
    """A spare account, under a login of its own in every test."""
    with world.platform.query(Actor.operator()) as uow:
        login = f"nele{len(accounts.account_list(uow))}"
    wanted = CreateAccount(login, "Nele Neu", HAMM, [Role.BEIRAT], ["beirat", "jugendamt"], PASSWORD)
    with world.platform.command(Actor.operator()) as uow:
        created = accounts.create_account(uow, wanted)
    yield created.account_id
    with world.platform.command(Actor.operator()) as uow:
        accounts.disable_account(uow, created.account_id)


def words(answer: str) -> str:
    return " ".join(html.fromstring(answer).xpath("//main")[0].text_content().split())


def view(world: World, number: int) -> accounts.AccountView:
    with world.platform.query(Actor.operator()) as uow:
        return accounts.account_to_change(uow, number)


# ------------------------------------------------------------------ accounts
def test_groups_are_offered_by_the_names_of_the_lanes(world: World) -> None:
    tree = html.fromstring(world.client(Role.VERWALTUNG).get("/verwaltung/konten/neu").data)
    offered = tree.xpath("//fieldset[@id='lanes']//input/@value")
    assert {"koordination", "mediation", "beirat"} <= set(offered)
    assert {"leitung", "vertretung"} <= set(offered), "whom missed deadlines reach"
    labels = [node.text_content().strip() for node in tree.xpath("//fieldset[@id='lanes']//label")]
    assert labels == sorted(labels, key=str.casefold) and "koordination" not in labels


def test_a_new_account_gets_ticked_lanes_and_typed_groups(world: World) -> None:
    sent = {"name": "Zoe Zusatz", "login": "zoe", "roles": ["beirat"], "lanes": ["beirat"], "groups": "jugendamt, "}
    answer = world.client(Role.VERWALTUNG).post("/verwaltung/konten/neu", data=sent)
    assert html.fromstring(answer.data).xpath("//code[@class='sw-password']/text()")
    with world.platform.query(Actor.operator()) as uow:
        assert accounts.account_named(uow, "zoe").groups == {"beirat", "jugendamt"}


def test_an_account_shows_what_it_has_and_gets_something_else(world: World, nele: int) -> None:
    admin, address = world.client(Role.VERWALTUNG), f"/verwaltung/konten/{nele}"
    tree = html.fromstring(admin.get(address).data)
    assert tree.xpath("//input[@checked]/@value") == ["beirat", "beirat"]
    assert tree.xpath("//input[@name='groups']/@value") == ["jugendamt"]
    sent = {"name": "Nele Anders", "roles": ["mediation", "beratung"], "lanes": ["mediation"], "groups": ""}
    answer = admin.post(address, data=sent, follow_redirects=True)
    assert "Das Konto von Nele Anders ist geändert." in words(answer.text)
    after = view(world, nele)
    assert (after.name, after.roles, after.groups) == ("Nele Anders", {"mediation", "beratung"}, {"mediation"})


def test_a_session_with_the_old_rights_is_over(world: World, nele: int) -> None:
    client = world.app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = f"{nele}.{view(world, nele).epoch}.{accounts.new_session()}"
    assert client.get("/konto").status_code == 200
    changed = {"name": "Nele Neu", "roles": ["fachstelle"]}
    world.client(Role.VERWALTUNG).post(f"/verwaltung/konten/{nele}", data=changed)
    assert client.get("/konto").status_code == 302


def test_saving_what_was_there_changes_nothing(world: World, nele: int) -> None:
    before = view(world, nele)
    same = {"name": "Nele Neu", "roles": ["beirat"], "lanes": ["beirat"], "groups": "jugendamt"}
    answer = world.client(Role.VERWALTUNG).post(f"/verwaltung/konten/{nele}", data=same, follow_redirects=True)
    assert "Es hat sich nichts geändert." in words(answer.text)
    assert view(world, nele) == before


def test_what_does_not_fit_is_named_and_what_was_typed_stays(world: World, nele: int) -> None:
    admin, address = world.client(Role.VERWALTUNG), f"/verwaltung/konten/{nele}"
    answer = admin.post(address, data={"name": "", "groups": "a"})
    assert answer.status_code == 422
    assert html.fromstring(answer.data).xpath("//*[@role='alert']//a/@href") == ["#name", "#roles"]
    answer = admin.post(address, data={"name": "N", "roles": ["beirat"], "groups": "zwei worte"})
    assert answer.status_code == 422 and "ohne Leerzeichen" in answer.text and 'value="zwei worte"' in answer.text
    answer = admin.post(address, data={"name": "N", "roles": ["laki"]})
    assert answer.status_code == 422
    assert view(world, nele).name == "Nele Neu"


def test_the_own_roles_are_left_to_somebody_else(world: World) -> None:
    me = world.people[HAMM, Role.VERWALTUNG]
    answer = world.client(Role.VERWALTUNG).post(
        f"/verwaltung/konten/{me.id}", data={"name": me.name, "roles": ["revision"]}
    )
    assert answer.status_code == 409 and "eine andere Person der Verwaltung" in answer.text
    page = world.client(Role.VERWALTUNG).get(f"/verwaltung/konten/{me.id}").text
    assert "Konto sperren" not in page


def test_disabling_can_be_undone_at_once(world: World, nele: int) -> None:
    admin = world.client(Role.VERWALTUNG)
    done = admin.post(f"/verwaltung/konten/{nele}/sperren", follow_redirects=True)
    assert not view(world, nele).active
    (undo,) = html.fromstring(done.data).xpath("//div[@role='status']//form/@action")
    assert admin.post(undo).status_code == 302
    assert view(world, nele).active


def test_accounts_are_found_filtered_and_come_as_a_file(world: World, nele: int) -> None:
    admin = world.client(Role.VERWALTUNG)
    login = view(world, nele).login
    assert login in words(admin.get(f"/verwaltung?suche={login}").text)
    assert login not in words(admin.get(f"/verwaltung?suche={login}&rolle=revision").text)
    assert login not in words(admin.get(f"/verwaltung?suche={login}&stand=gesperrt").text)
    empty = words(admin.get("/verwaltung?suche=niemandheisstso").text)
    assert "Dazu gibt es kein Konto" in empty and "0 von" in empty
    file = admin.get(f"/verwaltung/konten.csv?suche={login}").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(file), delimiter=";"))
    assert rows == [
        ["Name", "Kontoname", "Rollen", "Gruppen", "Stand"],
        ["Nele Neu", login, "Konfliktbeirat", "Jugendamt, Konfliktbeirat", "aktiv"],
    ]


def test_another_municipalitys_account_is_not_there(world: World, nele: int) -> None:
    client = world.client(Role.VERWALTUNG, BIELEFELD)
    assert client.get(f"/verwaltung/konten/{nele}").status_code == 404
    assert client.post(f"/verwaltung/konten/{nele}", data={"name": "X", "roles": ["beirat"]}).status_code == 404
    assert view(world, nele).name == "Nele Neu"


# ------------------------------------------------------------------ what is wrong
def test_every_kind_of_incident_says_what_both_clicks_will_do(world: World) -> None:
    assert set(catalogues.INCIDENTS) == set(Doing)
    with world.app.test_request_context():
        said = catalogues.incident_consequences()
    assert all(again.endswith(".") and aside.endswith(".") for again, aside in said.values())


def test_an_incident_comes_first_with_what_happened_and_what_will_happen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = casework.IncidentLine(
        7, world.aktenzeichen, HAMM, "mail.refused", "brief", "Der Postausgang nimmt nichts an.",
        world.clock.now(), Doing.JOB, True,
    )  # fmt: skip
    monkeypatch.setattr(casework, "incident_list", lambda uow: incident_list(uow) + (line,))
    page = words(world.client(Role.VERWALTUNG).get("/verwaltung").text)
    assert page.index("Störungen") < page.index("Benutzerkonten")
    assert world.aktenzeichen in page and "Der Postausgang nimmt nichts an." in page
    assert "23.11.2026, 10:12 Uhr" in page
    assert "Der Vorgang steht still" in page
    again, aside = catalogues.INCIDENTS[Doing.JOB]
    with world.app.test_request_context():
        assert str(again) in page and str(aside) in page


def test_late_sendings_are_named_without_their_content(world: World) -> None:
    with world.platform.command(world.people[HAMM, Role.KOORDINATION].actor()) as uow:
        casework.send_signal(uow, SendSignal(HAMM, "geheimes_signal"))
    with world.platform.database.commanding() as connection:
        connection.exec_driver_sql("UPDATE outbox SET attempts = 2")
        connection.commit()
    page = words(world.client(Role.VERWALTUNG).get("/verwaltung").text)
    assert "Noch nicht zugestellt 1" in page and "2 von 6" in page and "geheimes_signal" not in page
    assert "Noch nicht zugestellt" not in words(world.client(Role.VERWALTUNG, BIELEFELD).get("/verwaltung").text)
    with world.platform.database.commanding() as connection:
        connection.exec_driver_sql("DELETE FROM outbox")
        connection.commit()
