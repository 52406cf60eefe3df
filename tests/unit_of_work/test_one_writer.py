"""One instance, one writer: of two at the same time one wins, and the other learns it at once."""

from __future__ import annotations

from functools import partial

import pytest

from engine import casework
from engine.errors import InvalidState
from engine.terms import UserTaskId
from tests.kit.house import OPERATOR, House
from tests.kit.paths import END, START, element, flows, path, task, tasks
from tests.kit.racing import race


def test_two_people_complete_the_same_task_and_one_of_them_was_first(house: House) -> None:
    house.publish(tasks("eins", "zwei"))
    people = [house.coordinator(name=f"Person {letter}") for letter in "AB"]
    for _ in range(5):
        case = house.start()
        wanted = house.task(case, "eins")
        results = race(*[partial(house.complete, wanted, person) for person in people])
        lost = [result for result in results if isinstance(result, Exception)]
        assert len(lost) == 1 and isinstance(lost[0], InvalidState), results
        winner = people[0 if isinstance(results[1], Exception) else 1]
        assert f"hat {winner.name} am 03.06.2026" in lost[0].sentence
        assert house.todo(case) == ["zwei"]
    assert house.verify().holds


def test_two_people_claim_the_same_task_and_one_of_them_has_it(house: House) -> None:
    house.publish(tasks("eins"))
    people = [house.coordinator() for _ in range(2)]
    for _ in range(5):
        wanted = house.task(house.start(), "eins")
        results = race(*[partial(house.claim, wanted, person) for person in people])
        assert sorted(isinstance(result, InvalidState) for result in results) == [False, True], results
        winner = people[results.index(None)]
        assert house.rows("user_task", id=wanted)[0]["assignee"] == winner.account_id


def test_two_tasks_of_one_case_are_completed_at_the_same_time(house: House) -> None:
    """They queue: nothing is lost, nobody is refused."""
    xml = path(
        START,
        element("parallelGateway", "teilen"),
        task("a"),
        task("b"),
        element("parallelGateway", "sammeln"),
        task("ende"),
        END,
        flows("s", "teilen", "a", "sammeln", "ende", "e"),
        flows("teilen", "b", "sammeln"),
    )
    house.publish(xml)
    for _ in range(5):
        case = house.start()
        results = race(*[partial(house.do, case, key) for key in "ab"])
        assert not [result for result in results if isinstance(result, Exception)], results
        assert house.todo(case) == ["ende"]
    assert house.verify().holds


def test_a_writer_that_slipped_past_the_lock_is_stopped_by_the_revision(house: House) -> None:
    house.publish(tasks("eins", "zwei"))
    case = house.start()
    wanted = UserTaskId(house.task(case, "eins"))
    with house.platform.command(OPERATOR) as uow:
        uow.commit = lambda: None  # type: ignore[method-assign]
        casework.complete_task(uow, casework.CompleteTask(wanted, {}))
        uow.connection.exec_driver_sql("UPDATE process_instance SET revision = revision + 1")
        del uow.commit
        with pytest.raises(InvalidState) as refusal:
            uow.commit()
    assert refusal.value.code == "case.changed"
    assert house.todo(case) == ["eins"]


def test_two_processes_share_one_file(sqlite_house: House) -> None:
    """Not meant for work, but nothing may break."""
    house = sqlite_house
    house.publish(tasks("eins", "zwei"))
    other = house.again()
    case = house.start()
    wanted = house.task(case, "eins")
    results = race(lambda: house.complete(wanted), lambda: other.complete(wanted))
    other.close()
    assert [type(result) for result in results if isinstance(result, Exception)] == [InvalidState]
    assert house.todo(case) == ["zwei"]


def test_reading_writes_nothing(sqlite_house: House) -> None:
    house = sqlite_house
    house.publish(tasks("eins"))
    with house.platform.query(OPERATOR) as uow, pytest.raises(Exception, match="readonly"):
        casework.start_case(uow, casework.StartCase("05915000"))  # type: ignore[arg-type]


def test_a_command_that_does_not_commit_leaves_nothing(house: House) -> None:
    house.publish(tasks("eins"))
    case = house.start()
    before = house.everything()
    with pytest.raises(ZeroDivisionError), house.platform.command(OPERATOR) as uow:
        uow.commit = lambda: 1 / 0  # type: ignore[method-assign, assignment, return-value]
        casework.complete_task(uow, casework.CompleteTask(UserTaskId(house.task(case, "eins")), {}))
    assert house.everything() == before
