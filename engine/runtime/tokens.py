"""SpiffWorkflow's task and workflows, reduced to what a token needs: no data, no clock, no look ahead.

A workflow holds its root and, flat beneath it, one token for each place where it stands now. What hangs on an
activity (its boundary events, the items of its loop) are children of the activity's token. Finished tokens leave
the tree at once: there is no history to prune, and the cost of a step does not depend on how many came before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

if TYPE_CHECKING:
    from engine.runtime.instance import Instance
    from engine.runtime.nodes import Node


class Token(Task):
    """Ids are 32 hex digits. `internal_data` holds integers only (see codec.KEYS)."""

    task_spec: Node
    workflow: Any
    internal_data: dict[str, int]

    def __init__(
        self, workflow: Any, node: Any, parent: Token | None, state: int = TaskState.WAITING, id: str | None = None
    ) -> None:
        self.id = id or uuid4().hex
        self.workflow = workflow
        workflow.tasks[self.id] = self
        self._parent = parent.id if parent is not None else None
        self._children: list[str] = []
        self._state = state
        self.triggered = False
        self.task_spec = node
        self.thread_id = 0
        self.data: dict[str, object] = {}
        self.internal_data = {}
        self.last_state_change = 0.0
        if parent is not None:
            parent._children.append(self.id)

    def _set_state(self, value: int) -> None:
        self._state = value

    @property
    def instance(self) -> Instance:
        found: Instance = self.workflow.top_workflow
        return found

    @property
    def scope(self) -> str:
        """Id of the scope from which this token reads and writes."""
        if self.id in self.instance.scopes.tree:
            return str(self.id)
        if self._parent is not None and self._parent in self.instance.scopes.tree:
            return str(self._parent)
        return str(self.workflow.scope)

    @property
    def above(self) -> Token | None:
        """The token on which this one hangs; None for one that stands in the process by itself."""
        return None if self._parent == self.workflow.task_tree.id else self.workflow.tasks.get(self._parent)

    @property
    def is_record(self) -> bool:
        """What has ended and is kept because it may have to be undone (compensation.py)."""
        return self._state == TaskState.COMPLETED and "nr" in self.internal_data

    @property
    def live(self) -> bool:
        """Whether it keeps its process from ending."""
        return self._state != TaskState.COMPLETED and not self.task_spec.watches

    @property
    def here(self) -> bool:
        """Whether it is still in the tree."""
        return self.workflow.tasks.get(self.id) is self

    def move_to(self, parent: Token) -> None:
        self.workflow.tasks[self._parent]._children.remove(self.id)
        self._parent = parent.id
        parent._children.append(self.id)

    def offspring(self) -> list[Token]:
        return [self.workflow.tasks[key] for key in self._children]

    def forget(self) -> None:
        """Leave the tree. The children must be gone or forgotten too."""
        tasks = self.workflow.tasks
        if tasks.pop(self.id, None) is not None and self._parent in tasks:
            tasks[self._parent]._children.remove(self.id)


Joins = dict[str, dict[int, list[Token]]]
"""Tokens that wait at joining gateways: node name -> incoming flow -> in the order of their coming."""


def wait_at(token: Token, name: str) -> dict[int, list[Token]]:
    """Put a token into the queue of its flow; the queues of that node that are not empty."""
    waiting: dict[int, list[Token]] = token.workflow.joins.setdefault(name, {})
    waiting.setdefault(token.internal_data.get("via", 0), []).append(token)
    return waiting


def take_one_of_each(waiting: dict[int, list[Token]], *, keep: Token) -> None:
    """One token of every queue becomes the one that goes on; it is the first or the last of its queue."""
    for via, queue in list(waiting.items()):
        first = queue.pop(0)
        if not queue:
            del waiting[via]
        if first is not keep:
            first.forget()
    keep.internal_data.clear()


class SubInstance(BpmnSubWorkflow):
    """An embedded or called process while it runs, inside the token of its activity (`host`)."""

    def __init__(self, spec: Any, host: Token, scope: str) -> None:
        self.host = host
        self.scope = scope
        self.joins: Joins = {}
        super().__init__(spec, host.id, host.instance, deserializing=True)
        self.task_tree = Token(self, spec.start, None, TaskState.COMPLETED, id=f"root{host.id}")

    @property
    def parent_workflow(self) -> Any:
        return self.host.workflow

    def _calculate_depth(self) -> int:
        return int(self.host.workflow.depth) + 1


def is_beside(token: Token) -> bool:
    """Whether the token runs within an event sub-process that interrupts nothing."""
    workflow = token.workflow
    while isinstance(workflow, SubInstance):
        if getattr(workflow.host.task_spec, "interrupting", True) is False:
            return True
        workflow = workflow.parent_workflow
    return False


def kept(token: Token) -> str:
    """Pseudo scope of what the runtime itself keeps for a token: a correlation key, the items of a loop."""
    return f"m:{token.id}"


def called_scope(token: Token) -> str:
    """Scope id of the process that a call activity runs."""
    return f"{token.id}c"
