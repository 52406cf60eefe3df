"""What a missed deadline shows: in the list, on the task, in the case, and in the table to download."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine import accounts, casework
from engine.terms import Role
from tests.web.conftest import GROUPS, HAMM, World, account

WORDS = "eskaliert an Vertretung am 25.11.2026"
"""Monday 23 November, one working day: Tuesday's end; the clock looks on Wednesday."""


@pytest.fixture
def late(world: World) -> Iterator[str]:
    """A task whose deadline was missed; afterwards the clock stands where it stood."""
    before, task = world.clock.moment, world.new_task()
    world.clock.advance(days=2)
    while casework.watch_deadlines(world.platform):
        pass
    yield task
    world.clock.moment = before


def test_lists_and_pages_say_overdue_and_to_whom_it_went(world: World, late: str) -> None:
    client = world.client(Role.KOORDINATION)
    page = client.get(f"/aufgaben/{late}")
    assert WORDS in page.text and "überfällig seit" in page.text
    assert WORDS in client.get("/aufgaben?frist=overdue").text
    case = client.get(f"/vorgaenge/{world.aktenzeichen}?ansicht=fristen").text
    assert WORDS in case and "überfällig seit" in case
    history = client.get(f"/vorgaenge/{world.aktenzeichen}?ansicht=verlauf").text
    assert "an Vertretung eskaliert: Frist am 24.11.2026 abgelaufen" in history
    assert "25.11.2026" in client.get("/aufgaben.csv").text


def test_the_deputy_takes_it_from_whoever_has_it(world: World, late: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GROUPS, Role.FACHSTELLE, ("vertretung",))
    deputy = account(world.platform, f"vertretung.{late[:6]}", Role.FACHSTELLE, HAMM)
    holder = world.client(Role.KOORDINATION)
    holder.post(f"/aufgaben/{late}/uebernehmen")
    client = world.app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = f"{deputy.id}.{deputy.epoch}.{accounts.new_session()}"
        session["_fresh"] = True
    assert f"/aufgaben/{late}" in client.get("/aufgaben").text
    page = client.get(f"/aufgaben/{late}").text
    assert "die Aufgabe ist bis zu Ihnen eskaliert" in page and "Abschließen" not in page
    answer = client.post(f"/aufgaben/{late}/uebernehmen", follow_redirects=True)
    assert answer.status_code == 200
    assert "Abschließen" in client.get(f"/aufgaben/{late}").text
