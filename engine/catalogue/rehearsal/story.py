"""A rehearsal (Probelauf) as frozen data: what happens, and what is expected of it. No YAML, no running.

Values are plain, as JSON has them: None, bool, int, Decimal, str, list, dict; a date is its ISO text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

ENDING = ".rehearsal.yaml"
"""How the name of a rehearsal's file ends."""
BEGINS = datetime(2026, 6, 1, 7, 0, tzinfo=UTC)
"""A Monday, nine o'clock in North Rhine-Westphalia: when a rehearsal begins that does not say it."""
MEDIATORS = ("amina", "jonas")
"""Accounts that forms offer as mediators when a rehearsal names none."""

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Start:
    """With `message` or `signal` the case begins with the start event that waits for it; with `event` (its id) there,
    a timer start event included. Without any of them it begins as by hand."""

    variables: Values = field(default_factory=dict)
    event: str | None = None
    message: str | None = None
    signal: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Do:
    """Complete the open task `element`; `values` are what is filled in. `by`: group or account whose task it is.
    `which`: of several open ones, the one that sees these values. For mail and webhook: `values` are the answer,
    `fails` the code of the error that comes instead."""

    element: str
    values: Values = field(default_factory=dict)
    by: str | None = None
    which: Values = field(default_factory=dict)
    fails: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Expect:
    """What must hold now; None is not asked. `element`: it waits there. `open`: exactly these tasks. `ended`: whether
    the case is over, or the end event that it reached. `sent`: among what went out are these steps, messages, signals.
    `suggests`: what a decision proposed, as a part of it."""

    element: str | None = None
    open: tuple[str, ...] | None = None
    overdue: tuple[str, ...] | None = None
    ended: bool | str | None = None
    variables: Values = field(default_factory=dict)
    suggests: Values = field(default_factory=dict)
    sent: tuple[str, ...] = ()
    incident: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """The clock moves on: "10 AT", "2 Wochen", "P3D". What falls due in between happens in its order."""

    time: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message comes. Without `key` it is the one for which the case waits."""

    name: str
    values: Values = field(default_factory=dict)
    key: Any = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    name: str
    values: Values = field(default_factory=dict)
    line: int | None = None


Step = Do | Expect | Wait | Message | Signal


@dataclass(frozen=True, slots=True)
class Ends:
    """The case is over. `at`: an end event that it reached; `outcome`: what is counted (`ergebnis`)."""

    at: str | None = None
    outcome: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """`process`: id, empty for the main one of the file. `aktenzeichen`: only where the path reads it."""

    name: str
    steps: tuple[Step, ...] = ()
    process: str = ""
    start: Start = field(default_factory=Start)
    ends: Ends | None = None
    begins: datetime = BEGINS
    mediators: tuple[str, ...] = MEDIATORS
    aktenzeichen: str = ""
    file: str = ""
