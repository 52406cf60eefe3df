"""What happens at once: two who publish, and a login beside a writer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from engine import accounts
from engine.accounts import CreateAccount
from engine.errors import EngineError, InvalidInput, NotPermitted
from engine.terms import Actor, Role, TenantId
from tests.bpmn.models import END, HEAD, START, flows, process, user
from tests.kit.house import OPERATOR, House


def path_of(ags: str, name: str) -> bytes:
    pool = f'<bpmn:collaboration id="co"><bpmn:participant id="pa" name="{name}" processRef="p"/></bpmn:collaboration>'
    steps = process(
        "p", START, END, user("a"), flows("s", "a", "e"), properties={"ags": ags, "art": "kreisfreie Stadt"}
    )
    return (HEAD + pool + steps + "</bpmn:definitions>").encode()


def tried(house: House, content: bytes, file: str) -> Any:
    try:
        return house.publish(content, file)
    except EngineError as refusal:
        return refusal


def at_once(house: House, *jobs: tuple[bytes, str]) -> list[Any]:
    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(lambda job: tried(house, *job), jobs))


def test_of_two_new_municipalities_with_one_name_the_second_is_refused(house: House):
    found = at_once(house, *[(path_of(f"05{711 + n}000", "Stadt Neu"), f"neu{n}.bpmn") for n in range(4)])
    assert sum(isinstance(one, InvalidInput) for one in found) == 3


def test_the_same_new_municipality_published_twice_at_once_comes_into_being_once(house: House):
    found = at_once(house, *[(path_of("05711000", "Stadt Neu"), "neu.bpmn")] * 4)
    assert sorted(one.unchanged for one in found) == [False, True, True, True]


def test_of_two_accounts_with_one_name_the_second_is_refused(house: House):
    house.publish(path_of("05915000", "Stadt Hamm"))

    def create(number: int) -> Any:
        wanted = CreateAccount(
            "karla", f"Karla {number}", TenantId("05915000"), [Role.KOORDINATION], (), "Regen-7-Linde"
        )
        try:
            with house.platform.command(OPERATOR) as uow:
                return accounts.create_account(uow, wanted)
        except EngineError as refusal:
            return refusal

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(create, range(4)))
    assert sum(isinstance(one, InvalidInput) for one in found) == 3


def test_checking_a_password_does_not_need_the_writers_lock(sqlite_house: House):
    """It takes long on purpose: under the lock, guessing passwords would stop everybody's work."""
    sqlite_house.publish(path_of("05915000", "Stadt Hamm"))
    with (
        sqlite_house.platform.command(OPERATOR),
        sqlite_house.platform.query(Actor.system()) as uow,
        pytest.raises(NotPermitted),
    ):
        accounts.authenticate(uow, "niemand", "falsch")


def test_a_fault_of_the_database_does_not_quote_what_was_written(sqlite_house: House):
    sqlite_house.actor(Role.KOORDINATION, of=None, name="Karla Geheim", login="karla")
    with pytest.raises(IntegrityError) as fault:
        sqlite_house.actor(Role.KOORDINATION, of=None, name="Karla Geheim", login="karla")
    assert "Geheim" not in str(fault.value)
