"""Matching without catastrophic backtracking: no state of (step, position) is entered twice, every one is paid for.

Python's own `re` cannot be stopped while it runs, so patterns that designers write never reach it.
"""

from __future__ import annotations

from functools import lru_cache

from engine.feel.pattern_syntax import PatternError, PatternReader
from engine.feel.run import Run

Groups = tuple[int, ...]
_DIGITS = frozenset("0123456789")
__all__ = ["Pattern", "PatternError", "compiled", "found", "replace", "split"]


class Pattern:
    __slots__ = ("_program", "_pure", "groups", "literal")

    def __init__(self, pattern: str, flags: str) -> None:
        reader = PatternReader(pattern, flags)
        self._program = reader.program()
        self._pure = not reader.backreferences
        self.groups = reader.groups
        self.literal = "q" in flags

    def search(self, run: Run, text: str, start: int) -> Groups | None:
        """Start and end of the whole and of each group (-1 where it took no part), leftmost match from `start`."""
        seen: set[int] = set()
        for position in range(start, len(text) + 1):
            groups = self._match(run, text, position, seen)
            if groups is not None:
                return groups
        return None

    def _match(self, run: Run, text: str, start: int, seen: set[int]) -> Groups | None:
        program, length, pure, spend = self._program, len(text), self._pure, run.meter.spend
        stack: list[tuple[int, int, Groups]] = [(0, start, (-1,) * (2 * self.groups + 2))]
        while stack:
            at, position, groups = stack.pop()
            while True:
                if pure:
                    state = at * (length + 1) + position
                    if state in seen:
                        break
                    seen.add(state)
                spend()
                kind, x, y, test = program[at]
                if kind == "char":
                    if position >= length or not test(text[position]):  # type: ignore[misc]  # char steps have one
                        break
                    position += 1
                    at += 1
                elif kind == "split":
                    stack.append((at + y, position, groups))
                    at += x
                elif kind == "jump":
                    at += x
                elif kind == "save":
                    groups = (*groups[:x], position, *groups[x + 1 :])
                    at += 1
                elif kind == "match":
                    return groups
                else:
                    moved = _other(kind, x, y, text, position, groups)
                    if moved < 0:
                        break
                    position = moved
                    at += 1
        return None


def _other(kind: str, x: int, y: int, text: str, position: int, groups: Groups) -> int:
    """Position after an anchor or a back-reference, -1 where it does not hold."""
    if kind == "start":
        return position if position == 0 or (x and text[position - 1] == "\n") else -1
    if kind == "end":
        return position if position == len(text) or (x and text[position] == "\n") else -1
    wanted = text[groups[2 * x] : groups[2 * x + 1]] if groups[2 * x + 1] >= 0 else ""
    there = text[position : position + len(wanted)]
    same = there == wanted or (y and there.lower() == wanted.lower())
    return position + len(wanted) if same else -1


@lru_cache(maxsize=512)
def compiled(pattern: str, flags: str) -> Pattern:
    return Pattern(pattern, flags)


def replace(run: Run, pattern: Pattern, text: str, replacement: str) -> str:
    """Every match replaced; $1 means a group, \\$ and \\\\ are literal. Raises PatternError."""
    parts = [replacement] if pattern.literal else _replacement(replacement, pattern.groups)
    if pattern.search(run, "", 0) is not None:
        raise PatternError("Ein Muster zum Ersetzen darf nicht auf den leeren Text passen.")
    result: list[str] = []
    at = size = 0
    while (groups := pattern.search(run, text, at)) is not None and groups[1] > groups[0]:
        result.append(text[at : groups[0]])
        for part in parts:
            result.append(part if isinstance(part, str) else _group(text, groups, part))
            size += len(result[-1])
        run.meter.hold(size)
        at = groups[1]
    return "".join(result) + text[at:]


def split(run: Run, pattern: Pattern, text: str) -> list[str]:
    """Parts between matches; a pattern that matches nothing but emptiness splits into characters."""
    result: list[str] = []
    at = begin = 0
    while at <= len(text) and (groups := pattern.search(run, text, at)) is not None:
        start, end = groups[0], groups[1]
        if start == end:
            if start >= len(text):
                break
            if start == begin:
                at = start + 1
                continue
        result.append(text[begin:start])
        begin = at = end
        at = max(at, end + (start == end))
    return [*result, text[begin:]]


def found(run: Run, pattern: Pattern, text: str) -> list[str]:
    """Texts of all matches."""
    result: list[str] = []
    at = 0
    while at <= len(text) and (groups := pattern.search(run, text, at)) is not None:
        result.append(text[groups[0] : groups[1]])
        at = groups[1] + (groups[1] == groups[0])
    return result


def _group(text: str, groups: Groups, number: int) -> str:
    start, end = groups[2 * number], groups[2 * number + 1]
    return text[start:end] if end >= 0 else ""


def _replacement(text: str, groups: int) -> list[str | int]:
    parts: list[str | int] = []
    at = 0
    while at < len(text):
        char = text[at]
        if char == "\\":
            if text[at + 1 : at + 2] not in ("\\", "$"):
                raise PatternError("Im Ersatztext steht „\\“ nur vor „\\“ oder „$“.")
            parts.append(text[at + 1])
            at += 2
        elif char == "$":
            number, at = _group_number(text, at + 1, groups)
            parts.append(number if number <= groups else "")
        else:
            parts.append(char)
            at += 1
    return parts


def _group_number(text: str, at: int, groups: int) -> tuple[int, int]:
    """The number after $ and the position behind it; further digits count only while there are so many groups."""
    if text[at : at + 1] not in _DIGITS:
        raise PatternError("Im Ersatztext folgt auf „$“ die Nummer einer Gruppe.")
    end = at + 1
    while text[end : end + 1] in _DIGITS and int(text[at : end + 1]) <= groups:
        end += 1
    return int(text[at:end]), end
