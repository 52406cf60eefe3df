"""What a story of the demo is: one case, told by what people answer, where it rests and what they set aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.terms import TenantId

Answers = Mapping[str, tuple[Mapping[str, Any], ...]]
"""By element id, in the order of visits; the last one is repeated."""


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Somebody takes the task at which the story rests."""

    by: str


@dataclass(frozen=True, slots=True)
class GiveOn:
    """The coordinators hand it over to this login."""

    to: str


@dataclass(frozen=True, slots=True)
class PutAway:
    """Wiedervorlage, so many days after the day of the demo."""

    days: int


@dataclass(frozen=True, slots=True)
class Begin:
    """Its form is begun and left as a draft: fields as the browser sends them."""

    fields: Mapping[str, str]


Aside = TakeOver | GiveOn | PutAway | Begin


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the report comes in: who takes it, and at which start event where a path has several."""

    login: str = "koordination"
    start: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """`started`: days ago. `answers`: see Answers; what they leave out is filled in plausibly.

    `until`: element ids at which the story rests, None to run to the end or as far as the calendar allows.
    """

    title: str
    falltyp: str
    district: str
    started: int
    until: str | tuple[str, ...] | None
    answers: Answers = field(default_factory=dict)
    pace: int = 30
    """Hours between two steps."""
    facts: str = ""
    """Sachverhalt; never with names of people."""
    report: Mapping[str, Any] = field(default_factory=dict)
    """More answers of the report."""
    words: Mapping[str, Any] = field(default_factory=dict)
    """What people write in this case: name of the field -> text, in whichever form it is asked."""
    desk: Desk = Desk()
    messages: Mapping[str, int] = field(default_factory=dict)
    """What the coordinators hear from outside: name of the message -> after so many days of waiting for it."""
    asides: tuple[Aside, ...] = ()
    slow: Mapping[str, int] = field(default_factory=dict)
    """Element ids whose task lies for so many days before somebody does it."""

    @property
    def rests(self) -> frozenset[str]:
        return frozenset((self.until,) if isinstance(self.until, str) else self.until or ())


@dataclass(frozen=True, slots=True)
class Signal:
    """What the coordinators announce to all cases of the municipality, so many days ago."""

    name: str
    days: int
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trial:
    """A second version of the path, published so many days ago and taken back `until` days ago."""

    days: int
    change: Callable[[bytes], bytes]
    until: int


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality of the demo. `place`: end of its logins, empty for Hamm's. `joined`: days ago. `released`: its
    cases are real ones, else trials. `meeting`: how cases are played that the clock begins."""

    slug: str
    identity: TenantId
    place: str
    joined: int
    stories: tuple[Story, ...]
    defaults: Answers = field(default_factory=dict)
    signals: tuple[Signal, ...] = ()
    released: bool = True
    meeting: Story | None = None
    tries: Trial | None = None

    def login(self, name: str) -> str:
        return f"{name}.{self.place}" if self.place else name
