"""Service tasks (and send tasks with a task type) of the built-in kinds: outgoing work, done outside, waited for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime.activities import Activity
from engine.runtime.results import Job
from engine.runtime.tokens import Token
from engine.terms import UserTaskId


class ServiceTask(Activity):
    """Its input mappings say what goes out, its output mappings what of the result comes in."""

    def open_scope(self, token: Token) -> None:
        """What goes out is computed for the zone of the task, whatever zone its names have elsewhere: nothing of the
        mediation leaves without a release."""
        element, instance = self.element, token.instance
        if not (element.inputs or element.outputs):
            return
        if token.id not in instance.scopes.tree:
            instance.scopes.open(token.id, token.scope, declared=self.declared)
        for mapping in element.inputs:
            value = instance.evaluator.text_or_feel(element, token.id, mapping.source, towards=element.zone)
            instance.scopes.put(element.zone, token.id, mapping.target, value)

    def begin(self, token: Token) -> None:
        token._set_state(TaskState.STARTED)
        token.internal_data["job"] = 0
        token.instance.record.job_opened(job_of(token))

    def finish(self, token: Token, result: Mapping[str, Any]) -> None:
        token.internal_data.pop("job")
        self.take(token, result)
        token.complete()

    def _on_cancel(self, token: Token) -> None:
        token.instance.record.job_gone(token.id)


def job_of(token: Token) -> Job:
    element, scopes = token.task_spec.element, token.instance.scopes
    payload = {m.target: scopes.taken(element.zone, token.id, m.target) for m in element.inputs}
    return Job(UserTaskId(token.id), element.id, element.process_id, element.zone, element.job or "", payload)


def is_job(token: Token) -> bool:
    return isinstance(token.task_spec, ServiceTask) and "job" in token.internal_data
