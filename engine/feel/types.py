"""FEEL types: what `instance of` and typed parameters ask for, DMN 1.5, 10.3.2.9."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.feel.values import KINDS, Function, Range


class Type:
    """A set of values. `conforms` is never asked about null by `coerce`."""

    __slots__ = ()

    def conforms(self, value: Any) -> bool:
        raise NotImplementedError

    def accepts(self, other: Type) -> bool:
        """Whether every value of `other` is one of this type, as far as the types tell."""
        return self == other


@dataclass(frozen=True, slots=True)
class AnyType(Type):
    def conforms(self, value: Any) -> bool:
        return value is not None

    def accepts(self, other: Type) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class SimpleType(Type):
    kinds: frozenset[str]

    def conforms(self, value: Any) -> bool:
        return KINDS.get(value.__class__) in self.kinds

    def accepts(self, other: Type) -> bool:
        return isinstance(other, SimpleType) and other.kinds <= self.kinds


@dataclass(frozen=True, slots=True)
class ListType(Type):
    item: Type

    def conforms(self, value: Any) -> bool:
        return value.__class__ is list and all(i is None or self.item.conforms(i) for i in value)

    def accepts(self, other: Type) -> bool:
        return isinstance(other, ListType) and self.item.accepts(other.item)


@dataclass(frozen=True, slots=True)
class ContextType(Type):
    entries: tuple[tuple[str, Type], ...]

    def conforms(self, value: Any) -> bool:
        return value.__class__ is dict and all(
            name in value and (value[name] is None or kind.conforms(value[name])) for name, kind in self.entries
        )

    def accepts(self, other: Type) -> bool:
        if not isinstance(other, ContextType):
            return False
        theirs = dict(other.entries)
        return all(name in theirs and kind.accepts(theirs[name]) for name, kind in self.entries)


@dataclass(frozen=True, slots=True)
class RangeType(Type):
    item: Type

    def conforms(self, value: Any) -> bool:
        return value.__class__ is Range and all(
            end is None or self.item.conforms(end) for end in (value.start, value.end)
        )

    def accepts(self, other: Type) -> bool:
        return isinstance(other, RangeType) and self.item.accepts(other.item)


@dataclass(frozen=True, slots=True)
class FunctionType(Type):
    params: tuple[Type, ...]
    result: Type

    def conforms(self, value: Any) -> bool:
        if not isinstance(value, Function) or len(value.params) != len(self.params):
            return False
        fits = (mine is None or mine.accepts(wanted) for mine, wanted in zip(value.types, self.params, strict=True))
        return all(fits) and (value.result is None or self.result.accepts(value.result))

    def accepts(self, other: Type) -> bool:
        return (
            isinstance(other, FunctionType)
            and len(other.params) == len(self.params)
            and all(theirs.accepts(mine) for mine, theirs in zip(self.params, other.params, strict=True))
            and self.result.accepts(other.result)
        )


@dataclass(frozen=True, slots=True)
class NamedType(Type):
    """A type of the surrounding model that is looked up when the expression is compiled."""

    name: str

    def conforms(self, value: Any) -> bool:
        return False


ANY = AnyType()
SIMPLE: Mapping[str, Type] = {
    "Any": ANY,
    "Null": SimpleType(frozenset({"null"})),
    "number": SimpleType(frozenset({"number"})),
    "string": SimpleType(frozenset({"string"})),
    "boolean": SimpleType(frozenset({"boolean"})),
    "date": SimpleType(frozenset({"date"})),
    "time": SimpleType(frozenset({"time"})),
    "date and time": SimpleType(frozenset({"date and time"})),
    "dateTime": SimpleType(frozenset({"date and time"})),
    "days and time duration": SimpleType(frozenset({"days and time duration"})),
    "dayTimeDuration": SimpleType(frozenset({"days and time duration"})),
    "years and months duration": SimpleType(frozenset({"years and months duration"})),
    "yearMonthDuration": SimpleType(frozenset({"years and months duration"})),
    "duration": SimpleType(frozenset({"days and time duration", "years and months duration"})),
    "list": SimpleType(frozenset({"list"})),
    "context": SimpleType(frozenset({"context"})),
    "range": SimpleType(frozenset({"range"})),
    "function": SimpleType(frozenset({"function"})),
}


def resolve(kind: Type, known: Mapping[str, Type]) -> Type:
    """The same type with every NamedType replaced that `known` has."""
    if isinstance(kind, NamedType):
        return known.get(kind.name, kind)
    if isinstance(kind, ListType):
        return ListType(resolve(kind.item, known))
    if isinstance(kind, RangeType):
        return RangeType(resolve(kind.item, known))
    if isinstance(kind, ContextType):
        return ContextType(tuple((name, resolve(item, known)) for name, item in kind.entries))
    if isinstance(kind, FunctionType):
        return FunctionType(tuple(resolve(p, known) for p in kind.params), resolve(kind.result, known))
    return kind


def coerce(kind: Type, value: Any) -> Any:
    """The value as that type: itself, a singleton unpacked or packed, a date as midnight UTC; else None.

    DMN 1.5, 10.3.2.9.4.
    """
    if value is None or kind.conforms(value):
        return value
    if value.__class__ is list and len(value) == 1 and value[0] is not None and kind.conforms(value[0]):
        return value[0]
    if value.__class__ is not list and kind.conforms([value]):
        return [value]
    if value.__class__ is dt.date:
        midnight = dt.datetime.combine(value, dt.time(tzinfo=dt.UTC))
        if kind.conforms(midnight):
            return midnight
    return None


def unwrapped(kind: Type) -> Type:
    """What a named type of a model stands for; any other type is itself."""
    actual = getattr(kind, "actual", None)
    return actual() if actual is not None else kind
