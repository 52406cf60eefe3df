"""Tokens of a FEEL text, one at a time, because which words form a name depends on the names known so far."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from engine.feel.syntax import FeelSyntaxError
from engine.sentences import joined, say

KEYWORDS = frozenset(
    {
        *("if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "function", "external"),
        *("and", "or", "between", "instance", "of", "true", "false", "null"),
    }
)
_START = (
    r"A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_PART = _START + r"0-9\u00B7\u0300-\u036F\u203F-\u2040"
WORD = re.compile(f"[{_START}][{_PART}]*")
_NAME_PART = re.compile(f"[{_PART}]")
_SPACE = re.compile(r"(?:[\s\u180E\u200B\uFEFF]+|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_OPERATOR = re.compile(r"\*\*|\.\.|!=|<=|>=|->|[-+*/=<>(){}\[\],.:?]")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
_PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\", "/": "/"}
_QUOTES = "„“”‚‘’»«'"
_HINTS = {
    "&": say("Verknüpfen Sie mit „and“."),
    "|": say("Verknüpfen Sie mit „or“."),
    "!": say("Verneinen Sie mit „not(…)“, Ungleichheit ist „!=“."),
    "$": say("Ausdrücke der Form ${…} sind kein FEEL."),
    "%": say("Den Rest einer Division gibt „modulo(a, b)“."),
    ";": say("Trennen Sie mit einem Komma."),
}


@dataclass(frozen=True, slots=True)
class Token:
    """`kind`: number, string, at, name, keyword, operator or end."""

    kind: str
    value: str
    start: int
    end: int


class KnownNames:
    """Names that hold spaces or operators, found by their first word; the longest one wins."""

    __slots__ = ("_by_first",)

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        name = " ".join(name.split())
        first = WORD.match(name)
        if first is None or first[0] == name:
            return
        known = self._by_first.setdefault(first[0], [])
        if all(other != name for other, _ in known):
            known.append((name, _pattern(name)))
            known.sort(key=lambda entry: -len(entry[0]))

    def match(self, text: str, position: int, first: str) -> tuple[str, int] | None:
        for name, pattern in self._by_first.get(first, ()):
            found = pattern.match(text, position)
            if found is not None and not (_NAME_PART.match(name[-1]) and _NAME_PART.match(text, found.end())):
                return name, found.end()
        return None


@lru_cache(maxsize=4096)
def _pattern(name: str) -> re.Pattern[str]:
    """The name with any space between its words. Whether more of a word follows is seen apart: that class of
    characters takes long to compile."""
    return re.compile(r"\s+".join(re.escape(word) for word in name.split(" ")))


class Lexer:
    """`next(position)` reads one token. Raises FeelSyntaxError."""

    __slots__ = ("builtins", "names", "text")

    def __init__(self, text: str, names: KnownNames, builtins: KnownNames) -> None:
        self.text = text
        self.names = names
        self.builtins = builtins

    def skip(self, position: int) -> int:
        space = _SPACE.match(self.text, position)
        return space.end() if space else position

    def next(self, position: int) -> Token:
        start = self.skip(position)
        if start >= len(self.text):
            return Token("end", "", start, start)
        if word := WORD.match(self.text, start):
            return self._name(start, word)
        char = self.text[start]
        if number := _NUMBER.match(self.text, start):
            return Token("number", number[0], start, number.end())
        if char == '"':
            return self._string("string", start, start)
        if char == "@":
            return self._string("at", start, self.skip(start + 1))
        if operator := _OPERATOR.match(self.text, start):
            return Token("operator", operator[0], start, operator.end())
        if char in _QUOTES:
            message = say(
                'Texte stehen in FEEL in geraden Anführungszeichen ("…"), nicht in {char} (Stelle {position}).',
                char=char,
                position=start + 1,
            )
            raise FeelSyntaxError(message, start)
        message = say("Unerwartetes Zeichen „{char}“ an Stelle {position}.", char=char, position=start + 1)
        raise FeelSyntaxError(joined((message, _HINTS[char]), " ") if char in _HINTS else message, start)

    def property(self, position: int) -> Token:
        """The name after a dot: here a keyword is a name too."""
        start = self.skip(position)
        word = WORD.match(self.text, start)
        if word is None:
            raise FeelSyntaxError(say("Nach dem Punkt an Stelle {position} fehlt ein Name.", position=start), start)
        for known in (self.names, PROPERTIES):
            if found := known.match(self.text, start, word[0]):
                return Token("name", found[0], start, found[1])
        return Token("name", word[0], start, word.end())

    def _name(self, start: int, word: re.Match[str]) -> Token:
        if found := self.names.match(self.text, start, word[0]):
            return Token("name", found[0], start, found[1])
        found = self.builtins.match(self.text, start, word[0])
        if found and self.text.startswith("(", self.skip(found[1])):
            return Token("name", found[0], start, found[1])
        kind = "keyword" if word[0] in KEYWORDS else "name"
        return Token(kind, word[0], start, word.end())

    def _string(self, kind: str, start: int, quote: int) -> Token:
        match = _STRING.match(self.text, quote)
        if match is None:
            raise FeelSyntaxError(
                say("Der Text ab Stelle {position} hat kein schließendes Anführungszeichen.", position=start + 1), start
            )
        return Token(kind, unescape(match[1]), start, match.end())


def unescape(text: str) -> str:
    if "\\" not in text:
        return text
    text = _ESCAPE.sub(_unescaped, text)
    # a pair of \u escapes may spell one character beyond the first plane
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescaped(match: re.Match[str]) -> str:
    if code := match[1] or match[2]:
        point = int(code, 16)
        return chr(point) if point <= 0x10FFFF else "\ufffd"
    return _PLAIN_ESCAPES.get(match[3], match[0])


PROPERTIES = KnownNames(["time offset", "start included", "end included"])
