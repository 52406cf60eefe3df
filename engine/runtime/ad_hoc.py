"""Ad-hoc sub-process: people choose what they do, and in which order. BPMN 2.0.2, 13.3.5.

All activities without an incoming flow are offered at once. Without a completion condition each is offered once, and
the sub-process ends with the last. With one, it is asked after every activity: while it is not true, an activity of
people that has ended is offered again; once it is, what is still open is taken away (cancelRemainingInstances) or is
done to its end, without being offered again. Sequential ordering: what people do never overlaps, each is one step.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.runtime.faults import Fault
from engine.runtime.subprocesses import SubProcess
from engine.runtime.tokens import SubInstance, Token
from engine.sentences import say


class AdHocSubProcess(SubProcess):
    def run_inside(self, host: Token) -> None:
        instance = host.instance
        spec, scope = self.inner_spec(host)
        inner = instance.subprocesses[host.id] = SubInstance(spec, host, scope)
        instance.arm(inner)
        for node in self.entries():
            instance.enter(inner, node)

    def entries(self) -> Iterable[Any]:
        return [n for n in self.inner.nodes.values() if n.offered]

    def enough(self, token: Token) -> bool:
        """An activity inside has ended. Whether the sub-process ends with it, whatever is still open."""
        workflow, node, rule = token.workflow, token.task_spec, self.element.ad_hoc
        host = workflow.host
        if token.above is not None or rule is None or rule.completion is None or host.internal_data.get("done"):
            return False
        if host.instance.evaluator.condition(self.element, host.scope, rule.completion):
            host.internal_data["done"] = 1
            return rule.cancel_remaining
        if node.offered and node.manual:
            host.instance.enter(workflow, node)
        elif not node.edges and not any(t.live and t is not token for t in workflow.tasks.values()):
            raise Fault(
                "adhoc.never",
                self.element,
                say(
                    "In „{element}“ ist alles getan, aber die Abschlussbedingung ist nicht erfüllt.",
                    element=self.element.label,
                ),
            )
        return False
