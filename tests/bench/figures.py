"""Figures: how they are measured, printed and written to build/bench.json."""

from __future__ import annotations

import json
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine import casework
from engine.terms import Actor, UserTaskId
from engine.unit_of_work import Platform
from tests.bench import house
from tests.bench.models import VALUES

RESULTS: dict[str, dict[str, Any]] = {}
FILE = Path("build/bench.json")


def cpu(work: Callable[[], object]) -> float:
    """CPU milliseconds of this process."""
    before = time.process_time()
    work()
    return (time.process_time() - before) * 1000


def wall(work: Callable[[], object]) -> float:
    """Milliseconds by the clock on the wall, where a server works in another process."""
    before = time.perf_counter()
    work()
    return (time.perf_counter() - before) * 1000


def median(work: Callable[[], object], rounds: int, by: Callable[[Callable[[], object]], float] = cpu) -> float:
    return statistics.median(by(work) for _ in range(rounds))


def record(name: str, value: float, target: float) -> None:
    holds = value <= target
    RESULTS[name] = {"value": round(value, 2), "target": target, "holds": holds}
    print(f"{'ok  ' if holds else 'MISS'} {name:<60} {value:8.2f}   target {target:g}", flush=True)


def save() -> int:
    """Writes what was recorded beside what other runs have written; 1 when a target was missed."""
    FILE.parent.mkdir(exist_ok=True)
    known = json.loads(FILE.read_text()) if FILE.exists() else {}
    FILE.write_text(json.dumps({**known, **RESULTS}, indent=1) + "\n")
    missed = [name for name, result in RESULTS.items() if not result["holds"]]
    print(f"{len(RESULTS) - len(missed)} of {len(RESULTS)} figures hold.")
    return 1 if missed else 0


class Completions:
    """Completes the one open task of one case after another."""

    def __init__(self, platform: Platform, actor: Actor, cases: int) -> None:
        self.platform, self.actor, self.turn = platform, actor, 0
        self.tasks = [str(house.start(platform, actor).first_task) for _ in range(cases)]

    def __call__(self) -> None:
        number = self.turn % len(self.tasks)
        self.turn += 1
        with self.platform.command(self.actor) as uow:
            done = casework.complete_task(uow, casework.CompleteTask(UserTaskId(self.tasks[number]), VALUES))
        self.tasks[number] = done.opened[0].task_id if done.opened else self._new()

    def _new(self) -> str:
        return str(house.start(self.platform, self.actor).first_task)


class WebCompletions:
    """The same over HTTP: session, CSRF, form, redirect."""

    def __init__(self, platform: Platform, actor: Actor, cases: int) -> None:
        from webui import create_app

        self.platform, self.actor, self.turn = platform, actor, 0
        self.client = create_app(platform=platform).test_client()
        page = self.client.get("/anmelden").get_data(as_text=True)
        login = {"login": f"koordination-{actor.municipality}", "password": house.PASSWORD, "csrf_token": token(page)}
        assert self.client.post("/anmelden", data=login).status_code == 302
        self.tasks = [str(house.start(platform, actor).first_task) for _ in range(cases)]
        self.token = token(self.client.get(f"/aufgaben/{self.tasks[0]}").get_data(as_text=True))

    def __call__(self) -> None:
        number = self.turn % len(self.tasks)
        body = {**VALUES, "anzahl": "3", "erledigt": "y", "csrf_token": self.token}
        answer = self.client.post(f"/aufgaben/{self.tasks[number]}", data=body)
        assert answer.status_code in (302, 303), answer.get_data(as_text=True)[:3000]

    def next(self) -> None:
        """Not measured: find the task that is open now, in a new case where the last one has ended."""
        with self.client.session_transaction() as session:
            session.pop("_flashes", None)  # a browser would have shown what happened, and dropped it
        number = self.turn % len(self.tasks)
        with self.platform.query(self.actor) as uow:
            row = uow.connection.execute(house.TASK.select().where(house.TASK.c.id == self.tasks[number])).one()
        following = next(house.open_tasks(self.platform, self.actor, row.instance), None)
        self.tasks[number] = following or str(house.start(self.platform, self.actor).first_task)
        self.turn += 1


def token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page[:2000]
    return found.group(1)
