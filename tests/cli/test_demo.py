"""`schlichtwerk demo`: 60 fictional cases in six municipalities, made by the engine itself under a moved clock."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from engine import accounts, casework
from engine.accounts.demo import EVERYBODY, HAMM, OBERBERG
from engine.casework import CaseFilter, CaseLine
from engine.demo import TOWNS, MovedClock, fill
from engine.errors import InvalidState
from engine.settings import Settings
from engine.terms import Actor, Role, TenantId
from engine.unit_of_work import Platform

NOW = datetime(2026, 11, 18, 13, 20, tzinfo=UTC)
SIX = [town for town in TOWNS if town.slug != "laki"]


@dataclass
class Steps:
    total: int = 0
    labels: list[str] = field(default_factory=list)

    def of(self, total: int) -> Steps:
        self.total = total
        return self

    def step(self, label: str) -> None:
        self.labels.append(label)


def coordinator(tenant: TenantId) -> Actor:
    return Actor("Probe", None, tenant, frozenset({Role.KOORDINATION}), frozenset())


@dataclass
class Filled:
    platform: Platform
    made: int
    shown: Steps

    def rows(self, query: str) -> list[dict[str, Any]]:
        with self.platform.database.reading() as connection:
            return [dict(row) for row in connection.execute(text(query)).mappings()]

    def cases(self, tenant: TenantId) -> tuple[CaseLine, ...]:
        """As a coordinator of that municipality sees them."""
        with self.platform.query(coordinator(tenant)) as uow:
            return casework.case_list(uow, CaseFilter()).lines


def house(folder: Path, now: datetime) -> Platform:
    folder.mkdir(parents=True)
    settings = Settings(folder, f"sqlite:///{folder / 'schlichtwerk.db'}", str(folder) + "-keys", None, demo=True)
    return Platform(settings, clock=MovedClock(now))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    platform = house(tmp_path_factory.mktemp("demo") / "var", NOW)
    shown = Steps()
    yield Filled(platform, fill(platform, shown.of), shown)
    platform.close()


def test_sixty_cases_in_six_municipalities(filled: Filled) -> None:
    assert filled.made == 60 and len(SIX) == 6
    for town in SIX:
        titles = {line.kurztitel for line in filled.cases(town.identity)}
        assert len(town.stories) >= 9
        assert {story.title for story in town.stories} <= titles, town.slug


def test_the_progress_ends_where_it_was_said_to_end(filled: Filled) -> None:
    assert len(filled.shown.labels) == filled.shown.total


def test_every_state_that_there_is_to_see(filled: Filled) -> None:
    found = filled.rows("select state, stage, trial from process_instance")
    assert {row["state"] for row in found} == {"active", "completed", "incident"}
    assert {row["stage"] for row in found} >= {"eingang", "beratung", "clearing", "verfahren", "beirat", "feedback"}
    now = NOW.strftime("%Y-%m-%dT%H:%M")
    tasks = filled.rows("select due, follow_up, assignee, escalated_at from user_task where state = 0")
    assert sum(task["due"] is not None and task["due"] < now for task in tasks) >= 5
    assert sum(task["due"] is not None and task["due"] > now for task in tasks) >= 15
    assert any(task["follow_up"] for task in tasks)
    assert any(task["escalated_at"] for task in tasks)
    kinds = Counter(row["kind"] for row in filled.rows("select kind from audit_entry"))
    assert {"user_task.handed_over", "user_task.claimed", "message.received", "signal.received"} <= kinds.keys()
    assert filled.rows("select task from draft") and filled.rows("select task from message_wait")


def test_cases_end_in_every_way(filled: Filled) -> None:
    ends: set[str] = set()
    for town in SIX:
        for line in filled.cases(town.identity):
            if line.state == "completed":
                with filled.platform.query(coordinator(town.identity)) as uow:
                    steps = casework.case_page(uow, line.aktenzeichen).steps
                ends |= {step.element_id for step in steps if step.count and step.element_id.startswith("ende_")}
    assert {"ende_vereinbarung", "ende_geklaert", "ende_ohne_einigung", "ende_verwiesen", "ende_schutz"} <= ends


def test_one_municipality_still_tries_its_path(filled: Filled) -> None:
    trials = Counter(
        row["municipality"] for row in filled.rows("select municipality from process_instance where trial")
    )
    assert trials == {OBERBERG: 9}


def test_whoever_plays_a_mayor_is_told_no_names() -> None:
    mayors = [person for person in EVERYBODY if any(group.startswith("buergermeister_") for group in person.groups)]
    assert mayors and {person.roles for person in mayors} == {(Role.BEIRAT,)}


def test_a_fault_is_the_exception(filled: Filled) -> None:
    """The mail that the county tried goes nowhere without a mail server: once, and then its version was taken back."""
    faulty = Counter(row["municipality"] for row in filled.rows("select municipality from incident"))
    assert faulty == {OBERBERG: 1}
    (newest,) = filled.rows(
        f"select max(version) as version from deployment where municipality = '{OBERBERG}' and withdrawn_at is null"
    )
    assert newest["version"] == 1


def test_nobody_is_invited_on_the_day_of_the_meeting(filled: Filled) -> None:
    query = "select instance, occurred_at, facts from audit_entry where kind = 'user_task.completed' order by id"
    invited: dict[str, datetime] = {}
    gaps = []
    for row in filled.rows(query):
        element, moment = json.loads(row["facts"]).get("element_id"), datetime.fromisoformat(row["occurred_at"])
        if element in ("beirat_einladen", "tisch_einladen"):
            invited[row["instance"]] = moment
        elif element in ("beirat_sitzung", "runder_tisch_durchfuehren") and row["instance"] in invited:
            gaps.append((moment - invited[row["instance"]]).days)
    assert len(gaps) >= 3 and min(gaps) >= 14


def test_nobody_sees_the_cases_of_another_municipality(filled: Filled) -> None:
    seen = [{line.aktenzeichen for line in filled.cases(town.identity)} for town in SIX]
    assert sum(len(one) for one in seen) == len(set().union(*seen))
    for town, one in zip(SIX, seen, strict=True):
        assert all(f"-{town.identity}-" in aktenzeichen for aktenzeichen in one)


def test_file_references_rise_with_time_and_nothing_lies_in_the_future(filled: Filled) -> None:
    for town in SIX:
        rows = filled.rows(
            f"select aktenzeichen, started_at from process_instance where municipality = '{town.identity}'"
            " order by started_at, aktenzeichen"
        )
        assert [row["aktenzeichen"] for row in rows] == sorted(row["aktenzeichen"] for row in rows)
    latest = filled.rows("select max(occurred_at) as at from audit_entry")[0]["at"]
    assert latest < NOW.strftime("%Y-%m-%dT%H:%M:%S")


def test_the_trail_is_unbroken(filled: Filled) -> None:
    with filled.platform.query(Actor.operator()) as uow:
        assert casework.verify_trail(uow).holds


def test_every_group_has_somebody_and_everybody_can_sign_in(filled: Filled) -> None:
    for task in filled.rows("select distinct municipality, candidate_group from user_task where sealed is null"):
        people = [person for person in EVERYBODY if person.municipality == task["municipality"]]
        assert any(task["candidate_group"] in person.groups for person in people), task
    with filled.platform.query(Actor.system()) as uow:
        assert [account.login for account in accounts.demo_accounts(uow)] == [person.login for person in EVERYBODY]
        assert accounts.authenticate(uow, "wiehl.oberberg", "schlichtwerk-demo").municipality == OBERBERG


def test_a_second_time_is_refused(filled: Filled) -> None:
    with pytest.raises(InvalidState, match="leeren Datenordner"):
        fill(filled.platform, Steps().of)
    assert filled.platform.clock.now() == NOW


@pytest.mark.parametrize("now", [datetime(2027, 1, 1, 2, 30, tzinfo=UTC), datetime(2026, 7, 4, 21, 0, tzinfo=UTC)])
def test_one_municipality_alone_on_any_day(tmp_path: Path, now: datetime) -> None:
    platform = house(tmp_path / "var", now)
    made = fill(platform, Steps().of, ["hamm"])
    with platform.query(coordinator(HAMM)) as uow:
        lines = casework.case_list(uow, CaseFilter()).lines
    platform.close()
    assert made == len(lines) == 12
    assert {"Müllplatz vor dem Wohnblock", "Bahnhofsvorplatz am Abend"} <= {line.kurztitel for line in lines}
    assert all(line.started_at < now for line in lines)
