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
from engine.bpmn.model import Element, EventKind
from engine.runtime.evaluation import Evaluator
from engine.runtime.faults import Fault, placed
from engine.runtime.recorder import Marks, Recorder
from engine.runtime.scopes import ROOT, Scopes
from engine.runtime.settling import keep_message, settle
from engine.runtime.throwing import check_conditions
from engine.runtime.tokens import Joins, SubInstance, Token, called_scope, kept
from engine.sentences import say
from engine.terms import Stage, Zone

if TYPE_CHECKING:
    from engine.runtime.nodes import Edge, Node
    from engine.runtime.specs import Specs

MAX_STEPS = 10_000
"""Elements that one command may enter before it counts as an endless loop."""


class _NoScripts:
    """Stands where SpiffWorkflow expects its script engine: no Python of a designer ever runs."""


class Instance(BpmnWorkflow):
    scope = ROOT
    completed: bool

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
        yield from list(self.subprocesses.values())

    def tokens(self) -> Iterator[Token]:
        for workflow in self.workflows():
            for token in list(workflow.tasks.values()):
                if token is not workflow.task_tree and not token.is_record:
                    yield token

    def token(self, task_id: str) -> Token | None:
        return next((w.tasks[task_id] for w in self.workflows() if task_id in w.tasks), None)

    # -- moving
    def run(self) -> None:
        """Run what is ready until everything waits. Raises Fault."""
        while True:
            self._watch()
            while self.queue:
                token = self.queue.popleft()
                if token._state == TaskState.READY and token.here:
                    with placed(token.task_spec.element):
                        token.run()
                    self._watch()
            if not self.queue and not settle(self):
                return

    def _watch(self) -> None:
        """Conditions are looked at after every change, until none happens any more."""
        while self.specs.conditional and check_conditions(self):
            self.steps += 1

    def spend(self, node: Node) -> None:
        """Count one entered element. Raises Fault when the command has entered too many."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise Fault(
                "process.endless",
                node.element,
                say(
                    "Der Prozess läuft im Kreis oder vervielfacht sich, ohne je auf jemanden zu warten (mehr "
                    "als {most} Schritte). In eine Schleife gehört eine Aufgabe oder ein Zeitereignis; "
                    "was sich teilt, führt ein Gateway wieder zusammen.",
                    most=MAX_STEPS,
                ),
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
        self.end_if_done(workflow)

    def arm(self, workflow: Instance | SubInstance) -> None:
        """Event sub-processes wait from the beginning of their level on."""
        for trigger in workflow.spec.triggers:
            trigger.arm(workflow)

    def end_if_done(self, workflow: Instance | SubInstance) -> None:
        if workflow.completed or any(t.live and not t.task_spec.apart for t in workflow.tasks.values()):
            return
        if workflow is not self:
            self.ended(workflow)
            return
        self.clear(self)
        if not any(token.live for token in self.tasks.values()):
            self.completed = True
            for token in self.task_tree.offspring():
                self.cancel_token(token)

    def ended(self, workflow: SubInstance) -> None:
        workflow.completed = True
        host = workflow.host
        kept = host.task_spec.keeps_inner(host, workflow)
        self.clear(workflow, records=not kept)
        if not kept:
            self.subprocesses.pop(host.id, None)
        host.task_spec.inner_ended(host, workflow)

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

    def clear(self, workflow: Instance | SubInstance, *, records: bool = True) -> None:
        """Take all tokens of a level away; other processes of the case stay."""
        workflow.joins.clear()
        for token in workflow.task_tree.offspring():
            if not token.task_spec.apart and (records or not token.is_record):
                self.cancel_token(token)

    def close_scopes(self, token: Token) -> None:
        for key in (token.id, called_scope(token)):
            if key in self.scopes.tree:
                self.scopes.close(key)
        if token.task_spec.keeps:
            self.scopes.close(kept(token))

    # -- other processes of the case
    def starts(self, kind: EventKind, name: str) -> list[tuple[Node, Element, int]]:
        """Where a message or signal of that name begins a process of the definition."""
        return [
            (node, element, number)
            for node in self.specs.starts
            for element, number in node.beginnings()
            if (found := element.definitions[number]).kind is kind and name in (found.message, found.signal)
        ]

    def begin_partner(self, process_id: str) -> None:
        """Another process of the definition, without an event."""
        inner = self._participant(process_id).begin(self, {})
        inner.spec.begin(inner)

    def begin_process(self, start: tuple[Node, Element, int], payload: Mapping[str, Any]) -> None:
        node, element, number = start
        inner = self._participant(element.process_id).begin(self, payload, element.zone)
        node.begin_with(inner, element, number)

    def _participant(self, process_id: str) -> Any:
        return self.spec.nodes[f"participant:{process_id}"]

    def keep_message(self, sender: Element, number: int, key: Any, payload: Mapping[str, Any]) -> bool:
        return keep_message(self, sender, number, key, payload)
