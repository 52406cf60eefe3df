"""Runs a model to its end: in memory, saved after every step, or saved and with its wake-ups in another order."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

from engine import runtime
from engine.bpmn import Definition, Package, compile, compile_package, resolve
from engine.errors import InvalidState
from engine.runtime import Advance, PassedKind, State, codec, commands, specs
from engine.runtime.evaluation import Evaluator
from engine.runtime.instance import Instance
from engine.runtime.recorder import Recorder
from engine.terms import Severity, Zone
from tests.bpmn.models import finder
from tests.properties.happened import Entry
from tests.properties.models import Model

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
CASE = {"aktenzeichen": "KKM-1", "municipality": "Stadt Hamm"}
MOST = 2_000
LIVE = b"in memory"
_find = finder()


def package_of(model: Model) -> Package:
    package, findings = resolve(model.xml, "modell.bpmn", _find)
    assert package is not None, [f.sentence() for f in findings if f.severity is Severity.ERROR]
    return package


class Memory:
    """Stands where the codec stands: the instance itself is kept, nothing is written or read."""

    def __init__(self) -> None:
        self.instance: Instance | None = None

    def encode(self, instance: Instance) -> bytes:
        self.instance = instance
        return LIVE

    def decode(
        self,
        definition: Definition,
        structure: bytes,
        parts: Mapping[Zone, bytes],
        case: Mapping[str, Any],
        now: datetime,
    ) -> Instance:
        found = self.instance
        assert found is not None and structure == LIVE
        found.now, found.steps = now, 0
        found.evaluator, found.record = Evaluator(found.scopes, case, now), Recorder(found.record.marks, now)
        return found

    @property
    def left(self) -> set[str]:
        assert self.instance is not None
        return {key for key in self.instance.scopes.tree if key} | {token.id for token in self.instance.tokens()}

    def is_what_would_be_saved(self, definition: Definition, parts: Mapping[Zone, bytes]) -> None:
        """What is read from the saved state is what is in memory."""
        assert self.instance is not None
        saved = codec.encode(self.instance)
        again = codec.encode(codec.decode(definition, saved, parts, CASE, NOW))
        assert again == saved


@dataclass
class Outcome:
    trace: list[Entry] = field(default_factory=list)
    passed: list[tuple[str, str, str]] = field(default_factory=list)
    """Everything, with the flows."""
    variables: dict[str, Any] = field(default_factory=dict)
    finished: bool = False
    after: float = 0
    """Seconds on the clock."""
    left: set[str] = field(default_factory=set)
    """Scopes, and tokens, that outlive what they belong to."""


class Drive:
    """One case. `chance` decides the order of wake-ups; without it the first that waits is the first served."""

    def __init__(
        self, model: Model, package: Package, chance: random.Random | None = None, *, memory: Memory | None = None
    ) -> None:
        self.model, self.package, self.chance, self.memory = model, package, chance, memory
        self.now, self.state = NOW, State(b"", {})
        self.outcome = Outcome()
        self.tasks: dict[str, str] = {}
        self.jobs: dict[str, str] = {}
        self.timers: dict[str, datetime] = {}
        self.messages: tuple[runtime.MessageWait, ...] = ()
        self.served: set[str] = set()
        self.told: dict[str, int] = {}
        self.steps = 0

    @property
    def definition(self) -> Definition:
        if self.chance is not None and self.chance.random() < 0.015:  # as in another process
            compile._cache.clear()
            specs._cache.clear()
        return compile_package(self.package)

    def run(self) -> Outcome:
        with self._remembering():
            self.take(runtime.start(self.definition, variables=self.model.world.choices, case=CASE, now=self.now))
            for _ in range(MOST):
                if not (self.work() or self.hear() or self.wait()):
                    break
        values = runtime.variables(self.state.parts)
        self.outcome.variables = {n: v for part in values.values() for n, v in part.get("", {}).items()}
        self.outcome.left = {scope for part in values.values() for scope in part if scope}
        if self.memory is not None:
            self.outcome.left |= self.memory.left
        self.outcome.after = self._clock
        return self.outcome

    @contextmanager
    def _remembering(self) -> Iterator[None]:
        if self.memory is None:
            yield
            return
        with mock.patch.object(commands, "codec", self.memory):
            yield

    @property
    def _clock(self) -> float:
        return (self.now - NOW).total_seconds()

    def pick(self, items: Sequence[Any]) -> Any:
        return items[0] if self.chance is None else self.chance.choice(items)

    def work(self) -> bool:
        """One task of people, or one piece of outgoing work."""
        open = [key for key, element in (self.tasks | self.jobs).items() if element not in self.model.world.ignored]
        if not open:
            return False
        task = self.pick(open)
        if task in self.jobs:
            self._finish(task)
        else:
            self._complete(task, self.tasks[task])
        return True

    def _finish(self, job: str) -> None:
        error = self.model.world.failing.get(self.jobs.pop(job))
        self.take(runtime.finish_job(self.definition, self.state, job, {}, error=error, case=CASE, now=self.now))
        if self._once_more():
            with _refused():
                runtime.finish_job(self.definition, self.state, job, {}, case=CASE, now=self.now)

    def _complete(self, task: str, element: str) -> None:
        said = {}
        if element in self.model.world.told:
            said[f"d_{element}"] = self.told[element] = self.told.get(element, 0) % self.model.world.told[element] + 1
        self.take(runtime.complete(self.definition, self.state, task, said, case=CASE, now=self.now))
        if self._once_more():
            with _refused():  # who clicks twice does it once
                runtime.complete(self.definition, self.state, task, {}, case=CASE, now=self.now)

    def _once_more(self) -> bool:
        return self.chance is not None and self.memory is None and self.chance.random() < 0.2

    def hear(self) -> bool:
        waits = [w for w in self.messages if w.name in self.model.world.sent and w.task_id not in self.served]
        if not waits:
            return False
        name = self.pick(waits).name
        wait = next(w for w in self.messages if w.name == name)  # it goes to the one that has waited longest
        key = wait.correlation_key
        if key is not None:  # with another key it is not the one
            with _refused():
                runtime.correlate(self.definition, self.state, name, "anders", {}, case=CASE, now=self.now)
        self.take(runtime.correlate(self.definition, self.state, name, key, {}, case=CASE, now=self.now))
        self.served |= {w.task_id for w in self.messages if w.task_id == wait.task_id}  # not interrupting: still waits
        return True

    def wait(self) -> bool:
        if self.outcome.finished or not self.timers:
            return False
        due = min(self.timers.values())
        if self._once_more():  # too early: nothing happens
            early = runtime.fire_due(self.definition, self.state, case=CASE, now=due - timedelta(microseconds=1))
            assert early.structure == self.state.structure and not early.passed
        self.now = max(self.now, due)
        self.take(runtime.fire_due(self.definition, self.state, case=CASE, now=self.now))
        return True

    def take(self, advance: Advance) -> None:
        assert advance.incident is None, advance.incident
        self.state = State(advance.structure, {**self.state.parts, **advance.parts})
        gone = {c.task_id for c in advance.closed} | set(advance.timers_gone) | set(advance.jobs_gone)
        self.tasks = _kept(self.tasks, gone) | {t.task_id: t.element_id for t in advance.opened}
        self.jobs = _kept(self.jobs, gone) | {j.task_id: j.element_id for j in advance.jobs}
        self.timers = _kept(self.timers, gone) | {t.task_id: t.due for t in advance.timers_set}
        self.messages, self.outcome.finished = advance.messages, advance.finished
        self.outcome.passed += [(p.process_id, p.element_id, p.kind.value) for p in advance.passed]
        completed = (p.element_id for p in advance.passed if p.kind is PassedKind.COMPLETED)
        self.outcome.trace += [(self._clock, key) for key in completed if key in self.model.compared]
        if self.memory is not None:
            self.steps += 1
            if self.steps % 3 == 0 or advance.finished:
                self.memory.is_what_would_be_saved(self.definition, self.state.parts)
        elif self.chance is not None:
            self._is_as_told()

    def _is_as_told(self) -> None:
        """The state itself says what the steps have said; each time one of three questions."""
        definition, state = self.definition, self.state
        match self.pick((0, 1, 2)):
            case 0:
                assert sorted(runtime.open_tasks(definition, state)) == sorted(self.tasks)
            case 1:
                assert sorted(job.task_id for job in runtime.waiting_jobs(definition, state)) == sorted(self.jobs)
            case 2:
                dues = (due for _, due in runtime.waiting_timers(definition, state))
                assert sorted(dues) == sorted(self.timers.values())


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except InvalidState:
        return
    raise AssertionError("done a second time, or for another")


def _kept(known: dict[str, Any], gone: set[str]) -> dict[str, Any]:
    return {key: value for key, value in known.items() if key not in gone}


__all__ = ["Drive", "Memory", "Outcome", "package_of"]
