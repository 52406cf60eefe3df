"""What every merge needs, of processes, decisions and forms: whose wish holds, and what hangs together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from enum import Enum
from typing import Generic, TypeVar


class Side(Enum):
    """Of a conflict: the Mustervorlage, or the municipality's own."""

    THEIRS = "mustervorlage"
    OURS = "eigene"


T = TypeVar("T", bound=Hashable)


class Groups(Generic[T]):
    """Things that are joined into groups; groups and their members keep the order of the things."""

    def __init__(self, things: Iterable[T]) -> None:
        self.parent = {thing: thing for thing in things}
        self.order = {thing: number for number, thing in enumerate(self.parent)}

    def find(self, thing: T) -> T:
        while self.parent[thing] != thing:
            self.parent[thing] = self.parent[self.parent[thing]]
            thing = self.parent[thing]
        return thing

    def join(self, one: T, other: T) -> None:
        one, other = sorted((self.find(one), self.find(other)), key=self.order.__getitem__)
        self.parent[other] = one

    def all(self) -> list[list[T]]:
        found: dict[T, list[T]] = defaultdict(list)
        for thing in self.parent:
            found[self.find(thing)].append(thing)
        return list(found.values())
