"""A person who fills in every form somehow, and a clock that moves on when nothing else does."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine import formdefs, runtime
from engine.bpmn import Definition, Find, Resource, ResourceKind
from engine.formdefs import Component
from engine.runtime import Advance, State

ROOT = Path(__file__).parents[2]
CASE = {"aktenzeichen": "KKM-05915000-2026-0001", "municipality": "Stadt Hamm"}
START = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


def library() -> Find:
    """The look-up over the files of this repository."""
    shelves: dict[tuple[ResourceKind, str], Path] = {}
    for path in sorted((ROOT / "forms" / "definitions").glob("*.form")):
        shelves[ResourceKind.FORM, json.loads(path.read_bytes())["id"]] = path
    for path in sorted(filter(Path.is_file, (ROOT / "processes" / "_library").iterdir())):
        text = path.read_text(encoding="utf-8")
        for kind, tag in ((ResourceKind.DMN, "decision id="), (ResourceKind.BPMN, "process id=")):
            for piece in text.split(tag)[1:]:
                shelves[kind, piece[1:].split(piece[0], 1)[0]] = path

    def find(kind: ResourceKind, key: str) -> Resource | None:
        path = shelves.get((kind, key))
        return None if path is None else Resource(kind, key, str(path.relative_to(ROOT)), path.read_bytes())

    return find


@lru_cache
def _form(content: bytes) -> formdefs.FormDefinition:
    return formdefs.read(content)


class Walk:
    """One case from start to end with seeded choices; `seen` are the completed elements of all processes."""

    def __init__(self, definition: Definition, seed: int, **variables: Any) -> None:
        self.definition = definition
        self.choose = random.Random(seed)
        self.habits: dict[str, Any] = {}
        self.now = START
        self.state = State(b"", {})
        self.seen: set[str] = set()
        self.steps = 0
        self.size = 0
        self.advance = self._take(runtime.start(definition, variables=variables, case=CASE, now=self.now))

    def run(self, most: int = 5_000) -> bool:
        """Whether the case came to an end within so many steps."""
        while not self.advance.finished and self.steps < most:
            self.steps += 1
            self._step()
        return self.advance.finished

    def _step(self) -> None:
        tasks = runtime.open_tasks(self.definition, self.state)
        messages = runtime.waiting_messages(self.definition, self.state)
        roll = self.choose.random()
        if messages and (roll < 0.03 or not tasks):
            wait = self.choose.choice(messages)
            self._take(
                runtime.correlate(
                    self.definition, self.state, wait.name, wait.correlation_key, {}, case=CASE, now=self.now
                )
            )
        elif not tasks or roll < 0.15:
            self.now += timedelta(days=self.choose.choice([1, 10, 100]))
            self._take(runtime.fire_due(self.definition, self.state, case=CASE, now=self.now))
        else:
            task = self.choose.choice(tasks)
            form = runtime.task_context(self.definition, self.state, task).element.form_id
            values = self._fill(self.definition.forms[form]) if form else {}
            self._take(runtime.complete(self.definition, self.state, task, values, case=CASE, now=self.now))

    def _take(self, advance: Advance) -> Advance:
        assert advance.incident is None, advance.incident
        self.state = State(advance.structure, dict(self.state.parts) | dict(advance.parts))
        self.seen |= {p.element_id for p in advance.passed}
        self.size = max(self.size, len(advance.structure))
        self.advance = advance
        return advance

    def _fill(self, content: bytes) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for component in _form(content).components:
            self._put(values, component)
        return values

    def _put(self, values: dict[str, Any], component: Component) -> None:
        if component.type == "dynamiclist":
            rows: list[dict[str, Any]] = [{}, {}]
            for row in rows:
                for inner in component.components:
                    self._put(row, inner)
            _nest(values, component.parts, rows)
        for inner in component.components if component.type == "group" else ():
            self._put(values, inner)
        if component.is_input:
            _nest(values, component.parts, self._value(component))

    def _value(self, component: Component) -> Any:
        if component.options:
            value = self.choose.choice(component.options).value
            habit = self.habits.setdefault(component.path, value)
            value = habit if self.choose.random() < 0.7 else value
            return [value] if component.type in formdefs.MULTI_CHOICE_TYPES else value
        match component.type:
            case "checkbox":
                return self.choose.random() < 0.5
            case "number":
                return Decimal(self.choose.randint(1, 9))
            case "datetime":
                return date(2026, 7, 1)
            case "checklist" | "taglist":
                return []
        return "Text"


def _nest(values: dict[str, Any], parts: tuple[str, ...], value: Any) -> None:
    for part in parts[:-1]:
        values = values.setdefault(part, {})
    values[parts[-1]] = value
