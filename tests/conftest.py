"""What every room's tests share: no silent skips in CI, and databases of both kinds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from engine.catalogue import guard
from tests.databases import Databases, PostgresServer, SqliteFolder, find_server
from tests.kit.hashing import hash_quickly
from tests.kit.nursery import FRESH, Nursery

settings.register_profile("default", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True)
settings.register_profile("soak", deadline=None, max_examples=5000, suppress_health_check=[HealthCheck.too_slow])
# Nobody's own database, keys or mail server may be met by a test.
for name in [name for name in os.environ if name.startswith("SCHLICHTWERK_") or name in ("DATABASE_URL", "SMTP_URL")]:
    del os.environ[name]

IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if IN_CI else "default"))
hash_quickly()


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """A skip in CI is a test that nobody ran: it fails there, with the reason it gave."""
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"In CI nothing may be skipped: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    _refuse_skip(report)
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where tests share something that is dear to set up, one worker runs them all: it is set up once."""
    for item in items:
        place = Path(item.path).relative_to(Path(__file__).parent)
        if place.parts[0] == "browser":
            item.add_marker(pytest.mark.browser)
        if group := _group(place, set(getattr(item, "fixturenames", ()))):
            item.add_marker(pytest.mark.xdist_group(group))


def _group(place: Path, fixtures: set[str]) -> str:
    """`place`: the test's file, from here."""
    if place.parts[0] == "browser":  # one live server, and one browser for those with servers of their own
        return "browser" if fixtures & {"live_server", "page"} else "browser-own"
    if fixtures & {"world", "filled"}:
        return str(place)
    return ""


@pytest.fixture(scope="session", autouse=True)
def nursery() -> Iterator[None]:
    """The guard's children begin as forks of one that has loaded everything, not each as a Python of its own."""
    made: list[Nursery] = []

    def started(*modules: str) -> object:
        if not made:
            made.append(Nursery())
        return made[0].started(*modules)

    guard._started = started  # type: ignore[assignment]
    yield
    guard._started = FRESH
    for each in made:
        each.close()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresServer]:
    """One server for the whole run of this test process; skips with a sentence when none can be had."""
    with find_server() as server:
        if server is None:
            pytest.skip("No PostgreSQL: neither TEST_DATABASE_URL nor initdb on this machine.")
        yield server


@pytest.fixture(
    params=[
        pytest.param("sqlite", id="sqlite"),
        pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgresql),
    ]
)
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Makes databases that vanish with the test; the test runs once for each kind of database.

    `databases.empty()` gives the SQLAlchemy URL of an empty one. `databases.prepared(function)` gives one on
    which `function(url)` has run: it runs once for the whole run, later tests get copies.
    """
    kind: Databases
    if request.param == "sqlite":
        folders = request.getfixturevalue("tmp_path_factory")
        kind = SqliteFolder(request.getfixturevalue("tmp_path"), folders.getbasetemp() / "sqlite-templates")
    else:
        kind = request.getfixturevalue("postgresql_server")
    yield kind
    kind.drop_all()


@pytest.fixture
def database_url(databases: Databases) -> str:
    """URL of an empty database: SQLite in a file, then PostgreSQL."""
    return databases.empty()
