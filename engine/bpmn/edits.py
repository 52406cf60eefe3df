"""Replacements in a text, made at once: what is inserted may be a part of the text itself, edited in turn."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from engine.bpmn.source import Span


@dataclass(frozen=True, slots=True)
class Edit:
    """text[start:end] gives way to these parts; a Span is the element that stands there, with the edits inside it."""

    start: int
    end: int
    number: int
    parts: tuple[str | Span, ...]

    @property
    def order(self) -> tuple[int, bool, int]:
        """What is inserted at a place comes before what is replaced from there on."""
        return (self.start, self.end > self.start, self.number)


class Circle(Exception):
    """An element would have to stand within itself."""


@dataclass(slots=True)
class Edits:
    text: str
    made: list[Edit] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    written: list[int] = field(default_factory=list)
    """The numbers of the edits that are in the result; those inside a region that went with it are not."""

    def add(self, start: int, end: int, *parts: str | Span) -> int:
        """The number of the edit. What lies inside a replaced region goes with it, unless a Span brings it back
        elsewhere."""
        self.made.append(Edit(start, end, len(self.made), parts))
        return len(self.made) - 1

    def result(self) -> str:
        """Raises Circle."""
        self.made.sort(key=lambda edit: edit.order)
        self.starts = [edit.start for edit in self.made]
        return "".join(self._region(0, len(self.text), 0, frozenset()))

    def _region(self, start: int, end: int, first: int, within: frozenset[Span]) -> list[str]:
        found: list[str] = []
        last = bisect_right(self.starts, end) if not within else bisect_left(self.starts, end)
        for edit in self.made[first:last]:
            if edit.start < start:
                continue
            self.written.append(edit.number)
            found.append(self.text[start : edit.start])
            for part in edit.parts:
                found.extend([part] if isinstance(part, str) else self._element(part, within))
            start = edit.end
        found.append(self.text[start:end])
        return found

    def _element(self, span: Span, within: frozenset[Span]) -> list[str]:
        """Without the edit that takes the element away from where it was: that one begins at or before its start."""
        if span in within:
            raise Circle
        return self._region(span.start, span.end, bisect_right(self.starts, span.start), within | {span})
