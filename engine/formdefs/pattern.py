"""Regular expressions of form definitions, matched in linear time.

A designer writes the pattern, anybody sends the text: a backtracking matcher could be kept busy for hours.
So the pattern is parsed by `re` and run as a set of states (Thompson). What that cannot do (back references,
look-around) is refused. Semantics are those of JavaScript's `new RegExp(pattern).test(text)`.
"""

from __future__ import annotations

import re
import re._constants as token  # type: ignore[import-not-found]  # typeshed has no stubs of it
import re._parser as sre  # type: ignore[import-not-found]
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from engine.sentences import say

MAX_STATES = 2_000
MAX_PATTERN = 500
MAX_WORK = 4_000_000
"""Steps of one match, half a second: only long texts under large patterns need more."""

Test = Callable[[str], bool]
_SPLIT, _CHAR, _AT, _MATCH = range(4)


class PatternRefused(ValueError):
    """The text is a German sentence."""


@lru_cache(maxsize=512)
def compile_pattern(text: str) -> Pattern:
    """Raises PatternRefused."""
    if len(text) > MAX_PATTERN:
        raise PatternRefused(say("Das Muster ist länger als {most} Zeichen.", most=MAX_PATTERN))
    if re.search(r"\(\?[aiLmsux-]", text):
        raise PatternRefused(say("Schalter wie (?i) sind in einem Muster nicht möglich."))
    try:
        tree = sre.parse(re.sub(r"\(\?<(?![=!])", "(?P<", text), re.ASCII)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternRefused(
            say("Das Muster ist kein gültiger regulärer Ausdruck ({error}).", error=str(error))
        ) from None
    return Pattern(tree)


class Pattern:
    """A compiled pattern; `found_in` costs at most length × states, and at most MAX_WORK steps."""

    def __init__(self, tree: Any) -> None:
        self._kinds: list[int] = []
        self._details: list[Any] = []
        self._targets: list[list[int]] = []
        end = self._add(_MATCH, None, [])
        self._start = self._sequence(tree, end)

    def found_in(self, text: str) -> bool | None:
        """None where it cannot be told within MAX_WORK steps."""
        current: set[int] = set()
        work = 0
        for position in range(len(text) + 1):
            current.add(self._start)
            reached, done, visited = self._closure(current, text, position)
            work += visited
            if work > MAX_WORK:
                return None
            if done:
                return True
            if position == len(text):
                return False
            char = text[position]
            current = {self._targets[s][0] for s in reached if self._details[s](char)}
        return False

    def _closure(self, states: set[int], text: str, position: int) -> tuple[set[int], bool, int]:
        """States that read a character, whether the end is reached, how many states were seen."""
        stack, seen = list(states), set(states)
        chars: set[int] = set()
        while stack:
            state = stack.pop()
            kind = self._kinds[state]
            if kind == _MATCH:
                return chars, True, len(seen)
            if kind == _CHAR:
                chars.add(state)
                continue
            if kind == _AT and not _holds(self._details[state], text, position):
                continue
            for target in self._targets[state]:
                if target not in seen:
                    seen.add(target)
                    stack.append(target)
        return chars, False, len(seen)

    def _add(self, kind: int, detail: Any, targets: list[int]) -> int:
        if len(self._kinds) >= MAX_STATES:
            raise PatternRefused(say("Das Muster ist zu umfangreich; bitte kürzere Wiederholungen verwenden."))
        self._kinds.append(kind)
        self._details.append(detail)
        self._targets.append(targets)
        return len(self._kinds) - 1

    def _sequence(self, items: Any, follow: int) -> int:
        for item in reversed(list(items)):
            follow = self._item(item, follow)
        return follow

    def _item(self, item: tuple[Any, Any], follow: int) -> int:
        op, argument = item
        if op is token.SUBPATTERN:
            return self._sequence(argument[3], follow)
        if op is token.BRANCH:
            return self._add(_SPLIT, None, [self._sequence(branch, follow) for branch in argument[1]])
        if op in (token.MAX_REPEAT, token.MIN_REPEAT):
            return self._repeat(argument, follow)
        if op is token.AT:
            return self._add(_AT, argument, [follow])
        return self._add(_CHAR, _test(op, argument), [follow])

    def _repeat(self, argument: tuple[int, Any, Any], follow: int) -> int:
        low, high, body = argument
        if high is token.MAXREPEAT:
            loop = self._add(_SPLIT, None, [follow])
            self._targets[loop].append(self._sequence(body, loop))
            follow = loop
        else:
            skip = follow
            for _ in range(int(high) - low):
                follow = self._add(_SPLIT, None, [self._sequence(body, follow), skip])
        for _ in range(low):
            follow = self._sequence(body, follow)
        return follow


def _test(op: Any, argument: Any) -> Test:
    if op is token.LITERAL:
        return chr(argument).__eq__
    if op is token.NOT_LITERAL:
        return chr(argument).__ne__
    if op is token.ANY:
        return lambda char: char not in "\n\r\u2028\u2029"
    if op is token.IN:
        return _char_class(argument)
    raise PatternRefused(say("Rückverweise und Vorausschau sind in einem Muster nicht möglich."))


def _char_class(items: list[tuple[Any, Any]]) -> Test:
    negate = items[0][0] is token.NEGATE
    tests = [_class_item(op, argument) for op, argument in items if op is not token.NEGATE]
    return lambda char: any(test(char) for test in tests) is not negate


def _class_item(op: Any, argument: Any) -> Test:
    if op is token.RANGE:
        low, high = argument
        return lambda char: low <= ord(char) <= high
    if op is token.CATEGORY:
        return _CATEGORIES[argument]
    return _test(op, argument)


def _digit(char: str) -> bool:
    return "0" <= char <= "9"


def _word(char: str) -> bool:
    return char == "_" or (char.isascii() and char.isalnum())


_CATEGORIES: dict[Any, Test] = {
    token.CATEGORY_DIGIT: _digit,
    token.CATEGORY_NOT_DIGIT: lambda char: not _digit(char),
    token.CATEGORY_WORD: _word,
    token.CATEGORY_NOT_WORD: lambda char: not _word(char),
    token.CATEGORY_SPACE: str.isspace,
    token.CATEGORY_NOT_SPACE: lambda char: not char.isspace(),
}


def _holds(kind: Any, text: str, position: int) -> bool:
    if kind in (token.AT_BEGINNING, token.AT_BEGINNING_STRING):
        return position == 0
    if kind in (token.AT_END, token.AT_END_STRING):
        return position == len(text)
    before = position > 0 and _word(text[position - 1])
    after = position < len(text) and _word(text[position])
    return (before != after) is (kind is token.AT_BOUNDARY)
