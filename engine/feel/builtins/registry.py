"""Builtin functions: signatures, choice of the overload, checking of arguments. DMN 1.5, 10.3.4."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.feel.run import Run, Scope
from engine.feel.values import KINDS, BuiltinFunction, Function, kind_of

Evaluator = Callable[[Run, Scope | None], Any]
Body = Callable[..., Any]

_SIGNATURE = re.compile(r"([\w ]+)\((.*)\)")
_PARAMETER = re.compile(r"([\w ]+?)(\?|\.\.\.)?(?:: *(.+))?")
_CLASSES: dict[str, frozenset[type]] = {}
for _class, _kind in KINDS.items():
    _CLASSES[_kind] = _CLASSES.get(_kind, frozenset()) | {_class}


@dataclass(frozen=True, slots=True)
class Parameter:
    """`classes` None takes everything, null included."""

    name: str
    classes: frozenset[type] | None

    def fit(self, value: Any) -> tuple[bool, Any]:
        """Whether the value (or its singleton packing) fits, and what to hand over."""
        cls = value.__class__
        if self.classes is None or cls in self.classes:
            return True, value
        if cls is list and len(value) == 1 and value[0].__class__ in self.classes:
            return True, value[0]
        if list in self.classes and value is not None:
            return True, [value]
        return False, None


@dataclass(frozen=True, slots=True)
class Overload:
    """One signature. A variadic one collects its arguments, from the last parameter on, in a list."""

    parameters: tuple[Parameter, ...]
    required: int
    variadic: bool
    body: Body

    def takes(self, count: int) -> bool:
        return count >= self.required and (self.variadic or count <= len(self.parameters))

    def call(self, run: Run, arguments: Sequence[Any]) -> tuple[bool, Any]:
        """(whether the arguments fit, result)"""
        fitted = []
        last = len(self.parameters) - 1
        for index, argument in enumerate(arguments):
            fits, value = self.parameters[min(index, last)].fit(argument)
            if not fits:
                return False, None
            fitted.append(value)
        if self.variadic:
            return True, self.body(run, *fitted[:last], fitted[last:])
        return True, self.body(run, *fitted)


@dataclass(slots=True)
class Builtin:
    name: str
    overloads: list[Overload] = field(default_factory=list)

    @property
    def value(self) -> BuiltinFunction:
        """The function as a FEEL value."""
        first = self.overloads[0]
        params = [parameter.name for parameter in first.parameters[: first.required]]
        return BuiltinFunction(params, self.call, self.call_named, self.name)

    def call(self, run: Run, arguments: Sequence[Any]) -> Any:
        return self._choose(run, arguments, [o for o in self.overloads if o.takes(len(arguments))])

    def call_named(self, run: Run, arguments: Mapping[str, Any]) -> Any:
        given: list[Any] = []
        fitting: list[Overload] = []
        for overload in self.overloads:
            order = [parameter.name for parameter in overload.parameters][: len(arguments)]
            if overload.takes(len(arguments)) and set(order) == set(arguments):
                given = [arguments[name] for name in order]
                fitting.append(overload)
        return self._choose(run, given, fitting)

    def compiled(self, arguments: tuple[Evaluator, ...], names: tuple[str, ...]) -> Evaluator:
        """A call in a text: what the number and names of the arguments tell is decided here, once."""
        if names:
            return lambda run, scope: self.call_named(
                run, {name: argument(run, scope) for name, argument in zip(names, arguments, strict=True)}
            )
        overloads = [o for o in self.overloads if o.takes(len(arguments))]
        return lambda run, scope: self._choose(run, [argument(run, scope) for argument in arguments], overloads)

    def _choose(self, run: Run, arguments: Sequence[Any], overloads: Sequence[Overload]) -> Any:
        run.meter.spend()
        try:
            for overload in overloads:
                fits, result = overload.call(run, arguments)
                if fits:
                    if isinstance(result, (str, list, dict)):
                        run.meter.pay(result)
                    return result
        except ArithmeticError:
            return run.note(f"Das Ergebnis von „{self.name}“ lässt sich nicht darstellen.")
        given = ", ".join(kind_of(argument) for argument in arguments)
        return run.note(f"Die Funktion „{self.name}“ gibt es nicht für ({given}).")


BUILTINS: dict[str, Builtin] = {}


def feel(*signatures: str) -> Callable[[Body], Body]:
    """Register a function as builtin under signatures like "substring(string: string, length?: number)".

    `?` marks optional, `...` variadic parameters; types are kinds joined with "|", none means anything. The body
    gets the run and the arguments, and may return None with `run.note`.
    """

    def register(body: Body) -> Body:
        for signature in signatures:
            match = _SIGNATURE.fullmatch(signature)
            assert match, signature
            builtin = BUILTINS.setdefault(match[1], Builtin(match[1]))
            builtin.overloads.append(_overload(match[2], body))
        return body

    return register


def _overload(text: str, body: Body) -> Overload:
    parameters, required, variadic = [], 0, False
    for part in filter(None, (p.strip() for p in text.split(","))):
        match = _PARAMETER.fullmatch(part)
        assert match, part
        parameters.append(Parameter(match[1], _classes(match[3])))
        variadic = match[2] == "..."
        required += match[2] != "?"
    return Overload(tuple(parameters), required, variadic, body)


def _classes(kinds: str | None) -> frozenset[type] | None:
    if kinds is None:
        return None
    result: frozenset[type] = frozenset()
    for kind in kinds.split("|"):
        result |= _CLASSES[kind.strip()]
    return result


def is_function(value: Any) -> bool:
    return isinstance(value, Function)
