"""What a change is about: two changes of one subject, made by two people, are one question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn.addresses import DI, REFERENCES, Address, Step, name_of, split
from engine.bpmn.changes import Added, AttributeChanged, Change, Fragment, Moved, Removed, Retyped, TextChanged
from engine.bpmn.namespaces import BPMN, bpmn, reference

LANE = bpmn("flowNodeRef")
ENDS = frozenset((bpmn("incoming"), bpmn("outgoing")))
"""Said once more at a flow's ends: they follow from the flow itself."""
POINTING = frozenset(("default", "sourceRef", "targetRef", "bpmnElement", "dmnElementRef", "href"))


@dataclass(frozen=True, slots=True)
class Subject:
    """`aspect`: an attribute's {namespace}name, or one of text, tag, place, lane, there."""

    at: Address
    aspect: str


def subject_of(change: Change) -> Subject:
    match change:
        case AttributeChanged(at=at, name=name):
            return Subject(at, name)
        case TextChanged(at=at):
            return Subject(at, "text")
        case Retyped(at=at):
            return Subject(at, "tag")
        case Moved(at=at):
            return Subject(at, "place")
        case Added(place=place, content=content):
            if content.tag == LANE:
                return Subject(Address(reference(_text(content)) or ""), "lane")
            return Subject(_address_of(place.parent, content), "there")
        case Removed(at=at, content=content):
            if content.tag == LANE:
                return Subject(Address(reference(_text(content)) or ""), "lane")
            return Subject(at, "there")


def _address_of(parent: Address, content: Fragment) -> Address:
    """Where the new element can be found: by its id, or as a child of its kind. Those that only their number tells
    apart have one address: two people who add one each ask one question."""
    inside_extension = any(name_of(step.tag) == "extensionElements" for step in parent.path)
    if content.id and not inside_extension and not content.tag.endswith("}extensionElements"):
        return Address(content.id)
    return Address(parent.owner, (*parent.path, Step(content.tag, key_in(content), -1)))


def key_in(content: Fragment) -> str:
    """As engine.bpmn.addresses.key_of, of an element that is not in a document yet."""
    namespace, name = split(content.tag)
    values = dict(content.attributes)
    if namespace == BPMN:
        if name in REFERENCES or name.endswith(("Ref", "Refs")):
            return reference(_text(content)) or ""
        return values.get("id", "")
    if namespace in DI:
        return values.get("id") or values.get("bpmnElement") or ""
    return next((values[key] for key in ("id", "name", "key", "target") if values.get(key)), "")


def is_end(change: Change) -> bool:
    """A flow named once more at a step where it begins or ends."""
    return isinstance(change, Added | Removed) and change.content.tag in ENDS


def mentions(change: Change) -> Iterator[str]:
    """Ids that a change refers to, or brings, or takes."""
    match change:
        case AttributeChanged(at=at, name=name, old=old, new=new):
            yield at.owner
            if pointing(name):
                yield from (value for value in (reference(old), reference(new)) if value)
        case TextChanged(at=at, old=old, new=new):
            yield at.owner
            if at.path and at.path[-1].key:
                yield from (value for value in (reference(old), reference(new)) if value)
        case Retyped(at=at):
            yield at.owner
        case Moved(at=at, place=place):
            yield at.owner
            yield place.parent.owner
        case Added(place=place, content=content):
            yield place.parent.owner
            yield from named_in(content)
        case Removed(at=at, content=content):
            yield at.owner
            yield from named_in(content)


def named_in(content: Fragment | Address | str) -> Iterator[str]:
    if isinstance(content, Address):
        yield content.owner
    elif isinstance(content, Fragment):
        for name, value in content.attributes:
            if name == "id" or pointing(name):
                yield reference(value) or ""
        if refers(content.tag):
            yield reference(_text(content)) or ""
        for piece in content.content:
            yield from named_in(piece)


def ids_in(content: Fragment | Address | str) -> Iterator[str]:
    """Ids of the elements that come or go with this one. What is inside extensionElements has none of its own."""
    if isinstance(content, Fragment):
        if content.id:
            yield content.id
        if not content.tag.endswith("}extensionElements"):
            for piece in content.content:
                yield from ids_in(piece)


def pointing(name: str) -> bool:
    """Whether an attribute's value is another element's id."""
    own = name_of(name)
    return own in POINTING or (own.endswith("Ref") and "}" not in name)


def refers(tag: str) -> bool:
    namespace, name = split(tag)
    return name in REFERENCES or (name.endswith(("Ref", "Refs")) and namespace not in DI)


def _text(content: Fragment) -> str:
    return "".join(piece for piece in content.content if isinstance(piece, str))
