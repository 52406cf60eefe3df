"""Walks a case along a path in memory: each form is filled in, validated as on the server, and completed. After every
step the saved state is restored and must tell the same open tasks and timers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from engine import formdefs, runtime
from engine.bpmn.compile import Definition, compile_package
from engine.bpmn.resolve import resolve
from engine.catalogue.library import finder
from engine.runtime import OpenedTask, State
from tests.processes.files import FORMS, PROCESSES, components, form

BEGIN = datetime(2026, 6, 3, 8, 0, tzinfo=UTC)
POOL = [{"label": "Amina", "value": "amina"}, {"label": "Jonas", "value": "jonas"}]
AZ = "KKM-05915000-2026-0001"
find = finder()


@cache
def definition(path: str) -> Definition:
    """A file of processes/ ("hamm", "_library/beirat"), without a finding, with all that it calls."""
    file = PROCESSES / f"{path}.bpmn"
    package, findings = resolve(file.read_bytes(), f"processes/{path}.bpmn", find)
    assert findings == [] and package is not None, [finding.sentence() for finding in findings]
    return compile_package(package)


def _default(field: dict[str, Any]) -> Any:
    """A plausible answer to a required field that a test does not care about."""
    kind = field["type"]
    if kind in ("radio", "select"):
        return field["values"][0]["value"] if "values" in field else POOL[field["key"] == "mediatorin_2"]["value"]
    if kind == "checklist":
        return [field["values"][0]["value"]]
    if kind == "number":
        return field.get("validate", {}).get("min", 1)
    if kind == "datetime":
        return "2026-06-03" if field["subtype"] == "date" else "2026-06-03T10:00:00+02:00"
    return True if kind == "checkbox" else "Text"


def _fields(holder: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Path of each field outside repeating groups, with what the file says of it."""
    for component in holder.get("components", ()):
        if component["type"] == "group":
            yield from _fields(component, f"{component['path']}." if component.get("path") else prefix)
        elif "key" in component:
            yield prefix + component["key"], component


class Walk:
    """A case on a path, Hamm's unless told. Tasks are named by their element id. `process`: another one of the file
    than the municipality's own; `start`: the start event, where a process has several; `variables`: what a caller or a
    message brings; `beside`: partner processes; `ags`: of the municipality, where the path reads it from the
    Aktenzeichen."""

    def __init__(
        self,
        path: str = "hamm",
        *,
        process: str | None = None,
        start: str | None = None,
        variables: Mapping[str, Any] | None = None,
        beside: Sequence[str] = (),
        ags: str | None = None,
    ) -> None:
        self.definition = definition(path)
        self.aktenzeichen = AZ.replace("05915000", ags or "05915000")
        self.now = BEGIN
        self.open: dict[str, OpenedTask] = {}
        self.state = State(b"", {})
        self.timers: dict[str, datetime] = {}
        self.ends: str | None = None
        self.finished = False
        self.decided: list[tuple[str, ...]] = []
        self.sent: list[runtime.MessageSent] = []
        self.signals: list[runtime.SignalSent] = []
        self._take(
            runtime.start(
                self.definition,
                process_id=process,
                start_event=start,
                variables=variables or {},
                case=self.case,
                now=self.now,
                beside=beside,
            )
        )

    @property
    def case(self) -> Mapping[str, Any]:
        name = self.definition.processes[self.definition.main].name
        return {"aktenzeichen": self.aktenzeichen, "municipality": name, "started": BEGIN, "stage": "eingang"}

    @property
    def todo(self) -> list[str]:
        """Element ids of the open tasks."""
        return sorted(task.element_id for task in self.open.values())

    def task(self, element: str) -> OpenedTask:
        return next(task for task in self.open.values() if task.element_id == element)

    def do(self, element: str, **answers: Any) -> Walk:
        """Fill in the form (what is required and not given gets a plausible answer) and complete the task."""
        assert element in self.todo, f"{element} is not open, but {self.todo}"
        task = self.task(element)
        seen = runtime.task_context(self.definition, self.state, task.task_id).variables
        values = self._filled(str(task.form_id), answers, seen)
        self._take(runtime.complete(self.definition, self.state, task.task_id, values, case=self.case, now=self.now))
        return self

    def wait(self, days: int) -> Walk:
        """Let time pass; what falls due in between fires in its order."""
        end = self.now + timedelta(days=days)
        while due := [at for at in self.timers.values() if at <= end]:
            self.now = max(self.now, min(due))
            self._take(runtime.fire_due(self.definition, self.state, case=self.case, now=self.now))
        self.now = end
        return self

    def message(self, name: str, key: Any = None, **payload: Any) -> Walk:
        key = key or self.aktenzeichen
        self._take(runtime.correlate(self.definition, self.state, name, key, payload, case=self.case, now=self.now))
        return self

    def signal(self, name: str, **payload: Any) -> Walk:
        self._take(runtime.signal(self.definition, self.state, name, payload, case=self.case, now=self.now))
        return self

    def seen_by(self, element: str) -> Mapping[str, Any]:
        return runtime.task_context(self.definition, self.state, self.task(element).task_id).variables

    def _filled(self, name: str, answers: dict[str, Any], seen: Mapping[str, Any]) -> Mapping[str, Any]:
        path = FORMS / f"{name}.form"
        asked = formdefs.read(path.read_bytes(), file=path.name)
        lists: dict[str, Any] = {c["path"]: [] for c in components(form(path)) if c["type"] == "dynamiclist"}
        values, fields = lists | answers, dict(_fields(form(path)))
        data = {**seen, "mediatorinnen": POOL}
        found = formdefs.validate_values(asked, values, data, now=self.now)
        for _ in range(5):
            missing = [key for key in found.errors if key in fields and key not in answers]
            if not missing:
                break
            for key in missing:
                group, _, field = key.rpartition(".")
                (values.setdefault(group, {}) if group else values)[field] = _default(fields[key])
            found = formdefs.validate_values(asked, values, data, now=self.now)
        assert not found.errors, (name, found.errors)
        return found.values

    def _take(self, advance: runtime.Advance) -> None:
        assert advance.incident is None, advance.incident
        self.state = State(advance.structure, {**self.state.parts, **advance.parts})
        for closed in advance.closed:
            self.open.pop(closed.task_id, None)
        self.open |= {task.task_id: task for task in advance.opened}
        for gone in advance.timers_gone:
            self.timers.pop(gone, None)
        self.timers |= {timer.task_id: timer.due for timer in advance.timers_set}
        self.decided += [decision.matched for decision in advance.decisions]
        self.sent += advance.sent
        self.signals += advance.signals
        self.finished, self.ends = advance.finished, advance.outcome
        self._restored()

    def _restored(self) -> None:
        """What the saved bytes tell is what the steps told."""
        assert set(runtime.open_tasks(self.definition, self.state)) == set(self.open)
        assert {t.task_id: t.due for t in runtime.timer_rows(self.definition, self.state)} == self.timers
