"""Regular expressions of XPath (as FEEL uses them) read into a small program. XPath Functions 3.1, 5.6.1."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

Test = Callable[[str], bool]
LONGEST_PATTERN = 2_000
LARGEST_PROGRAM = 5_000


class PatternError(ValueError):
    """A German sentence: what of the pattern is not readable."""


class Step(NamedTuple):
    """`kind`: char, split, jump, save, start, end, back, match; `x` and `y` are targets or a group number."""

    kind: str
    x: int = 0
    y: int = 0
    test: Test | None = None


_CLASS_OR_SPACE = re.compile(r"(\[(?:[^\[\]\\]|\\.)*\]|\\\S)|\s", re.DOTALL)
"""With flag x space means nothing, except in a character class."""
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
_SPACES = frozenset(" \t\n\r")


def _is_name_start(char: str) -> bool:
    return char.isalpha() or char in "_:"


def _is_name_part(char: str) -> bool:
    return char.isalnum() or char in "_:-.\u00b7" or unicodedata.category(char) in ("Mn", "Mc")


def _is_word(char: str) -> bool:
    return unicodedata.category(char)[0] not in "PZC"


_CLASSES: dict[str, Test] = {
    "s": lambda char: char in _SPACES,
    "d": lambda char: unicodedata.category(char) == "Nd",
    "w": _is_word,
    "i": _is_name_start,
    "c": _is_name_part,
}
_CATEGORIES = frozenset(
    {
        *("L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps"),
        *("Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn"),
    }
)


def _negated(test: Test) -> Test:
    return lambda char: not test(char)


class PatternReader:
    """One pattern; `program()` gives its steps. Raises PatternError."""

    def __init__(self, pattern: str, flags: str) -> None:
        if len(pattern) > LONGEST_PATTERN:
            raise PatternError(f"Das Muster ist länger als {LONGEST_PATTERN} Zeichen.")
        if set(flags) - set("smixq"):
            raise PatternError("Ein Muster kennt nur die Schalter s, m, i, x und q.")
        self.flags = flags
        self.pattern = _CLASS_OR_SPACE.sub(lambda m: m[1] or "", pattern) if "x" in flags else pattern
        self.at = 0
        self.groups = 0
        self.closed: set[int] = set()
        self.backreferences = False
        self.depth = 0

    def program(self) -> list[Step]:
        body = self._literal() if "q" in self.flags else self._alternatives()
        if self.at < len(self.pattern):
            raise PatternError("Im Muster ist eine Klammer zu viel geschlossen.")
        return [Step("save", 0), *body, Step("save", 1), Step("match")]

    def _literal(self) -> list[Step]:
        self.at = len(self.pattern)
        return [self._char(lambda c, wanted=char: c == wanted) for char in self.pattern]  # type: ignore[misc]

    def _alternatives(self) -> list[Step]:
        steps = self._sequence()
        while self._accept("|"):
            other = self._sequence()
            steps = [Step("split", 1, len(steps) + 2), *steps, Step("jump", len(other) + 1), *other]
        return steps

    def _sequence(self) -> list[Step]:
        steps: list[Step] = []
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            steps += self._quantified(self._atom())
            if len(steps) > LARGEST_PROGRAM:
                raise PatternError("Das Muster ist zu umfangreich.")
        return steps

    def _quantified(self, atom: list[Step]) -> list[Step]:
        if self.at >= len(self.pattern) or self.pattern[self.at] not in "?*+{":
            return atom
        char = self.pattern[self.at]
        self.at += 1
        least, most = {"?": (0, 1), "*": (0, -1), "+": (1, -1)}.get(char) or self._bounds()
        greedy = not self._accept("?")
        if len(atom) * max(least, most, 1) > LARGEST_PROGRAM:
            raise PatternError("Das Muster wiederholt zu oft.")
        steps = atom * least
        size = len(atom)
        if most < 0:
            steps = [*steps, _split(1, size + 2, greedy), *atom, Step("jump", -size - 1)]
        else:
            optional: list[Step] = []
            for _ in range(most - least):
                optional = [_split(1, size + len(optional) + 1, greedy), *atom, *optional]
            steps = steps + optional
        return steps

    def _bounds(self) -> tuple[int, int]:
        end = self.pattern.find("}", self.at)
        least, comma, most = self.pattern[self.at : end].partition(",") if end > 0 else ("", "", "")
        self.at = end + 1
        if not least.isdecimal() or len(least) > 4 or (most and not most.isdecimal()) or len(most) > 4:
            raise PatternError("Eine Wiederholung lautet {n}, {n,} oder {n,m}.")
        highest = int(most) if most else (-1 if comma else int(least))
        if 0 <= highest < int(least):
            raise PatternError("In der Wiederholung {n,m} ist n größer als m.")
        return int(least), highest

    def _atom(self) -> list[Step]:
        char = self._take()
        if char == "(":
            return self._group()
        if char == "[":
            return [self._char(self._class())]
        if char == "\\":
            return self._escape()
        if char == ".":
            return [self._char((lambda c: True) if "s" in self.flags else (lambda c: c not in "\n\r"))]
        if char in "^$":
            return [Step("start" if char == "^" else "end", int("m" in self.flags))]
        if char in "?*+{}]":
            raise PatternError(f"Das Zeichen „{char}“ steht im Muster an einer Stelle, an der es nichts bedeutet.")
        return [self._char(lambda c: c == char)]

    def _group(self) -> list[Step]:
        self.depth += 1
        if self.depth > 50:
            raise PatternError("Das Muster ist zu tief geschachtelt.")
        capturing = not self._accept("?:")
        self.groups += capturing
        number = self.groups
        body = self._alternatives()
        if not self._accept(")"):
            raise PatternError("Im Muster ist eine Klammer nicht geschlossen.")
        self.depth -= 1
        if not capturing:
            return body
        self.closed.add(number)
        return [Step("save", 2 * number), *body, Step("save", 2 * number + 1)]

    def _escape(self) -> list[Step]:
        if self.at < len(self.pattern) and self.pattern[self.at] in "123456789":
            digits = self._take()
            while self.at < len(self.pattern) and self.pattern[self.at].isdecimal():
                if int(digits + self.pattern[self.at]) > self.groups:
                    break
                digits += self._take()
            if int(digits) not in self.closed:
                raise PatternError(f"Das Muster verweist auf die Gruppe {digits}, die es noch nicht gibt.")
            self.backreferences = True
            return [Step("back", int(digits), int("i" in self.flags))]
        return [self._char(self._escaped()[0])]

    def _escaped(self) -> tuple[Test, str]:
        """The test, and the character when it is a single one."""
        char = self._take()
        if char in _ESCAPED or char in "\\|.-^?*+{}()[]$":
            wanted = _ESCAPED.get(char, char)
            return (lambda c: c == wanted), wanted
        if char.lower() in _CLASSES:
            test = _CLASSES[char.lower()]
            return (test if char.islower() else _negated(test)), ""
        if char in "pP" and self._accept("{"):
            end = self.pattern.find("}", self.at)
            category, self.at = self.pattern[self.at : end], end + 1
            if end > 0 and category in _CATEGORIES:

                def inside(c: str) -> bool:
                    return unicodedata.category(c).startswith(category)

                return (inside if char == "p" else _negated(inside)), ""
        raise PatternError(f"Das Muster enthält die unbekannte Folge „\\{char}“.")

    def _class(self) -> Test:
        negative = self._accept("^")
        tests: list[Test] = []
        excluded: Test | None = None
        first = True
        while first or not self._accept("]"):
            if not first and self._accept("-["):
                excluded = self._class()
                if not self._accept("]"):
                    raise PatternError("Nach einem Abzug endet die Zeichenklasse.")
                break
            tests.append(self._class_part())
            first = False
        if excluded is not None:
            without = excluded
            return lambda c: any(test(c) for test in tests) is not negative and not without(c)
        return lambda c: any(test(c) for test in tests) is not negative

    def _class_part(self) -> Test:
        low = self._take()
        if low == "[":
            raise PatternError("In einer Zeichenklasse steht „[“ nur als „\\[“.")
        if low == "\\":
            test, low = self._escaped()
            if not low:
                return test
        following = self.pattern[self.at : self.at + 2]
        if not following.startswith("-") or following in ("-]", "-["):
            return lambda c: c == low
        self.at += 1
        high = self._take()
        if high == "\\":
            high = self._escaped()[1]
        if not high or high < low:
            raise PatternError("Ein Bereich der Zeichenklasse ist verkehrt herum.")
        return lambda c: low <= c <= high

    def _char(self, test: Test) -> Step:
        if "i" in self.flags:
            return Step("char", test=lambda c: test(c) or test(c.lower()) or test(c.upper()))
        return Step("char", test=test)

    def _take(self) -> str:
        if self.at >= len(self.pattern):
            raise PatternError("Das Muster endet mitten in einem Teil.")
        self.at += 1
        return self.pattern[self.at - 1]

    def _accept(self, text: str) -> bool:
        if self.pattern.startswith(text, self.at):
            self.at += len(text)
            return True
        return False


def _split(first: int, second: int, greedy: bool) -> Step:
    return Step("split", first, second) if greedy else Step("split", second, first)
