"""Chromium of this machine, and a server of our own with demonstration data, for tests that click."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import PATIENCE, Desk

ROOT = Path(__file__).parents[2]
# Chromium heeds the last such list alone: Playwright's names besides.
UNWANTED = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",  # two hidden pages for every window, dearer than most of ours
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
    "PreconnectToSearch",
)  # fmt: skip
CHROMIUM_ARGUMENTS = [
    f"--disable-features={','.join(UNWANTED)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-gpu-rasterization",
    "--disable-gpu-compositing",
    "--disable-software-rasterizer",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-smooth-scrolling",
]
START_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.05
expect.set_options(timeout=PATIENCE)


def find_chromium() -> str | None:
    """The shell without windows first: the same browser for three quarters of the work."""
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    return None


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """pytest-playwright asks this fixture how to start the browser; its own downloads are not used."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("No Chromium on this machine: browser tests need chromium or google-chrome on the path.")
    return {**browser_type_launch_args, "executable_path": chromium, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "de-DE",
        "timezone_id": "Europe/Berlin",
        "viewport": {"width": 1280, "height": 900},
    }


@dataclass(frozen=True, slots=True)
class LiveServer:
    """A server in its own process; `url` without a slash at its end, `environment` for commands on its data."""

    url: str
    data: Path
    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`schlichtwerk ARGUMENTS` on the data of this server."""
        return subprocess.run(
            [_schlichtwerk(), *arguments], env=self.environment, cwd=ROOT, text=True, capture_output=True, timeout=120
        )

    def kill(self, *, alone: bool = False) -> None:
        """`kill -9` of the server and, unless `alone`, of whatever it started."""
        for process in self.processes:
            (os.kill if alone else os.killpg)(process.pid, signal.SIGKILL)
            process.wait()


@contextlib.contextmanager
def serving(data: Path, *, demo: bool, fill: bool = True) -> Iterator[LiveServer]:
    """Serve the data folder on a free port until the block ends; `fill`: with Hamm's demonstration cases first."""
    data.mkdir(parents=True, exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {
        "SCHLICHTWERK_DATA": str(data),
        "SCHLICHTWERK_KEYS": str(data.with_name(data.name + "-keys")),
        "SCHLICHTWERK_DEMO": "1" if demo else "0",
    }
    port = _free_port()
    server = LiveServer(f"http://127.0.0.1:{port}", data, environment)
    if demo and fill:
        filled = server.run("demo", "--only", "hamm")
        assert filled.returncode == 0, f"schlichtwerk demo: {filled.stdout}{filled.stderr}"
    log = data.with_name(data.name + "-server.log")
    with log.open("w") as output:
        process = subprocess.Popen(
            [_schlichtwerk(), "serve", "--port", str(port)],
            env=environment, cwd=ROOT, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
        server.processes.append(process)
        try:
            _wait_until_it_answers(process, server.url, log)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """Schlichtwerk with the demonstration data, shared by the tests of one process: make your own cases in it."""
    with serving(tmp_path_factory.mktemp("live") / "var", demo=True) as server:
        yield server


@pytest.fixture(scope="session")
def desk_of(live_server: LiveServer, browser: Browser) -> Iterator[Callable[[str], Desk]]:
    """`desk_of("koordination")`: that person's browser on the live server, the same one for all tests."""
    desks: dict[str, Desk] = {}

    def desk_of(login: str) -> Desk:
        if login not in desks:
            desks[login] = Desk(browser, live_server.url, login)
        return desks[login]

    yield desk_of
    for desk in desks.values():
        desk.close()


@pytest.fixture(scope="session")
def base_url(request: pytest.FixtureRequest) -> str:
    """`page.goto("/aufgaben")` goes to the live server; only tests that ask for it start one."""
    if any("live_server" in getattr(item, "fixturenames", ()) for item in request.session.items):
        return str(request.getfixturevalue("live_server").url)
    return ""


def _schlichtwerk() -> str:
    return str(Path(sys.executable).with_name("schlichtwerk"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode}:\n{log.read_text()}")
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(LOOK_EVERY_SECONDS)
    raise RuntimeError(f"The server did not answer within {START_SECONDS:.0f} s:\n{log.read_text()}")
