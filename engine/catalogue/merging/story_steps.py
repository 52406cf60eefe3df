"""Which step of a story is which in another state of it, and what each side did to the steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.catalogue.merging.values import fingerprint

KINDS = ("do", "expect", "wait", "message", "signal")
EQUAL, LIKE = 4.0, 1.0
"""What it is worth to see two steps as the same one: they say the same; they are about the same."""


@dataclass(slots=True)
class Steps:
    """One side's steps in terms of those of the base. `partner`: base index -> own index; `inserted`: own indexes by
    the gap before which base step they stand (the number of steps: at the end)."""

    partner: dict[int, int] = field(default_factory=dict)
    inserted: dict[int, list[int]] = field(default_factory=dict)

    def run(self, gap: int, many: int) -> list[int]:
        """Base steps that are gone between this gap and the next step that stays."""
        found = []
        while gap < many and gap not in self.partner:
            found.append(gap)
            gap += 1
        return found


def steps_of(base: Sequence[Any], now: Sequence[Any]) -> Steps:
    found = Steps()
    for was, index in _pairs(base, now):
        found.partner[was] = index
    _slide(found.partner, [fingerprint(step) for step in base])
    turned = {index: was for was, index in found.partner.items()}
    _slide(turned, [fingerprint(step) for step in now])
    found.partner = dict(sorted((was, index) for index, was in turned.items()))
    mates = {index: was for was, index in found.partner.items()}
    gap = 0
    for index in range(len(now)):
        if index in mates:
            gap = mates[index] + 1
        else:
            found.inserted.setdefault(gap, []).append(index)
    return found


def _slide(partner: dict[int, int], said: Sequence[str]) -> None:
    """Of several that say the same with nothing that stays between them, the last ones have no partner: whoever takes
    away one of two is always said to take away the second."""
    first = 0
    for number in range(len(said)):
        if number in partner:
            twin = next((each for each in range(first, number) if said[each] == said[number]), number)
            if twin < number:
                partner[twin] = partner.pop(number)
            first = twin + 1


def about(step: Any) -> tuple[str, str]:
    """Kind of step and what it names; an expectation of several things names what is expected."""
    if not isinstance(step, dict):
        return "", str(step)
    kind = next((kind for kind in KINDS if kind in step), "")
    said = step.get(kind)
    if isinstance(said, dict):
        return kind, " ".join(sorted(said))
    return kind, "" if kind == "wait" else str(said)


def _pairs(base: Sequence[Any], now: Sequence[Any]) -> list[tuple[int, int]]:
    """The best alignment: as many equal steps as can be, then such as are about the same."""
    was, found = [fingerprint(step) for step in base], [fingerprint(step) for step in now]
    head = 0
    while head < min(len(was), len(found)) and was[head] == found[head]:
        head += 1
    tail = 0
    while tail < min(len(was), len(found)) - head and was[-1 - tail] == found[-1 - tail]:
        tail += 1
    ends = [(n, n) for n in range(head)], [(len(was) - n, len(found) - n) for n in range(tail, 0, -1)]
    rows, columns = range(head, len(was) - tail), range(head, len(found) - tail)
    worth = [[_worth(base[i], now[j], was[i] == found[j]) for j in columns] for i in rows]
    return [*ends[0], *((i + head, j + head) for i, j in _aligned(worth, len(columns))), *ends[1]]


def _worth(one: Any, other: Any, equal: bool) -> float:
    if equal:
        return EQUAL
    if about(one) != about(other):
        return 0.0
    mine, theirs = set(_parts(one)), set(_parts(other))
    return LIKE + len(mine & theirs) / (len(mine | theirs) or 1)


def _parts(value: Any, path: str = "") -> list[str]:
    if isinstance(value, dict):
        return [part for key, inner in value.items() for part in _parts(inner, f"{path}.{key}")]
    return [f"{path}={fingerprint(value)}"]


def _aligned(worth: list[list[float]], columns: int) -> list[tuple[int, int]]:
    best = [[0.0] * (columns + 1) for _ in range(len(worth) + 1)]
    for i in range(len(worth) - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            together = best[i + 1][j + 1] + worth[i][j] if worth[i][j] else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    found = []
    i = j = 0
    while i < len(worth) and j < columns:
        if worth[i][j] and best[i][j] == best[i + 1][j + 1] + worth[i][j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found
