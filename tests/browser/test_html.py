"""The Nu HTML checker (vnu) finds no error in what the server sends, on any page of the table."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Response

from tests.browser.conftest import LiveServer
from tests.browser.desk import Desk
from tests.browser.pages import IN_ENGLISH, PAGES, resolve
from webui.language import COOKIE

DeskOf = Callable[[str], Desk]
JAR = Path(__file__).parent / "checker" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")
"""For a run of seconds: nothing is compiled twice (which needs a larger stack), and one thread collects."""


@pytest.fixture(scope="module")
def java() -> str:
    found = shutil.which("java")
    if found is None:
        pytest.skip("No Java on this machine: the HTML checker needs java on the path.")
    if not JAR.exists():
        pytest.skip("No HTML checker here: `make test` installs it.")
    return found


def complaints(java: str, folder: Path) -> list[str]:
    """What the checker says about every file of a folder; one start of Java for all of them."""
    command = [
        java,
        *QUICK,
        "-Xmx512m",
        "-jar",
        str(JAR),
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
        str(folder),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    return [
        f"{Path(found['url']).name}:{found.get('lastLine')}: {found['message']} {found.get('extract', '').strip()}"
        for found in json.loads(ended.stdout)["messages"]
        if found["type"] != "info"
    ]


def test_the_checker_finds_an_error(java: str, tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text("<!doctype html><html lang=de><title>x</title><p><div></p>", "utf-8")
    assert any("div" in each for each in complaints(java, tmp_path))


def test_every_page_is_html(
    java: str, live_server: LiveServer, browser: Browser, desk_of: DeskOf, tmp_path: Path
) -> None:
    def keep(name: str, html: str) -> None:
        plain = re.sub(r"[^\w=]+", "_", name)
        (tmp_path / f"{len(list(tmp_path.iterdir())):03} {plain}.html").write_text(html, "utf-8")

    stranger = Desk(browser, live_server.url)
    for language, pages in (("de", PAGES), ("en", IN_ENGLISH)):
        for login, path in pages:
            desk = desk_of(login) if login else stranger
            answer = desk.context.request.get(
                live_server.url + resolve(desk, path), headers={"Cookie": f"{COOKIE}={language}; {cookies(desk)}"}
            )
            assert f'<html lang="{language}"' in answer.text(), path
            keep(f"{language} {login} {path}", answer.text())
    stranger.close()
    desk = desk_of("koordination")
    desk.open(resolve(desk, "task:Clearing durchführen"))
    with desk.page.expect_response(is_page) as refused:
        desk.press("Abschließen")
    keep("refused form", refused.value.text())
    desk = desk_of("entwurf")
    desk.open("/prozesse/hochladen")
    file = {"name": "kaputt.bpmn", "mimeType": "application/xml", "buffer": b"<a>"}
    desk.page.get_by_label("Dateien").set_input_files(file)  # type: ignore[arg-type]
    with desk.page.expect_response(is_page) as refused:
        desk.press("Prüfen und veröffentlichen")
    keep("refused upload", refused.value.text())
    assert complaints(java, tmp_path) == []


def cookies(desk: Desk) -> str:
    return "; ".join(f"{each['name']}={each['value']}" for each in desk.context.cookies(desk.url))


def is_page(response: Response) -> bool:
    return response.request.method == "POST"
