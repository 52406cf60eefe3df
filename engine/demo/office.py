"""The demo's office: many cases at once under one moved clock. What happens next is whatever is earliest, a person's
next step or what the house does by itself: timers, deadlines, meetings of the quarter, and the outbox."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import Table, func, select

from engine import accounts, casework
from engine.accounts.demo import EVERYBODY, DemoPerson
from engine.casework import fire_timer_starts, fire_timers, watch_deadlines
from engine.casework.fire_timers import TIMER
from engine.casework.loading import INSTANCE, TASK
from engine.casework.outbox import OUTBOX
from engine.casework.timer_starts import START
from engine.demo.clock import MovedClock, at_work
from engine.demo.player import CasePlayer
from engine.demo.story import Signal, Story, Town
from engine.network import work_off
from engine.network.couriers import Couriers
from engine.terms import Actor, TaskState, TenantId
from engine.unit_of_work import Clock, Platform

ROWS: tuple[Table, ...] = (TIMER, START, OUTBOX)
NEXT = (
    *(select(func.min(table.c.due)) for table in ROWS),
    select(func.min(TASK.c.watch)).where(TASK.c.state == TaskState.CREATED.value),
)
OPEN = (
    select(TASK.c.id, TASK.c.instance, TASK.c.municipality, INSTANCE.c.aktenzeichen)
    .join_from(TASK, INSTANCE, INSTANCE.c.id == TASK.c.instance)
    .where(TASK.c.state == TaskState.CREATED.value)
)
HOUSE = "the demo's clock belongs to all"
JUST_NOW = timedelta(minutes=5)
NOTICED = timedelta(hours=2)
"""How long it takes people to see a task that came by itself."""
Happening = Callable[[], None]


class Office:
    """Takes the platform's clock over; whoever makes one gives it back."""

    def __init__(self, platform: Platform, real: Clock) -> None:
        self.platform = platform
        self.today = real.now()
        self.latest = self.today - JUST_NOW
        self.clock = MovedClock(self.today)
        platform.clock = self.clock
        nowhere = Couriers.of(replace(platform.settings, smtp_url=None, webhook_hosts=frozenset()))
        self.looks = (fire_timers, fire_timer_starts, watch_deadlines, lambda platform: work_off(platform, nowhere))
        """What the worker looks for, too; but nothing leaves the house."""
        self.players: dict[str, CasePlayer] = {}
        self.waiting: set[str] = set()
        self.towns: dict[TenantId, Town] = {}
        self._actors: dict[str, Actor] = {}
        self._queue: list[tuple[datetime, int, Happening]] = []
        self._order = count()

    # ------------------------------------------------------------------ time
    def at(self, moment: datetime, happening: Happening) -> None:
        heapq.heappush(self._queue, (min(moment, self.latest), next(self._order), happening))

    def days_ago(self, days: int) -> datetime:
        """In office hours, not at the same minute every day; today's moment three hours ago, whatever day it is."""
        moment = self.today - timedelta(days=days, hours=3)
        return at_work(moment - timedelta(minutes=days * 47 % 263)) if days else moment

    def run(self) -> None:
        """From the first happening until nothing is left to happen before now."""
        self.clock.at = min((moment for moment, _, _ in self._queue), default=self.latest)
        while True:
            person = self._queue[0][0] if self._queue else None
            house = self._next_of_house()
            if house is not None and house <= self.latest and (person is None or house <= person):
                self.clock.at = max(self.clock.at, house)
                self._look()
            elif person is not None:
                moment, _, happening = heapq.heappop(self._queue)
                self.clock.at = max(self.clock.at, moment)
                happening()
            else:
                return

    def _next_of_house(self) -> datetime | None:
        with self.platform.database.reading() as connection:
            connection = connection.execution_options(unscoped=HOUSE)
            found = [connection.execute(query).scalar() for query in NEXT]
        return min((due for due in found if isinstance(due, datetime)), default=None)

    def _look(self) -> None:
        """What is due happens; then whoever waits and finds something new goes on."""
        while sum(look(self.platform) for look in self.looks):
            pass
        with self.platform.database.reading() as connection:
            rows = connection.execution_options(unscoped=HOUSE).execute(OPEN).all()
        soon = at_work(self.clock.at + NOTICED)
        for row in {row.instance: row for row in rows}.values():
            player = self.players.get(row.instance)
            if player is None:
                self._begun_by_clock(TenantId(row.municipality), row.instance, row.aktenzeichen)
            elif row.instance in self.waiting and player.is_new({r.id for r in rows if r.instance == row.instance}):
                self.waiting.discard(row.instance)
                self.at(soon, player.step)

    def _begun_by_clock(self, municipality: TenantId, instance: str, aktenzeichen: str) -> None:
        town = self.towns.get(municipality)
        if town is not None and town.meeting is not None:
            player = self.players[instance] = CasePlayer(self, town, town.meeting, instance, aktenzeichen)
            self.at(at_work(self.clock.at + NOTICED), player.step)

    # ------------------------------------------------------------------ cases
    def begin(self, town: Town, story: Story) -> CasePlayer:
        with self.platform.command(self.person(town.login(story.desk.login))) as uow:
            started = casework.start_case(uow, casework.StartCase(town.identity, start_event=story.desk.start))
        instance = started.instance_id
        player = self.players[instance] = CasePlayer(self, town, story, instance, started.aktenzeichen)
        player.step()
        return player

    def announce(self, town: Town, signal: Signal) -> None:
        """To all cases of the municipality that listen; the outbox carries it there."""
        with self.platform.command(self.person(town.login("koordination"))) as uow:
            casework.send_signal(uow, casework.SendSignal(town.identity, signal.name, signal.payload))

    # ------------------------------------------------------------------ people
    def person(self, login: str) -> Actor:
        if login not in self._actors:
            with self.platform.query(Actor.operator()) as uow:
                self._actors[login] = accounts.account_named(uow, login).actor()
        return self._actors[login]

    def group(self, municipality: TenantId, group: str) -> list[DemoPerson]:
        return [person for person in EVERYBODY if person.municipality == municipality and group in person.groups]
