"""Hamm's office in this process: the real pages over HTTP, the real engine, and a clock that tests move."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser
from werkzeug.serving import WSGIRequestHandler, make_server

from engine import accounts
from engine.accounts.demo import PASSWORD, PEOPLE
from engine.casework import fire_timers
from engine.catalogue import PublishProcess, publish
from engine.demo import HAMM, MovedClock, Player
from engine.demo.stories import Story
from engine.settings import Settings
from engine.terms import Actor
from engine.unit_of_work import Platform
from tests.browser.desk import Desk
from tests.kit.procedure import go_live
from webui import create_app

ROOT = Path(__file__).parents[2]
HAMM_FILE = ROOT / "processes" / "hamm.bpmn"


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Says nothing: what a test needs to know, it asserts."""


@dataclass
class Office:
    """`desk(login)` is that person's browser; one for the whole life of the office."""

    platform: Platform
    clock: MovedClock
    url: str
    browser: Browser
    desks: dict[str, Desk] = field(default_factory=dict)

    def desk(self, login: str) -> Desk:
        if login not in self.desks:
            self.desks[login] = Desk(self.browser, self.url, login, drawings=False)
        return self.desks[login]

    def wait(self, **time: float) -> None:
        """`wait(days=14)`: time passes, and the clock of the house wakes up what is due."""
        self.clock.at += timedelta(**time)
        while fire_timers(self.platform):
            pass

    def play(self, title: str, until: str, **answers: Sequence[dict[str, Any]]) -> str:
        """A case that the engine walked up to the task `until`; its Aktenzeichen."""
        player = Player(self.platform, self.clock)
        try:
            player.play(Story(title, "F06", "Mitte", 30, until, {key: tuple(given) for key, given in answers.items()}))
        finally:
            self.platform.clock = self.clock
        with self.platform.query(Actor.operator()) as uow:
            from engine.casework import CaseFilter, case_list

            return next(line.aktenzeichen for line in case_list(uow, CaseFilter()).lines if line.kurztitel == title)


@contextmanager
def opened_office(data: Path, browser: Browser, now: datetime) -> Iterator[Office]:
    """Hamm with its demo people and without a case."""
    clock = MovedClock(now.astimezone(UTC))
    keys = data.with_name(data.name + "-keys")
    data.mkdir(parents=True)
    settings = Settings(data, f"sqlite:///{data / 'schlichtwerk.db'}", str(keys), None, demo=True)
    platform = Platform(settings, clock=clock)
    employ(platform)
    server = make_server("127.0.0.1", 0, create_app(platform=platform), threaded=True, request_handler=Quiet)
    server.daemon_threads = True  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    office = Office(platform, clock, f"http://127.0.0.1:{server.server_port}", browser)
    try:
        yield office
    finally:
        for desk in office.desks.values():
            desk.close()
        server.shutdown()
        thread.join(10)
        server.server_close()


def employ(platform: Platform) -> None:
    operator = Actor.operator()
    with platform.command(operator) as uow:
        publish(uow, PublishProcess("hamm.bpmn", HAMM_FILE.read_bytes()))
    go_live(platform, HAMM)
    for person in PEOPLE:
        wanted = accounts.CreateAccount(person.login, person.name, HAMM, person.roles, person.groups, PASSWORD)
        with platform.command(operator) as uow:
            accounts.create_account(uow, wanted)
