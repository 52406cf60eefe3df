"""Start, claim, release, complete: one click, one transaction, one winner."""

from __future__ import annotations

import pytest

from engine.errors import InvalidInput, InvalidState, NotFound, NotPermitted
from engine.terms import Role
from tests.kit.house import House
from tests.kit.paths import END, START, flows, path, task, tasks


def test_a_case_gets_its_number_and_its_first_task(house: House) -> None:
    house.publish(tasks("aufnehmen"))
    first, second = house.start(), house.start()
    assert (first, second) == ("KKM-05915000-2026-0001", "KKM-05915000-2026-0002")
    assert house.todo(first) == ["aufnehmen"]


def test_numbers_begin_anew_with_the_year_of_berlin(house: House) -> None:
    house.publish(tasks("aufnehmen"))
    house.start()
    house.clock.at = house.clock.at.replace(year=2026, month=12, day=31, hour=23, minute=30)  # 0.30 Uhr in Hamm
    assert house.start() == "KKM-05915000-2027-0001"


def test_completing_a_task_opens_the_next_one(house: House) -> None:
    house.publish(tasks("eins", "zwei"))
    case = house.start()
    house.do(case, "eins")
    assert house.todo(case) == ["zwei"]
    assert house.do(case, "zwei").finished
    assert house.page(case).head.state == "completed"


def test_whoever_comes_second_learns_who_was_first_and_when(house: House) -> None:
    house.publish(tasks("eins", "zwei"))
    case = house.start()
    first = house.task(case, "eins")
    house.complete(first, house.coordinator(name="Karla Beispiel"))
    with pytest.raises(InvalidState) as refusal:
        house.complete(first, house.coordinator(name="Viktor Beispiel"))
    assert refusal.value.code == "user_task.complete"
    assert (refusal.value.expected, refusal.value.found) == ("CREATED", "COMPLETED")
    assert refusal.value.sentence == "Diese Aufgabe hat Karla Beispiel am 03.06.2026 um 10:00 Uhr abgeschlossen."
    assert house.todo(case) == ["zwei"]


@pytest.mark.parametrize(
    "wrong", ["", "0" * 32, "../../etc/passwd", "a\x00b", "x" * 10_000, "ä'; DROP TABLE user_task"]
)
def test_a_tampered_task_is_not_found(house: House, wrong: str) -> None:
    house.publish(tasks("eins"))
    case, person = house.start(), house.coordinator()
    for act in (house.complete, house.claim, house.release):
        with pytest.raises(NotFound):
            act(wrong, person)
    assert house.todo(case) == ["eins"]


def test_a_claimed_task_is_mine_until_i_give_it_back(house: House) -> None:
    house.publish(tasks("eins"))
    mine, colleague = house.coordinator(), house.coordinator()
    wanted = house.task(house.start(), "eins")
    house.claim(wanted, mine)
    assert house.tasks_of(mine, scope="mine") == ["eins"]
    taken = f"Diese Aufgabe hat {mine.name} übernommen."
    with pytest.raises(InvalidState, match=taken):
        house.claim(wanted, colleague)
    with pytest.raises(NotPermitted, match=taken):
        house.complete(wanted, colleague)
    house.release(wanted, mine)
    assert house.tasks_of(mine, scope="mine") == []
    house.complete(wanted, colleague)


def test_coordinators_release_for_someone_who_is_away(house: House) -> None:
    house.publish(path(START, task("eins", "fachamt"), END, flows("s", "eins", "e")))
    away, colleague = (house.actor(Role.FACHSTELLE, groups=("fachamt",)) for _ in range(2))
    wanted = house.task(house.start(), "eins")
    house.claim(wanted, away)
    with pytest.raises(NotPermitted):
        house.release(wanted, colleague)
    house.release(wanted, house.coordinator())
    assert house.tasks_of(colleague) == ["eins"]


def test_a_task_that_nobody_has_cannot_be_given_back(house: House) -> None:
    house.publish(tasks("eins"))
    with pytest.raises(InvalidState, match="niemand übernommen"):
        house.release(house.task(house.start(), "eins"), house.coordinator())


def test_the_command_line_claims_nothing_without_an_account(house: House) -> None:
    house.publish(tasks("eins"))
    from tests.kit.house import OPERATOR

    with pytest.raises(NotPermitted, match="--as"):
        house.claim(house.task(house.start(), "eins"), OPERATOR)


def test_a_completed_case_takes_nothing_more(house: House) -> None:
    house.publish(tasks("eins"))
    case = house.start()
    only = house.task(case, "eins")
    house.complete(only)
    for act in (house.claim, house.release, house.complete):
        with pytest.raises(InvalidState):
            act(only, house.coordinator())


def test_one_click_is_one_commit_and_few_statements(house: House) -> None:
    """On the data and the key store together; the key store commits nothing."""
    house.publish(tasks("eins", "zwei", "drei"))
    case, person = house.start(), house.coordinator()
    house.do(case, "eins", person, kurztitel="Warmlaufen")
    second = house.task(case, "zwei")
    with house.counting() as counter:
        house.complete(second, person, falltyp="F02")
    assert len(counter.commits) == 1
    assert len(counter.statements) <= 12, counter.statements


@pytest.mark.parametrize("name", ["fall", "heute", "jetzt", "csrf_token", "_zone", "", "x" * 201, "a\x00b", "a\nb"])
def test_no_name_of_the_engines_own_comes_from_outside(house: House, name: str) -> None:
    house.publish(tasks("eins"))
    case = house.start()
    before = house.everything()
    acts = (lambda: house.start(**{name: "x"}), lambda: house.do(case, "eins", **{name: "x"}))
    for act in acts:
        with pytest.raises(InvalidInput, match="vergeben"):
            act()
    assert house.everything() == before


def test_a_case_that_cannot_start_leaves_nothing_behind(house: House) -> None:
    from engine.errors import IncidentRaised
    from tests.kit.paths import in_a_row, script

    house.publish(in_a_row(("rechnen", script("rechnen", '{"x": 1 / null}')), ("t", task("t"))))
    house.publish(in_a_row(("rechnen", script("rechnen", '"kein Kontext"')), ("t", task("t"))))
    with pytest.raises(IncidentRaised):
        house.start()
    assert house.rows("process_instance") == house.rows("user_task") == []
    with house.platform.keys._engine.connect() as connection:
        from sqlalchemy import text

        assert connection.execute(text("SELECT count(*) FROM wrapped_key WHERE owner <> 'haus'")).scalar() == 0
