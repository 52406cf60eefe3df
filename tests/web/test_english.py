"""Whoever reads English fills in forms in English: on the task page, when something is wrong, and afterwards."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from lxml import html

from engine import casework
from engine.formdefs.model import walk
from engine.terms import Role, TenantId, UserTaskId
from forms.language import texts, translator
from tests.web.conftest import World

HAMM = TenantId("05915000")
REPORT = {
    "dringlichkeit": "niedrig", "eingang_am": "2026-06-03T14:30", "eingangsweg": "telefon", "melderolle": "betroffen",
    "kurztitel": "Lärm am Platz", "falltyp": "F01", "themen": ["laerm", "muell"], "sachverhalt": "Es ist laut.",
    "stadtbezirk": "Herringen", "seit_wann": "unter_1", "ziel_meldende": "Ruhe", "personenzahl": "2",
    "oeffentlich": "keine", "vertraulichkeit": "normal",
}  # fmt: skip


@pytest.fixture
def reader(world: World) -> FlaskClient:
    client = world.client(Role.KOORDINATION)
    client.set_cookie("sprache", "en")
    return client


def words(page: str) -> set[str]:
    """The texts inside the form's fields, each stripped."""
    (form,) = html.fromstring(page).xpath("//div[@id='formular']")
    return {text.strip() for text in form.itertext() if text.strip()}


def test_no_german_label_is_left_on_an_english_task_page(world: World, reader: FlaskClient) -> None:
    address = f"/aufgaben/{world.new_task()}"
    german, english = words(world.client(Role.KOORDINATION).get(address).text), words(reader.get(address).text)
    with world.platform.query(world.people[HAMM, Role.KOORDINATION].actor()) as uow:
        form = casework.task_page(uow, UserTaskId(address.rsplit("/", 1)[1])).form
    assert form is not None
    of_the_form = {text for component in walk(form.components) for text in texts(component)}
    translate = translator("en")
    assert len(of_the_form & german) > 60
    assert {text for text in of_the_form & english if translate(text) != text} == set()
    assert {"How urgent is it?", "Please choose", "Parties involved"} <= english


def test_what_is_wrong_is_said_in_english(world: World, reader: FlaskClient) -> None:
    answer = reader.post(f"/aufgaben/{world.new_task()}", data={"kurztitel": ""})
    assert answer.status_code == 422
    assert "Please choose an option." in answer.text and "Please fill in this field." in answer.text
    assert "Bitte wählen Sie" not in answer.text and "Bitte füllen Sie" not in answer.text


def test_the_same_answers_are_stored_and_shown_in_the_readers_words(world: World, reader: FlaskClient) -> None:
    task = world.new_task()
    reader.post(f"/aufgaben/{task}/uebernehmen")
    answer = reader.post(f"/aufgaben/{task}", data=REPORT)
    assert answer.status_code == 302
    address = answer.location.partition("?")[0] + "?ansicht=angaben"
    german, english = (entries(client.get(address).text) for client in (world.client(Role.KOORDINATION), reader))
    expected = {
        "Wie dringend ist es?": ("kann warten", "How urgent is it?", "can wait"),
        "Themen": ("Lärm, Müll", "Topics", "Noise, Waste"),
        "Minderjährige sind beteiligt": ("nein", "Minors are involved", "no"),
        "Kurzbezeichnung (ohne Namen!)": ("Lärm am Platz", "Short title (no names!)", "Lärm am Platz"),
    }
    for label, (value, english_label, english_value) in expected.items():
        assert german[label] == value
        assert english[english_label] == english_value
    assert english["heading"] == "Report and clearing"
    history = reader.get(address.replace("angaben", "verlauf")).text
    assert "Task “Meldung aufnehmen” completed" in history and "abgeschlossen" not in history
    assert german["heading"] == "Meldung und Clearing"


def entries(page: str) -> dict[str, str]:
    """Label -> value of the first group under "Angaben", and its heading."""
    (section,) = html.fromstring(page).xpath("//section[@aria-labelledby='angaben-titel']")
    labels, values = ([item.text_content() for item in section.xpath(f".//dl[1]/{tag}")] for tag in ("dt", "dd"))
    return {"heading": section.xpath("string(.//h3[1])"), **dict(zip(labels, values, strict=True))}


def test_a_refusal_is_said_in_english(world: World, reader: FlaskClient) -> None:
    """Also what the engine says of names and times."""
    task = world.new_task()
    with world.platform.command(world.people[HAMM, Role.KOORDINATION].actor()) as uow:
        casework.claim_task(uow, casework.ClaimTask(UserTaskId(task)))
        name = world.people[HAMM, Role.KOORDINATION].name
    reader.post(f"/aufgaben/{task}", data=REPORT)
    again = reader.post(f"/aufgaben/{task}", data=REPORT)
    assert again.status_code == 409
    alert = html.fromstring(again.text).xpath("//main//*[@role='alert']")[0]
    assert f"{name} completed this task on " in " ".join(alert.text_content().split())
