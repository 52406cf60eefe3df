"""Figures of a whole state: a million open tasks, 20,000 cases to search, 100,000 waiting cases, both databases."""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from flask.testing import FlaskClient

from engine.casework.fire_timers import due_instances
from engine.unit_of_work import Platform
from tests.bench import house
from tests.bench.figures import Completions, WebCompletions, cpu, record, wall
from tests.bench.floor import Floor
from tests.databases import PostgresServer, find_server

PLACES = 54
FEW, MANY = 1_000, 18_519
"""Open tasks of one municipality; 54 times that is 54,000 and a million."""
SHELF_FEW, SHELF_MANY = 1_000, 20_000
SOON, LATE = "/aufgaben", "/aufgaben?frist=later"


def scale(folder: Path, floor: Floor) -> None:
    with find_server() as server:
        if server is not None:
            postgres_service(folder, server, floor)
        else:
            print("     no PostgreSQL on this machine: its figures are left out")
        for name, made in (("sqlite", lambda: None), ("postgresql", server.empty if server else None)):
            if made is not None:
                task_lists(folder, name, made)
                searches(folder, name, made)
    timers(folder, floor)
    memory(folder)


@contextmanager
def platform(folder: Path, url: str | None) -> Iterator[Platform]:
    """On SQLite in a folder of its own, or on the PostgreSQL database of that url."""
    place = Path(tempfile.mkdtemp(dir=folder))
    before = os.environ.pop("DATABASE_URL", None)
    if url is not None:
        os.environ["DATABASE_URL"] = url
    try:
        found = house.platform_in(place)
        yield found
        found.close()
    finally:
        os.environ.pop("DATABASE_URL", None)
        if before is not None:
            os.environ["DATABASE_URL"] = before


def postgres_service(folder: Path, server: PostgresServer, floor: Floor) -> None:
    """The server works in another process: both by the clock on the wall."""
    with platform(folder, server.empty()) as found:
        actor = house.coordinator(found, house.municipality(found, 1))
        complete = Completions(found, actor, 30)
        for _ in range(40):
            complete()
        mine, base = [], []
        for _ in range(300):
            floor.ready()
            base.append(wall(floor.complete))
            mine.append(wall(complete))
        ours, bottom = statistics.median(mine), statistics.median(base)
        print(f"     floor F {bottom:.3f} ms, service on PostgreSQL {ours:.3f} ms")
        record("postgresql: complete a user task / F", ours / bottom, 5)


def task_lists(folder: Path, name: str, made: Callable[[], str | None]) -> None:
    """Whole requests: first page, a page deep inside, a filter; with all counts."""
    with ExitStack() as stack:
        clients, asked = [], []
        for each in (FEW, MANY):
            found = stack.enter_context(platform(folder, made()))
            tenants = [house.municipality(found, number) for number in range(PLACES)]
            actor = house.coordinator(found, tenants[PLACES // 2])
            house.fill_tasks(found, tenants, each)
            house.analyze(found)
            clients.append(WebCompletions(found, actor, 1).client)
            asked.append((SOON, f"/aufgaben?nach={house.cursor(found, actor, each // 2)}", LATE))
        for kind, *pair in zip(("first page", "deep page", "filter"), *asked, strict=True):
            few, many = _side_by_side(name, [partial(_page, *each) for each in zip(clients, pair, strict=True)])
            print(f"     {name}, {kind}: {few:.2f} ms with {FEW * PLACES:,}, {many:.2f} ms with {MANY * PLACES:,}")
            record(f"{name}: task list, {kind}, 1,000,000 / 54,000", many / few, 1.5)


def _page(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200 and answer.get_data(as_text=True).count("sw-task__link") == 50


def _side_by_side(name: str, requests: Sequence[Callable[[], object]]) -> list[float]:
    """Medians in ms of requests asked in turn, so that what else the machine does falls on all of them."""
    by = cpu if name == "sqlite" else wall
    for _ in range(5):
        for ask in requests:
            ask()
    rounds = [[by(ask) for ask in requests] for _ in range(40)]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def searches(folder: Path, name: str, made: Callable[[], str | None]) -> None:
    """A word that every title has, one that few have, and both together."""
    with ExitStack() as stack:
        clients = []
        for shelf in (SHELF_FEW, SHELF_MANY):
            found = stack.enter_context(platform(folder, made()))
            tenant = house.municipality(found, 1)
            actor = house.coordinator(found, tenant)
            house.fill_tasks(found, [tenant], shelf, titles=True)
            house.analyze(found)
            clients.append(WebCompletions(found, actor, 1).client)
        for kind, words in (("common word", "Streit"), ("rare word", "Hof7"), ("both words", "Streit Hof7")):
            asked = [partial(client.get, f"/vorgaenge?suche={words}") for client in clients]
            few, many = _side_by_side(name, asked)
            print(f"     {name}, {kind}: {few:.2f} ms among {SHELF_FEW:,}, {many:.2f} ms among {SHELF_MANY:,}")
            record(f"{name}: search, {kind}, 20,000 / 1,000", many / few, 2)


def timers(folder: Path, floor: Floor) -> None:
    with platform(folder, None) as found:
        actor = house.coordinator(found, house.municipality(found, 1))
        assert actor.municipality is not None
        house.fill_timers(found, house.start(found, actor), actor.municipality, 100_000)
        looks, base = [], []
        for _ in range(200):
            floor.ready()
            base.append(cpu(floor.complete))
            looks.append(cpu(lambda: due_instances(found, found.clock.now())))
        record("timers: one look over 100,000 / F", statistics.median(looks) / statistics.median(base), 1)


def memory(folder: Path) -> None:
    """Resident memory of the process that serves, after 10,000 completions over HTTP against 1,000."""
    with platform(folder, None) as found:
        actor = house.coordinator(found, house.municipality(found, 1))
        complete = WebCompletions(found, actor, 40)
        sizes = []
        for number in range(10_000):
            complete()
            complete.next()
            if number + 1 in (1_000, 10_000):
                sizes.append(_resident())
        print(f"     memory after 1,000 completions {sizes[0]:.0f} MiB, after 10,000 {sizes[1]:.0f} MiB")
        record("memory: after 10,000 completions / 1,000", sizes[1] / sizes[0], 1.2)


def _resident() -> float:
    """MiB of this process that lie in memory (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
