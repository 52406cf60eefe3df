"""Item definitions: types with components, collections and allowed values. DMN 1.5, 7.3.2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.dmn.xml import Element, attribute, child, children, clean, text_of
from engine.feel import FeelSyntaxError, UnaryTests, parse_unary_tests
from engine.feel.budget import BudgetExceeded
from engine.feel.run import Run
from engine.feel.types import ANY, SIMPLE, ContextType, FunctionType, ListType, Type, unwrapped

_DEEPEST = 60


@dataclass(frozen=True, slots=True, eq=False)
class AllowedType(Type):
    """A type with allowed values."""

    base: Type
    allowed: UnaryTests

    def conforms(self, value: Any) -> bool:
        if not self.base.conforms(value):
            return False
        try:
            return self.allowed.run(Run({}), value) is True
        except BudgetExceeded:
            return False

    def accepts(self, other: Type) -> bool:
        return self is other or self.base.accepts(other)


@dataclass(frozen=True, slots=True, eq=False)
class ItemType(Type):
    """A named type, looked up when it is asked, because definitions come in any order and may be circular."""

    name: str
    table: Mapping[str, Type]

    def actual(self) -> Type:
        kind: Type = self
        for _ in range(_DEEPEST):
            if not isinstance(kind, ItemType):
                return kind
            kind = self.table.get(kind.name, ANY)
        return ANY

    def conforms(self, value: Any) -> bool:
        return self.actual().conforms(value)

    def accepts(self, other: Type) -> bool:
        return self.actual().accepts(unwrapped(other))


def reference(text: str | None, table: Mapping[str, Type]) -> Type | None:
    """The type of a typeRef, None for none or Any. Prefixes of FEEL and XML Schema mean nothing."""
    name = clean(text)
    if not name or name == "Any":
        return None
    if name in table:
        return ItemType(name, table)
    simple = name.rpartition(":")[2]
    if simple.startswith("feel."):
        simple = simple[5:]
    if simple in SIMPLE:
        return SIMPLE[simple] if simple != "Any" else None
    if simple in _XML_SCHEMA:
        return SIMPLE[_XML_SCHEMA[simple]]
    return ItemType(simple, table) if simple in table else None


_XML_SCHEMA = {
    **dict.fromkeys(("integer", "int", "long", "double", "float", "decimal"), "number"),
    "duration": "duration",
    "days and time duration": "days and time duration",
}


def read_types(root: Element, imported: Mapping[str, Type], *, constrained: bool = True) -> dict[str, Type]:
    """All types of a file by name, those of imports by prefix.name; without allowed values on demand."""
    table: dict[str, Type] = dict(imported)
    definitions = children(root, "itemDefinition")
    for definition in definitions:
        table[clean(attribute(definition, "name"))] = ANY  # known before any refers to another
    built = {clean(attribute(d, "name")): _definition(d, table, constrained) for d in definitions}
    table.update(built)
    return table


def _definition(element: Element, table: Mapping[str, Type], constrained: bool) -> Type:
    components = children(element, "itemComponent")
    function = child(element, "functionItem")
    kind: Type
    if components:
        kind = ContextType(tuple((clean(attribute(c, "name")), _definition(c, table, constrained)) for c in components))
    elif function is not None:
        params = tuple(reference(attribute(p, "typeRef"), table) or ANY for p in children(function, "parameters"))
        kind = FunctionType(params, reference(attribute(function, "outputTypeRef"), table) or ANY)
    else:
        kind = reference(text_of(element, "typeRef") or attribute(element, "typeRef"), table) or ANY
    if constrained:
        kind = _constrained(kind, child(element, "allowedValues"))
    if attribute(element, "isCollection") == "true":
        kind = ListType(kind)
    return _constrained(kind, child(element, "typeConstraint")) if constrained else kind


def _constrained(kind: Type, allowed: Element | None) -> Type:
    text = text_of(allowed)
    if not text or not text.strip():
        return kind
    try:
        return AllowedType(kind, parse_unary_tests(text))
    except FeelSyntaxError:
        return kind
