"""`kill -9` of the server during 50 completions: what was acknowledged is there, once, and the trail verifies."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

from engine import accounts, casework
from engine.accounts.demo import PASSWORD
from engine.demo import HAMM
from engine.demo.filler import fill_form
from engine.settings import Settings
from engine.terms import Actor, UserTaskId
from engine.unit_of_work import Platform
from tests.browser.conftest import LiveServer, serving
from tests.browser.office import employ

CASES = 50
ANSWERED_BEFORE_THE_BLOW = 15
NO_RECEIPT = {"bestaetigung_weg": "nicht_moeglich"}


class Clerk:
    """Somebody with a session who completes one task after the other."""

    def __init__(self, server: LiveServer) -> None:
        self.url = server.url
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.token = ""
        self.token = self._token("/anmelden")
        self.post("/anmelden", {"login": "koordination", "password": PASSWORD})
        self.token = self._token("/konto")

    def _token(self, path: str) -> str:
        with self.opener.open(self.url + path, timeout=20) as answer:
            found = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode())
        assert found
        return found[1]

    def post(self, path: str, values: dict[str, str]) -> str:
        """Where the answer led. Raises OSError or HTTPException when there is none."""
        data = urlencode({"csrf_token": self.token, **values}).encode()
        with self.opener.open(Request(self.url + path, data, {"Referer": self.url}), timeout=20) as answer:
            answer.read()
            return str(answer.url.removeprefix(self.url))


def fifty_reports(data: Path) -> list[str]:
    """Cases that wait for "Eingang bestätigen"; the ids of these tasks."""
    data.mkdir(parents=True)
    keys = str(data.with_name(data.name + "-keys"))
    platform = Platform(Settings(data, f"sqlite:///{data / 'schlichtwerk.db'}", keys, None, demo=True))
    employ(platform)
    with platform.query(Actor.operator()) as uow:
        karla = accounts.account_named(uow, "koordination").actor()
    return [report(platform, karla) for _ in range(CASES)]


def report(platform: Platform, karla: Actor) -> str:
    with platform.command(karla) as uow:
        first = casework.start_case(uow, casework.StartCase(HAMM)).first_task
    assert first is not None
    with platform.query(karla) as uow:
        form, data = casework.form_for_completion(uow, first)
    assert form is not None
    values = fill_form(form, {"dringlichkeit": "normal"}, data, datetime(2026, 6, 3, 8, tzinfo=UTC))
    with platform.command(karla) as uow:
        opened = casework.complete_task(uow, casework.CompleteTask(UserTaskId(first), values)).opened
    return next(line.task_id for line in opened if line.element_id == "eingangsbestaetigung")


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    tasks = fifty_reports(tmp_path / "var")
    with serving(tmp_path / "var", demo=True, fill=False) as server:
        acknowledged, asked = complete_until_killed(server, tasks)
    assert ANSWERED_BEFORE_THE_BLOW <= len(acknowledged) < CASES, "the blow fell in the middle"
    with serving(tmp_path / "var", demo=True, fill=False) as server:
        done = completions(tmp_path / "var")
        assert acknowledged <= done.keys() <= asked
        assert verify(server) == 0
        clerk = Clerk(server)
        for task in tasks:
            if task not in done:
                assert clerk.post(f"/aufgaben/{task}", NO_RECEIPT) == "/aufgaben"
        done = completions(tmp_path / "var")
        assert done.keys() == set(tasks)
        assert set(done.values()) == {1}, "once each"
        assert verify(server) == 0


def verify(server: LiveServer) -> int:
    return server.run("audit", "verify").returncode


def complete_until_killed(server: LiveServer, tasks: list[str]) -> tuple[set[str], set[str]]:
    """Three clerks at once; the server dies while all of them work. What was acknowledged, and what was asked."""
    acknowledged: set[str] = set()
    asked: set[str] = set()
    waiting = list(tasks)
    enough = threading.Event()

    def work(clerk: Clerk) -> None:
        while waiting:
            task = waiting.pop()
            asked.add(task)
            try:
                assert clerk.post(f"/aufgaben/{task}", NO_RECEIPT) == "/aufgaben"
            except (OSError, HTTPException):
                return
            acknowledged.add(task)
            if len(acknowledged) >= ANSWERED_BEFORE_THE_BLOW:
                enough.set()

    threads = [threading.Thread(target=work, args=(Clerk(server),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert enough.wait(60)
    server.kill()
    for thread in threads:
        thread.join(60)
    return acknowledged, asked


def completions(data: Path) -> Counter[str]:
    """How often the trail has each "Eingang bestätigen" as completed."""
    query = "select facts from audit_entry where kind = 'user_task.completed'"
    with closing(sqlite3.connect(data / "schlichtwerk.db")) as connection:
        facts = [json.loads(row[0]) for row in connection.execute(query)]
    return Counter(fact["task_id"] for fact in facts if fact["element_id"] == "eingangsbestaetigung")


def test_no_worker_outlives_its_server(tmp_path: Path) -> None:
    """Else it would share the port and the file with the next one."""
    with serving(tmp_path / "var", demo=False) as server:
        server.kill(alone=True)
        deadline = time.monotonic() + 15
        while answers(server) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not answers(server)


def answers(server: LiveServer) -> bool:
    try:
        urlopen(server.url + "/anmelden", timeout=5).close()
    except (OSError, HTTPException):
        return False
    return True
