"""Running process instances: each command restores a state, advances to the next wait state, and gives an Advance.

No clock (`now` is an argument), no storage, no Flask; with SpiffWorkflow's life cycle and our own scopes (scopes.py).
"""

from engine.runtime.commands import complete, correlate, finish_job, fire_due, signal, start
from engine.runtime.queries import (
    marks,
    open_tasks,
    task_context,
    variables,
    waiting_jobs,
    waiting_messages,
    waiting_timers,
)
from engine.runtime.results import (
    Advance,
    ClosedTask,
    DecisionMade,
    Incident,
    Job,
    Mark,
    MarkState,
    MessageSent,
    MessageWait,
    OpenedTask,
    Passed,
    PassedKind,
    Reason,
    ScriptRun,
    State,
    TaskContext,
    Timer,
)

__all__ = [
    "Advance",
    "ClosedTask",
    "DecisionMade",
    "Incident",
    "Job",
    "Mark",
    "MarkState",
    "MessageSent",
    "MessageWait",
    "OpenedTask",
    "Passed",
    "PassedKind",
    "Reason",
    "ScriptRun",
    "State",
    "TaskContext",
    "Timer",
    "complete",
    "correlate",
    "finish_job",
    "fire_due",
    "marks",
    "open_tasks",
    "signal",
    "start",
    "task_context",
    "variables",
    "waiting_jobs",
    "waiting_messages",
    "waiting_timers",
]
