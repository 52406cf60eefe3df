"""Plays one case: whoever a task belongs to completes it, hours apart, until the story rests."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from engine import accounts, casework, runtime
from engine.bpmn.deadline import BERLIN
from engine.casework.lines import TaskLine
from engine.casework.loading import load_case_row
from engine.demo.answers import DEFAULTS, SUGGESTED
from engine.demo.clock import at_work
from engine.demo.filler import fill_form
from engine.demo.story import Begin, GiveOn, PutAway, Story, TakeOver, Town
from engine.terms import Actor, UserTaskId

if TYPE_CHECKING:
    from engine.demo.office import Office

MOST_STEPS = 120
INVITED = {"beirat_sitzung": 14, "runder_tisch_durchfuehren": 14}
"""Days between an invitation and the meeting, by the element id of the meeting, unless a story says otherwise."""
INVITATIONS = {"beirat_einladen": "beirat_sitzung", "tisch_einladen": "runder_tisch_durchfuehren"}
SECOND_PERSON = frozenset({"zweitpruefung", "sicherheit_zweitpruefung"})


class CasePlayer:
    def __init__(self, office: Office, town: Town, story: Story, instance: str, aktenzeichen: str) -> None:
        self.office = office
        self.platform = office.platform
        self.town = town
        self.story = story
        self.instance = instance
        self.aktenzeichen = aktenzeichen
        self.steps = 0
        self.visits: dict[str, int] = {}
        self.done: list[str] = []
        self._seen: Set[str] = frozenset()
        self._heard: set[str] = set()
        self._set_aside = False
        self._from: dict[str, datetime] = {}

    def is_new(self, tasks: Set[str]) -> bool:
        """Whether one of the open tasks came since the last step."""
        return not tasks <= self._seen

    def step(self) -> None:
        """Completes one task, or waits for what the house or others do."""
        self.steps += 1
        self.office.waiting.discard(self.instance)
        if self.steps > MOST_STEPS:
            return
        with self.platform.query(Actor.operator()) as uow:
            tasks = casework.open_tasks_of(uow, self.aktenzeichen)
        self._seen = {task.task_id for task in tasks}
        task = next((task for task in tasks if task.element_id not in self.story.rests and self._is_time(task)), None)
        if task is not None:
            self._complete(task)
            self.office.at(at_work(self.office.clock.at + self._pause()), self.step)
            return
        self.office.waiting.add(self.instance)
        if tasks and not self._set_aside:
            self._set_aside = True
            for aside in self.story.asides:
                self._leave(tasks[0], aside)
        self._await_messages()

    def _pause(self) -> timedelta:
        """The story's pace, and not at the same minute every day."""
        return timedelta(hours=self.story.pace, minutes=(len(self.done) * 67 + len(self.story.title) * 31) % 171)

    def _is_time(self, task: TaskLine) -> bool:
        days = self.story.slow.get(task.element_id, INVITED.get(task.element_id))
        if days is None:
            return True
        if task.task_id not in self._from:
            self._from[task.task_id] = at_work(self.office.clock.at + timedelta(days=days))
            self.office.at(self._from[task.task_id], self.step)
        return self._from[task.task_id] <= self.office.clock.at

    # ------------------------------------------------------------------ completing
    def _complete(self, task: TaskLine) -> None:
        actor = self._worker(task)
        with self.platform.query(actor) as uow:
            form, data = casework.form_for_completion(uow, UserTaskId(task.task_id))
        values: Mapping[str, Any] = {}
        if form is not None:
            given = self._report() if form.id == "meldung" else self._answers(task.element_id, data)
            said = {name: self.story.words[name] for name in form.variables() if name in self.story.words}
            ahead = self._days_to_meeting(task.element_id)
            values = fill_form(form, {**said, **given}, data, self.office.clock.at, ahead)
        with self.platform.command(actor) as uow:
            casework.complete_task(uow, casework.CompleteTask(UserTaskId(task.task_id), values))
        self.done.append(task.element_id)

    def _days_to_meeting(self, element: str) -> int:
        """Of the meeting to which a task invites: beirat_einladen -> beirat_sitzung."""
        meeting = INVITATIONS.get(element, "")
        return self.story.slow.get(meeting, INVITED.get(meeting, 0))

    def _report(self) -> dict[str, Any]:
        story = self.story
        head = {"kurztitel": story.title, "falltyp": story.falltyp, "stadtbezirk": story.district}
        facts = {"sachverhalt": story.facts} if story.facts else {}
        return {**head, **facts, "eingang_am": self.office.clock.at, "dringlichkeit": "normal", **story.report}

    def _answers(self, element: str, data: Mapping[str, Any]) -> dict[str, Any]:
        known = (self.story.answers, self.town.defaults, DEFAULTS)
        answers = next((book[element] for book in known if element in book), ({},))
        visit = self.visits.get(element, 0)
        self.visits[element] = visit + 1
        given = dict(answers[min(visit, len(answers) - 1)])
        proposal = data.get("vorschlag")
        for field in SUGGESTED.get(element, ()):
            if field not in given and isinstance(proposal, Mapping) and field in proposal:
                given[field] = proposal[field]
        if element == "tagesordnung":
            given["tagesordnung_faelle"] = self._before_the_board()
        return given

    def _before_the_board(self) -> int:
        """Cases of the municipality that wait for the meeting."""
        others = (player for player in self.office.players.values() if player.town is self.town)
        return sum(player.done[-1:] == ["beirat_vormerken"] for player in others)

    # ------------------------------------------------------------------ waiting
    def _await_messages(self) -> None:
        wanted = self.story.messages.keys() - self._heard
        if not wanted:
            return
        with self.platform.query(Actor.operator()) as uow:
            row = load_case_row(uow, instance=self.instance)
            waits = runtime.waiting_messages(uow.definition(row["definition"]), uow.open_case(row).state)
        for wait in waits:
            if wait.name in wanted:
                self._heard.add(wait.name)
                moment = self.office.clock.at + timedelta(days=self.story.messages[wait.name])
                self.office.at(at_work(moment), lambda name=wait.name: self._hear(name))  # type: ignore[misc]

    def _hear(self, message: str) -> None:
        with self.platform.command(self.office.person(self.town.login("koordination"))) as uow:
            casework.send_message(uow, casework.SendMessage(self.instance, message))
        self.office.waiting.discard(self.instance)
        self.step()

    def _leave(self, task: TaskLine, aside: TakeOver | GiveOn | PutAway | Begin) -> None:
        task_id, actor = UserTaskId(task.task_id), self._worker(task)
        if isinstance(aside, TakeOver):
            actor = self.office.person(aside.by)
        if isinstance(aside, GiveOn):
            actor = self.office.person(self.town.login("koordination"))
            receiver = self.office.person(aside.to).account_id
        with self.platform.command(actor) as uow:
            match aside:
                case TakeOver():
                    casework.claim_task(uow, casework.ClaimTask(task_id))
                case GiveOn():
                    assert receiver is not None
                    casework.hand_over(uow, casework.HandOver(task_id, receiver))
                case PutAway(days):
                    day = (self.office.today + timedelta(days=days)).astimezone(BERLIN).date()
                    casework.set_follow_up(uow, casework.SetFollowUp(task_id, day))
                case Begin(fields):
                    casework.save_draft(uow, casework.SaveDraft(task_id, tuple(fields.items())))

    # ------------------------------------------------------------------ people
    def _worker(self, task: TaskLine) -> Actor:
        """Who has it, else the first of its group; where a second pair of eyes is wanted, the second."""
        if task.assignee_id is not None:
            with self.platform.query(Actor.operator()) as uow:
                view = accounts.account(uow, task.assignee_id)
            if view is not None:
                return view.actor()
        people = self.office.group(self.town.identity, task.group)
        if not people:
            raise LookupError(f"{self.town.slug}: nobody in the demo works in the group {task.group!r}")
        second = task.element_id in SECOND_PERSON and len(people) > 1
        return self.office.person(people[second].login)
