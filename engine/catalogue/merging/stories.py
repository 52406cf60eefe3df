"""Three-way merge of a rehearsal, step by step: what only one side told otherwise is told so.

Both sides' changes are those of `base`. A question is: two values for one entry, in a step or outside of the steps; a
step that one side takes away and the other changes; and two different insertions at one place of the story.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from engine.catalogue.merging.story_steps import Steps, about, steps_of
from engine.catalogue.merging.story_text import STEPS, StoryText, story_text
from engine.catalogue.merging.story_writing import Origin, Source, written_story
from engine.catalogue.merging.values import ABSENT, ValueClash, alike, fingerprint, keys_in_order, united
from engine.merging import Groups, Side

IDENTITY = frozenset(("process", "aktenzeichen"))
"""Entries that say whose story it is: never merged."""
Node = tuple[Side, str, int]
"""Whose; step or gap; which, of the base."""


@dataclass(frozen=True, slots=True)
class StoryConflict:
    """`at`: number of the step of the base, from 0; None outside of the steps. Either values are in question
    (`clashes`), or whole steps: `was`, `theirs`, `ours`."""

    key: str
    at: int | None
    clashes: tuple[ValueClash, ...] = ()
    was: tuple[Any, ...] = ()
    theirs: tuple[Any, ...] = ()
    ours: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class MergedStory:
    content: bytes
    conflicts: tuple[StoryConflict, ...] = ()


def merge_story(base: bytes, theirs: bytes, ours: bytes, *, decided: Mapping[str, Side]) -> MergedStory:
    """`decided`: StoryConflict.key -> whose wish holds. Raises InvalidInput("rehearsal.unreadable")."""
    return _Merge(story_text(base), story_text(theirs), story_text(ours), decided).run()


class _Merge:
    def __init__(self, base: StoryText, theirs: StoryText, ours: StoryText, decided: Mapping[str, Side]) -> None:
        self.base, self.texts = base, {Side.THEIRS: theirs, Side.OURS: ours}
        self.decided = decided
        self.sides = {side: steps_of(base.steps, text.steps) for side, text in self.texts.items()}
        self.many = len(base.steps)
        self.found: list[StoryConflict] = []

    def run(self) -> MergedStory:
        theirs, ours = self.texts[Side.THEIRS], self.texts[Side.OURS]
        values = self._around(theirs.value, ours.value)
        self._contradictions()
        steps = list(self._steps())
        content = written_story(self.base, theirs, ours, values, steps)
        return MergedStory(content, tuple(each for each in self.found if each.key not in self.decided))

    # -- outside of the steps
    def _around(self, theirs: Mapping[str, Any], ours: Mapping[str, Any]) -> dict[str, Any]:
        found = {}
        for key in keys_in_order(ours, theirs):
            if key in IDENTITY and ours.get(key, ABSENT) is not ABSENT:
                found[key] = ours[key]
            elif key == STEPS:
                found[key] = ABSENT
            else:
                was = self.base.value.get(key, ABSENT)
                value = self._value(None, was, theirs.get(key, ABSENT), ours.get(key, ABSENT), (key,))
                if value is not ABSENT:
                    found[key] = value
        return found

    def _value(self, at: int | None, was: Any, theirs: Any, ours: Any, path: tuple[str, ...] = ()) -> Any:
        clashes: list[ValueClash] = []
        value = united(was, theirs, ours, Side.OURS, clashes, path)
        if not clashes:
            return value
        said = [(c.path, *map(fingerprint, (c.was, c.theirs, c.ours))) for c in clashes]
        key = _key("" if at is None else about(self.base.steps[at]), said)
        key = self._free(key)
        self.found.append(StoryConflict(key, at, tuple(clashes)))
        return united(was, theirs, ours, self.decided.get(key, Side.OURS), [], path)

    def _free(self, key: str) -> str:
        """Two questions that read the same are told apart by their order."""
        taken = {each.key for each in self.found}
        return next(each for n in range(len(taken) + 1) if (each := f"{key}-{n}" if n else key) not in taken)

    # -- whole steps
    def _contradictions(self) -> None:
        """Finds them, and takes back what the loser of each wanted."""
        nodes = [*self._nodes(Side.THEIRS), *self._nodes(Side.OURS)]
        groups = Groups(nodes)
        clashing: set[Node] = set()
        for node in nodes:
            for other in self._hangs_on(node):
                if other in groups.parent:
                    groups.join(node, other)
        for one in nodes:
            for other in nodes:
                if one[0] is Side.THEIRS and other[0] is Side.OURS and self._contradict(one, other):
                    groups.join(one, other)
                    clashing |= {one, other}
        for members in groups.all():
            if not clashing.isdisjoint(members):
                self._ask(sorted(members, key=lambda node: (node[2], node[1])))
        self._once()

    def _once(self) -> None:
        """What both put at one place stands there once: of two that contain one another, the longer."""
        theirs, ours = (self.sides[side].inserted for side in Side)
        for gap in list(theirs):
            for other in list(ours):
                if gap not in theirs or not self._one_place(gap, other):
                    continue
                if self._told_within(Side.THEIRS, gap, Side.OURS, other):
                    del theirs[gap]
                elif self._told_within(Side.OURS, other, Side.THEIRS, gap):
                    del ours[other]

    def _one_place(self, gap: int, other: int) -> bool:
        """Whether nothing is left between two gaps."""
        between = range(min(gap, other), max(gap, other))
        return all(any(number not in steps.partner for steps in self.sides.values()) for number in between)

    def _told_within(self, side: Side, gap: int, other: Side, its: int) -> bool:
        """Whether all that one inserts is inserted by the other, too, in this order."""
        left = iter([fingerprint(step) for step in self._inserted(other, its)])
        return all(fingerprint(step) in left for step in self._inserted(side, gap))

    def _nodes(self, side: Side) -> list[Node]:
        steps = self.sides[side]
        changed = [(side, "step", n) for n in range(self.many) if not alike(self._step(side, n), self.base.steps[n])]
        return [*changed, *((side, "gap", gap) for gap in steps.inserted)]

    def _step(self, side: Side, number: int) -> Any:
        index = self.sides[side].partner.get(number)
        return ABSENT if index is None else self.texts[side].steps[index]

    def _inserted(self, side: Side, gap: int) -> list[Any]:
        return [self.texts[side].steps[index] for index in self.sides[side].inserted.get(gap, ())]

    def _hangs_on(self, node: Node) -> list[Node]:
        """A new step stands for those that went at its place; one that moved went elsewhere."""
        side, kind, gap = node
        if kind != "gap":
            return []
        steps: Steps = self.sides[side]
        new = {about(step) for step in self._inserted(side, gap)}
        moved = [n for n in range(self.many) if n not in steps.partner and about(self.base.steps[n]) in new]
        return [(side, "step", n) for n in {*steps.run(gap, self.many), *moved}]

    def _contradict(self, one: Node, other: Node) -> bool:
        """Of a node of theirs and one of ours."""
        if one[1] != other[1]:
            return False
        if one[1] == "step":
            gone = {self._step(side, number) is ABSENT for side, _, number in (one, other)}
            return one[2] == other[2] and len(gone) == 2
        if not self._one_place(one[2], other[2]):
            return False
        same = self._told_within(*_spot(one), *_spot(other)) or self._told_within(*_spot(other), *_spot(one))
        return not same

    def _ask(self, members: Sequence[Node]) -> None:
        was = [self.base.steps[n] for n in dict.fromkeys(n for _, kind, n in members if kind == "step")]
        wanted = {side: self._wanted(side, [node for node in members if node[0] is side]) for side in Side}
        said = [list(map(fingerprint, each)) for each in (was, *wanted.values())]
        at = min(number for _, _, number in members)
        key = self._free(_key(at if not was else "", said))
        conflict = StoryConflict(key, at, (), tuple(was), tuple(wanted[Side.THEIRS]), tuple(wanted[Side.OURS]))
        self.found.append(conflict)
        loser = Side.OURS if self.decided.get(key) is Side.THEIRS else Side.THEIRS
        for side, kind, number in members:
            if side is loser and kind == "gap":
                self.sides[side].inserted.pop(number)
            elif side is loser:
                self.sides[side].partner[number] = -1  # as in the base

    def _wanted(self, side: Side, members: Sequence[Node]) -> list[Any]:
        found = []
        for _, kind, number in members:
            if kind == "gap":
                found += self._inserted(side, number)
            elif (step := self._step(side, number)) is not ABSENT:
                found.append(step)
        return found

    # -- the result
    def _steps(self) -> list[Source]:
        found: list[Source] = []
        for number in range(self.many + 1):
            found += self._new(number)
            if number < self.many and (step := self._kept(number)) is not None:
                found.append(step)
        return found

    def _new(self, gap: int) -> list[Source]:
        return [
            Source(Origin(side.value), index, self.texts[side].steps[index])
            for side in (Side.OURS, Side.THEIRS)
            for index in self.sides[side].inserted.get(gap, ())
        ]

    def _kept(self, number: int) -> Source | None:
        found: dict[Side, int] = {}
        for side in Side:
            index = self.sides[side].partner.get(number)
            if index is None:
                return None
            found[side] = index
        was = self.base.steps[number]
        steps = {side: was if index < 0 else self.texts[side].steps[index] for side, index in found.items()}
        value = self._value(number, was, steps[Side.THEIRS], steps[Side.OURS])
        mine, other = found[Side.OURS], found[Side.THEIRS]
        if mine >= 0:
            return Source(Origin.OURS, mine, value, base=number, other=other if other >= 0 else None)
        return Source(Origin.THEIRS, other, value) if other >= 0 else Source(Origin.BASE, number, value)


def _spot(node: Node) -> tuple[Side, int]:
    return node[0], node[2]


def _key(*said: object) -> str:
    return sha256(repr(said).encode()).hexdigest()[:16]
