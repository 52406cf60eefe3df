"""Event sub-processes: a trigger waits beside their process level, and begins them each time it happens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.model import Element
from engine.runtime.catching import Catching
from engine.runtime.subprocesses import SubProcess
from engine.runtime.tokens import Token


class EventSubProcess(SubProcess):
    """Runs like an embedded sub-process, without flows of its own. `interrupting` as its start event says."""

    interrupting = True


class EventTrigger(Catching):
    """The start event of an event sub-process, as the level around it sees it."""

    watches = True

    def __init__(self, spec: Any, element: Element, starts: EventSubProcess) -> None:
        super().__init__(spec, element, "trigger:")
        self.starts = starts
        self.repeats = not element.interrupting
        starts.interrupting = element.interrupting

    def arm(self, workflow: Any) -> None:
        if self.waits:
            self.listen(Token(workflow, self, workflow.task_tree))

    def caught(self, token: Token, number: int) -> None:
        workflow = token.workflow
        if not self.element.interrupting:
            self.go_on_waiting(token, number)
        self.begin(workflow)

    def begin(self, workflow: Any, payload: Mapping[str, Any] | None = None) -> None:
        """Interrupting, it takes the place of all else at this level; what has ended can still be undone."""
        instance = workflow.top_workflow
        if self.element.interrupting:
            instance.clear(workflow, records=False)
        instance.enter(workflow, self.starts)
