"""What people do on the pages, from the address to what the engine has afterwards."""

from __future__ import annotations

import csv
import io

import pytest
from flask.testing import FlaskClient
from lxml import html

from engine import accounts, casework
from engine.casework import CompleteTask
from engine.terms import Role, UserTaskId
from tests.web.conftest import HAMM, HAMM_FILE, World, account


def filled(client: FlaskClient, address: str, **answers: str) -> dict[str, list[str]]:
    """The form of a page as a browser would send it: every field that must be there answered, from its own options."""
    form = html.fromstring(client.get(address).data).xpath("//div[@id='formular']")[0]
    sent: dict[str, list[str]] = {}
    for field in form.xpath(".//input[@name] | .//textarea[@name]"):
        name, kind = field.get("name"), field.get("type", "textarea")
        if kind in ("radio", "checkbox"):
            boxes = form.xpath(".//input[@name=$name][not(@type='hidden')]", name=name)
            if len(boxes) > 1:
                chosen = next((box for box in boxes if box.get("checked") is not None), boxes[0])
                sent[name] = [chosen.get("value")]
        elif kind == "hidden" or field.get("aria-required") != "true":
            sent.setdefault(name, [field.get("value") or ""])
        else:
            sent[name] = [field.get("value") or sample(kind)]
    for field in form.xpath(".//select[@name]"):
        options = [option.get("value") for option in field.xpath(".//option") if option.get("value")]
        sent[field.get("name")] = options[:1]
    sent.update({name: [value] for name, value in answers.items()})
    return sent


def sample(kind: str) -> str:
    return {"date": "2026-11-23", "datetime-local": "2026-11-23T09:00", "number": "3", "email": "a@example.org"}.get(
        kind, "Text"
    )


def errors_on(page: str) -> list[str]:
    return [node.text_content().strip() for node in html.fromstring(page).xpath("//*[@id='fehler']//li")]


def test_a_report_is_taken_down_in_one_go(world: World) -> None:
    client = world.client(Role.KOORDINATION)
    opened = client.post("/vorgaenge/neu")
    assert opened.status_code == 302
    address = opened.location
    assert address.startswith("/aufgaben/")
    page = client.get(address).text
    assert "ist angelegt" in page
    assert "Kurzbezeichnung" in page
    sent = filled(client, address, kurztitel="Lärm im Innenhof", stadtbezirk="Herringen")
    done = client.post(address, data=sent)
    assert done.status_code == 302, errors_on(done.text)
    assert done.location.startswith("/vorgaenge/KKM-05915000-2026-")
    case = client.get(done.location).text
    assert "Lärm im Innenhof" in case
    assert "So geht es weiter" in case
    assert "Erprobung" in case
    details = client.get(done.location.split("?")[0] + "?ansicht=angaben").text
    assert "Herringen" in details


def test_what_is_missing_is_named_and_what_was_typed_stays(world: World) -> None:
    client, task = world.client(Role.KOORDINATION), world.new_task()
    answer = client.post(f"/aufgaben/{task}", data={"kurztitel": "Streit um Parkplätze"})
    assert answer.status_code == 422
    assert errors_on(answer.text)
    assert 'value="Streit um Parkplätze"' in answer.text


def test_the_second_of_two_learns_who_was_first_and_keeps_what_they_typed(world: World) -> None:
    task = world.new_task()
    second = world.client(Role.KOORDINATION)
    address = f"/aufgaben/{task}"
    typed = filled(second, address, sachverhalt="Das habe ich eine halbe Stunde lang aufgeschrieben.")
    colleague = account(world.platform, f"kollegin.{task[:6]}", Role.KOORDINATION, HAMM)
    with world.platform.command(colleague.actor()) as uow:
        casework.complete_task(uow, CompleteTask(UserTaskId(task), {"kurztitel": "x", "dringlichkeit": "normal"}))
    answer = second.post(address, data=typed)
    assert answer.status_code == 409
    assert colleague.name in answer.text
    assert "Das habe ich eine halbe Stunde lang aufgeschrieben." in answer.text
    assert not html.fromstring(answer.text).xpath("//form[@action=$a]", a=address), "nothing to send any more"


def test_a_task_that_a_colleague_has_taken_keeps_what_was_typed_too(world: World) -> None:
    task = world.new_task()
    first, second = world.client(Role.KOORDINATION), world.client(Role.KOORDINATION)
    colleague = account(world.platform, f"andere.{task[:6]}", Role.KOORDINATION, HAMM)
    with world.platform.command(colleague.actor()) as uow:
        casework.claim_task(uow, casework.ClaimTask(UserTaskId(task)))
    answer = second.post(f"/aufgaben/{task}", data={"sachverhalt": "Schon geschrieben."})
    assert answer.status_code == 403
    assert "Schon geschrieben." in answer.text
    assert f"Diese Aufgabe hat {colleague.name} übernommen." in first.get(f"/aufgaben/{task}").text


def test_taking_and_giving_back_from_the_list_returns_to_the_same_filters(world: World) -> None:
    client, task = world.client(Role.KOORDINATION), world.new_task()
    taken = client.post(f"/aufgaben/{task}/uebernehmen?frist=later&wer=groups", data={"von": "liste"})
    assert taken.location == "/aufgaben?frist=later&wer=groups"
    assert task in client.get("/aufgaben?wer=mine").text
    given = client.post(f"/aufgaben/{task}/zurueckgeben", data={"von": "liste"})
    assert given.location == "/aufgaben"
    assert task not in client.get("/aufgaben?wer=mine").text


def test_answers_let_fields_appear_without_storing_anything(world: World) -> None:
    client, task = world.client(Role.KOORDINATION), world.new_task()
    answer = client.post(f"/aufgaben/{task}/vorschau", data={"dringlichkeit": "akut", "kurztitel": "Entwurf"})
    assert answer.status_code == 200
    assert 'id="formular"' in answer.text
    assert "<html" not in answer.text
    assert 'value="Entwurf"' in answer.text


def test_an_invented_task_id_is_not_found(world: World) -> None:
    client = world.client(Role.KOORDINATION)
    for task in ("0" * 32, "x", "1' or '1'='1", "%00"):
        assert client.get(f"/aufgaben/{task}").status_code == 404
        assert client.post(f"/aufgaben/{task}", data={}).status_code == 404


def test_filters_stand_in_the_address_and_lists_say_when_they_are_empty(world: World) -> None:
    client = world.client(Role.KOORDINATION)
    assert "Mit diesen Filtern gibt es keine Aufgaben" in client.get("/aufgaben?stufe=beirat").text
    assert "Dazu gibt es keinen Vorgang" in client.get("/vorgaenge?suche=2019-0001").text
    assert client.get("/aufgaben?stufe=quatsch&frist=quatsch&wer=quatsch").status_code == 200
    found = client.get(f"/vorgaenge?suche={world.aktenzeichen[-9:]}").text
    assert world.aktenzeichen in found


def test_who_coordinates_nothing_sees_their_own_tasks_whatever_the_address_says(world: World) -> None:
    for path in ("/aufgaben?wer=all", "/aufgaben.csv?wer=all"):
        answer = world.client(Role.MEDIATION).get(path)
        assert answer.status_code == 200
        assert "Meldung aufnehmen" not in answer.text and "Alle der Kommune" not in answer.text
    assert "Alle der Kommune" in world.client(Role.KOORDINATION).get("/aufgaben").text


def test_a_cursor_that_nobody_gave_is_refused_with_a_sentence(world: World) -> None:
    answer = world.client(Role.KOORDINATION).get("/aufgaben?nach=quatsch")
    assert answer.status_code == 422
    assert "beginnen Sie bitte vorn" in answer.text


def test_the_search_field_finds_a_case_by_its_number(world: World) -> None:
    answer = world.client(Role.KOORDINATION).get(f"/suche?az={world.aktenzeichen}", follow_redirects=True)
    assert f"/vorgaenge/{world.aktenzeichen}" in answer.text


@pytest.mark.parametrize(
    ("address", "role", "heading"),
    [
        ("/aufgaben.csv", Role.KOORDINATION, "Aufgabe"),
        ("/vorgaenge.csv", Role.KOORDINATION, "Aktenzeichen"),
        ("/pruefspur.csv", Role.REVISION, "Nummer"),
    ],
)
def test_every_list_comes_as_a_file_that_an_office_program_opens(
    world: World, address: str, role: Role, heading: str
) -> None:
    answer = world.client(role).get(address)
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == heading
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


def test_taking_the_trail_out_is_an_entry_in_it(world: World) -> None:
    auditor = world.client(Role.REVISION)
    auditor.get("/pruefspur.csv")
    assert "Prüfspur ausgeleitet" in auditor.get("/pruefspur?art=audit.read").text


def test_the_trail_can_be_proved_from_its_page(world: World) -> None:
    assert "Die Prüfspur ist unversehrt." in world.client(Role.REVISION).get("/pruefspur?pruefen=1").text


def test_a_case_shows_its_diagram_its_steps_and_both_say_the_same(world: World) -> None:
    client = world.client(Role.KOORDINATION)
    tree = html.fromstring(client.get(f"/vorgaenge/{world.aktenzeichen}").data)
    host = tree.xpath("//*[@data-bpmn-url]")[0]
    drawn = client.get(host.get("data-bpmn-url"))
    assert drawn.mimetype == "application/xml"
    assert b"konfliktweg_hamm" in drawn.data
    assert '"current": ["meldung"]' in host.get("data-marks")
    assert "Meldung aufnehmen" in tree.xpath("//li[contains(@class, 'sw-step--current')]")[0].text_content()


def upload(world: World, name: str, content: bytes, role: Role = Role.ENTWURF):  # type: ignore[no-untyped-def]
    return world.client(role).post("/prozesse/hochladen", data={"files": (io.BytesIO(content), name)})


def test_uploading_the_same_file_again_says_so(world: World) -> None:
    client = world.client(Role.ENTWURF)
    answer = client.post(
        "/prozesse/hochladen", data={"files": (io.BytesIO(HAMM_FILE.read_bytes()), "hamm.bpmn")}, follow_redirects=True
    )
    assert "Diese Datei ist schon veröffentlicht" in answer.text


def test_the_trail_names_people_roles_and_groups_in_words(world: World) -> None:
    auditor, lotsin = world.client(Role.REVISION), world.people[HAMM, Role.BERATUNG]
    said = html.fromstring(auditor.get("/pruefspur?art=account.created").text).xpath("string(//tbody)")
    assert f"Benutzerkonto {lotsin.name} ({lotsin.id}) angelegt (Rollen: Beratung; Gruppen: Konfliktlots:innen)" in said
    assert "Konfliktlots:innen" in auditor.get("/pruefspur.csv?art=account.created").text
    with world.platform.command(world.people[HAMM, Role.VERWALTUNG].actor()) as uow:
        accounts.reset_password(uow, world.spare_account)
    assert "geändert: Kennwort neu gesetzt" in auditor.get("/pruefspur?art=account.changed").text


def test_whoever_meets_their_own_key_under_another_name_learns_of_the_box_on_this_page(world: World) -> None:
    page = html.fromstring(upload(world, "hansestadt.bpmn", HAMM_FILE.read_bytes()).text)
    hint = page.xpath("string(//*[@class='sw-finding__hint'])")
    assert page.xpath("normalize-space(//label[@for='rename'])") in hint and "--rename" not in hint


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"kein XML", "hamm.bpmn"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "hamm.bpmn"),
        (HAMM_FILE.read_bytes().replace(b'id="meldung"', b'id="meldung_umbenannt"', 1), "meldung"),
    ],
)
def test_a_file_that_cannot_run_is_refused_with_findings_in_place(world: World, content: bytes, words: str) -> None:
    answer = upload(world, "hamm.bpmn", content)
    assert answer.status_code == 422
    assert "Nichts wurde geändert" in answer.text or "nicht veröffentlicht" in answer.text
    table = html.fromstring(answer.text).xpath("//table")[0].text_content()
    assert words in table
    assert "Fehler" in table


def test_an_upload_needs_exactly_one_process(world: World) -> None:
    assert "mindestens eine Prozessdatei" in world.client(Role.ENTWURF).post("/prozesse/hochladen", data={}).text
    assert "genau eine Prozessdatei" in upload(world, "liste.form", b"{}").text


def test_a_third_municipality_joins_by_uploading_one_file(world: World) -> None:
    """The sentence that the product stands for, on the page *Prozesse*."""
    text = HAMM_FILE.read_text("utf-8").replace("Stadt Hamm", "Stadt Münster").replace(HAMM, "05515000")
    answer = upload(world, "muenster.bpmn", text.encode(), Role.LAKI)
    assert answer.status_code == 302, html.fromstring(answer.text).text_content()
    page = world.client(Role.LAKI).get(answer.location)
    assert "Stadt Münster" in page.text
    assert "/prozesse/muenster" in world.client(Role.LAKI).get("/prozesse").text


def test_the_designers_own_bytes_come_back(world: World) -> None:
    answer = world.client(Role.ENTWURF).get("/prozesse/hamm/datei")
    assert answer.data == HAMM_FILE.read_bytes()
    assert 'filename="hamm.bpmn"' in answer.headers["Content-Disposition"]


def test_an_account_name_that_is_taken_is_refused_on_the_page(world: World) -> None:
    admin = world.client(Role.VERWALTUNG)
    form = {"name": "Zweite", "login": "ersatz", "roles": "beirat", "groups": "beirat"}
    answer = admin.post("/verwaltung/konten/neu", data=form)
    assert answer.status_code == 422
    assert "gibt es schon" in answer.text
    assert 'value="Zweite"' in answer.text


def test_a_form_sent_after_the_session_ended_gives_back_what_was_typed(world: World, with_csrf: object) -> None:
    address = f"/aufgaben/{world.task_id}"
    typed = {"sachverhalt": "Lange aufgeschrieben.", "beteiligte._list": "1", "beteiligte.0.name": "Eine Person"}
    answer = world.app.test_client().post(address, data=typed)
    assert answer.status_code == 400
    assert "Beteiligte 1: Name" in answer.text
    assert "list" not in html.fromstring(answer.text).xpath("string(//dl)")
    assert "Lange aufgeschrieben." in answer.text
    assert html.fromstring(answer.text).xpath("//main//a[@href=$a]", a=address)


def test_a_report_asks_for_people_one_after_the_other(world: World) -> None:
    """About twenty fields for each: none stands open before somebody wants it, and none need be filled in."""
    client, task = world.client(Role.KOORDINATION), world.new_task()
    page = html.fromstring(client.get(f"/aufgaben/{task}").text)
    assert not page.xpath("//*[starts-with(@name, 'beteiligte.0.')]")
    assert "Person hinzufügen" in page.xpath("string(//button[@name='_add:beteiligte'])")
    opened = html.fromstring(client.post(f"/aufgaben/{task}", data={"_add:beteiligte": "1"}).text)
    assert opened.xpath("//input[@name='beteiligte.0.name']")
    assert "Person 1 entfernen" in opened.xpath("string(//button[@name='_remove:beteiligte:0'])")


def test_a_refused_upload_leads_back_to_its_form(world: World) -> None:
    answer = upload(world, "gross.bpmn", b"x" * (11 * 1024 * 1024))
    assert answer.status_code == 413
    assert html.fromstring(answer.text).xpath("//main//a[@href='/prozesse/hochladen']")


def test_umlauts_in_a_file_name_survive(world: World) -> None:
    text = HAMM_FILE.read_text("utf-8").replace("Stadt Hamm", "Stadt Köln").replace(HAMM, "05315000")
    answer = upload(world, "köln.bpmn", text.encode(), Role.LAKI)
    assert answer.location == "/prozesse/koeln"
    source = world.client(Role.LAKI).get("/prozesse/koeln/datei")
    assert "k%C3%B6ln.bpmn" in source.headers["Content-Disposition"]


def test_the_language_is_remembered_with_the_account(world: World) -> None:
    world.client(Role.DATENSCHUTZ).post("/konto/ansicht", data={"sprache": "en"})
    assert '<html lang="en"' in world.client(Role.DATENSCHUTZ).get("/konto").text
    world.client(Role.DATENSCHUTZ).post("/konto/ansicht", data={"sprache": "de"})
