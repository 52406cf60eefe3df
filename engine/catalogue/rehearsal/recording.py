"""Recording a rehearsal: what somebody does on the stage becomes steps, with what is then to be expected.

Nothing has to be kept between two requests but the rehearsal so far (its YAML): it is played again, and goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.bpmn import Definition
from engine.catalogue.rehearsal.filling import entered, told
from engine.catalogue.rehearsal.fitting import findings_of
from engine.catalogue.rehearsal.open_work import StageTask
from engine.catalogue.rehearsal.replay import staged, take
from engine.catalogue.rehearsal.stage import Refused, Stage
from engine.catalogue.rehearsal.story import Do, Ends, Expect, Message, Rehearsal, Signal, Start, Step, Values, Wait
from engine.catalogue.rehearsal.suggesting import suggestions
from engine.errors import InvalidInput
from engine.sentences import say


class Recording:
    """`rehearsal` so far, its end left out; `stage` is where it has come to. Raises InvalidInput with findings for a
    rehearsal that does not fit the definition, Refused for one that cannot be played any more: what was done until then
    stays in the message."""

    def __init__(self, definition: Definition, rehearsal: Rehearsal) -> None:
        findings = findings_of(rehearsal, definition)
        if findings:
            raise InvalidInput("rehearsal.refused", findings[0].message, findings=tuple(findings))
        self.rehearsal = replace(rehearsal, ends=None)
        self.stage: Stage = staged(rehearsal, definition)
        self.stage.begin(rehearsal.start, rehearsal.process)
        for number, step in enumerate(rehearsal.steps, start=1):
            try:
                take(self.stage, step)
            except Refused as refusal:
                raise Refused(say("Schritt {number}: {refusal}", number=number, refusal=refusal.sentence)) from refusal

    @classmethod
    def begun(
        cls, definition: Definition, name: str, start: Start | None = None, process: str = "", **more: Any
    ) -> Recording:
        """A new one. `more`: begins, mediators, aktenzeichen."""
        return cls(definition, Rehearsal(name, process=process, start=start or Start(), **more))

    # ------------------------------------------------------------------ doing
    def do(self, task: StageTask, values: Mapping[str, Any]) -> None:
        """`values`: what the task's form gave, validated: FEEL values. Raises Refused."""
        form = self.stage.form(task)
        if form is not None:
            said = entered(form, values, self.stage.data(task), self.stage.now)
        else:
            said = {name: told(value) for name, value in values.items()}
        self._add(Do(task.element_id, said, task.assignee or task.group or None, self._which(task)))
        self._suggestions()

    def send(self, element: str, values: Values, fails: str | None = None) -> None:
        """The answer to a mail or webhook that is on its way, or its failure."""
        self._add(Do(element, values, fails=fails))

    def wait(self, time: str) -> None:
        """Raises ValueError with a German sentence for what is no duration."""
        self._add(Wait(time))
        self.expect_now()

    def message(self, name: str, values: Values | None = None, key: Any = None) -> None:
        self._add(Message(name, values or {}, key))
        self.expect_now()

    def signal(self, name: str, values: Values | None = None) -> None:
        self._add(Signal(name, values or {}))
        self.expect_now()

    # ------------------------------------------------------------------ expecting
    def expect_now(self) -> None:
        """What is open and overdue now is what shall be; a Störung, too."""
        self._add(self._incident() or self._present())

    def expect(self, step: Expect) -> None:
        """Raises Refused when it does not hold."""
        self._add(step)

    def ended(self) -> Rehearsal:
        """To be saved: with the end that was reached, or with what is open."""
        self.stage.settle()
        reached = self.stage.reached
        if self.stage.finished and reached:
            return replace(self.rehearsal, ends=Ends(reached[-1], self.stage.outcome))
        steps = self.rehearsal.steps
        if not steps or not isinstance(steps[-1], Expect):
            self.expect_now()
        return self.rehearsal

    # ------------------------------------------------------------------ inside
    def _add(self, step: Step) -> None:
        take(self.stage, step)
        self.rehearsal = replace(self.rehearsal, steps=(*self.rehearsal.steps, step))
        if not isinstance(step, Expect) and (incident := self._incident()) is not None:
            self._add(incident)

    def _present(self) -> Expect:
        self.stage.settle()
        tasks = self.stage.tasks
        overdue = tuple(dict.fromkeys(task.element_id for task in tasks if task.overdue))
        ended = True if self.stage.finished else None
        return Expect(open=tuple(task.element_id for task in tasks), overdue=overdue or None, ended=ended)

    def _incident(self) -> Expect | None:
        return Expect(incident=self.stage.incident.code) if self.stage.incident is not None else None

    def _suggestions(self) -> None:
        """Where a suggestion has come to be confirmed, it shall be the same again."""
        known = {step.element for step in self.rehearsal.steps[-2:] if isinstance(step, Expect)}
        for task in self.stage.tasks:
            suggests = suggestions(self.stage, task)
            if suggests and task.element_id not in known:
                self._add(Expect(element=task.element_id, suggests=suggests))

    def _which(self, task: StageTask) -> dict[str, Any]:
        """What tells it from the others that would be taken first."""
        same = [other for other in self.stage.tasks if other.element_id == task.element_id]
        rivals = [o for o in same if (o.assignee or o.group) == (task.assignee or task.group)]
        if rivals[0].task_id == task.task_id:
            return {}
        seen = self.stage.seen_by(task)
        others = [self.stage.seen_by(other) for other in rivals if other.task_id != task.task_id]
        for name, value in seen.items():
            if isinstance(value, str) and all(other.get(name) != value for other in others):
                return {name: value}
        raise Refused(
            say("„{task}“ ist mehrmals offen, und nichts unterscheidet sie: nehmen Sie die erste", task=task.name)
        )
