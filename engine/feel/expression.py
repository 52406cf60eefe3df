"""Expressions and unary tests, parsed and compiled once: what other rooms hold in their hands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from engine.feel import operators
from engine.feel.budget import Budget, BudgetExceeded
from engine.feel.builtins import BUILTINS
from engine.feel.compile import Compiler, Frames
from engine.feel.lexer import KnownNames
from engine.feel.parser import Parser
from engine.feel.run import Run, Scope
from engine.feel.syntax import FeelSyntaxError, Literal, Node, Tests
from engine.feel.types import Type
from engine.feel.values import SCALARS
from engine.sentences import say

BUILTIN_NAMES = KnownNames(name for name in BUILTINS if " " in name)
_NO_TYPES: Mapping[str, Type] = {}
_INPUT = frozenset({"?"})
N = TypeVar("N", bound=Node)


class _Compiled:
    """What an expression and a cell have in common.

    `names` are the variables it surely reads, `possible_names` those that a filter may read from its items
    instead, `builtin_names` those of functions that it reads without calling them (a variable of that name wins),
    `unknown_functions` the called names that are neither builtin nor bound in the text.
    """

    __slots__ = ("builtin_names", "names", "possible_names", "text", "unknown_functions")

    def __init__(self, text: str, compiler: Compiler) -> None:
        self.text = text
        self.names = frozenset(compiler.names)
        self.possible_names = frozenset(compiler.possible_names - compiler.names)
        self.builtin_names = frozenset(compiler.builtin_names)
        self.unknown_functions = tuple(compiler.called)


class Expression(_Compiled):
    """A parsed FEEL expression; immutable, to be shared."""

    __slots__ = ("_evaluate",)

    def __init__(self, text: str, node: Node, types: Mapping[str, Type], bound: Frames = ()) -> None:
        compiler = Compiler(types)
        self._evaluate = compiler.compile(node, bound)
        super().__init__(text, compiler)

    def evaluate(
        self, context: Mapping[str, Any], *, now: dt.datetime | None = None, budget: Budget | None = None
    ) -> Any:
        """The value; null where FEEL has none. Raises BudgetExceeded."""
        return self.run(Run(context, now, budget))

    def evaluate_with_diagnostics(
        self, context: Mapping[str, Any], *, now: dt.datetime | None = None, budget: Budget | None = None
    ) -> tuple[Any, list[str]]:
        """The value, and German sentences about what became null on the way."""
        run = Run(context, now, budget)
        return self.run(run), run.diagnostics

    def run(self, run: Run, scope: Scope | None = None) -> Any:
        """Evaluate within a run that others share, as decisions do."""
        try:
            value = self._evaluate(run, scope)
        except RecursionError:
            raise BudgetExceeded(say("Der FEEL-Ausdruck ruft sich zu tief selbst auf.")) from None
        if value.__class__ not in SCALARS:
            operators.weigh(run, value)
        return value


class UnaryTests(_Compiled):
    """A decision cell. `constants` is set when the cell is nothing but literals: then membership decides."""

    __slots__ = ("_tests", "constants", "negated")

    def __init__(self, text: str, node: Tests, types: Mapping[str, Type], bound: Frames = ()) -> None:
        compiler = Compiler(types)
        self._tests = tuple(compiler.test(test, (*bound, _INPUT)) for test in node.tests)
        self.negated = node.negated
        self.constants = _constants(node)
        super().__init__(text, compiler)

    @property
    def matches_all(self) -> bool:
        """The cell is "-"."""
        return not self._tests

    def matches(
        self,
        value: Any,
        context: Mapping[str, Any],
        *,
        now: dt.datetime | None = None,
        budget: Budget | None = None,
    ) -> bool | None:
        """Whether the value passes; null when it cannot be told. Raises BudgetExceeded."""
        run = Run({"?": value}, now, budget)
        value = run.context["?"] if value.__class__ in SCALARS else run.settle("?", value)
        run.context = context
        return self.run(run, value)

    def run(self, run: Run, value: Any, scope: Scope | None = None) -> bool | None:
        """Test within a run that others share; `value` is a FEEL value."""
        if not self._tests:
            return True
        inner = Scope({"?": value}, scope)
        result: bool | None = False
        try:
            for test in self._tests:
                found = test(run, inner, value)
                if found is True:
                    return not self.negated
                if found is None:
                    result = None
        except RecursionError:
            raise BudgetExceeded(say("Der FEEL-Ausdruck ruft sich zu tief selbst auf.")) from None
        return None if result is None else self.negated


def _constants(node: Tests) -> frozenset[Any] | None:
    values = [test.value for test in node.tests if isinstance(test, Literal)]
    if not values or len(values) != len(node.tests) or any(value.__class__ is not str for value in values):
        return None
    return frozenset(values)


def parse(
    text: str, *, names: Iterable[str] = (), types: Mapping[str, Type] | None = None, bound: Frames = ()
) -> Expression:
    """Parse an expression; a leading "=" is optional. Raises FeelSyntaxError.

    `names` are known names that hold spaces or operators, `types` those that `instance of` may name, `bound` the
    names of the scopes that `run` will be given, outermost first.
    """
    return Expression(text, _parsed(text, names, Parser.parse_expression), types or _NO_TYPES, bound)


def parse_unary_tests(
    text: str, *, names: Iterable[str] = (), types: Mapping[str, Type] | None = None, bound: Frames = ()
) -> UnaryTests:
    """Parse a decision cell. Raises FeelSyntaxError."""
    return UnaryTests(text, _parsed(text, names, Parser.parse_tests), types or _NO_TYPES, bound)


def _parsed(text: str, names: Iterable[str], read: Callable[[Parser], N]) -> N:
    try:
        return read(Parser(text, names, BUILTIN_NAMES))
    except RecursionError:
        raise FeelSyntaxError(say("Der FEEL-Ausdruck ist zu tief geschachtelt."), 0) from None


@lru_cache(maxsize=4096)
def cached(text: str) -> Expression:
    return parse(text)


def evaluate(
    text: str, context: Mapping[str, Any], *, now: dt.datetime | None = None, budget: Budget | None = None
) -> Any:
    """Value of a text; parsed once, remembered. Raises FeelSyntaxError and BudgetExceeded."""
    return cached(text).evaluate(context, now=now, budget=budget)
