"""Demo: fictional cases, made by really running the engine under a moved clock. No row is written by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Protocol

from sqlalchemy import func, select

from engine import accounts, casework
from engine.accounts.demo import HAMM, PASSWORD, PEOPLE
from engine.bpmn.deadline import BERLIN, is_working_day
from engine.casework.lines import TaskLine
from engine.casework.loading import INSTANCE, load_case_row
from engine.catalogue import PublishProcess, publish
from engine.catalogue.files import PROCESSES
from engine.catalogue.release import release_municipality
from engine.demo.filler import fill_form
from engine.demo.stories import CLEARING, MEDIATORS, QUORATE, STORIES, Story
from engine.errors import InvalidState
from engine.terms import Actor, UserTaskId
from engine.unit_of_work import Clock, Platform

MOST_STEPS = 120
SECOND_PERSON = frozenset({"zweitpruefung", "sicherheit_zweitpruefung"})


class Step(Protocol):
    def step(self, label: str) -> None: ...


class MovedClock:
    """A clock that stands where it is put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def fill(platform: Platform, progress: Callable[[int], Step]) -> int:
    """Publishes Hamm, makes the demo accounts and plays the stories; the number of cases.

    Raises InvalidState when there are cases already: demo never mixes with real work.
    """
    with platform.query(Actor.operator()) as uow:
        if uow.connection.execute(select(func.count()).select_from(INSTANCE)).scalar_one():
            raise InvalidState(
                "demo.not_empty",
                "Hier gibt es schon Vorgänge. Die Demo füllt nur einen leeren Datenordner (SCHLICHTWERK_DATA).",
            )
    real, shown = platform.clock, progress(len(STORIES) + 1)
    try:
        platform.clock = MovedClock(real.now() - timedelta(days=400))
        _prepare(platform)
        shown.step("Hamm und die Demo-Konten")
        for story in STORIES:
            Player(platform, real).play(story)
            shown.step(story.title)
    finally:
        platform.clock = real
    return len(STORIES)


def _prepare(platform: Platform) -> None:
    operator = Actor.operator()
    for file in ("hamm.bpmn", "laki.bpmn"):
        with platform.command(operator) as uow:
            identity = publish(uow, PublishProcess(file, (PROCESSES / file).read_bytes())).municipality
        with platform.command(operator) as uow:
            release_municipality(uow, identity)
    for person in PEOPLE:
        with platform.command(operator) as uow:
            accounts.create_account(
                uow,
                accounts.CreateAccount(
                    person.login, person.name, person.municipality, person.roles, person.groups, PASSWORD
                ),
            )


def at_work(moment: datetime) -> datetime:
    """The moment itself where it lies in office hours, else about nine on the next working day."""
    local = moment.astimezone(BERLIN)
    if is_working_day(local.date()) and 8 <= local.hour < 17:
        return moment
    day = local.date() + timedelta(days=local.hour >= 17)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(9, local.minute), BERLIN).astimezone(UTC)


class Player:
    """Plays one story: whoever a task belongs to completes it, hours apart; waiting is a move of the clock."""

    def __init__(self, platform: Platform, real: Clock) -> None:
        self.platform = platform
        self.today = real.now()
        self.visits: dict[str, int] = {}

    def play(self, story: Story) -> None:
        begun = self.today - timedelta(days=story.started, hours=3)
        self.clock = MovedClock(at_work(begun) if story.started else begun)
        self.platform.clock = self.clock
        with self.platform.command(self._person("koordination")) as uow:
            aktenzeichen = casework.start_case(uow, casework.StartCase(HAMM)).aktenzeichen
        for _ in range(MOST_STEPS):
            tasks = self._open(aktenzeichen)
            task = next((task for task in tasks if task.element_id != story.until), None)
            if task is not None:
                self._complete(task, story)
            elif tasks or not self._wait(aktenzeichen):
                return

    def _open(self, aktenzeichen: str) -> tuple[TaskLine, ...]:
        with self.platform.query(Actor.operator()) as uow:
            return casework.open_tasks_of(uow, aktenzeichen)

    def _complete(self, task: TaskLine, story: Story) -> None:
        self.clock.at = min(at_work(self.clock.at), self.today - timedelta(minutes=5))
        actor = self._worker(task)
        with self.platform.query(actor) as uow:
            form, data = casework.form_for_completion(uow, UserTaskId(task.task_id))
        given = self._answers(task.element_id, story)
        values = fill_form(form, given, data, self.clock.at) if form is not None else {}
        with self.platform.command(actor) as uow:
            casework.complete_task(uow, casework.CompleteTask(UserTaskId(task.task_id), values))
        self.clock.at = min(self.clock.at + timedelta(hours=story.pace), self.today - timedelta(minutes=5))

    def _answers(self, element: str, story: Story) -> dict[str, object]:
        if element == "meldung":
            head = {"kurztitel": story.title, "falltyp": story.falltyp, "stadtbezirk": story.district}
            return {**head, "eingang_am": self.clock.at, "dringlichkeit": "normal"}
        answers = story.answers.get(element) or DEFAULTS.get(element) or ({},)
        visit = self.visits.get(element, 0)
        self.visits[element] = visit + 1
        return dict(answers[min(visit, len(answers) - 1)])

    def _wait(self, aktenzeichen: str) -> bool:
        """Moves the clock to the next timer of the case; False when that lies in the future, or there is none."""
        with self.platform.query(Actor.operator()) as uow:
            row = load_case_row(uow, aktenzeichen=aktenzeichen)
            due = casework.next_timer(uow, row["id"])
        if due is None or due > self.today:
            return False
        self.clock.at = max(self.clock.at, due)
        with self.platform.command(Actor.system()) as uow:
            casework.fire_timers_of(uow, row["id"])
        return True

    def _worker(self, task: TaskLine) -> Actor:
        if task.assignee_id is not None:
            with self.platform.query(Actor.operator()) as uow:
                view = accounts.account(uow, task.assignee_id)
            if view is not None:
                return view.actor()
        if task.element_id in SECOND_PERSON:
            return self._person("vertretung")
        person = next((person for person in PEOPLE if task.group in person.groups), PEOPLE[0])
        return self._person(person.login)

    def _person(self, login: str) -> Actor:
        with self.platform.query(Actor.operator()) as uow:
            return accounts.account_named(uow, login).actor()


DEFAULTS: dict[str, tuple[Mapping[str, object], ...]] = {
    "sicherheitspruefung": ({"sicherheit": "keine"},),
    "clearing": (CLEARING,),
    "beratungsgespraech": ({"beratung_ergebnis": "weiteres_gespraech"}, {"beratung_ergebnis": "clearing"}),
    "mediator_vorschlagen": ({"mediatorin_1": MEDIATORS[0], "mediatorin_2": MEDIATORS[1]},),
    "beirat_sitzung": (QUORATE,),
}
"""What most stories answer."""
