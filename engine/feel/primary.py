"""Parsing what operators work on: names, calls, lists, contexts, ranges, loops, functions."""

from __future__ import annotations

import re
from abc import abstractmethod

from engine.feel.lexer import Token, unescape
from engine.feel.syntax import (
    Call,
    Context,
    FeelSyntaxError,
    Filter,
    For,
    FunctionDefinition,
    If,
    Iterator,
    ListOf,
    Name,
    Node,
    Path,
    Quantified,
    UnaryComparison,
)
from engine.feel.type_syntax import KEY, RAW, TypeParser
from engine.feel.types import Type
from engine.sentences import say

LONGEST_CHAIN = 100
_ARGUMENT = re.compile(r"([^\W\d][^\"(){}\[\],:=<>]*?)\s*:")
_LOOP_NAME = re.compile(rf"({RAW})\s+in(?!\w)")
_PARAMETER = re.compile(rf"({RAW})\s*(?=[:,)])")


class PrimaryParser(TypeParser):
    token: Token
    range_depth = 0

    @abstractmethod
    def expression(self) -> Node: ...
    @abstractmethod
    def literal(self) -> Node | None: ...
    @abstractmethod
    def test(self) -> Node: ...
    @abstractmethod
    def interval_end(self, start: Node, included: bool) -> Node: ...
    @abstractmethod
    def advance(self) -> None: ...
    @abstractmethod
    def accept(self, value: str) -> bool: ...
    @abstractmethod
    def expect(self, value: str) -> None: ...

    def keyword_expression(self) -> Node | None:
        token = self.token
        if token.kind != "keyword":
            return None
        match token.value:
            case "if":
                return self.if_expression()
            case "for":
                return self.for_expression()
            case "some" | "every":
                return self.quantified(token.value)
            case "function" if self.text.startswith("(", self.lexer.skip(token.end)):
                return self.function_definition()
        return None

    def primary(self) -> Node:
        if (literal := self.literal()) is not None:
            return literal
        token = self.token
        if token.kind == "name" or (token.kind == "operator" and token.value == "?"):
            self.advance()
            return Name(token.value)
        if token.kind == "operator":
            match token.value:
                case "(":
                    return self.parenthesis()
                case "[":
                    return self.bracket()
                case "]":
                    self.advance()
                    start = self.expression()
                    self.expect("..")
                    return self.interval_end(start, False)
                case "{":
                    return self.context()
        node = self.keyword_expression()
        if node is None:
            self.fail(say("ein Wert"))
        return node

    def parenthesis(self) -> Node:
        self.advance()
        node = self.test()
        if isinstance(node, UnaryComparison):
            self.expect(")")
            return node
        if self.accept(".."):
            return self.interval_end(node, False)
        self.expect(")")
        return node

    def bracket(self) -> Node:
        self.advance()
        saved, self.range_depth = self.range_depth, 0
        try:
            items: list[Node] = []
            if self.accept("]"):
                return ListOf(())
            items.append(self.test())
            if self.accept(".."):
                return self.interval_end(items[0], True)
            while self.accept(","):
                items.append(self.test())
            self.expect("]")
            return ListOf(tuple(items))
        finally:
            self.range_depth = saved

    def context(self) -> Node:
        position = self.lexer.skip(self.token.end)
        entries: list[tuple[str, Node]] = []
        if self.text.startswith("}", position):
            self.move(position + 1)
            return Context(())
        while True:
            match = KEY.match(self.text, self.lexer.skip(position))
            if match is None:
                self.move(position)
                self.fail(say("ein Name mit Doppelpunkt"))
            name = unescape(match[1]) if match[1] is not None else " ".join(match[2].split())
            self.move(match.end())
            entries.append((name, self.expression()))
            self.lexer.names.add(name)
            position = self.token.end
            if self.accept("}"):
                return Context(tuple(entries))
            if self.token.value != "," or self.token.kind != "operator":
                self.fail(say("„,“ oder „}“"))

    def postfix(self, node: Node) -> Node:
        for _ in range(LONGEST_CHAIN):
            token = self.token
            if token.kind != "operator":
                return node
            if token.value == ".":
                self.token = self.lexer.property(token.end)
                node = Path(node, self.token.value)
                self.advance()
            elif token.value == "(":
                node = self.call(node)
            elif token.value == "[":
                filtered = self.filter(node)
                if filtered is None:
                    return node
                node = filtered
            else:
                return node
        raise FeelSyntaxError(say("Mehr als {most} Glieder hintereinander.", most=LONGEST_CHAIN), self.token.start)

    def filter(self, node: Node) -> Node | None:
        """`a[…]`; inside a range a `[` may instead close it: (1..5["""
        opening = self.token
        saved, self.range_depth = self.range_depth, 0
        try:
            self.advance()
            predicate = self.test()
            self.expect("]")
            return Filter(node, predicate)
        except FeelSyntaxError:
            if not saved:
                raise
            self.move(opening.start)
            return None
        finally:
            self.range_depth = saved

    def call(self, target: Node) -> Node:
        self.advance()
        saved, self.range_depth = self.range_depth, 0
        arguments: list[Node] = []
        names: list[str] = []
        while not self.accept(")"):
            if arguments:
                self.expect(",")
            if match := _ARGUMENT.match(self.text, self.token.start):
                names.append(" ".join(match[1].split()))
                self.move(match.end())
            arguments.append(self.expression())
        self.range_depth = saved
        if names and len(names) != len(arguments):
            raise FeelSyntaxError(say("Entweder tragen alle Argumente einen Namen oder keines."), self.token.start)
        return Call(target, tuple(arguments), tuple(names))

    # --- if, for, some, every, function

    def if_expression(self) -> Node:
        self.advance()
        condition = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        return If(condition, then, self.expression())

    def iterators(self) -> tuple[Iterator, ...]:
        found: list[Iterator] = []
        position = self.token.end
        while True:
            match = _LOOP_NAME.match(self.text, self.lexer.skip(position))
            if match is None:
                self.move(position)
                self.fail(say("„Name in Liste“"))
            name = " ".join(match[1].split())
            self.move(match.end())
            source = self.expression()
            end = self.expression() if self.accept("..") else None
            self.lexer.names.add(name)
            self.move(self.token.start)
            found.append(Iterator(name, source, end))
            position = self.token.end
            if self.token.kind != "operator" or self.token.value != ",":
                return tuple(found)

    def for_expression(self) -> Node:
        iterators = self.iterators()
        self.expect("return")
        return For(iterators, self.expression())

    def quantified(self, kind: str) -> Node:
        iterators = self.iterators()
        self.expect("satisfies")
        return Quantified(kind, iterators, self.expression())

    def function_definition(self) -> Node:
        position = self.lexer.skip(self.token.end) + 1
        params: list[str] = []
        types: list[Type | None] = []
        while not self.text.startswith(")", self.lexer.skip(position)):
            match = _PARAMETER.match(self.text, self.lexer.skip(position))
            if match is None:
                self.move(position)
                self.fail(say("ein Parametername"))
            params.append(" ".join(match[1].split()))
            self.lexer.names.add(params[-1])
            position = self.lexer.skip(match.end())
            kind = None
            if self.text.startswith(":", position):
                kind, position = self.type_at(position + 1)
            types.append(kind)
            position = self.lexer.skip(position)
            if self.text.startswith(",", position):
                position += 1
        self.move(self.lexer.skip(position) + 1)
        external = self.accept("external")
        return FunctionDefinition(tuple(params), tuple(types), self.expression(), external)
