"""A process instance while a command runs: its tokens, their queue, and what moves them.

Ready tokens run in the order in which they became ready; the number of steps of one command is bounded.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.compile import Definition
from engine.runtime.evaluation import Evaluator
from engine.runtime.faults import Fault
from engine.runtime.recorder import Marks, Recorder
from engine.runtime.scopes import ROOT, Scopes
from engine.runtime.tokens import Joins, SubInstance, Token
from engine.terms import Stage, Zone

if TYPE_CHECKING:
    from engine.runtime.boundary import BoundaryEvent
    from engine.runtime.nodes import Edge, Node
    from engine.runtime.specs import Specs

MAX_STEPS = 10_000
"""Elements that one command may enter before it counts as an endless loop."""


class _NoScripts:
    """Stands where SpiffWorkflow expects its script engine: no Python of a designer ever runs."""


class Instance(BpmnWorkflow):
    scope = ROOT

    def __init__(
        self,
        definition: Definition,
        specs: Specs,
        process_id: str,
        scopes: Scopes,
        case: Mapping[str, Any],
        now: datetime,
        marks: Marks | None = None,
    ) -> None:
        self.definition = definition
        self.specs = specs
        self.process_id = process_id
        self.scopes = scopes
        self.case = case
        self.now = now
        self.evaluator = Evaluator(scopes, case, now)
        self.record = Recorder(marks if marks is not None else {}, now)
        self.joins: Joins = {}
        self.queue: deque[Token] = deque()
        self.steps = 0
        self.outcome: str | None = None
        self.stage = Stage.EINGANG
        self.stage_zone = Zone.EINGANG
        spec = specs.of(process_id)
        super().__init__(spec, {}, script_engine=_NoScripts(), deserializing=True)
        self.task_tree = Token(self, spec.start, None, TaskState.COMPLETED, id="root")

    # -- looking
    def workflows(self) -> Iterator[Instance | SubInstance]:
        yield self
        yield from self.subprocesses.values()

    def tokens(self) -> Iterator[Token]:
        for workflow in self.workflows():
            for token in workflow.tasks.values():
                if token is not workflow.task_tree:
                    yield token

    def token(self, task_id: str) -> Token | None:
        return next((w.tasks[task_id] for w in self.workflows() if task_id in w.tasks), None)

    # -- moving
    def run(self) -> None:
        """Run what is ready until everything waits. Raises Fault."""
        while self.queue:
            token = self.queue.popleft()
            if token._state == TaskState.READY and token.id in token.workflow.tasks:
                token.run()

    def spend(self, node: Node) -> None:
        """Count one entered element. Raises Fault when the command has entered too many."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise Fault(
                "process.endless",
                node.element,
                "Der Prozess läuft im Kreis, ohne je auf jemanden zu warten "
                f"(mehr als {MAX_STEPS} Schritte). In die Schleife gehört eine Aufgabe oder ein Zeitereignis.",
            )

    def enter(self, workflow: Instance | SubInstance, node: Node, via: int | None = None) -> Token:
        self.spend(node)
        token = Token(workflow, node, workflow.task_tree)
        if via is not None and node.joins:
            token.internal_data["via"] = via
        node._update(token)
        return token

    def proceed(self, workflow: Instance | SubInstance, node: Node, edges: Iterable[Edge]) -> None:
        """Put a token on each of these flows; end the (sub-)process when none is left in it."""
        for edge in edges:
            self.record.flow(node.element, edge.id)
            self.enter(workflow, edge.target, edge.index)
        if len(workflow.tasks) == 1:
            self.ended(workflow)

    def ended(self, workflow: Instance | SubInstance) -> None:
        workflow.completed = True
        if isinstance(workflow, SubInstance):
            self.subprocesses.pop(workflow.host.id, None)
            workflow.host.task_spec.inner_ended(workflow.host, workflow)

    def cancel_token(self, token: Token) -> None:
        """Take a token away with all that hangs on it: boundary events, items, what runs inside."""
        for child in token.offspring():
            self.cancel_token(child)
        inner = self.subprocesses.pop(token.id, None)
        if inner is not None:
            self.clear(inner)
        token.task_spec._on_cancel(token)
        token._set_state(TaskState.CANCELLED)
        self.close_scopes(token)
        token.forget()

    def clear(self, workflow: Instance | SubInstance) -> None:
        for token in workflow.task_tree.offspring():
            self.cancel_token(token)

    def close_scopes(self, token: Token) -> None:
        for key in (token.id, called_scope(token)):
            if key in self.scopes.tree:
                self.scopes.close(key)
        if token.task_spec.keeps:
            self.scopes.close(kept(token))

    def throw_error(self, token: Token, code: str | None) -> None:
        """To the nearest boundary event around that catches it. Raises Fault when none does."""
        thrower = token.task_spec.element
        workflow = token.workflow
        while isinstance(workflow, SubInstance):
            body = workflow.host.task_spec.body_of(workflow.host)
            caught = body.task_spec.catcher(code)
            if caught is not None:
                self.interrupt(body, caught)
                return
            workflow = body.workflow
        raise Fault(
            "error.uncaught",
            thrower,
            f"Der Fehler «{code or thrower.label}» wird nirgends aufgefangen. "
            "Am umgebenden Teilprozess fehlt ein Fehler-Ereignis.",
        )

    def interrupt(self, host: Token, node: BoundaryEvent) -> None:
        """An interrupting boundary event has happened: the activity ends, its flow begins."""
        workflow = host.workflow
        self.cancel_token(host)
        node.happened(workflow)


def kept(token: Token) -> str:
    """Pseudo scope of what the runtime itself keeps for a token: a correlation key, the items of a loop."""
    return f"m:{token.id}"


def called_scope(token: Token) -> str:
    """Scope id of the process that a call activity runs."""
    return f"{token.id}c"
