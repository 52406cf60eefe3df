"""What a slip of the hand does can be taken back, or says before what it will do."""

from __future__ import annotations

import re

from lxml import html

from engine import casework
from engine.casework import ClaimTask
from engine.terms import Role, UserTaskId
from tests.web.conftest import HAMM, World


def words(page: bytes) -> str:
    return " ".join(html.fromstring(page).xpath("//main")[0].text_content().split())


def test_a_report_begun_by_mistake_is_discarded_from_its_first_page(world: World) -> None:
    desk = world.client(Role.KOORDINATION)
    opened = desk.post("/vorgaenge/neu", follow_redirects=True)
    [link] = html.fromstring(opened.data).xpath("//a[normalize-space()='Meldung verwerfen']/@href")
    asked = desk.get(link)
    assert "Das lässt sich nicht rückgängig machen." in words(asked.data)
    assert "Das Aktenzeichen wird nicht noch einmal vergeben." in words(asked.data)
    done = desk.post(link, follow_redirects=True)
    number = re.search(r"KKM-[0-9-]+", link)
    assert number and f"Der Vorgang {number[0]} ist verworfen." in words(done.data)
    page = words(desk.get(f"/vorgaenge/{number[0]}").data)
    assert "ist verworfen. Es gibt nichts mehr zu tun." in page and "Meldung verwerfen" not in page
    assert "lässt sich nicht verwerfen" in words(desk.get(link).data)
    why = "weil der Vorgang irrtümlich angelegt war und verworfen ist"
    assert why in words(desk.get(opened.request.path).data)
    assert why in words(desk.post(opened.request.path, data={"kurztitel": "Zu spät"}).data)


def test_a_colleagues_task_given_back_by_mistake_goes_to_them_again(world: World) -> None:
    task = world.new_task()
    holder = world.people[HAMM, Role.KOORDINATION]
    with world.platform.command(holder.actor()) as uow:
        casework.claim_task(uow, ClaimTask(UserTaskId(task)))
    desk = world.second_coordinator()
    given = desk.post(f"/aufgaben/{task}/zurueckgeben", data={"von": "liste"}, follow_redirects=True)
    assert "für jemand anderen zurückgegeben" in words(given.data)
    [address] = html.fromstring(given.data).xpath("//*[contains(@class, 'sw-flashes')]//form/@action")
    back = desk.post(address, follow_redirects=True)
    assert f"liegt jetzt bei {holder.name}" in words(back.data)
