"""Compensation: undoing what has ended, the last first, one after the other. BPMN 2.0.2, 10.7 and 13.5.5.

What can be undone stays in its process as a record: an activity with a compensation handler, or an embedded
sub-process that holds such records or a compensation event sub-process (it keeps its variables as they were at its
end). A driver token undoes the
records of one process level; its children are the handler that runs, or the sub-process that is being undone.
`job` tells a driver who waits for it: the number of a throwing event, 0 for its sub-process's driver further out,
-1 for a transaction that is canceled.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.model import Element, EventKind
from engine.runtime.nodes import Node
from engine.runtime.tokens import SubInstance, Token

DRIVER = "compensation:"
INNER, CANCEL = 0, -1


def driver_element(spec: Any, process_id: str) -> Element:
    return Element(id="", name="", type="compensation", process_id=process_id, parent=spec.scope)


class Driver(Node):
    drives = True

    def __init__(self, spec: Any, process_id: str) -> None:
        super().__init__(spec, driver_element(spec, process_id), DRIVER)

    def go_on(self, token: Token) -> None:
        """Undo the next record; without one, tell who waits. What has a handler inside is undone by that."""
        own = undoer(token.workflow.spec)
        if own is not None and token.internal_data["job"] == INNER:
            self._undo_by(token, own)
            return
        record = self._next(token)
        if record is None:
            self._done(token)
            return
        node: Any = record.task_spec
        if node.handler is not None:
            token.instance.close_scopes(record)
            record.forget()
            token.instance.spend(node.handler)
            node.handler._update(Token(token.workflow, node.handler, token))
            return
        record.move_to(token)
        record._set_state(TaskState.STARTED)
        inner = token.instance.subprocesses[record.id]
        drive(inner, INNER)

    def _undo_by(self, token: Token, own: Any) -> None:
        if "done" in token.internal_data:
            self._done(token)
            return
        token.internal_data["done"] = 1
        token.instance.spend(own)
        own._update(Token(token.workflow, own, token))

    def _next(self, token: Token) -> Token | None:
        wanted = self._wanted(token)
        records = [t for t in token.workflow.task_tree.offspring() if t.is_record]
        if wanted is not None:
            records = [t for t in records if t.task_spec.element.id == wanted]
        return max(records, key=lambda t: t.internal_data["nr"], default=None)

    def _wanted(self, token: Token) -> str | None:
        thrower = waiting_for(token)
        if thrower is None:
            return None
        return next(d.activity for d in thrower.task_spec.element.definitions if d.kind is EventKind.COMPENSATION)

    def _done(self, token: Token) -> None:
        instance, workflow, job = token.instance, token.workflow, token.internal_data["job"]
        thrower = waiting_for(token)
        token.forget()
        if job == CANCEL:
            workflow.host.task_spec.canceled(workflow.host)
        elif job == INNER:
            host, outer = workflow.host, workflow.host.above
            instance.cancel_token(host)
            outer.task_spec.go_on(outer)
        elif thrower is not None:
            thrower.complete()


def drive(workflow: Any, job: int) -> None:
    token = Token(workflow, workflow.spec.nodes[DRIVER], workflow.task_tree, TaskState.STARTED)
    token.internal_data["job"] = job
    token.task_spec.go_on(token)


def waiting_for(driver: Token) -> Token | None:
    job = driver.internal_data["job"]
    if job <= 0:
        return None
    return next((t for t in driver.instance.tokens() if t is not driver and _throws(t, job)), None)


def _throws(token: Token, job: int) -> bool:
    return token.internal_data.get("job") == job and not token.task_spec.drives


def compensated_level(workflow: Any) -> Any:
    """The process level that a throwing event means: an event sub-process speaks for the one around it."""
    while isinstance(workflow, SubInstance) and workflow.host.task_spec.element.by_event:
        workflow = workflow.host.workflow
    return workflow


def begin(thrower: Token) -> None:
    """Undo, and let the throwing event wait until all is done."""
    jobs = [t.internal_data.get("job", 0) for t in thrower.instance.tokens()]
    thrower.internal_data["job"] = 1 + max(0, *jobs)
    thrower._set_state(TaskState.STARTED)
    drive(compensated_level(thrower.workflow), thrower.internal_data["job"])


def undoer(spec: Any) -> Any:
    """The compensation event sub-process of a level: it takes the place of undoing what has ended there."""
    return next((t.starts for t in spec.triggers if t.element.event is EventKind.COMPENSATION), None)


def has_records(workflow: Any) -> bool:
    return any(token.is_record for token in workflow.task_tree.offspring())
