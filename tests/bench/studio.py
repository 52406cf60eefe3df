"""Figures of the designer's studio: the check while typing, the modeller's bundle, the modeller from a warm cache."""

from __future__ import annotations

import gzip
import json
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from engine import accounts
from engine.catalogue import PublishProcess, drafts, publish
from engine.terms import Role
from engine.unit_of_work import Platform
from tests.bench import house
from tests.bench.figures import record, token, wall
from tests.browser.conftest import CHROMIUM_ARGUMENTS, find_chromium
from webui import create_app

ROOT = Path(__file__).parents[2]
DIST = ROOT / "webui" / "static" / "dist"
CHECKS, OPENINGS = 20, 5
KILO = 1000
LOGIN = "entwurf"
DRAWN = """() => document.querySelectorAll('.djs-container .djs-shape').length > 3
  && document.querySelector('.djs-palette .entry')?.getClientRects().length > 0 && performance.now()"""
"""Milliseconds from the navigation's start, once shapes and palette are there."""


def studio(folder: Path) -> None:
    platform = house.platform_in(folder / "studio")
    draft, file = draft_of_the_largest(platform)
    app = create_app(platform=platform)
    check_while_typing(app.test_client(), draft, file)
    packed = gzip.compress((DIST / json.loads((DIST / "manifest.json").read_text())["modeller.js"]).read_bytes())
    record("studio: modeller's bundle, kB compressed", len(packed) / KILO, 600)
    if find_chromium() is None:
        print("     no Chromium on this machine: the modeller's opening is left out")
    else:
        record("studio: modeller usable from a warm cache, s", usable(app, draft), 2)


def draft_of_the_largest(platform: Platform) -> tuple[int, Path]:
    """A draft of the largest of the six, for a designer of its municipality."""
    file = max((ROOT / "processes").glob("*.bpmn"), key=lambda path: path.stat().st_size)
    with platform.command(house.OPERATOR) as uow:
        tenant = publish(uow, PublishProcess(file.name, file.read_bytes(), own_files(file))).municipality
    with platform.command(house.OPERATOR) as uow:
        wanted = accounts.CreateAccount(LOGIN, "Entwurf", tenant, [Role.ENTWURF], [], house.PASSWORD)
        accounts.create_account(uow, wanted)
    with platform.command(house.OPERATOR) as uow:
        draft = drafts.open_draft(uow, drafts.OpenDraft(slug=file.stem, name="Messung"))
    return int(draft), file


def own_files(file: Path) -> tuple[tuple[str, bytes], ...]:
    beside = file.with_suffix("")
    found = sorted(each for each in beside.iterdir() if each.suffix != ".yaml") if beside.is_dir() else []
    return tuple((each.name, each.read_bytes()) for each in found)


def check_while_typing(client: FlaskClient, draft: int, file: Path) -> None:
    """Whole requests by the clock on the wall, each of them with a text that was not checked before."""
    sign_in(client)
    page = client.get(f"/werkstatt/{draft}/diagramm").get_data(as_text=True)
    csrf = token(client.get("/werkstatt/neu").get_data(as_text=True))
    assert "data-editor" in page
    text = file.read_text()
    name = next(part for part in text.split('name="')[2:]).partition('"')[0]

    def check(turn: int) -> None:
        body = {"name": file.name, "content": text.replace(f'name="{name}"', f'name="{name} {turn}"', 1)}
        answer = client.post(f"/werkstatt/{draft}/pruefen", json=body, headers={"X-CSRFToken": csrf})
        assert answer.status_code == 200, answer.get_data(as_text=True)[:500]

    check(-1)
    took = [wall(lambda turn=turn: check(turn)) for turn in range(CHECKS)]  # type: ignore[misc]
    record(f"studio: check while typing ({file.stem}), ms", statistics.median(took), 150)


def sign_in(client: FlaskClient) -> None:
    page = client.get("/anmelden").get_data(as_text=True)
    login = {"login": LOGIN, "password": house.PASSWORD, "csrf_token": token(page)}
    assert client.post("/anmelden", data=login).status_code == 302


# ------------------------------------------------------------------ in a browser
class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """A figure is what is printed here."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    server.daemon_threads = True  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def usable(app: Flask, draft: int) -> float:
    """Seconds from the start of the navigation until there are shapes and palette: the median of five, after one that
    fills the cache."""
    with served(app) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(locale="de-DE", viewport={"width": 1280, "height": 900})
        page.goto(f"{url}/anmelden")
        page.get_by_label("Kontoname").fill(LOGIN)
        page.get_by_label("Kennwort").fill(house.PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Anmelden", exact=True).click()
        page.wait_for_url(lambda address: "/anmelden" not in address)
        took = []
        for _ in range(OPENINGS + 1):
            page.goto(f"{url}/werkstatt/{draft}", wait_until="load")
            page.goto(f"{url}/werkstatt/{draft}/diagramm", wait_until="commit")
            took.append(float(page.wait_for_function(DRAWN, polling=20).json_value()))
        browser.close()
    return statistics.median(took[1:]) / 1000
