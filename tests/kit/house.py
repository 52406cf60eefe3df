"""A house to test in: a platform on its own data and keys, with a clock that stands where it is put."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, insert, select, text

from engine import casework
from engine.accounts.accounts import ACCOUNT
from engine.casework.visibility import ACCESS
from engine.catalogue import PublishProcess, publish
from engine.catalogue.files import File
from engine.settings import Settings
from engine.store.database import Database
from engine.store.schema import upgrade
from engine.terms import AccountId, Actor, CandidateGroup, Role, Slug, TenantId, UserTaskId
from engine.unit_of_work import Platform
from tests.kit.paths import HAMM

NOW = datetime(2026, 6, 3, 8, 0, tzinfo=UTC)
OPERATOR = Actor.operator()


class MovedClock:
    """Stands where it is put."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def move(self, **span: float) -> None:
        self.at += timedelta(**span)


def schema_only(url: str) -> None:
    """For `databases.prepared`: the tables, and nothing in them."""
    database = Database(url)
    upgrade(database.commands)
    database.dispose()


class Counter:
    """SQL statements and commits while it runs, on the data and on the key store."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.commits: list[str] = []


class House:
    def __init__(self, folder: Path, url: str, *, clock: MovedClock | None = None, **settings: Any) -> None:
        self.clock = clock or MovedClock()
        self.folder = folder
        self.settings = Settings(folder / "data", url, str(folder / "keys"), None, **settings)
        self.platform = Platform(self.settings, clock=self.clock)
        self._logins = 0

    def again(self) -> House:
        """Another process on the same data."""
        url, kept = self.settings.database_url, {"demo": self.settings.demo}
        return House(self.folder, url, clock=self.clock, **kept)

    # -- given
    def publish(
        self, content: bytes, file: str = "hamm.bpmn", *extra: File, rename: bool = False, by: Actor = OPERATOR
    ) -> Any:
        with self.platform.command(by) as uow:
            return publish(uow, PublishProcess(file, content, extra, rename=rename))

    def actor(
        self, *roles: Role, groups: tuple[str, ...] = (), of: str | None = HAMM, name: str = "", login: str = ""
    ) -> Actor:
        """An account with these roles; its password opens nothing."""
        self._logins += 1
        name = name or f"Person {self._logins}"
        with self.platform.database.commanding() as connection:
            number = connection.execute(
                insert(ACCOUNT)
                .values(
                    login=login or f"person{self._logins}",
                    name=name,
                    municipality=of,
                    password="-",
                    roles=" ".join(roles),
                    groups=" ".join(groups),
                    active=True,
                    epoch=1,
                    language="de",
                    created_at=self.clock.now(),
                )
                .returning(ACCOUNT.c.id)
            ).scalar_one()
            connection.commit()
        tenant = TenantId(of) if of is not None else None
        return Actor(name, AccountId(number), tenant, frozenset(roles), frozenset(map(CandidateGroup, groups)))

    def coordinator(self, of: str = HAMM, **rest: Any) -> Actor:
        return self.actor(Role.KOORDINATION, groups=("koordination",), of=of, **rest)

    def grant(self, actor: Actor, aktenzeichen: str) -> None:
        """From now on the actor works on this case by name."""
        row = {"instance": self.instance(aktenzeichen)["id"], "account": actor.account_id, "municipality": HAMM}
        with self.platform.database.commanding() as connection:
            connection.execute(insert(ACCESS).values(row))
            connection.commit()

    # -- when
    def start(self, of: str = HAMM, by: Actor = OPERATOR, **variables: Any) -> str:
        """Aktenzeichen of a new case."""
        with self.platform.command(by) as uow:
            return casework.start_case(uow, casework.StartCase(TenantId(of), variables=variables)).aktenzeichen

    def complete(self, task_id: str, by: Actor = OPERATOR, **variables: Any) -> casework.TaskCompletion:
        with self.platform.command(by) as uow:
            return casework.complete_task(uow, casework.CompleteTask(UserTaskId(task_id), variables))

    def do(self, aktenzeichen: str, element: str, by: Actor = OPERATOR, **variables: Any) -> casework.TaskCompletion:
        return self.complete(self.task(aktenzeichen, element), by, **variables)

    def claim(self, task_id: str, by: Actor) -> None:
        with self.platform.command(by) as uow:
            casework.claim_task(uow, casework.ClaimTask(UserTaskId(task_id)))

    def release(self, task_id: str, by: Actor) -> None:
        with self.platform.command(by) as uow:
            casework.release_task(uow, casework.ReleaseTask(UserTaskId(task_id)))

    def wait(self, **span: float) -> None:
        """Lets time pass and the clock look until nothing is due."""
        self.clock.move(**span)
        while casework.fire_timers(self.platform) + casework.fire_timer_starts(self.platform):
            pass

    # -- then
    def todo(self, aktenzeichen: str) -> list[str]:
        """Element ids of the open tasks, as the operator sees them."""
        with self.platform.query(OPERATOR) as uow:
            return sorted(line.element_id for line in casework.open_tasks_of(uow, aktenzeichen))

    def task(self, aktenzeichen: str, element: str) -> str:
        with self.platform.query(OPERATOR) as uow:
            lines = casework.open_tasks_of(uow, aktenzeichen)
        return next(line.task_id for line in lines if line.element_id == element)

    def page(self, aktenzeichen: str, by: Actor = OPERATOR) -> casework.CasePage:
        with self.platform.query(by) as uow:
            return casework.case_page(uow, aktenzeichen)

    def tasks_of(self, by: Actor, **filter: Any) -> list[str]:
        with self.platform.query(by) as uow:
            return [line.name for line in casework.task_list(uow, casework.TaskFilter(**filter)).lines]

    def verify(self, by: Actor = OPERATOR, **which: Any) -> Any:
        with self.platform.query(by) as uow:
            return casework.verify_trail(uow, **which)

    def instance(self, aktenzeichen: str) -> dict[str, Any]:
        return self.rows("process_instance", aktenzeichen=aktenzeichen)[0]

    def rows(self, table: str, **where: Any) -> list[dict[str, Any]]:
        """Rows as they stand in the database, untranslated."""
        conditions = " AND ".join(f"{name} = :{name}" for name in where) or "1 = 1"
        with self.platform.database.reading() as connection:
            return [
                dict(row)
                for row in connection.execute(text(f"SELECT * FROM {table} WHERE {conditions}"), where).mappings()
            ]

    def sql(self, statement: str, **values: Any) -> None:
        """What somebody with the database's password could do."""
        with self.platform.database.commanding() as connection:
            connection.execute(text(statement), values)
            connection.commit()

    def forge(self, statement: str, **values: Any) -> None:
        """As `sql`, by somebody who takes away the triggers of the trail first."""
        with self.platform.database.commanding() as connection:
            for trigger in triggers(self.platform.database.sqlite):
                connection.execute(text(trigger))
            connection.execute(text(statement), values)
            connection.commit()

    def erase(self, aktenzeichen: str, purpose: str) -> None:
        """Deletes one key of a case."""
        with self.platform.keys._engine.begin() as connection:
            connection.execute(
                text("DELETE FROM wrapped_key WHERE owner = :owner AND purpose = :purpose"),
                {"owner": self.instance(aktenzeichen)["id"], "purpose": purpose},
            )

    @contextmanager
    def counting(self) -> Iterator[Counter]:
        counter = Counter()
        listeners: list[tuple[Engine, str, Any]] = []
        engines = {self.platform.database.commands, self.platform.database.reads, self.platform.keys._engine}
        for engine in engines:
            listeners.append((engine, "before_cursor_execute", lambda c, cur, s, *rest: counter.statements.append(s)))
            listeners.append((engine, "commit", lambda c: counter.commits.append("commit")))
        for listener in listeners:
            event.listen(*listener)
        try:
            yield counter
        finally:
            for listener in listeners:
                event.remove(*listener)

    def everything(self) -> Mapping[str, list[dict[str, Any]]]:
        """All rows of all tables of the data."""
        from engine.store.base import Base

        with self.platform.database.reading() as connection:
            return {
                name: [dict(row) for row in connection.execute(select(text("*")).select_from(text(name))).mappings()]
                for name in sorted(Base.metadata.tables)
            }

    def close(self) -> None:
        self.platform.close()


def triggers(sqlite: bool) -> list[str]:
    if sqlite:
        return [f"DROP TRIGGER IF EXISTS audit_entry_no_{verb}" for verb in ("update", "delete")]
    return ["DROP TRIGGER IF EXISTS audit_entry_append_only ON audit_entry"]


SLUG = Slug("hamm")
