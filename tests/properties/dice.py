"""Where chance comes from: a seed for the many, Hypothesis for the few and for making a failure small.

A model is made by the numbers that were thrown, and by nothing else; the smaller they are, the smaller it is.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Protocol, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")
_SMALL = [st.integers(0, most) for most in range(40)]


class Dice(Protocol):
    def upto(self, most: int) -> int:
        """A number from 0 to `most`."""


class Seeded:
    """`thrown`: what it has given so far."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)
        self.thrown: list[int] = []

    def upto(self, most: int) -> int:
        if most == 0:
            return 0
        number = self._random.randrange(most + 1)
        self.thrown.append(number)
        return number


class Drawn:
    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def upto(self, most: int) -> int:
        return self._draw(_SMALL[most]) if most else 0


def pick(dice: Dice, items: Sequence[T]) -> T:
    return items[dice.upto(len(items) - 1)]


def between(dice: Dice, low: int, high: int) -> int:
    return low + dice.upto(high - low)


def yes(dice: Dice) -> bool:
    return dice.upto(1) == 1


__all__ = ["Dice", "Drawn", "Seeded", "between", "pick", "yes"]
