"""BPMN's flow nodes as SpiffWorkflow task specs. Each says what it does on entering, running and completing.

SpiffWorkflow's life cycle is kept: `_update` when a token arrives, `_on_ready` when it may run, `_run_hook` when it
runs, `_on_complete` when it is done. Nothing is predicted (`_predict` is empty), so a spec is never changed by the
instances that share it, and a model costs what it executes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec

from engine.bpmn.model import Element, EventDefinition, Flow, TimerKind
from engine.runtime.faults import Fault
from engine.runtime.tokens import SubInstance, Token
from engine.sentences import say

if TYPE_CHECKING:
    from engine.runtime.instance import Instance


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """A sequence flow as its source sees it; `index` numbers the incoming flows of the target."""

    id: str
    index: int
    target: Node
    condition: str | None
    is_default: bool

    @classmethod
    def of(cls, flow: Flow, index: int, target: Node) -> Edge:
        return cls(flow.id, index, target, flow.condition, flow.is_default)


def _has_value(definition: EventDefinition) -> bool:
    """Whether waiting for it means to remember a value: a correlation key, the text of a cycle."""
    cycle = definition.timer is not None and definition.timer.kind is TimerKind.CYCLE
    return cycle or definition.correlation_key is not None


class Node(BpmnTaskSpec):
    """Base of all: runs by itself at once and follows its flows."""

    joins = False
    """Whether a token must remember over which flow it came."""
    keeps = False
    """Whether the runtime keeps a value of its own for the token (see instance.kept)."""
    watches = False
    """A token here waits beside the process and does not keep it from ending."""
    apart = False
    """A token here is another process of the case (participant.py)."""
    drives = False
    """Children of its tokens undo something (compensation.py)."""
    offered = False
    """Begun when its ad-hoc sub-process begins (ad_hoc.py)."""
    offers = False
    """Children of its tokens are events of which the first decides (event_based_gateway.py)."""
    begins = False
    """An event from outside may begin an instance here (participant.py)."""
    settles = False
    """Decides only when nothing else can move (inclusive_gateway.py)."""

    def __init__(self, spec: Any, element: Element, prefix: str = "node:") -> None:
        super().__init__(spec, prefix + element.id, lane=element.lane)
        self.bpmn_id = element.id
        self.bpmn_name = element.name
        self.element = element
        self.edges: list[Edge] = []
        self.incoming = 0
        self.keeps = self.keeps or any(_has_value(d) for d in element.definitions)

    # -- SpiffWorkflow's hooks
    def _predict(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is predicted."""

    def test(self) -> None:
        """The check has tested the model."""

    def _update(self, token: Token) -> None:
        token.instance.record.entered(self.element)
        token._ready()

    def _on_ready(self, token: Token) -> None:
        if not self.manual:
            token.instance.queue.append(token)

    def _run_hook(self, token: Token) -> bool:
        return True

    def _on_complete(self, token: Token) -> None:
        token.instance.record.completed(self.element)
        self.leave(token, self.chosen(token))

    def _on_cancel(self, token: Token) -> None:
        """Overridden by what people or clocks know of."""

    # -- ours
    def beginnings(self) -> list[tuple[Element, int]]:
        """The events with which an instance may begin here, each as (element, number of its definition)."""
        return [(self.element, number) for number in range(len(self.element.definitions))]

    def begin_with(self, workflow: Any, element: Element, number: int) -> None:
        """That one of the beginnings has come."""
        workflow.top_workflow.enter(workflow, self)

    def chosen(self, token: Token) -> Iterable[Edge]:
        """Outgoing flows to take: all without a condition, those whose condition is true, else the default."""
        return self.taken(token.instance, token.scope)

    def taken(self, instance: Instance, scope: str) -> Iterable[Edge]:
        if not any(e.condition or e.is_default for e in self.edges):
            return self.edges
        taken = [e for e in self.edges if not e.is_default and self._holds(instance, scope, e)]
        return taken or [e for e in self.edges if e.is_default] or self._no_way_out()

    def _holds(self, instance: Instance, scope: str, edge: Edge) -> bool:
        return edge.condition is None or instance.evaluator.condition(self.element, scope, edge.condition)

    def _no_way_out(self) -> list[Edge]:
        raise Fault(
            "flow.none",
            self.element,
            say(
                "Nach „{element}“ trifft keine Bedingung zu, und es gibt keinen Standardfluss.",
                element=self.element.label,
            ),
        )

    def leave(self, token: Token, edges: Iterable[Edge]) -> None:
        edges = list(edges)
        workflow, instance, above = token.workflow, token.instance, token.above
        self.retire(token)
        if above is not None and above.task_spec.drives:
            above.task_spec.go_on(above)
        else:
            instance.proceed(workflow, self, edges)

    def retire(self, token: Token) -> None:
        token.instance.close_scopes(token)
        token.forget()

    def followers(self) -> Iterator[tuple[Node, int | None]]:
        """Where a token can go from here within its process, with the number of the flow that leads in."""
        return ((edge.target, edge.index) for edge in self.edges)

    def inner_spec(self, host: Token) -> tuple[Any, str]:
        """(spec, scope id) of what runs inside an activity's token."""
        raise NotImplementedError(self.name)

    def inner_ended(self, host: Token, inner: SubInstance) -> None:
        raise NotImplementedError(self.name)

    def body_of(self, token: Token) -> Token:
        """The token to which boundary events are attached: the loop's where there is one."""
        return token

    def keeps_inner(self, host: Token, inner: SubInstance) -> bool:
        """Whether what has run inside must stay, because it can be undone."""
        return False
