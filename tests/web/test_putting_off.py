"""The buttons beside "Abschließen": Zwischenspeichern, Wiedervorlage, Weitergeben."""

from __future__ import annotations

from engine.terms import Role
from tests.web.conftest import HAMM, World, account

TITLE = "Streit um den Hof"


def test_a_draft_is_there_again_and_says_so(world: World) -> None:
    client, task = world.client(Role.KOORDINATION), world.new_task()
    answer = client.post(f"/aufgaben/{task}/entwurf", data={"kurztitel": TITLE}, follow_redirects=True)
    assert answer.status_code == 200
    assert "Ihr Entwurf ist gespeichert. Nur Sie sehen ihn." in answer.text
    assert "Das ist Ihr Entwurf vom" in answer.text
    assert f'value="{TITLE}"' in answer.text
    assert "Fehler" not in client.get(f"/aufgaben/{task}").text, "what is unfinished is no mistake"


def test_while_typing_only_the_note_comes_back(world: World) -> None:
    client, task = world.client(Role.KOORDINATION), world.new_task()
    answer = client.post(f"/aufgaben/{task}/entwurf", data={"kurztitel": TITLE}, headers={"HX-Request": "true"})
    assert "Entwurf gespeichert um" in answer.text
    assert "<html" not in answer.text


def test_a_draft_can_be_discarded(world: World) -> None:
    client, task = world.client(Role.KOORDINATION), world.new_task()
    client.post(f"/aufgaben/{task}/entwurf", data={"kurztitel": TITLE})
    answer = client.post(f"/aufgaben/{task}/entwurf/verwerfen", follow_redirects=True)
    assert "Ihr Entwurf ist verworfen." in answer.text
    assert TITLE not in answer.text


def test_a_task_goes_to_wiedervorlage_and_back(world: World) -> None:
    client, task = world.client(Role.KOORDINATION), world.new_task()
    day = world.clock.now().date().replace(year=world.clock.now().year + 1).isoformat()
    answer = client.post(f"/aufgaben/{task}/wiedervorlage", data={"am": day}, follow_redirects=True)
    assert "Bis dahin steht sie unter „Wiedervorlage“." in answer.text
    assert f"/aufgaben/{task}" in client.get("/aufgaben?frist=follow_up").text
    answer = client.post(f"/aufgaben/{task}/wiedervorlage", data={"aufheben": "1"}, follow_redirects=True)
    assert "Die Wiedervorlage ist aufgehoben." in answer.text
    assert f"/aufgaben/{task}" not in client.get("/aufgaben?frist=follow_up").text


def test_a_day_may_be_written_as_the_page_says_where_the_browser_has_no_calendar(world: World) -> None:
    client, task = world.client(Role.KOORDINATION), world.new_task()
    day = f"24.06.{world.clock.now().year + 1}"
    answer = client.post(f"/aufgaben/{task}/wiedervorlage", data={"am": day}, follow_redirects=True)
    assert f"Die Aufgabe kommt am {day} wieder." in answer.text


def test_a_day_that_is_none_is_asked_for_again(world: World) -> None:
    client, task = world.client(Role.KOORDINATION), world.new_task()
    for text in ("", "morgen", "2026-02-30", "30.02.2027", "1.2.3.4", "24.06.99999999999999999999"):
        answer = client.post(f"/aufgaben/{task}/wiedervorlage", data={"am": text})
        assert answer.status_code == 422
        assert "Geben Sie bitte einen Tag an" in answer.text


def test_a_task_is_handed_to_a_colleague_of_the_list(world: World) -> None:
    client, task = world.client(Role.KOORDINATION), world.new_task()
    receiver = account(world.platform, f"kollege.{task[:6]}", Role.KOORDINATION, HAMM)
    assert f'<option value="{receiver.id}">' in client.get(f"/aufgaben/{task}").text
    answer = client.post(f"/aufgaben/{task}/weitergeben", data={"an": receiver.id}, follow_redirects=True)
    assert f"liegt jetzt bei {receiver.name}." in answer.text
    for nonsense in ("", "x", "999999"):
        assert client.post(f"/aufgaben/{task}/weitergeben", data={"an": nonsense}).status_code == 422
