"""Random JSON documents in random handwriting, with the place of each value in their text; and random edits of them."""

from __future__ import annotations

import copy
import json
import random
from dataclasses import dataclass, field
from typing import Any

KEYS = ("id", "key", "value", "type", "label", "components", "values", "validate", "größe", 'mit "Anführung"', "")
WORDS = ("F01", "Nachbarschaft", "größer", "a\\b", 'sagt "ja"', "", "Zeile\nzwei", "💬", "\u2028", "true")


@dataclass
class Written:
    """`spans`: by path, where the value stands."""

    value: Any
    text: str
    spans: dict[tuple[Any, ...], tuple[int, int]] = field(default_factory=dict)


def scalar(dice: random.Random) -> Any:
    return dice.choice((None, True, False, 0, 1, -7, 1.5, 100, 1e21, -0.25, *WORDS))


def value(dice: random.Random, depth: int = 3) -> Any:
    kind = dice.random()
    if depth == 0 or kind < 0.4:
        return scalar(dice)
    if kind < 0.7:
        return [value(dice, depth - 1) for _ in range(dice.randrange(4))]
    made = {key: value(dice, depth - 1) for key in dice.sample(KEYS, dice.randrange(5))}
    if dice.random() < 0.6:
        made[dice.choice(("id", "key", "value"))] = f"Feld_{dice.randrange(8)}"
    return made


def document(dice: random.Random) -> Any:
    return {"components": [value(dice) for _ in range(dice.randrange(5))], "id": "formular", "x": value(dice)}


class Hand:
    """One who writes JSON, tidily or not."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.newline = dice.choice(("\n", "\r\n"))
        self.tidy = dice.choice((None, 0, 2, 4, "\t"))
        self.ascii = dice.random() < 0.3
        self.parts: list[str] = []
        self.length = 0
        self.spans: dict[tuple[Any, ...], tuple[int, int]] = {}

    def write(self, what: Any) -> Written:
        self._add(self._odd())
        self._value(what, (), 0)
        self._add(self.dice.choice(("", self.newline, "  ")))
        return Written(what, "".join(self.parts), self.spans)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _odd(self) -> str:
        blanks = ("", "", " ", self.newline, f"{self.newline}\t ")
        return self.dice.choice(blanks) if self.tidy is None else ""

    def _line(self, depth: int) -> str:
        if self.tidy is None:
            return self._odd()
        step = self.tidy if isinstance(self.tidy, str) else " " * self.tidy
        return self.newline + step * depth if step else ""

    def _value(self, what: Any, path: tuple[Any, ...], depth: int) -> None:
        start = self.length
        if isinstance(what, dict):
            self._list("{}", [(json.dumps(k, ensure_ascii=self.ascii), k, v) for k, v in what.items()], path, depth)
        elif isinstance(what, list):
            self._list("[]", [("", number, inner) for number, inner in enumerate(what)], path, depth)
        else:
            self._add(self._scalar(what))
        self.spans[path] = (start, self.length)

    def _list(self, brackets: str, items: list[tuple[str, Any, Any]], path: tuple[Any, ...], depth: int) -> None:
        self._add(brackets[0])
        for number, (key, name, inner) in enumerate(items):
            self._add(f"{self._odd()}," if number else "")
            self._add(self._line(depth + 1))
            self._add(f"{key}{self._odd()}: {self._odd()}" if key else "")
            self._value(inner, (*path, name), depth + 1)
        self._add(self._line(depth) if items else self._odd())
        self._add(brackets[1])

    def _scalar(self, what: Any) -> str:
        if isinstance(what, (int, float)) and not isinstance(what, bool) and self.dice.random() < 0.5:
            return {1.5: "1.50", 100: "1e2", 0: "-0", -0.25: "-25e-2"}.get(what, json.dumps(what))
        return json.dumps(what, ensure_ascii=self.ascii)


def edited(dice: random.Random, what: Any) -> Any:
    """A copy with one to four edits: set, added, removed, moved, put in another order."""
    made = copy.deepcopy(what)
    for _ in range(dice.randrange(1, 5)):
        places = list(containers(made))
        _edit(dice, dice.choice(places), places)
    return made


def containers(what: Any) -> list[Any]:
    found = [what] if isinstance(what, (dict, list)) else []
    inner = what.values() if isinstance(what, dict) else what if isinstance(what, list) else ()
    return [*found, *(each for item in inner for each in containers(item))]


def _edit(dice: random.Random, at: Any, places: list[Any]) -> None:
    if isinstance(at, dict):
        if at and dice.random() < 0.4:
            del at[dice.choice(list(at))]
        else:
            at[dice.choice(KEYS)] = value(dice, 2)
    elif not at or dice.random() < 0.3:
        at.insert(dice.randrange(len(at) + 1), value(dice, 2))
    elif dice.random() < 0.4:
        dice.shuffle(at)
    else:
        taken = at.pop(dice.randrange(len(at)))
        others = [
            each for each in places if isinstance(each, list) and not any(each is own for own in containers(taken))
        ]
        if dice.random() < 0.5:
            dice.choice(others).append(taken)
