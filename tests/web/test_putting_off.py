"""The buttons beside "Abschließen": Zwischenspeichern, Wiedervorlage, Weitergeben."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from lxml import html

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
        assert field_with_problem(answer.text).get("value") == text


def field_with_problem(text: str) -> html.HtmlElement:
    """The one field of the page that is marked; its sentence stands at it and, with a link to it, above."""
    page = html.fromstring(text)
    (field,) = page.xpath("//*[@aria-invalid='true']")
    (sentence,) = page.xpath(f"//*[@id='{field.get('aria-describedby')}']")
    (above,) = page.xpath(f"//*[@role='alert']//a[@href='#{field.get('id')}']")
    assert sentence.text_content().strip() == above.text_content().strip()
    return field


def test_a_day_that_has_passed_is_refused_on_the_page_of_the_task(world: World) -> None:
    client, task = world.client(Role.KOORDINATION), world.new_task()
    client.post(f"/aufgaben/{task}/entwurf", data={"kurztitel": TITLE})
    answer = client.post(f"/aufgaben/{task}/wiedervorlage", data={"am": "2020-01-02"})
    assert answer.status_code == 422
    assert "Nehmen Sie bitte einen Tag nach heute" in answer.text
    field = field_with_problem(answer.text)
    assert (field.get("id"), field.get("type"), field.get("value")) == ("wiedervorlage", "date", "2020-01-02")
    assert f'value="{TITLE}"' in answer.text, "the draft of the form is still there"


def test_handing_over_to_oneself_is_refused_with_a_way_out(world: World) -> None:
    client, task = world.client(Role.KOORDINATION), world.new_task()
    account(world.platform, f"kollegin.{task[:6]}", Role.KOORDINATION, HAMM)
    own = world.people[HAMM, Role.KOORDINATION].id
    answer = client.post(f"/aufgaben/{task}/weitergeben", data={"an": own})
    assert answer.status_code == 422
    assert "An sich selbst gibt niemand eine Aufgabe weiter." in answer.text
    assert field_with_problem(answer.text).get("id") == "weitergeben"
    client.post(f"/aufgaben/{task}/uebernehmen")
    answer = client.post(f"/aufgaben/{task}/weitergeben", data={"an": own})
    assert "Diese Person hat die Aufgabe schon." in answer.text


@pytest.mark.parametrize("address", ["/aufgaben?frist=overdue&stufe=eingang", "/vorgaenge?suche=M%C3%BCll"])
def test_a_view_that_cannot_be_kept_is_refused_on_its_list(world: World, address: str) -> None:
    client = world.client(Role.KOORDINATION)
    (form,) = html.fromstring(client.get(address).text).xpath("//form[.//input[@id='ansicht-name']]")
    assert form.get("action") == address
    name = "x" * 61
    answer = client.post(address, data={"name": name})
    assert answer.status_code == 422
    assert field_with_problem(answer.text).get("value") == name
    (form,) = html.fromstring(answer.text).xpath("//form[.//input[@id='ansicht-name']]")
    assert form.get("action") == address, "the filters are still there"
    kept = client.post(address, data={"name": "Meine Sicht"})
    assert (kept.status_code, kept.location) == (302, address)


def test_a_begun_draft_is_marked_in_the_list_for_its_writer_alone(world: World) -> None:
    client, task = world.client(Role.KOORDINATION), world.new_task()

    def marked(client: FlaskClient) -> bool:
        page = html.fromstring(client.get("/aufgaben").text)
        (line,) = page.xpath(f"//li[@class='sw-task'][.//a[@href='/aufgaben/{task}']]")
        return "Entwurf begonnen" in line.text_content()

    assert not marked(client)
    client.post(f"/aufgaben/{task}/entwurf", data={"kurztitel": TITLE})
    assert marked(client)
    other = account(world.platform, f"nachbarin.{task[:6]}", Role.KOORDINATION, HAMM)
    assert not marked(world.client(Role.KOORDINATION, person=other))


def test_a_task_is_handed_to_a_colleague_of_the_list(world: World) -> None:
    client, task = world.client(Role.KOORDINATION), world.new_task()
    receiver = account(world.platform, f"kollege.{task[:6]}", Role.KOORDINATION, HAMM)
    assert f'<option value="{receiver.id}">' in client.get(f"/aufgaben/{task}").text
    answer = client.post(f"/aufgaben/{task}/weitergeben", data={"an": receiver.id}, follow_redirects=True)
    assert f"liegt jetzt bei {receiver.name}." in answer.text
    for nonsense in ("", "x", "999999"):
        assert client.post(f"/aufgaben/{task}/weitergeben", data={"an": nonsense}).status_code == 422
