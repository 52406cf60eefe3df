"""Makes blocks by chance, so that every order of wake-ups comes to the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from tests.properties import dice as d
from tests.properties import repetitions as r
from tests.properties import small as s
from tests.properties import undoing as u
from tests.properties.blocks import SPANS, STEPS, Block, Chain, Linked, Receive, Step, Wait

T = TypeVar("T")
MOST_TIMES = 6
ATOMIC = ("userTask", "task", "manualTask", "scriptTask", "businessRuleTask")
ACTIVITIES = (*ATOMIC, "sendTask", "serviceTask:mail", "serviceTask:webhook")


@dataclass(frozen=True)
class Place:
    """What may stand here. `times`: how often it may come to pass. `shared`: several times at once. `silent`: no
    message may come. `whole`: nothing may go on beside the token. `stopped`: it may be interrupted. `clean`: nothing
    may stay that could be undone."""

    depth: int = 4
    times: int = 1
    shared: bool = False
    silent: bool = False
    whole: bool = False
    stopped: bool = False
    clean: bool = False

    def repeated(self, times: int, *, shared: bool = False) -> Place:
        return replace(self, times=self.times * max(1, times), shared=self.shared or shared)


Maker = Callable[["Making", Place, int], Block]
"""Of a place and a budget of leaves."""
Fits = Callable[["Making", Place], bool]


class Making:
    """`makers`: what makes the blocks that hold others, each with where it may stand."""

    def __init__(self, dice: d.Dice, makers: Sequence[tuple[Maker, Fits]]) -> None:
        self._dice, self._makers = dice, makers
        self._left = list(SPANS)

    # -- chance
    def pick(self, items: Sequence[T]) -> T:
        return d.pick(self._dice, items)

    def between(self, low: int, high: int) -> int:
        return d.between(self._dice, low, high)

    def yes(self) -> bool:
        return d.yes(self._dice)

    def one_in(self, many: int) -> bool:
        return self._dice.upto(many - 1) == many - 1

    def span(self) -> int:
        """Each is given once."""
        return self._left.pop(self._dice.upto(len(self._left) - 1))

    @property
    def spans(self) -> int:
        return len(self._left)

    def shares(self, budget: int, parts: int) -> list[int]:
        shares = [1] * parts
        for _ in range(budget - parts):
            shares[self._dice.upto(parts - 1)] += 1
        return shares

    def rounds(self, place: Place, low: int = 1) -> int:
        return self.between(low, min(3, MOST_TIMES // place.times))

    # -- blocks
    def chain(self, place: Place, budget: int) -> Block:
        parts = self.between(1, max(1, min(3, budget)))
        return Chain([self.block(place, share) for share in self.shares(budget, parts)])

    def block(self, place: Place, budget: int) -> Block:
        if budget <= 1 or place.depth <= 0:
            return self.leaf(place)
        inner = replace(place, depth=place.depth - 1)
        makers = [make for make, fits in self._makers if fits(self, place)]
        return self.pick(makers)(self, inner, budget - 1)

    def leaf(self, place: Place) -> Block:
        makers: list[Callable[[], Block]] = [
            lambda: Step(self.pick(STEPS)),
            lambda: Step(self.pick(STEPS)),
            Linked,
            lambda: self._items(place),
            lambda: self._again(place),
            lambda: s.Hidden(self.between(1, 9)),
            lambda: s.Global(self.pick(s.GLOBAL)),
            lambda: self._announced(place),
        ]
        if self.spans:
            makers.append(lambda: Wait(self.span(), self.pick(("timer", "multiple", "date"))))
        if not place.silent:
            makers.append(lambda: Receive(self.yes(), self.yes()))
        if not place.clean:
            makers.append(lambda: u.Undone(self.between(1, 3), self.pick(u.SHAPES)))
        if self.spans and not place.silent:
            makers.append(lambda: Wait(self.span(), "all"))
        return self.pick(makers)()

    def _items(self, place: Place) -> Block:
        kind, count = self.pick(("userTask", "scriptTask")), self.rounds(place, 0)
        return r.Items(kind, count, self.yes(), self.between(0, count))

    def _again(self, place: Place) -> Block:
        number = self.rounds(place, 0)
        kind, before, most = self.pick(("userTask", "task", "scriptTask")), self.yes(), self.yes()
        return r.Rounds(None, number, before or not number, most and number > 0, kind)

    def _announced(self, place: Place) -> Block:
        behaviour, kind = self.pick(s.BEHAVIOURS), self.pick(("escalation", "signal"))
        if place.shared:  # a signal would reach all
            kind = "escalation"
        interrupting = place.whole or self.yes()
        return s.Announced(self.between(1, 3), self.yes(), behaviour, kind, interrupting)

    def chains(self, place: Place, budget: int, low: int, high: int) -> list[Block]:
        number = self.between(low, max(low, min(high, budget)))
        return [self.chain(place, share) for share in self.shares(max(budget, number), number)]

    def two(self, first: Place, second: Place, budget: int) -> tuple[Block, Block]:
        share = self.between(1, max(1, budget - 1))
        return self.chain(first, share), self.chain(second, max(1, budget - share))


__all__ = ["ACTIVITIES", "ATOMIC", "MOST_TIMES", "Making", "Place"]
