"""Functions as values: defining them in their scope, calling them with checked arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.feel.run import Run, Scope
from engine.feel.types import Type, coerce
from engine.feel.values import BuiltinFunction, Function, kind_of

Evaluator = Callable[[Run, Scope | None], Any]


def function(params: tuple[str, ...], types: Sequence[Type | None], body: Evaluator) -> Evaluator:
    def define(run: Run, scope: Scope | None) -> Function:
        home = run.context

        def apply(run: Run, arguments: Sequence[Any]) -> Any:
            caller, run.context = run.context, home
            try:
                return body(run, Scope(dict(zip(params, arguments, strict=True)), scope))
            finally:
                run.context = caller

        return Function(params, apply, types=types)

    return define


def call(target: Evaluator, arguments: tuple[Evaluator, ...], names: tuple[str, ...]) -> Evaluator:
    def apply(run: Run, scope: Scope | None) -> Any:
        function = target(run, scope)
        values = [argument(run, scope) for argument in arguments]
        if names:
            return invoke_named(run, function, dict(zip(names, values, strict=True)))
        return invoke(run, function, values)

    return apply


def invoke(run: Run, function: Any, arguments: Sequence[Any]) -> Any:
    """Call a function value. Wrong count or type of arguments gives null with a note."""
    if not isinstance(function, Function):
        return run.note(f"{kind_of(function)} ist keine Funktion.")
    run.meter.enter()
    try:
        if isinstance(function, BuiltinFunction):
            return function.call(run, arguments)
        if len(arguments) != len(function.params):
            return run.note(f"Die Funktion erwartet {len(function.params)} Argumente, nicht {len(arguments)}.")
        fitted = []
        for name, kind, argument in zip(function.params, function.types, arguments, strict=True):
            value = argument if kind is None else coerce(kind, argument)
            if value is None and argument is not None:
                return run.note(f"Das Argument „{name}“ hat den falschen Typ.")
            fitted.append(value)
        result = function.call(run, fitted)
        return result if function.result is None else coerce(function.result, result)
    finally:
        run.meter.leave()


def invoke_named(run: Run, function: Any, arguments: Mapping[str, Any]) -> Any:
    if isinstance(function, BuiltinFunction):
        return function.named(run, arguments)
    if isinstance(function, Function) and set(function.params) == set(arguments):
        return invoke(run, function, [arguments[name] for name in function.params])
    return run.note("Die Namen der Argumente passen nicht zur Funktion.")
