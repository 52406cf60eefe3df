"""Runs a model to its end: straight through, or with everything forgotten between two steps and in another order."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine import runtime
from engine.bpmn import Definition, Package, compile, compile_package, resolve
from engine.errors import InvalidState
from engine.runtime import Advance, PassedKind, State, specs
from engine.terms import Severity
from tests.bpmn.models import finder
from tests.properties.models import Model

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
CASE = {"aktenzeichen": "KKM-1", "municipality": "Stadt Hamm"}
MOST = 2_000


def package_of(model: Model) -> Package:
    package, findings = resolve(model.xml, "modell.bpmn", finder())
    assert package is not None, [f.sentence() for f in findings if f.severity is Severity.ERROR]
    return package


@dataclass
class Outcome:
    steps: Counter[str] = field(default_factory=Counter)
    variables: dict[str, Any] = field(default_factory=dict)
    finished: bool = False
    after: float = 0
    """Seconds on the clock."""


class Drive:
    """One case. `chance` decides the order of wake-ups; without it the first that waits is the first served."""

    def __init__(self, model: Model, package: Package, chance: random.Random | None = None) -> None:
        self.model, self.package, self.chance = model, package, chance
        self.now, self.state = NOW, State(b"", {})
        self.outcome = Outcome()
        self.tasks: list[str] = []
        self.timers: dict[str, datetime] = {}
        self.messages: tuple[runtime.MessageWait, ...] = ()
        self.served: set[str] = set()

    @property
    def definition(self) -> Definition:
        if self.chance is not None and self.chance.random() < 0.3:  # as in another process
            compile._cache.clear()
            specs._cache.clear()
        return compile_package(self.package)

    def run(self) -> Outcome:
        self.take(runtime.start(self.definition, variables=self.model.world.choices, case=CASE, now=self.now))
        for _ in range(MOST):
            if not (self.work() or self.hear() or self.wait()):
                break
        values = runtime.variables(self.state.parts)
        self.outcome.variables = {n: v for part in values.values() for n, v in part.get("", {}).items()}
        self.outcome.after = (self.now - NOW).total_seconds()
        return self.outcome

    def pick(self, items: list[Any]) -> Any:
        return items[0] if self.chance is None else self.chance.choice(items)

    def work(self) -> bool:
        if not self.tasks:
            return False
        task = self.pick(self.tasks)
        before = self.state
        self.take(runtime.complete(self.definition, self.state, task, {}, case=CASE, now=self.now))
        if self.chance is not None and self.chance.random() < 0.2 and not self.outcome.finished:
            with pytest.raises(InvalidState):  # who clicks twice does it once
                runtime.complete(self.definition, self.state, task, {}, case=CASE, now=self.now)
            assert runtime.open_tasks(self.definition, before)
        return True

    def hear(self) -> bool:
        waits = [w for w in self.messages if w.name in self.model.world.sent and w.task_id not in self.served]
        if not waits:
            return False
        name = self.pick(waits).name
        wait = next(w for w in self.messages if w.name == name)  # it goes to the one that has waited longest
        self.take(runtime.correlate(self.definition, self.state, name, None, {}, case=CASE, now=self.now))
        self.served |= {w.task_id for w in self.messages if w.task_id == wait.task_id}  # not interrupting: still waits
        return True

    def wait(self) -> bool:
        if self.outcome.finished or not self.timers:
            return False
        self.now = max(self.now, min(self.timers.values()))
        if self.chance is not None and self.chance.random() < 0.2:  # too early: nothing happens
            early = runtime.fire_due(
                self.definition, self.state, case=CASE, now=min(self.timers.values()) - timedelta(microseconds=1)
            )
            assert early.structure == self.state.structure and not early.passed
        self.take(runtime.fire_due(self.definition, self.state, case=CASE, now=self.now))
        return True

    def take(self, advance: Advance) -> None:
        assert advance.incident is None, advance.incident
        self.state = State(advance.structure, {**self.state.parts, **advance.parts})
        gone = {c.task_id for c in advance.closed} | set(advance.timers_gone)
        self.tasks = [t for t in self.tasks if t not in gone] + [t.task_id for t in advance.opened]
        self.timers = {k: v for k, v in self.timers.items() if k not in gone}
        self.timers |= {t.task_id: t.due for t in advance.timers_set}
        self.messages, self.outcome.finished = advance.messages, advance.finished
        completed = (p.element_id for p in advance.passed if p.kind is PassedKind.COMPLETED)
        self.outcome.steps.update(key for key in completed if key in self.model.compared)
        if self.chance is not None:
            assert sorted(runtime.open_tasks(self.definition, self.state)) == sorted(self.tasks)
            runtime.marks(self.definition, self.state)
