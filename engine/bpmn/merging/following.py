"""An element that LaKI calls otherwise and says so (property `vormals`): what the municipality points at it follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lxml import etree

from engine.bpmn.addresses import Address, Index, name_of
from engine.bpmn.changes import Added, AttributeChanged, Change, Fragment
from engine.bpmn.merging.subjects import pointing, refers
from engine.bpmn.namespaces import reference
from engine.bpmn.reading import read_tree

FORMERLY = "vormals"


def renames_of(base: bytes, theirs: bytes) -> dict[str, str]:
    """Ids before -> after, as declared in the newer document. One that was declared long ago changes nothing."""
    old, new = Index(read_tree(base)), Index(read_tree(theirs))
    found: dict[str, str] = {}
    for node in new.root.iter(etree.Element):
        if name_of(node.tag) == "property" and node.get("name") == FORMERLY:
            was, owner = node.get("value") or "", _owner(new, node)
            if was in old.ids and was not in new.ids and owner and owner not in old.ids:
                found[was] = owner
    return found


def _owner(index: Index, node: etree._Element) -> str:
    return next((index.own[above] for above in node.iterancestors() if above in index.own), "")


def followed(found: Sequence[Change], renames: Mapping[str, str]) -> list[Change]:
    """The same changes, pointing at the new ids. Where they are made is still said in terms of the base."""
    return [_followed(change, renames) for change in found] if renames else list(found)


def _followed(change: Change, renames: Mapping[str, str]) -> Change:
    if isinstance(change, AttributeChanged) and change.new is not None and pointing(change.name):
        return replace(change, new=renames.get(reference(change.new) or "", change.new))
    if isinstance(change, Added):
        return replace(change, content=_fragment(change.content, renames))
    return change


def _fragment(content: Fragment, renames: Mapping[str, str]) -> Fragment:
    attributes = tuple(
        (name, renames.get(reference(value) or "", value) if pointing(name) else value)
        for name, value in content.attributes
    )
    pieces: list[Fragment | Address | str] = []
    for piece in content.content:
        if isinstance(piece, Fragment):
            pieces.append(_fragment(piece, renames))
        elif isinstance(piece, str) and refers(content.tag):
            pieces.append(renames.get(reference(piece) or "", piece))
        else:
            pieces.append(piece)
    return Fragment(content.tag, attributes, tuple(pieces), content.prefix)
