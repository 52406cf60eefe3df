"""What decisions suggest to the task that confirms them."""

from __future__ import annotations

from typing import Any

from engine.catalogue.rehearsal.open_work import StageTask
from engine.catalogue.rehearsal.stage import Stage
from engine.feel.codec import to_json

SHORT = 40
"""Signs of a suggested value; what is longer is a reason, for people to read."""


def confirmed_by(stage: Stage, task: StageTask) -> list[str]:
    """Variables of the decisions that the task confirms, else of all. `bestaetigt` names a decision by its variable,
    its step or its id."""
    named = (stage.element_of(task).confirms or "").replace(",", " ").split()
    elements = (e for process in stage.definition.processes.values() for e in process.elements.values())
    written = {e.result_variable: {e.result_variable, e.id, e.decision} for e in elements if e.decision}
    return [name for name, words in written.items() if name and (not named or words.intersection(named))]


def suggestions(stage: Stage, task: StageTask) -> dict[str, Any]:
    """What is suggested to a task that says that it confirms it: plain values, without their long texts."""
    if not stage.element_of(task).confirms:
        return {}
    seen = stage.seen_by(task)
    said = [found for name in confirmed_by(stage, task) if isinstance(found := seen.get(name), dict)]
    values = {name: to_json(value) for each in said for name, value in each.items()}
    return {name: value for name, value in values.items() if not isinstance(value, str) or len(value) <= SHORT}
