"""Parsing types: number, list<number>, context<a: string>, function<number> -> string, names of the model."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import NoReturn

from engine.feel.lexer import WORD, Lexer
from engine.feel.syntax import FeelSyntaxError
from engine.feel.types import ANY, SIMPLE, ContextType, FunctionType, ListType, NamedType, RangeType, Type
from engine.sentences import say

RAW = r"[^\s\"(){}\[\],:=<>][^\"(){}\[\],:=<>]*?"
"""A name as it stands: everything up to a sign that no name holds."""
KEY = re.compile(rf'(?:"((?:[^"\\]|\\.)*)"|({RAW}))\s*:', re.DOTALL)
_TYPE_NAME = re.compile(
    "(" + "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(SIMPLE, key=len, reverse=True)) + r")(?![\w.])"
)


class TypeParser(ABC):
    """The part of a parser that reads types."""

    text: str
    lexer: Lexer

    @abstractmethod
    def move(self, position: int) -> None: ...
    @abstractmethod
    def fail(self, wanted: str) -> NoReturn: ...

    def type_at(self, position: int, depth: int = 0) -> tuple[Type, int]:
        """A type and the position after it."""
        start = self.lexer.skip(position)
        if depth > 20:
            raise FeelSyntaxError(say("Der Typ ist zu tief geschachtelt."), start)
        word = WORD.match(self.text, start)
        if word is None:
            self.move(position)
            self.fail(say("ein Typ"))
        inner = self.lexer.skip(word.end())
        if word[0] in ("list", "range", "context", "function") and self.text.startswith("<", inner):
            return self.generic_type(word[0], inner + 1, depth + 1)
        if known := _TYPE_NAME.match(self.text, start):
            return SIMPLE[" ".join(known[1].split())], known.end()
        found = self.lexer.names.match(self.text, start, word[0])
        name, end = found or (word[0], word.end())
        while self.text.startswith(".", end) and (more := WORD.match(self.text, end + 1)):
            name, end = f"{name}.{more[0]}", more.end()
        return NamedType(name), end

    def generic_type(self, kind: str, position: int, depth: int) -> tuple[Type, int]:
        if kind == "list" or kind == "range":
            item, end = self.type_at(position, depth)
            end = self.type_symbol(">", end)
            return (ListType(item) if kind == "list" else RangeType(item)), end
        entries: list[tuple[str, Type]] = []
        position = self.lexer.skip(position)
        while not self.text.startswith(">", position):
            name = ""
            if kind == "context":
                match = KEY.match(self.text, position)
                if match is None:
                    self.move(position)
                    self.fail(say("ein Name mit Doppelpunkt"))
                name, position = " ".join((match[1] or match[2]).split()), match.end()
            item, position = self.type_at(position, depth)
            entries.append((name, item))
            position = self.lexer.skip(position)
            if self.text.startswith(",", position):
                position = self.lexer.skip(position + 1)
            elif not self.text.startswith(">", position):
                self.type_symbol(">", position)
        if kind == "context":
            return ContextType(tuple(entries)), position + 1
        position = self.type_symbol("->", position + 1)
        result, end = self.type_at(position, depth)
        return FunctionType(tuple(item for _, item in entries), result or ANY), end

    def type_symbol(self, symbol: str, position: int) -> int:
        start = self.lexer.skip(position)
        if not self.text.startswith(symbol, start):
            raise FeelSyntaxError(
                say("An Stelle {position} wird „{symbol}“ erwartet.", position=start + 1, symbol=symbol), start
            )
        return start + len(symbol)
