"""A case as the store keeps it: bytes before and after every command, with what must hold each time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from engine import runtime
from engine.bpmn import Definition, Find, Package, compile, compile_package, resolve
from engine.runtime import Advance, PassedKind, State, specs
from engine.terms import Severity, Zone
from tests.bpmn.models import finder

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
FRESH = False
"""Set by the fixture: definition and specs are built anew before every command, as in another process."""


def package_of(xml: bytes, find: Find | None = None) -> Package:
    package, findings = resolve(xml, "test.bpmn", find or finder())
    assert package is not None, [f.sentence() for f in findings if f.severity is Severity.ERROR]
    return package


class Case:
    def __init__(
        self,
        xml: bytes,
        find: Find | None = None,
        *,
        process: str | None = None,
        start_event: str | None = None,
        **variables: Any,
    ) -> None:
        self.package = package_of(xml, find)
        self.now = NOW
        self.secrets: set[str] = set()
        self.log: list[Advance] = []
        self.state = State(b"", {})
        self.missing: set[Zone] = set()
        self._note(variables)
        self.apply(
            runtime.start(
                self.definition,
                process_id=process,
                start_event=start_event,
                variables=variables,
                case=self.fall,
                now=self.now,
            )
        )

    fall = {"aktenzeichen": "KKM-05915000-2026-0001", "municipality": "Stadt Hamm"}

    @property
    def definition(self) -> Definition:
        if FRESH:
            compile._cache.clear()
            specs._cache.clear()
        return compile_package(self.package)

    # -- commands
    def do(self, key: str, nth: int = 0, **variables: Any) -> Advance:
        self._note(variables)
        found = runtime.complete(
            self.definition, self.state, self.tasks(key)[nth], variables, case=self.fall, now=self.now
        )
        return self.apply(found)

    def wait(self, **span: float) -> Advance:
        self.now += timedelta(**span)
        return self.apply(runtime.fire_due(self.definition, self.state, case=self.fall, now=self.now))

    def send(self, name: str = "Nachricht", key: Any = None, **payload: Any) -> Advance:
        self._note(payload)
        found = runtime.correlate(self.definition, self.state, name, key, payload, case=self.fall, now=self.now)
        return self.apply(found)

    def apply(self, advance: Advance) -> Advance:
        self.log.append(advance)
        if advance.incident is not None:
            assert advance.structure == self.state.structure and not advance.parts
            return advance
        parts = {z: p for z, p in (dict(self.state.parts) | dict(advance.parts)).items() if z not in self.missing}
        self.state = State(advance.structure, parts)
        text = self.state.structure.decode("latin-1")
        assert not [s for s in self.secrets if s in text], "a value lies in the structure"
        return advance

    def lose(self, zone: Zone) -> None:
        """The key of a zone is gone: its part is there no more."""
        self.missing.add(zone)
        self.state = State(self.state.structure, {z: p for z, p in self.state.parts.items() if z is not zone})

    # -- looking
    def tasks(self, key: str | None = None) -> list[str]:
        found = runtime.open_tasks(self.definition, self.state)
        return [t for t in found if key is None or self.context(t).element.id == key]

    def context(self, task_id: str) -> runtime.TaskContext:
        return runtime.task_context(self.definition, self.state, task_id)

    @property
    def open(self) -> list[str]:
        return sorted(self.context(t).element.id for t in self.tasks())

    @property
    def last(self) -> Advance:
        return self.log[-1]

    @property
    def finished(self) -> bool:
        return self.last.finished

    @property
    def root(self) -> dict[str, Any]:
        """All variables of the instance's own scope."""
        return {n: v for part in runtime.variables(self.state.parts).values() for n, v in part.get("", {}).items()}

    def part(self, zone: Zone) -> dict[str, dict[str, Any]]:
        return runtime.variables(self.state.parts).get(zone, {})

    @property
    def scopes(self) -> int:
        """Scopes other than the instance's that hold values."""
        found = {key for part in runtime.variables(self.state.parts).values() for key in part}
        return len(found - {"", "freigabe"})

    @property
    def trace(self) -> list[str]:
        """Names of completed elements, in order, over all commands."""
        return [p.element_id for a in self.log for p in a.passed if p.kind is PassedKind.COMPLETED]

    def _note(self, variables: dict[str, Any]) -> None:
        self.secrets |= set(_secrets(variables))


def _secrets(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _secrets(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _secrets(inner)
    elif isinstance(value, str) and len(value) > 3:
        yield value
