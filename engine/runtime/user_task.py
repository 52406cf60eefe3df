"""User and manual tasks: a person completes them. BPMN 2.0.2, 13.3.3."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import declarations, escalation
from engine.bpmn.deadline import FAR_FUTURE
from engine.bpmn.model import Element
from engine.runtime.activities import Activity
from engine.runtime.faults import Fault
from engine.runtime.results import Consequence, OpenedTask, Reason
from engine.runtime.tokens import Token
from engine.sentences import say
from engine.terms import UserTaskId

LONGEST_ABOUT = 60


class UserTask(Activity):
    def __init__(self, spec: Any, element: Element, *, is_item: bool = False) -> None:
        super().__init__(spec, element, is_item=is_item)
        self.manual = True

    def begin(self, token: Token) -> None:
        token._ready()
        self.reach_stage(token)
        token.instance.record.task_opened(self.opened(token))

    def opened(self, token: Token) -> OpenedTask:
        """What lists show. The values lie outside the sealed parts: nothing of the mediation enters from elsewhere."""
        element = self.element
        groups = _names(self._value(token, element.candidate_groups or element.group))
        if len(groups) > 1:
            count = len(groups)
            raise Fault(
                "task.groups",
                element,
                say("Für „{element}“ ist eine Gruppe zuständig, nicht {count}.", element=element.label, count=count),
            )
        assignee = self._value(token, element.assignee)
        due = self._moment(token, element.due_date or element.frist) or FAR_FUTURE
        return OpenedTask(
            UserTaskId(token.id),
            element.id,
            element.process_id,
            element.name,
            element.zone,
            element.stage,
            groups[0] if groups else "",
            element.role,
            str(assignee) if assignee is not None else None,
            _names(self._value(token, element.candidate_users)),
            due,
            self._moment(token, element.follow_up),
            element.form_id,
            self._consequences(token, due) if due < FAR_FUTURE else (),
            self._about(token),
        )

    def _about(self, token: Token) -> str:
        """What the variable of the property `fuer` says, if it is a text of the task's own zone: the name of a task
        is read by all who follow that zone, and by nobody else."""
        wanted = self.element.properties.get(declarations.ABOUT, "").strip().removeprefix("=").strip()
        if not wanted:
            return ""
        zone = self.element.zone
        value, found = token.instance.scopes.visible(token.scope, towards=zone).get(wanted, (None, zone))
        return " ".join(value.split())[:LONGEST_ABOUT] if isinstance(value, str) and found is zone else ""

    def _value(self, token: Token, text: str | None) -> Any:
        evaluator = token.instance.evaluator
        return evaluator.text_or_feel(self.element, token.scope, text, towards=self.element.zone)

    def _moment(self, token: Token, text: str | None) -> datetime | None:
        """A due or follow-up date; None when there is none or its expression gives null."""
        value = self._value(token, text)
        return None if value is None else token.instance.evaluator.deadline(self.element, value, str(text))

    def _consequences(self, token: Token, due: datetime) -> tuple[Consequence, ...]:
        """A reminder, and the steps of the escalation for which there is a group."""
        element, definition = self.element, token.instance.definition
        model, main = definition.processes[element.process_id], definition.processes[str(definition.main)]
        text = element.properties.get(escalation.REMINDER) or model.properties.get(escalation.REMINDER)
        reminder = escalation.reminder_time(text, due, token.instance.evaluator.now)
        found = [Consequence(reminder)] if reminder is not None else []
        steps = [escalation.step(part) for part in element.escalation]
        try:
            times = escalation.step_times(steps, due)
        except ValueError as fault:
            raise Fault("timer.value", element, fault.args[0]) from fault
        for step, at in zip(steps, times, strict=True):
            lanes = escalation.lanes_near(definition.processes.values(), model, main)
            groups = _names(self._value(token, escalation.group_of(step.word, lanes)))
            if len(groups) == 1:
                found.append(Consequence(at, groups[0], step.word))
        return tuple(found)

    def _on_complete(self, token: Token) -> None:
        token.instance.record.task_closed(token.id, self.element, Reason.COMPLETED)
        super()._on_complete(token)

    def _on_cancel(self, token: Token) -> None:
        token.instance.record.task_closed(token.id, self.element, Reason.CANCELED)


def waits_for_person(token: Token) -> bool:
    return isinstance(token.task_spec, UserTask) and token._state == TaskState.READY


def _names(value: Any) -> tuple[str, ...]:
    """A list, or text with commas."""
    if value is None:
        return ()
    parts = value if isinstance(value, list) else str(value).split(",")
    return tuple(text for part in parts if (text := str(part).strip()))
