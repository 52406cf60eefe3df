"""A house to measure in: a platform on a temporary folder, municipalities, accounts, cases, rows."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event, insert

from engine import accounts, casework
from engine.casework.advancing import TIMER
from engine.casework.loading import INSTANCE, TASK
from engine.casework.title_words import WORDS
from engine.catalogue import PublishProcess, publish
from engine.settings import Settings
from engine.store.base import instant
from engine.store.keys import wrapped_key
from engine.terms import Actor, InstanceId, Role, TenantId
from engine.unit_of_work import Platform
from tests.bench.models import FORM, loop, twenty_tasks

OPERATOR = Actor.operator()
PASSWORD = "ein langes Kennwort"


class Counter:
    """Counts SQL statements and commits on the data and the key store."""

    def __init__(self, platform: Platform) -> None:
        self.statements: list[str] = []
        self.commits = 0
        for engine in {platform.database.commands, platform.database.reads, platform.keys._engine}:
            event.listen(engine, "before_cursor_execute", self._statement)
            event.listen(engine, "commit", self._commit)

    def _statement(self, connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        self.statements.append(statement)

    def _commit(self, connection: Any) -> None:
        self.commits += 1

    def reset(self) -> None:
        self.statements.clear()
        self.commits = 0


def platform_in(folder: Path) -> Platform:
    environ = {**os.environ, "SCHLICHTWERK_DATA": str(folder), "SCHLICHTWERK_KEYS": f"{folder}-keys"}
    environ.pop("SCHLICHTWERK_MASTER_KEY", None)
    return Platform(Settings.from_environ(environ))


def municipality(platform: Platform, number: int, *, looping: bool = False) -> TenantId:
    """Publishes a municipality of its own with the twenty tasks, or the loop."""
    ags, name = f"05{number:03d}000", f"Musterstadt {number}"
    content = loop(name, ags) if looping else twenty_tasks(name, ags)
    with platform.command(OPERATOR) as uow:
        return publish(uow, PublishProcess(f"m{number}.bpmn", content, (("bench.form", FORM),))).municipality


def coordinator(platform: Platform, tenant: TenantId) -> Actor:
    with platform.command(OPERATOR) as uow:
        login = f"koordination-{tenant}"
        accounts.create_account(
            uow,
            accounts.CreateAccount(login, login, tenant, [Role.KOORDINATION], ["koordination"], PASSWORD),
        )
    with platform.query(OPERATOR) as uow:
        return accounts.account_named(uow, login).actor()


def start(platform: Platform, actor: Actor) -> casework.CaseStarted:
    assert actor.municipality is not None
    with platform.command(actor) as uow:
        return casework.start_case(uow, casework.StartCase(actor.municipality))


def fill_tasks(platform: Platform, tenants: list[TenantId], each: int, *, titles: bool = False) -> None:
    """Rows of `each` further open tasks a municipality, one case each, made from one real case of that municipality.
    `titles`: the words of their titles can be searched for, too."""
    for tenant in tenants:
        started = start(platform, Actor("operator", municipality=tenant, unrestricted=True))
        with platform.command(OPERATOR) as uow:
            case = dict(
                uow.connection.execute(INSTANCE.select().where(INSTANCE.c.id == started.instance_id)).mappings().one()
            )
            task = dict(
                uow.connection.execute(TASK.select().where(TASK.c.instance == started.instance_id)).mappings().one()
            )
            keys = uow.keys.keys_of(InstanceId(started.instance_id))
            copies = [uuid.uuid4().hex for _ in range(each)]
            _copy_cases(platform, uow, case, task, keys, copies)
            if titles:
                _index_titles(uow, case, copies)
            uow.connection.commit()


def _copy_cases(
    platform: Platform, uow: Any, case: dict[str, Any], task: dict[str, Any], keys: dict[str, bytes], copies: list[str]
) -> None:
    from engine.store.sealing import associated, seal

    store = platform.keys
    generation = store._newest
    wrapping = store._generations[generation]
    import msgpack

    instances, tasks, wrapped = [], [], []
    for index, copy in enumerate(copies):
        summary = msgpack.packb({"kurztitel": f"Vorgang {index}", "falltyp": "F01", "stadtbezirk": "Mitte"})
        sealed = seal(keys["eingang"], summary, associated("summary", copy))
        number = f"{case['aktenzeichen'][:-4]}{index + 10000}"
        started = case["started_at"] + timedelta(seconds=index)
        instances.append({**case, "id": copy, "aktenzeichen": number, "summary": sealed, "started_at": started})
        due = task["due"] + timedelta(minutes=index)
        tasks.append({**task, "id": uuid.uuid4().hex, "instance": copy, "due": due})
        wrapped.append(
            {
                "owner": copy,
                "purpose": "eingang",
                "generation": generation,
                "wrapped": seal(wrapping, keys["eingang"], associated(copy, "eingang")),
            }
        )
    uow.connection.execute(insert(INSTANCE), instances)
    uow.connection.execute(insert(TASK), tasks)
    with store._engine.begin() as connection:
        connection.execute(insert(wrapped_key), wrapped)


def _index_titles(uow: Any, case: dict[str, Any], copies: list[str]) -> None:
    """Every title says Streit; one in ten says Hof7."""
    rows = [
        {
            "instance": copy,
            "token": uow.token(case["municipality"], "title", word),
            "started_at": case["started_at"] + timedelta(seconds=index),
            "municipality": case["municipality"],
        }
        for index, copy in enumerate(copies)
        for word in ("streit", f"hof{index % 10}")
    ]
    uow.connection.execute(insert(WORDS), rows)


def analyze(platform: Platform) -> None:
    """What the databases do by themselves in the course of days: statistics for their planners."""
    with platform.database.commands.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def cursor(platform: Platform, actor: Actor, depth: int) -> str:
    """The cursor of a task list behind that many tasks."""
    with platform.query(actor) as uow:
        row = uow.connection.execute(
            TASK.select()
            .where(TASK.c.municipality == actor.municipality, TASK.c.state == 0)
            .order_by(TASK.c.due, TASK.c.id)
            .offset(depth)
            .limit(1)
        ).one()
    return f"{instant(row.due)}~{row.id}"


def fill_timers(platform: Platform, started: casework.CaseStarted, tenant: TenantId, count: int) -> None:
    """Rows of waiting timers, none of them due."""
    now = platform.clock.now()
    rows = [
        {
            "task": uuid.uuid4().hex,
            "instance": started.instance_id,
            "municipality": tenant,
            "due": now + timedelta(days=1, seconds=index),
        }
        for index in range(count)
    ]
    with platform.command(OPERATOR) as uow:
        uow.connection.execute(insert(TIMER), rows)
        uow.connection.commit()


def open_tasks(platform: Platform, actor: Actor, instance: str) -> Iterator[str]:
    with platform.query(actor) as uow:
        rows = uow.connection.execute(
            TASK.select().where(
                TASK.c.municipality == actor.municipality, TASK.c.instance == instance, TASK.c.state == 0
            )
        )
        yield from (row.id for row in rows)
