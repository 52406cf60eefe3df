"""What differs between two states of one BPMN or DMN document, on the model: as data, to be applied and to be told.

All addresses are those of the document *before*: changes are made at once, not one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.bpmn.addresses import Address


@dataclass(frozen=True, slots=True)
class Fragment:
    """An element with all that is in it, free of prefixes. An Address in it stands for an element that exists
    already and moves (or had moved) there; text is kept only where it is not blank."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    content: tuple[Fragment | Address | str, ...] = ()
    prefix: str = field(default="", compare=False)
    """What to call its namespace where a document does not know it yet."""

    @property
    def id(self) -> str:
        return dict(self.attributes).get("id", "")


@dataclass(frozen=True, slots=True)
class Place:
    """Where among the children of `parent`: behind the first of `after` that is there, else before the first of
    `before` that is there. Both empty: as the first child. None of them there: as the last."""

    parent: Address
    after: tuple[Address, ...] = ()
    before: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class AttributeChanged:
    """`old` None: it is new; `new` None: it is taken away. The id of an element is an attribute, too."""

    at: Address
    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class TextChanged:
    """The text directly in an element: documentation, condition, script, timer; "" where there is none."""

    at: Address
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Retyped:
    """The same element, of another type now (a task became a user task): tags as {namespace}name."""

    at: Address
    old: str
    new: str
    keeps: tuple[str, ...] | None = None
    """The attributes of BPMN's own that it has now: the former type may have had some, written out with their default
    values, that no modeller shows. None: all of them stay."""


@dataclass(frozen=True, slots=True)
class Added:
    place: Place
    content: Fragment


@dataclass(frozen=True, slots=True)
class Removed:
    at: Address
    content: Fragment


@dataclass(frozen=True, slots=True)
class Moved:
    """To another parent, or to another place among its siblings where order has a meaning. Where the new parent is
    itself added, the Fragment of that one holds the place and `place.parent` is its address afterwards."""

    at: Address
    origin: Address
    """The parent before."""
    place: Place


Change = AttributeChanged | TextChanged | Retyped | Added | Removed | Moved
