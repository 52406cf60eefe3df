"""Two municipalities on the real engine, one account for each role in both, and clients that are logged in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine import accounts, casework, catalogue
from engine.accounts import AccountView, CreateAccount
from engine.casework import StartCase, TaskFilter
from engine.catalogue import PublishProcess, drafts
from engine.settings import Settings
from engine.terms import Actor, Role, TenantId
from engine.unit_of_work import Platform
from webui import create_app, throttle

HAMM, BIELEFELD = TenantId("05915000"), TenantId("05711000")
HAMM_FILE = Path(__file__).parents[2] / "processes" / "hamm.bpmn"
TEMPLATE_FILE = HAMM_FILE.parent / "_vorlagen" / "tandem.bpmn"
OWN_FORM = (
    b'{"id": "eigenes", "type": "default", "components": [{"type": "textfield", "key": "wort", "label": "Ihr Wort"}]}'
)
OWN_DECISION = (
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="D" namespace="urn:test">'
    b'<decision id="eigene" name="Eigene"><literalExpression id="l"><text>1</text></literalExpression></decision>'
    b"</definitions>"
)
"""Files of the draft besides the path."""
PASSWORD = "Lindenallee-Regen-7"
GROUPS = {Role.KOORDINATION: ("koordination",), Role.MEDIATION: ("mediation",), Role.BERATUNG: ("konfliktlotsen",)}


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def advance(self, **by: float) -> None:
        self.moment += timedelta(**by)


def bielefeld_file() -> bytes:
    """Hamm's file as a text editor would change it: the pool's name and the AGS."""
    text = HAMM_FILE.read_text("utf-8")
    return text.replace("Stadt Hamm", "Stadt Bielefeld").replace(HAMM, BIELEFELD).encode()


@dataclass(frozen=True)
class World:
    """One open case of Hamm, whose first task waits for the coordinators."""

    app: Flask
    platform: Platform
    clock: Clock
    people: dict[tuple[TenantId, Role], AccountView]
    aktenzeichen: str
    instance_id: str
    task_id: str
    spare_account: int
    draft: int

    def client(self, role: Role | None, place: TenantId = HAMM, person: AccountView | None = None) -> FlaskClient:
        """A browser in which this role is logged in (no password is hashed for it)."""
        client = self.app.test_client()
        if role is not None:
            person = person or self.people[place, role]
            with client.session_transaction() as session:
                session["_user_id"] = f"{person.id}.{person.epoch}.{accounts.new_session()}"
                session["_fresh"] = True
                session.permanent = True
        return client

    def second_coordinator(self) -> FlaskClient:
        """The desk of a colleague of Hamm's coordinator."""
        person = account(self.platform, "zweite", Role.KOORDINATION, HAMM)
        return self.client(Role.KOORDINATION, person=person)

    def new_task(self) -> str:
        """A fresh case of Hamm; gives the id of its first task."""
        return str(self._started().first_task)

    def new_case(self) -> str:
        """A fresh case of Hamm; gives its Aktenzeichen."""
        return self._started().aktenzeichen

    def _started(self) -> casework.CaseStarted:
        with self.platform.command(self.people[HAMM, Role.KOORDINATION].actor()) as uow:
            return casework.start_case(uow, StartCase(HAMM))


def account(platform: Platform, login: str, role: Role, place: TenantId) -> AccountView:
    wanted = CreateAccount(login, f"Probe {login}", place, [role], GROUPS.get(role, ()), PASSWORD)
    with platform.command(Actor.operator()) as uow:
        accounts.create_account(uow, wanted)
    with platform.query(Actor.operator()) as uow:
        return accounts.account_named(uow, login)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """The world that every file of tests begins with, made once; nobody works in it."""
    folder, clock = tmp_path_factory.mktemp("web"), Clock()
    platform = opened(folder, clock)
    files = {path.name: path.read_bytes() for path in (TEMPLATE_FILE, HAMM_FILE)}
    for name, content in (*files.items(), ("bielefeld.bpmn", bielefeld_file())):
        with platform.command(Actor.operator()) as uow:
            catalogue.publish(uow, PublishProcess(name, content))
    people = {
        (place, role): account(platform, f"{role}.{place}", role, place) for place in (HAMM, BIELEFELD) for role in Role
    }
    spare = account(platform, "ersatz", Role.FACHSTELLE, HAMM)
    with platform.command(people[HAMM, Role.KOORDINATION].actor()) as uow:
        started = casework.start_case(uow, StartCase(HAMM))
    with platform.query(people[HAMM, Role.KOORDINATION].actor()) as uow:
        task = casework.task_list(uow, TaskFilter()).lines[0]
    with platform.command(people[HAMM, Role.ENTWURF].actor()) as uow:
        draft = drafts.open_draft(uow, drafts.OpenDraft(slug="hamm", name="Neue Frist"))
    for name, content in (("eigenes.form", OWN_FORM), ("eigene.dmn", OWN_DECISION)):
        with platform.command(people[HAMM, Role.ENTWURF].actor()) as uow:
            drafts.add_file(uow, draft, name, content)
    platform.close()
    ids = (task.aktenzeichen, str(started.instance_id), task.task_id, spare.id, draft)
    return folder, World(Flask(__name__), platform, clock, people, *ids)


def opened(folder: Path, clock: Clock) -> Platform:
    return Platform(Settings.from_environ({"SCHLICHTWERK_DATA": str(folder / "data")}), clock=clock)


@pytest.fixture(scope="module")
def world(whole: tuple[Path, World], tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A copy for one file of tests: what these publish or close, no other file meets."""
    built, begun = whole
    folder = shutil.copytree(built, tmp_path_factory.mktemp("web") / "house")
    clock = Clock()
    platform = opened(folder, clock)
    app = create_app(platform=platform)
    app.config.update(WTF_CSRF_ENABLED=False, TESTING=True)
    yield replace(begun, app=app, platform=platform, clock=clock, people=dict(begun.people))
    platform.close()


@pytest.fixture
def as_role(world: World) -> Callable[..., FlaskClient]:
    return world.client


@pytest.fixture(autouse=True)
def fresh_limits(world: World) -> None:
    throttle.limiter.reset()


@pytest.fixture
def with_csrf(world: World) -> Iterator[Flask]:
    world.app.config["WTF_CSRF_ENABLED"] = True
    yield world.app
    world.app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def like_production(world: World) -> Iterator[Flask]:
    """Unexpected errors become pages, as they do when people work with it."""
    world.app.testing = False
    yield world.app
    world.app.testing = True
