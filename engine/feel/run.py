"""State of one evaluation: the names that it may read, its clock, its meter and what went wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel.budget import DEFAULT, Budget, Meter
from engine.feel.values import normalise

LOCAL_ZONE = ZoneInfo("Europe/Berlin")
_MOST_DIAGNOSTICS = 50


class Scope:
    """Local names (of for, some, every, function, context), linked outwards; None is the caller's context."""

    __slots__ = ("names", "parent")

    def __init__(self, names: dict[str, Any], parent: Scope | None) -> None:
        self.names = names
        self.parent = parent


class Run:
    __slots__ = ("_settled", "context", "diagnostics", "meter", "now")

    def __init__(
        self, context: Mapping[str, Any], now: dt.datetime | None = None, budget: Budget | None = None
    ) -> None:
        self.context = context
        self.now = now
        self.meter = Meter(budget or DEFAULT)
        self.diagnostics: list[str] = []
        self._settled: dict[str, tuple[Any, Any]] | None = None

    def note(self, message: str) -> Any:
        """Remember a German sentence about why something is null; gives None, so that callers return it."""
        if len(self.diagnostics) < _MOST_DIAGNOSTICS:
            self.diagnostics.append(message)
        return None

    def unknown(self, name: str) -> Any:
        return self.note(f"Die Variable „{name}“ ist nicht bekannt.")

    def settle(self, name: str, value: Any) -> Any:
        """The FEEL value of a list, a mapping or a Python number of the context; each is walked once."""
        if self._settled is None:
            self._settled = {}
        known = self._settled.get(name)
        if known is not None and known[0] is value:
            return known[1]
        try:
            normal = normalise(value)
        except TypeError as error:
            self.note(f"Die Variable „{name}“ ist für FEEL nicht lesbar: {error}")
            normal = None
        self._settled[name] = (value, normal)
        return normal

    def find(self, scope: Scope | None, name: str) -> Any:
        """Value of a name, innermost scope first, then the context; KeyError when nobody has it."""
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return self.settle(name, self.context[name])

    def local_now(self) -> dt.datetime | None:
        if self.now is None:
            return None
        if self.now.tzinfo is None:
            return self.now.replace(tzinfo=LOCAL_ZONE)
        return self.now.astimezone(LOCAL_ZONE)
