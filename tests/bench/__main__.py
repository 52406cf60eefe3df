"""`make bench`: measures, prints, and writes build/bench.json. Exit code 1 when a target is missed.

`make bench ARGS=--scale` measures a whole state as well: a million tasks, 20,000 cases, PostgreSQL, memory."""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from engine import casework
from engine.casework.fire_timers import due_instances
from engine.terms import Actor, UserTaskId
from engine.unit_of_work import Platform
from tests.bench import house
from tests.bench.figures import Completions, WebCompletions, cpu, record, save
from tests.bench.floor import Floor
from tests.bench.library import library
from tests.bench.scale import scale
from tests.bench.state import state
from tests.bench.studio import studio

ROUNDS = 300


def paired(ours: Callable[[], object], floor: Floor, rounds: int) -> tuple[float, float]:
    """Median CPU of ours and of the floor, in turn."""
    mine, base = [], []
    for _ in range(rounds):
        floor.ready()
        base.append(cpu(floor.complete))
        mine.append(cpu(ours))
    return statistics.median(mine), statistics.median(base)


def service(platform: Platform, actor: Actor, floor: Floor) -> float:
    complete = Completions(platform, actor, 30)
    counter = house.Counter(platform)
    complete()
    record("service: SQL statements", len(counter.statements), 12)
    record("service: commits", counter.commits, 1)
    for _ in range(20):
        complete()
        floor.ready()
        floor.complete()
    ours, base = paired(complete, floor, ROUNDS)
    print(f"     floor F {base:.3f} ms, service {ours:.3f} ms")
    record("service: complete a user task / F", ours / base, 3.5)
    return base


def web(platform: Platform, actor: Actor, floor: Floor) -> None:
    complete = WebCompletions(platform, actor, 15)
    mine, base = [], []
    for _ in range(20):
        complete()
        complete.next()
    for _ in range(200):
        floor.ready()
        base.append(cpu(floor.complete))
        mine.append(cpu(complete))
        complete.next()
    ours = statistics.median(mine)
    print(f"     HTTP {ours:.3f} ms")
    record("http: complete a user task / F", ours / statistics.median(base), 8)


def looping(platform: Platform) -> None:
    tenant = house.municipality(platform, 900, looping=True)
    actor = house.coordinator(platform, tenant)
    first, last = [], []
    for _ in range(12):
        task = str(house.start(platform, actor).first_task)
        for number in range(102):
            used, task = one_round(platform, actor, task)
            (first if number < 2 else last if number >= 99 else []).append(used)
    record("loop: 100th round / first", statistics.median(last) / statistics.median(first), 1.2)


def one_round(platform: Platform, actor: Actor, task: str) -> tuple[float, str]:
    opened: list[str] = []

    def complete() -> None:
        with platform.command(actor) as uow:
            done = casework.complete_task(uow, casework.CompleteTask(UserTaskId(task), {"fertig": False}))
        opened.append(done.opened[0].task_id)

    return cpu(complete), opened[0]


def task_page(client: Any) -> float:
    for _ in range(5):
        assert client.get("/aufgaben").status_code == 200
    return statistics.median(cpu(lambda: client.get("/aufgaben")) for _ in range(40))


def task_lists(folder: Path) -> None:
    figures = []
    for each in (100, 1000):
        platform = house.platform_in(folder / f"list{each}")
        tenants = [house.municipality(platform, number) for number in range(54)]
        actor = house.coordinator(platform, tenants[27])
        house.fill_tasks(platform, tenants, each)
        client = WebCompletions(platform, actor, 1).client
        page = client.get("/aufgaben").get_data(as_text=True)
        assert page.count("KKM-") >= 50
        figures.append((platform, client))
    small, large = [], []
    for _ in range(3):
        small.append(task_page(figures[0][1]))
        large.append(task_page(figures[1][1]))
    print(f"     page with 5,400: {min(small):.2f} ms, with 54,000: {min(large):.2f} ms")
    record("task list: 54,000 / 5,400 open tasks", statistics.median(large) / statistics.median(small), 1.5)


def timers(platform: Platform, actor: Actor, base: float) -> None:
    assert actor.municipality is not None
    started = house.start(platform, actor)
    house.fill_timers(platform, started, actor.municipality, 10_000)
    counter = house.Counter(platform)
    assert due_instances(platform, platform.clock.now()) == []
    record("timers: statements of one look", len(counter.statements), 1)
    used = statistics.median(cpu(lambda: due_instances(platform, platform.clock.now())) for _ in range(200))
    record("timers: one look over 10,000 / F", used / base, 1)


def main(arguments: Sequence[str]) -> int:
    """`--scale`: the figures of a whole state as well, which take minutes to set up."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        floor = Floor(folder, 30)
        gc.freeze()
        platform = house.platform_in(folder / "main")
        actor = house.coordinator(platform, house.municipality(platform, 1))
        base = service(platform, actor, floor)
        timers(platform, actor, base)
        looping(platform)
        web(platform, actor, floor)
        task_lists(folder)
        state(folder)
        library(folder)
        studio(folder)
        if "--scale" in arguments:
            scale(folder, floor)
    return save()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
