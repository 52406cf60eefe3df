"""The diagram of a merge: ours is kept, what is new is placed; where we drew nothing, theirs is taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from engine.bpmn.addresses import DI, Index, name_of, split
from engine.bpmn.changes import Added, AttributeChanged, Change, Moved, Removed
from engine.bpmn.merging.ground import Ground, shown_by
from engine.bpmn.merging.subjects import LANE, ids_in, subject_of
from engine.bpmn.namespaces import bpmn, local, reference
from engine.bpmn.placing import place
from engine.bpmn.reading import read_tree

ENDS = frozenset(("sourceRef", "targetRef"))
DRAWINGS = frozenset(("BPMNShape", "BPMNEdge", "DMNShape", "DMNEdge"))
Node = etree._Element


def fitting(
    ground: Ground, theirs: Sequence[Change], ours: Sequence[Change], draft: Index, renames: Mapping[str, str]
) -> list[Change]:
    """The changes of the drawing that go with the elements of `draft`: whose drawing is gone needs its shape no more,
    and a shape whose element stays is not taken away."""

    def there(change: Change) -> bool:
        shown = ground.shows(change) or ""
        return not shown or renames.get(shown, shown) in draft.ids

    found: list[Change] = []
    for change in ours or theirs:
        # What we had taken away and is to stay after all finds another place: ours may be taken by now.
        whole = isinstance(change, Removed) and _is_whole(change)
        if (whole and (ours or not there(change) or not ground.shows(change))) or (not whole and there(change)):
            found.append(change)
    if ours:
        found += [change for change in theirs if _needed(change, there, found)]
    gone = {key for change in found if isinstance(change, Removed) for key in ids_in(change.content)}
    return [change for change in found if isinstance(change, Removed) or _at(change) not in gone]


def _is_whole(change: Added | Removed) -> bool:
    """A shape or an edge, not a point of one."""
    return name_of(change.content.tag) in DRAWINGS


def _needed(change: Change, there: object, found: Sequence[Change]) -> bool:
    assert callable(there)
    if isinstance(change, Removed):
        return _is_whole(change) and not there(change) and change not in found
    renamed = isinstance(change, AttributeChanged) and change.name in ("bpmnElement", "dmnElementRef")
    decision = isinstance(change, Added) and name_of(change.content.tag).startswith("DMN")
    return (renamed or decision) and bool(there(change))


def _at(change: Change) -> str:
    return change.place.parent.owner if isinstance(change, Added) else change.at.owner


def arranged(joined: bytes, theirs: Sequence[Change], back: Iterable[str]) -> bytes:
    """What flows and steps say of each other is made one, and what has no place in the diagram gets one. `theirs`: what
    came in, `back`: ids of what we had taken away and is there again."""
    root = read_tree(joined)
    ids = {key: node for node in root.iter(etree.Element) if (key := node.get("id")) is not None}
    touched = [*_undraw(root, ids), *_reconcile(root, ids)]
    drawn = {shown_by(node.attrib) for node in _drawings(root)}
    steps = set(_placed_anew(theirs)) & ids.keys()
    flows = {change.at.owner for change in theirs if isinstance(change, AttributeChanged) and change.name in ENDS}
    new = {key for change in theirs if isinstance(change, Added) for key in ids_in(change.content)}
    new = {key for key in (new | set(back)) - drawn if key in ids and _is_shown(ids[key])}
    if root.tag == bpmn("definitions") and drawn and (steps or flows or new):
        place(root, moved=frozenset(steps), rerouted=frozenset(flows & ids.keys()))
    elif not touched:
        return joined
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _is_shown(node: Node) -> bool:
    return local(node) not in ("", "outgoing", "incoming", "flowNodeRef") and not local(node).endswith(
        ("EventDefinition", "Characteristics", "Expression", "Ref")
    )


def _placed_anew(theirs: Iterable[Change]) -> Iterator[str]:
    """Steps that they put into another lane or sub-process."""
    for change in theirs:
        if isinstance(change, Moved):
            yield change.at.owner
        elif isinstance(change, Added) and change.content.tag == LANE:
            yield subject_of(change).at.owner


def _drawings(root: Node) -> Iterator[Node]:
    return (
        node for node in root.iter(etree.Element) if split(str(node.tag))[0] in DI and name_of(node.tag) in DRAWINGS
    )


def _undraw(root: Node, ids: Mapping[str, Node]) -> Iterator[Node]:
    for node in [*_drawings(root)]:
        if shown_by(node.attrib) not in ids and (parent := node.getparent()) is not None:
            parent.remove(node)
            yield node


def _reconcile(root: Node, ids: Mapping[str, Node]) -> Iterator[Node]:
    """incoming, outgoing and flowNodeRef name what is there, once."""
    flows = {key: node for key, node in ids.items() if local(node) == "sequenceFlow"}
    wrongs: list[Node] = []
    for node in root.iter(bpmn("incoming"), bpmn("outgoing"), LANE):
        parent, key = node.getparent(), reference(node.text) or ""
        if parent is None:
            continue
        if node.tag == LANE:
            wrong = key not in ids
        else:
            end = "targetRef" if local(node) == "incoming" else "sourceRef"
            wrong = key not in flows or reference(flows[key].get(end)) != parent.get("id")
        twice = any(
            other is not node and reference(other.text) == key for other in node.itersiblings(node.tag, preceding=True)
        )
        if wrong or twice:
            wrongs.append(node)
    for node in wrongs:
        if (parent := node.getparent()) is not None:
            parent.remove(node)
            yield node
    for key, flow in flows.items():
        for end, tag in (("sourceRef", bpmn("outgoing")), ("targetRef", bpmn("incoming"))):
            step = ids.get(reference(flow.get(end)) or "")
            if step is None or any(reference(child.text) == key for child in step.iterchildren(tag)):
                continue
            others = list(step.iterchildren(bpmn("incoming"), bpmn("outgoing")))
            if others:
                added = etree.Element(tag)
                added.text = key
                others[-1].addnext(added)
                yield added
