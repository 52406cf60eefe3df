"""Recursive descent with binding powers from text to syntax, DMN 1.5, 10.3.1.2."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Overflow
from typing import NoReturn

from engine.feel import temporal
from engine.feel.lexer import KnownNames, Lexer, Token
from engine.feel.primary import PrimaryParser
from engine.feel.syntax import (
    Arithmetic,
    Between,
    Comparison,
    FeelSyntaxError,
    In,
    InstanceOf,
    Interval,
    Literal,
    Logic,
    Negation,
    Node,
    Tests,
    UnaryComparison,
)
from engine.feel.values import NUMBERS
from engine.sentences import say

LONGEST_TEXT = 65_536
DEEPEST = 60
OR, AND, COMPARE, ADD, MULTIPLY, POWER = range(1, 7)
_ARITHMETIC = {"+": ADD, "-": ADD, "*": MULTIPLY, "/": MULTIPLY, "**": POWER}
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})


class Parser(PrimaryParser):
    """One text. Raises FeelSyntaxError, also for a text that is too long or nested too deep."""

    def __init__(self, text: str, names: Iterable[str], builtins: KnownNames) -> None:
        if len(text) > LONGEST_TEXT:
            raise FeelSyntaxError(
                say("Der FEEL-Ausdruck ist länger als {most} Zeichen.", most=LONGEST_TEXT), LONGEST_TEXT
            )
        self.text = text
        self.lexer = Lexer(text, KnownNames(names), builtins)
        self.depth = 0
        self.token = Token("end", "", 0, 0)

    # --- whole texts

    def parse_expression(self) -> Node:
        start = self.lexer.skip(0)
        self.move(start + 1 if self.text.startswith("=", start) else start)
        node = self.expression()
        self.expect_end()
        return node

    def parse_tests(self) -> Tests:
        self.move(0)
        if self.token.kind == "operator" and self.token.value == "-":
            after = self.lexer.next(self.token.end)
            if after.kind == "end":
                return Tests(())
        negated = self.is_negation()
        if negated:
            self.advance()
            self.expect("(")
        tests = [self.test()]
        while self.accept(","):
            tests.append(self.test())
        if negated:
            self.expect(")")
        self.expect_end()
        return Tests(tuple(tests), negated)

    def is_negation(self) -> bool:
        """not(…) around the whole cell; `not(a) and b` is an expression."""
        if self.token.kind != "name" or self.token.value != "not":
            return False
        saved = self.token
        try:
            self.advance()
            if not self.accept("("):
                return False
            self.test()
            while self.accept(","):
                self.test()
            return self.accept(")") and self.token.kind == "end"
        except FeelSyntaxError:
            return True  # the same fault is met again and reported
        finally:
            self.move(saved.start)

    def test(self) -> Node:
        """A positive unary test."""
        if self.token.kind == "operator" and self.token.value in _COMPARISONS:
            operator = self.token.value
            self.advance()
            return UnaryComparison(operator, self.binary(ADD))
        return self.expression()

    # --- expressions

    def expression(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FeelSyntaxError(
                say("Der FEEL-Ausdruck ist tiefer als {most} Ebenen geschachtelt.", most=DEEPEST), self.token.start
            )
        try:
            return self.keyword_expression() or self.binary(OR)
        finally:
            self.depth -= 1

    def binary(self, power: int) -> Node:
        node = self.unary()
        while True:
            token = self.token
            level = self.level(token)
            if level < power:
                return node
            if level == COMPARE:
                node = self.comparison(node)
            elif level in (OR, AND):
                node = self.logic(node, token.value, level)
            else:
                node = self.arithmetic(node, level)

    @staticmethod
    def level(token: Token) -> int:
        if token.kind == "operator":
            return COMPARE if token.value in _COMPARISONS else _ARITHMETIC.get(token.value, 0)
        if token.kind == "keyword":
            if token.value in ("between", "in"):
                return COMPARE
            return {"or": OR, "and": AND}.get(token.value, 0)
        return 0

    def logic(self, first: Node, operator: str, level: int) -> Node:
        operands = [first]
        while self.accept(operator):
            operands.append(self.binary(level + 1))
        return Logic(operator, tuple(operands))

    def arithmetic(self, first: Node, level: int) -> Node:
        rest = []
        while self.token.kind == "operator" and _ARITHMETIC.get(self.token.value) == level:
            operator = self.token.value
            self.advance()
            rest.append((operator, self.binary(level + 1)))
        return Arithmetic(first, tuple(rest))

    def comparison(self, left: Node) -> Node:
        if self.accept("between"):
            low = self.binary(ADD)
            self.expect("and")
            return Between(left, low, self.binary(ADD))
        if self.accept("in"):
            return In(left, self.in_tests())
        operator = self.token.value
        self.advance()
        if operator == "=" and self.token.value == "=" and self.token.kind == "operator":
            raise FeelSyntaxError(say("FEEL vergleicht mit einem einfachen Gleichheitszeichen."), self.token.start)
        return Comparison(operator, left, self.binary(ADD))

    def in_tests(self) -> tuple[Node, ...]:
        if self.token.kind != "operator" or self.token.value != "(":
            return (self.test_operand(),)
        saved = self.token
        self.advance()
        tests = [self.test()]
        while self.accept(","):
            tests.append(self.test())
        if self.accept(")") and self.token.value not in (".", "[", "+", "-", "*", "/", "**"):
            return tuple(tests)
        self.move(saved.start)
        return (self.binary(ADD),)

    def test_operand(self) -> Node:
        if self.token.kind == "operator" and self.token.value in _COMPARISONS:
            return self.test()
        return self.binary(ADD)

    def unary(self) -> Node:
        if self.token.kind == "operator" and self.token.value == "-":
            self.depth += 1
            if self.depth > DEEPEST:
                raise FeelSyntaxError(say("Zu viele Vorzeichen hintereinander."), self.token.start)
            self.advance()
            operand = self.unary()
            self.depth -= 1
            return Negation(operand)
        node = self.postfix(self.primary())
        if self.token.kind == "keyword" and self.token.value == "instance":
            self.advance()
            position = self.token.start if self.token.value == "of" else -1
            if position < 0:
                self.fail(say("„of“"))
            kind, end = self.type_at(self.token.end)
            self.move(end)
            node = InstanceOf(node, kind)
        return node

    # --- literals

    def literal(self) -> Node | None:
        token = self.token
        if token.kind == "number":
            try:
                number = NUMBERS.create_decimal(token.value)
            except Overflow:
                raise FeelSyntaxError(
                    say("Die Zahl ist zu groß; höchstens 9,99…E6144 ist möglich."), token.start
                ) from None
            self.advance()
            return Literal(number)
        if token.kind == "string":
            self.advance()
            return Literal(token.value)
        if token.kind == "at":
            value = temporal.parse_literal(token.value)
            self.advance()
            return Literal(value)
        if token.kind == "keyword" and token.value in ("true", "false", "null"):
            self.advance()
            return Literal({"true": True, "false": False, "null": None}[token.value])
        return None

    def interval_end(self, start: Node, included: bool) -> Node:
        """After `..`: the end point and one of ) [ ]."""
        self.range_depth += 1
        end = self.binary(ADD)
        self.range_depth -= 1
        closing = self.token.value if self.token.kind == "operator" else ""
        if closing not in (")", "[", "]"):
            self.fail(say("„]“ oder „)“"))
        self.advance()
        return Interval(start, end, included, closing == "]")

    # --- tokens

    def move(self, position: int) -> None:
        self.token = self.lexer.next(position)

    def advance(self) -> None:
        self.token = self.lexer.next(self.token.end)

    def accept(self, value: str) -> bool:
        if self.token.kind in ("operator", "keyword") and self.token.value == value:
            self.advance()
            return True
        return False

    def expect(self, value: str) -> None:
        if not self.accept(value):
            self.fail(say("„{value}“", value=value))

    def expect_end(self) -> None:
        if self.token.kind != "end":
            self.fail(say("das Ende des Ausdrucks"))

    def fail(self, wanted: str) -> NoReturn:
        token = self.token
        found = self.text[token.start : token.end]
        there = say("„{value}“", value=found) if token.kind != "end" else say("das Ende des Ausdrucks")
        raise FeelSyntaxError(
            say(
                "An Stelle {position} wird {wanted} erwartet, dort steht {there}.",
                position=token.start + 1,
                wanted=wanted,
                there=there,
            ),
            token.start,
        )
