"""Demo: fictional cases, made by really running the engine under a moved clock. No row is written by hand."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Protocol

from sqlalchemy import func, select

from engine import accounts
from engine.accounts.demo import EVERYBODY, HAMM, PASSWORD
from engine.casework.loading import INSTANCE
from engine.catalogue import PublishProcess, publish
from engine.catalogue.files import PROCESSES
from engine.catalogue.templates import ship_templates
from engine.catalogue.withdrawing import withdraw
from engine.demo.clock import MovedClock
from engine.demo.office import Office
from engine.demo.procedure import LANDESSTELLE, go_through, note_beginnings
from engine.demo.stories import TOWNS
from engine.demo.story import Story, Town
from engine.errors import InvalidState
from engine.terms import Actor, Slug
from engine.unit_of_work import Clock, Platform

BEGUN = 30
"""Days ago: what the state office noted last of those that have no path yet."""


class Step(Protocol):
    def step(self, label: str) -> None: ...


def fill(platform: Platform, progress: Callable[[int], Step], only: Collection[str] = ()) -> int:
    """Publishes the paths, makes the demo accounts and plays the stories; the number of cases in municipalities.

    `only`: slugs of municipalities, all without it; the state office is always there, its account shows all. Raises
    InvalidState when there are cases already: demo never mixes with real work.
    """
    with platform.query(Actor.operator()) as uow:
        if uow.connection.execute(select(func.count()).select_from(INSTANCE)).scalar_one():
            raise InvalidState(
                "demo.not_empty",
                "Hier gibt es schon Vorgänge. Die Demo füllt nur einen leeren Datenordner (SCHLICHTWERK_DATA).",
            )
    towns = [town for town in TOWNS if not only or town.slug in {*only, LANDESSTELLE}]
    shown = progress(len(towns) + sum(len(town.stories) for town in towns))
    real = platform.clock
    try:
        office = Office(platform, real)
        office.at(office.days_ago(max(town.joined for town in towns) + 1), lambda: _ship(platform))
        for town in towns:
            _plan(office, town, shown)
        for town in towns:
            _plan_procedure(office, town)
        office.at(office.days_ago(BEGUN), lambda: note_beginnings(platform))
        office.run()
    finally:
        platform.clock = real
    return sum(len(town.stories) for town in towns if town.slug != LANDESSTELLE)


def _ship(platform: Platform) -> None:
    """The Mustervorlagen are older than every town that came of them."""
    with platform.command(Actor.operator()) as uow:
        ship_templates(uow)


def _plan(office: Office, town: Town, shown: Step) -> None:
    def join() -> None:
        _join(office.platform, town)
        office.towns[town.identity] = town
        shown.step(f"{town.slug} und die Demo-Konten")

    def begin(story: Story) -> None:
        office.begin(town, story)
        shown.step(story.title)

    office.at(office.days_ago(town.joined), join)
    trial = town.tries
    if trial is not None:
        office.at(office.days_ago(trial.days), lambda: _publish(office.platform, town, trial.change))
        office.at(office.days_ago(trial.until), lambda: _take_back(office.platform, town))
    for story in town.stories:
        office.at(office.days_ago(story.started), lambda story=story: begin(story))  # type: ignore[misc]
    for signal in town.signals:
        office.at(office.days_ago(signal.days), lambda signal=signal: office.announce(town, signal))  # type: ignore[misc]


def _plan_procedure(office: Office, town: Town) -> None:
    """At once when it joins, so that its first case is a real one; the state office is there before."""
    office.at(office.days_ago(town.joined), lambda: go_through(office.platform, town))


def _publish(platform: Platform, town: Town, change: Callable[[bytes], bytes]) -> None:
    file = f"{town.slug}.bpmn"
    with platform.command(Actor.operator()) as uow:
        publish(uow, PublishProcess(file, change((PROCESSES / file).read_bytes())))


def _take_back(platform: Platform, town: Town) -> None:
    with platform.command(Actor.operator()) as uow:
        withdraw(uow, Slug(town.slug))


def _join(platform: Platform, town: Town) -> None:
    operator = Actor.operator()
    _publish(platform, town, bytes)
    for person in (person for person in EVERYBODY if person.municipality == town.identity):
        account = accounts.CreateAccount(
            person.login, person.name, person.municipality, person.roles, person.groups, PASSWORD
        )
        with platform.command(operator) as uow:
            accounts.create_account(uow, account)


class Player:
    """Plays single stories in Hamm, one after the other, up to now."""

    def __init__(self, platform: Platform, real: Clock) -> None:
        self.office = Office(platform, real)

    def play(self, story: Story) -> None:
        town = next(town for town in TOWNS if town.identity == HAMM)
        office = self.office
        office.at(office.days_ago(story.started), lambda: _begun(office, town, story))
        office.run()


def _begun(office: Office, town: Town, story: Story) -> None:
    office.begin(town, story)


__all__ = ["HAMM", "TOWNS", "MovedClock", "Player", "Step", "Story", "fill"]
