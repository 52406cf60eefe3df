"""From syntax to closures `(run, scope) -> value`. Names are resolved here, once, as far as the text tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.feel import calls, control, operators, syntax
from engine.feel.builtins import BUILTINS
from engine.feel.properties import property_of
from engine.feel.run import Run, Scope
from engine.feel.types import Type, resolve
from engine.feel.values import Range

Evaluator = Callable[[Run, Scope | None], Any]
Frames = tuple[frozenset[str] | None, ...]
"""Static picture of the scopes, outermost first; None is an item of a filter, whose names are not known."""


class Compiler:
    """Compiles one expression and notes which names it reads. `types` are those of the surrounding model."""

    def __init__(self, types: Mapping[str, Type] | None = None) -> None:
        self.types = types or {}
        self.names: set[str] = set()
        self.possible_names: set[str] = set()
        self.builtin_names: set[str] = set()
        self.called: dict[str, None] = {}

    def compile(self, node: syntax.Node, frames: Frames = ()) -> Evaluator:
        return _METHODS[node.__class__](self, node, frames)

    def all(self, nodes: tuple[syntax.Node, ...], frames: Frames) -> tuple[Evaluator, ...]:
        return tuple(self.compile(node, frames) for node in nodes)

    # --- names and values

    def literal(self, node: syntax.Literal, frames: Frames) -> Evaluator:
        value = node.value
        return lambda run, scope: value

    def name(self, node: syntax.Name, frames: Frames) -> Evaluator:
        name = node.name
        for hops, names in enumerate(reversed(frames)):
            if names is None:
                if name not in BUILTINS and not any(n and name in n for n in frames):
                    self.possible_names.add(name)
                return control.searched_name(name)
            if name in names:
                return control.local_name(name, hops)
        if name not in BUILTINS:
            self.names.add(name)
            return control.context_name(name)
        self.builtin_names.add(name)
        builtin = BUILTINS[name].value

        def read(run: Run, scope: Scope | None) -> Any:
            return run.settle(name, run.context[name]) if name in run.context else builtin

        return read

    def path(self, node: syntax.Path, frames: Frames) -> Evaluator:
        base, name = self.compile(node.base, frames), node.name

        def read(run: Run, scope: Scope | None) -> Any:
            value = base(run, scope)
            if value.__class__ is dict and name in value:
                return value[name]
            return property_of(run, value, name)

        return read

    def filter(self, node: syntax.Filter, frames: Frames) -> Evaluator:
        predicate = self.compile(node.predicate, (*frames, frozenset({"item"}), None))
        return control.filtered(self.compile(node.base, frames), predicate)

    def list_of(self, node: syntax.ListOf, frames: Frames) -> Evaluator:
        items = self.all(node.items, frames)
        return lambda run, scope: [item(run, scope) for item in items]

    def context(self, node: syntax.Context, frames: Frames) -> Evaluator:
        entries = []
        before: frozenset[str] = frozenset()
        for name, value in node.entries:
            # a function may call itself by the name of its entry
            visible = before | {name} if isinstance(value, syntax.FunctionDefinition) else before
            entries.append((name, self.compile(value, (*frames, visible))))
            before |= {name}
        return control.context(tuple(entries), duplicates=len(before) != len(node.entries))

    def interval(self, node: syntax.Interval, frames: Frames) -> Evaluator:
        start, end = self.compile(node.start, frames), self.compile(node.end, frames)
        return control.interval(start, end, node.start_included, node.end_included)

    # --- operators

    def negation(self, node: syntax.Negation, frames: Frames) -> Evaluator:
        operand, negate = self.compile(node.operand, frames), operators.negate
        return lambda run, scope: negate(run, operand(run, scope))

    def arithmetic(self, node: syntax.Arithmetic, frames: Frames) -> Evaluator:
        first = self.compile(node.first, frames)
        rest = tuple((symbol, self.compile(operand, frames)) for symbol, operand in node.rest)
        apply = operators.arithmetic

        def compute(run: Run, scope: Scope | None) -> Any:
            value = first(run, scope)
            for symbol, operand in rest:
                value = apply(run, symbol, value, operand(run, scope))
            return value

        return compute

    def logic(self, node: syntax.Logic, frames: Frames) -> Evaluator:
        operands = self.all(node.operands, frames)
        decisive = node.operator == "or"

        def decide(run: Run, scope: Scope | None) -> Any:
            result: bool | None = not decisive
            for operand in operands:
                value = operand(run, scope)
                if value is decisive:
                    return decisive
                if value.__class__ is not bool:
                    result = None
            return result

        return decide

    def comparison(self, node: syntax.Comparison, frames: Frames) -> Evaluator:
        left, right = self.compile(node.left, frames), self.compile(node.right, frames)
        return control.comparison(node.operator, left, right)

    def between(self, node: syntax.Between, frames: Frames) -> Evaluator:
        operand, low, high = self.all((node.operand, node.low, node.high), frames)
        order = operators.order

        def decide(run: Run, scope: Scope | None) -> Any:
            value = operand(run, scope)
            above = order(run, ">=", value, low(run, scope))
            return above if above is False else (order(run, "<=", value, high(run, scope)) if above else None)

        return decide

    def instance_of(self, node: syntax.InstanceOf, frames: Frames) -> Evaluator:
        operand, kind = self.compile(node.operand, frames), resolve(node.type, self.types)
        return lambda run, scope: kind.conforms(operand(run, scope))

    # --- tests

    def unary_comparison(self, node: syntax.UnaryComparison, frames: Frames) -> Evaluator:
        """Outside of a test `(> 5)` is a range."""
        operand, symbol = self.compile(node.operand, frames), node.operator
        return lambda run, scope: _open_range(symbol, operand(run, scope))

    def in_(self, node: syntax.In, frames: Frames) -> Evaluator:
        operand = self.compile(node.operand, frames)
        tests = tuple(self.test(test, frames) for test in node.tests)

        def decide(run: Run, scope: Scope | None) -> bool | None:
            value = operand(run, scope)
            result: bool | None = False
            for test in tests:
                found = test(run, scope, value)
                if found is True:
                    return True
                if found is None:
                    result = None
            return result

        return decide

    def test(self, node: syntax.Node, frames: Frames) -> Callable[[Run, Scope | None, Any], bool | None]:
        """A positive unary test against a value; one that reads `?` decides by itself."""
        if isinstance(node, syntax.UnaryComparison):
            operand, symbol, compare = self.compile(node.operand, frames), node.operator, operators.compare
            return lambda run, scope, value: compare(run, symbol, value, operand(run, scope))
        evaluate, member, asks = self.compile(node, frames), operators.member, control.reads_input(node)
        asks = asks or isinstance(node, syntax.Interval)  # a range with a null end is null, not a test for null

        def decide(run: Run, scope: Scope | None, value: Any) -> Any:
            test = evaluate(run, scope)
            if asks and (test.__class__ is bool or test is None):
                return test
            return member(run, value, test)

        return decide

    # --- control

    def if_(self, node: syntax.If, frames: Frames) -> Evaluator:
        condition, then, otherwise = self.all((node.condition, node.then, node.otherwise), frames)
        return lambda run, scope: then(run, scope) if condition(run, scope) is True else otherwise(run, scope)

    def for_(self, node: syntax.For, frames: Frames) -> Evaluator:
        iterators, inner = self.iterators(node.iterators, frames, frozenset({"partial"}))
        return control.for_loop(iterators, self.compile(node.body, inner))

    def quantified(self, node: syntax.Quantified, frames: Frames) -> Evaluator:
        iterators, inner = self.iterators(node.iterators, frames, frozenset())
        return control.quantified(node.kind == "some", iterators, self.compile(node.condition, inner))

    def iterators(
        self, nodes: tuple[syntax.Iterator, ...], frames: Frames, more: frozenset[str]
    ) -> tuple[tuple[control.Iteration, ...], Frames]:
        compiled = []
        for node in nodes:
            end = self.compile(node.end, frames) if node.end is not None else None
            compiled.append(control.Iteration(node.name, self.compile(node.source, frames), end))
            frames = (*frames, frozenset({node.name}) | more)
        return tuple(compiled), frames

    def function_definition(self, node: syntax.FunctionDefinition, frames: Frames) -> Evaluator:
        types = tuple(resolve(kind, self.types) if kind else None for kind in node.types)
        if node.external:
            return lambda run, scope: run.note("Externe Funktionen führt FEEL hier nicht aus.")
        body = self.compile(node.body, (*frames, frozenset(node.params)))
        return calls.function(node.params, types, body)

    def call(self, node: syntax.Call, frames: Frames) -> Evaluator:
        arguments = self.all(node.arguments, frames)
        target = node.target
        if isinstance(target, syntax.Name):
            bound = any(names and target.name in names for names in frames)
            if not bound and target.name in BUILTINS:
                return BUILTINS[target.name].compiled(arguments, node.names)
            if not bound:
                self.called[target.name] = None
        function = self.compile(target, frames)
        return calls.call(function, arguments, node.names)


def _open_range(symbol: str, value: Any) -> Range:
    if symbol in ("<", "<="):
        return Range(None, value, False, symbol == "<=")
    if symbol in (">", ">="):
        return Range(value, None, symbol == ">=", False)
    return Range(value, value, symbol == "=", symbol == "=", symbol)


_METHODS: dict[type, Callable[[Compiler, Any, Frames], Evaluator]] = {
    syntax.Literal: Compiler.literal,
    syntax.Name: Compiler.name,
    syntax.Path: Compiler.path,
    syntax.Filter: Compiler.filter,
    syntax.Call: Compiler.call,
    syntax.Negation: Compiler.negation,
    syntax.Arithmetic: Compiler.arithmetic,
    syntax.Logic: Compiler.logic,
    syntax.Comparison: Compiler.comparison,
    syntax.Between: Compiler.between,
    syntax.UnaryComparison: Compiler.unary_comparison,
    syntax.In: Compiler.in_,
    syntax.InstanceOf: Compiler.instance_of,
    syntax.If: Compiler.if_,
    syntax.For: Compiler.for_,
    syntax.Quantified: Compiler.quantified,
    syntax.FunctionDefinition: Compiler.function_definition,
    syntax.ListOf: Compiler.list_of,
    syntax.Context: Compiler.context,
    syntax.Interval: Compiler.interval,
}
