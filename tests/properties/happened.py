"""What must happen when a model runs: events in time, and which of them must come before which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Entry = tuple[float, str]
"""(seconds after the start, element id): an element has ended."""


@dataclass(eq=False, slots=True)
class Event:
    """Comes after all of `after`. Across different times the clock says so already."""

    at: float
    key: str
    after: list[Event] = field(default_factory=list)


@dataclass(slots=True)
class Happened:
    """`last`: what the token leaves behind. `over`: when it leaves. `tail`: when the last of what was begun beside it
    is done."""

    steps: list[Event]
    last: list[Event]
    over: float
    tail: float

    @property
    def done(self) -> float:
        return max(self.over, self.tail)

    def until(self, end: float, *, included: bool = False) -> list[Event]:
        return [e for e in self.steps if e.at < end or (included and e.at == end)]

    def then(self, other: Happened) -> Happened:
        after(other.steps, self.last)
        last = other.last or self.last
        return Happened(self.steps + other.steps, last, other.over, max(self.tail, other.tail))

    def closed(self, key: str, *also: Happened) -> Happened:
        """When all of it has ended, `key` ends."""
        steps = [e for part in (self, *also) for e in part.steps]
        done = max(part.done for part in (self, *also))
        end = Event(done, key, list(steps))
        return Happened([*steps, end], [end], done, done)


def after(steps: Iterable[Event], before: Sequence[Event]) -> None:
    """Those that have no predecessor of their own come after these."""
    for event in [e for e in steps if not e.after]:
        event.after = list(before)


def nothing(at: float) -> Happened:
    return Happened([], [], at, at)


def step(at: float, key: str) -> Happened:
    event = Event(at, key)
    return Happened([event], [event], at, at)


def steps(at: float, *keys: str) -> Happened:
    """One after the other."""
    found = nothing(at)
    for key in keys:
        found = found.then(step(at, key))
    return found


def beside(parts: Sequence[Happened]) -> Happened:
    """All at once; the token leaves when all have."""
    return Happened(
        [e for part in parts for e in part.steps],
        [e for part in parts for e in part.last],
        max(part.over for part in parts),
        max(part.tail for part in parts),
    )


def tally(events: Iterable[Event]) -> Counter[str]:
    return Counter(event.key for event in events)


class Undecided(Exception):
    """Too many ways to match a trace were tried."""


MOST = 5_000


def is_trace(observed: Sequence[Entry], events: Sequence[Event]) -> bool:
    """Whether the events can have happened in this order. Raises Undecided."""
    if Counter(observed) != Counter((e.at, e.key) for e in events):
        return False
    named: dict[Entry, list[Event]] = {}
    for event in events:
        named.setdefault((event.at, event.key), []).append(event)
    done: set[int] = set()
    trail: list[tuple[int, Event, list[Event]]] = []  # (position, chosen, other choices)
    position = tried = 0
    while position < len(observed):
        tried += 1
        if tried > MOST:
            raise Undecided
        choices = [e for e in named[observed[position]] if id(e) not in done and all(id(b) in done for b in e.after)]
        while not choices:
            if not trail:
                return False
            position, chosen, choices = trail.pop()
            done.discard(id(chosen))
        chosen, *others = choices
        done.add(id(chosen))
        trail.append((position, chosen, others))
        position += 1
    return True


__all__ = [
    "Entry", "Event", "Happened", "Undecided", "after", "beside", "is_trace", "nothing", "step", "steps", "tally",
]  # fmt: skip
