"""What one evaluation may cost: steps, seconds, the size of a value, the depth of calls."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from engine.sentences import say


class BudgetExceeded(Exception):
    """A FEEL text asked for more than its budget; the message is a German sentence."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits of one evaluation.

    `steps` counts iterations, calls and list elements; `seconds` is CPU time, so that a busy machine changes no
    result; `size` is the longest string (characters) and the largest value (elements, nested ones included); `depth`
    bounds nested function calls.
    """

    steps: int = 500_000
    seconds: float = 2.0
    size: int = 200_000
    depth: int = 60


DEFAULT = Budget()
_BETWEEN_CLOCK_READINGS = 2_000


class Meter:
    """Counts down one budget. A reading of the clock costs more than a step, so it happens now and then."""

    __slots__ = ("_deadline", "_left", "_look_at", "budget", "depth")

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.depth = 0
        self._left = budget.steps
        self._look_at = min(budget.steps, budget.steps - _BETWEEN_CLOCK_READINGS)
        self._deadline = 0.0

    def spend(self, steps: int = 1) -> None:
        self._left -= steps
        if self._left < self._look_at or self._left < 0:
            self._look()

    def hold(self, size: int) -> None:
        """Refuse a string or list of that many characters or elements."""
        if size > self.budget.size:
            raise BudgetExceeded(
                say(
                    "Der FEEL-Ausdruck erzeugt einen zu großen Wert ({size} statt höchstens {most}).",
                    size=size,
                    most=self.budget.size,
                )
            )

    def pay(self, built: str | list[Any] | dict[str, Any]) -> None:
        """Charge for a text or collection that was just built, so that many large ones cannot pile up."""
        size = len(built)
        if size > 64:
            self.spend(size >> 4)
            self.hold(size)

    def enter(self) -> None:
        self.depth += 1
        self.spend()
        if self.depth > self.budget.depth:
            raise BudgetExceeded(
                say(
                    "Der FEEL-Ausdruck ruft Funktionen tiefer als {depth} Ebenen ineinander auf.",
                    depth=self.budget.depth,
                )
            )

    def leave(self) -> None:
        self.depth -= 1

    def _look(self) -> None:
        if self._left < 0:
            raise BudgetExceeded(
                say(
                    "Der FEEL-Ausdruck braucht mehr als {steps} Rechenschritte; vermutlich eine Schleife.",
                    steps=self.budget.steps,
                )
            )
        now = time.thread_time()
        if not self._deadline:
            self._deadline = now + self.budget.seconds
        elif now > self._deadline:
            raise BudgetExceeded(
                say("Der FEEL-Ausdruck rechnet länger als {seconds} Sekunden.", seconds=self.budget.seconds)
            )
        self._look_at = self._left - _BETWEEN_CLOCK_READINGS
