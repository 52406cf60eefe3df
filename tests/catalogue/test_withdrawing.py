"""A publication is taken back with one click and put back with one: running cases never notice."""

from __future__ import annotations

import pytest

from engine import catalogue
from engine.errors import InvalidState, NotFound, NotPermitted
from engine.terms import Actor, Role
from tests.casework.test_timer_starts import by_clock, cases
from tests.kit.house import OPERATOR, House
from tests.kit.paths import SOEST, tasks

FIRST, SECOND = tasks("eins"), tasks("eins", "zwei")


def withdraw(house: House, version: int | None = None, by: Actor = OPERATOR) -> int | None:
    """The version that new cases start on afterwards."""
    with house.platform.command(by) as uow:
        return catalogue.withdraw(uow, "hamm", version).current


def reinstate(house: House, version: int, by: Actor = OPERATOR) -> int | None:
    with house.platform.command(by) as uow:
        return catalogue.reinstate(uow, "hamm", version).current


def finish(house: House, case: str) -> list[str]:
    """What is done on the way to the end."""
    done = []
    while todo := house.todo(case):
        done += todo
        house.do(case, todo[0])
    return done


def test_new_cases_start_on_the_version_before_and_running_ones_go_on(house: House) -> None:
    house.publish(FIRST)
    house.publish(SECOND)
    running = house.start()
    assert withdraw(house, 2) == 1
    assert house.page(running).head.withdrawn_at == house.clock.now()
    assert finish(house, running) == ["eins", "zwei"]
    fresh = house.start()
    assert house.page(fresh).head.version == 1 and house.page(fresh).head.withdrawn_at is None
    assert finish(house, fresh) == ["eins"]
    assert house.verify().holds


def test_without_any_version_nothing_starts_and_the_sentence_says_what_to_do(house: House) -> None:
    house.publish(FIRST)
    running = house.start()
    assert withdraw(house) is None
    with pytest.raises(NotFound) as refused:
        house.start()
    assert "zurückgenommen" in refused.value.sentence and "eingesetzt" in refused.value.sentence
    assert finish(house, running) == ["eins"]
    assert reinstate(house, 1) == 1
    assert house.page(house.start()).head.version == 1


def test_the_same_file_published_again_counts_as_a_new_version(house: House) -> None:
    house.publish(FIRST)
    withdraw(house)
    done = house.publish(FIRST)
    assert (done.unchanged, done.version) == (False, 2)
    assert house.page(house.start()).head.version == 2


def test_two_clicks_take_back_one_version(house: House) -> None:
    house.publish(FIRST)
    house.publish(SECOND)
    withdraw(house, 2)
    with pytest.raises(InvalidState) as refused:
        withdraw(house, 2)
    assert "Version 1" in refused.value.sentence
    assert house.page(house.start()).head.version == 1


def test_the_clock_begins_what_counts(house: House) -> None:
    house.publish(by_clock("R/P1D"))
    withdraw(house)
    house.wait(days=3)
    assert cases(house) == []
    reinstate(house, 1)
    house.wait(days=1)
    assert len(cases(house)) == 1


def test_whoever_may_publish_may_take_back(house: House) -> None:
    house.publish(FIRST)
    house.publish(tasks("eins", name="Stadt Soest", ags=SOEST), "soest.bpmn")
    for stranger in (house.actor(Role.ENTWURF, of=SOEST), house.actor(Role.KOORDINATION, of=SOEST)):
        with pytest.raises(NotFound):
            withdraw(house, by=stranger)
    with pytest.raises(NotPermitted):
        withdraw(house, by=house.coordinator())
    assert withdraw(house, by=house.actor(Role.ENTWURF)) is None
    assert reinstate(house, 1, by=house.actor(Role.LAKI, of=None)) == 1


def test_the_trail_says_who(house: House) -> None:
    house.publish(FIRST)
    withdraw(house)
    reinstate(house, 1)
    kinds = [row["kind"] for row in house.rows("audit_entry")]
    assert kinds[-2:] == ["process.withdrawn", "process.reinstated"]


def test_a_version_that_never_was_is_named(house: House) -> None:
    house.publish(FIRST)
    with pytest.raises(NotFound) as refused:
        reinstate(house, 7)
    assert "Version 7" in refused.value.sentence
