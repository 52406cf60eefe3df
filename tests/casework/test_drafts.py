"""Unfinished forms: whoever is called away finds them again, and nobody else ever does."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from engine import casework
from engine.casework import DraftView, SaveDraft
from engine.errors import InvalidInput, InvalidState, NotFound, NotPermitted
from engine.terms import Actor, Role, UserTaskId
from tests.kit.house import OPERATOR, House
from tests.kit.paths import END, START, flows, path, task

TYPED = [("sachverhalt", "Er hat gedroht."), ("themen", "laerm"), ("themen", "kinder")]
FORM = b"""{"schemaVersion": 18, "id": "notiz", "type": "default",
"components": [{"key": "sachverhalt", "label": "Was?", "type": "textfield"}]}"""


def keep(house: House, task_id: str, by: Actor, fields: Sequence[tuple[str, str]] = TYPED) -> None:
    with house.platform.command(by) as uow:
        casework.save_draft(uow, SaveDraft(UserTaskId(task_id), fields))


def draft(house: House, task_id: str, by: Actor) -> DraftView | None:
    with house.platform.query(by) as uow:
        return casework.task_page(uow, UserTaskId(task_id)).draft


@pytest.fixture
def one(house: House) -> str:
    house.publish(
        path(START, task("eins", form="notiz"), END, flows("s", "eins", "e")), "hamm.bpmn", ("notiz.form", FORM)
    )
    return house.task(house.start(), "eins")


def test_everything_typed_is_there_again_in_its_order(house: House, one: str) -> None:
    karla = house.coordinator()
    assert draft(house, one, karla) is None
    keep(house, one, karla)
    assert draft(house, one, karla) == DraftView(tuple(TYPED), house.clock.now())


def test_the_newest_counts(house: House, one: str) -> None:
    karla = house.coordinator()
    keep(house, one, karla)
    house.clock.move(minutes=5)
    keep(house, one, karla, [("sachverhalt", "Er hat sich entschuldigt.")])
    found = draft(house, one, karla)
    assert found is not None
    assert found.fields == (("sachverhalt", "Er hat sich entschuldigt."),)
    assert len(house.rows("draft")) == 1


def test_a_colleague_sees_nothing_of_it(house: House, one: str) -> None:
    keep(house, one, house.coordinator())
    assert draft(house, one, house.coordinator()) is None


def test_the_database_holds_no_word_of_it(house: House, one: str) -> None:
    keep(house, one, house.coordinator())
    assert b"gedroht" not in bytes(house.rows("draft")[0]["sealed"])


def test_with_the_key_of_its_zone_it_is_gone(house: House, one: str) -> None:
    karla = house.coordinator()
    keep(house, one, karla)
    case = house.rows("process_instance")[0]["aktenzeichen"]
    house.erase(case, "eingang")
    later = house.again()
    assert draft(later, one, karla) is None
    assert len(house.rows("draft")) == 1, "what is left of it nobody can open"


def test_it_goes_with_the_completion(house: House, one: str) -> None:
    karla = house.coordinator()
    keep(house, one, karla)
    with house.platform.command(karla) as uow:
        casework.complete_task(uow, casework.CompleteTask(UserTaskId(one), {}, has_draft=True))
    assert house.rows("draft") == []


def test_drafts_of_tasks_that_somebody_else_completed_go_with_the_next_one(house: House, one: str) -> None:
    karla, viktor = house.coordinator(), house.coordinator()
    keep(house, one, karla)
    house.complete(one, viktor)
    other = house.task(house.start(), "eins")
    keep(house, other, karla)
    assert [row["task"] for row in house.rows("draft")] == [other]


def test_it_can_be_thrown_away(house: House, one: str) -> None:
    karla = house.coordinator()
    keep(house, one, karla)
    with house.platform.command(karla) as uow:
        casework.discard_draft(uow, UserTaskId(one))
    assert draft(house, one, karla) is None


def test_only_those_who_may_complete_keep_drafts(house: House, one: str) -> None:
    with pytest.raises(NotFound):
        keep(house, one, house.actor(Role.BERATUNG, groups=("konfliktlotsen",)))
    with pytest.raises(NotPermitted):
        keep(house, one, OPERATOR)
    karla, viktor = house.coordinator(), house.coordinator()
    house.claim(one, karla)
    with pytest.raises(NotPermitted):
        keep(house, one, viktor)
    house.complete(one, karla)
    with pytest.raises(InvalidState):
        keep(house, one, karla)


def test_a_book_is_no_draft(house: House, one: str) -> None:
    with pytest.raises(InvalidInput, match="zu groß"):
        keep(house, one, house.coordinator(), [("sachverhalt", "x" * 600_000)])
