"""What differs between two states of one BPMN file: by element, as a person would list it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from engine.bpmn.addresses import DI, Address, Index, Step
from engine.bpmn.calling import Callings, callings_in
from engine.bpmn.changes import Added, AttributeChanged, Change, Fragment, Moved, Removed, Retyped, TextChanged
from engine.bpmn.comparing import changes, renamed
from engine.bpmn.namespaces import BPMN
from engine.bpmn.reading import read_tree
from engine.catalogue.telling.words import ATTRIBUTES, KINDS, NODES, PROPERTIES, SUBJECTS, TEXTS, changed
from engine.sentences import joined, say

Node = etree._Element
UNSAID = frozenset({"incoming", "outgoing", "flowNodeRef", "source", "target", "id", "sourceRef", "targetRef"})
REFERRING = frozenset({"default", "attachedToRef", "messageRef", "signalRef", "errorRef", "escalationRef"})
NAMED = frozenset({"name"})


@dataclass(slots=True)
class Said:
    """What is said of one element: `facts` about it, in order."""

    element_id: str
    subject: str
    facts: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        return say("{subject}: {facts}.", subject=self.subject, facts=joined(dict.fromkeys(self.facts), "; "))


def process_differences(before: bytes, after: bytes) -> Iterator[tuple[str, str]]:
    """(element id or "", sentence). Raises InvalidInput("bpmn.unreadable")."""
    yield from _Telling(before, after).run()


class _Telling:
    def __init__(self, before: bytes, after: bytes) -> None:
        self.to_new: Mapping[str, str] = renamed(before, after)
        self.found: tuple[Change, ...] = changes(before, after, renames=self.to_new)
        self.old, self.new = Index(read_tree(before)), Index(read_tree(after))
        self.old_calls, self.new_calls = callings_in(self.old.ids.values()), callings_in(self.new.ids.values())
        self.to_old = {new: old for old, new in self.to_new.items()}
        self.said: dict[str, Said] = {}
        self.moved: set[str] = set()

    def run(self) -> Iterator[tuple[str, str]]:
        yield from self._come_and_gone()
        yield from self._flows()
        self._lanes()
        for change in self.found:
            self._note(change)
        for said in self.said.values():
            if said.facts:
                yield said.element_id, said.sentence()
        if self.moved:
            many = len(self.moved)
            one = say("Zeichnung: 1 Element ist an anderer Stelle oder anders groß.")
            yield (
                "",
                one if many == 1 else say("Zeichnung: {n} Elemente sind an anderer Stelle oder anders groß.", n=many),
            )

    # -- names
    def _named(self, node: Node) -> str:
        tag = local(node.tag)
        key = node.get("id") or ""
        name = " ".join((node.get("name") or "").split())
        if tag == "sequenceFlow":
            return self._called(node).arrow(key)
        text = " ".join((node.findtext(f"{{{BPMN}}}text") or "").split())[:40]
        return name or text or self._called(node).node(key) or say("ohne Namen")

    def _called(self, node: Node) -> Callings:
        return self.new_calls if node in self.new.own else self.old_calls

    def _between(self, flow: Node) -> str:
        return self._called(flow).between(self._called(flow).arrows[flow.get("id") or ""])

    def _subject(self, node: Node) -> str:
        tag = local(node.tag)
        if tag == "sequenceFlow":
            return self._named(node)
        named = self._named(node)
        if not node.get("name") and tag in NODES and named != node.get("id"):
            return named
        return say("{kind} „{name}“", kind=SUBJECTS[tag], name=named)

    def _later(self, key: str) -> Node | None:
        return self.new.ids.get(self.to_new.get(key, key))

    # -- new and gone
    def _come_and_gone(self) -> Iterator[tuple[str, str]]:
        for key, node in self.new.ids.items():
            if local(node.tag) in SUBJECTS and self.to_old.get(key, key) not in self.old.ids:
                words = {"kind": _kind(node), "name": self._named(node), "near": self._neighbours(node)}
                yield key, say("Neu: {kind} „{name}“{near}.", **words)
        for key, node in self.old.ids.items():
            if local(node.tag) in SUBJECTS and self._later(key) is None:
                yield key, say("Entfallen: {kind} „{name}“.", kind=_kind(node), name=self._named(node))

    def _neighbours(self, node: Node) -> str:
        key = node.get("id")
        flows = [flow for flow in self.new.ids.values() if local(flow.tag) == "sequenceFlow"]
        before = [self.new.ids.get(f.get("sourceRef") or "") for f in flows if f.get("targetRef") == key]
        after = [self.new.ids.get(f.get("targetRef") or "") for f in flows if f.get("sourceRef") == key]
        if len(before) == 1 == len(after) and before[0] is not None and after[0] is not None:
            return say(", nach „{before}“, vor „{after}“", before=self._named(before[0]), after=self._named(after[0]))
        if len(before) == 1 and before[0] is not None:
            return say(", nach „{before}“", before=self._named(before[0]))
        if len(after) == 1 and after[0] is not None:
            return say(", vor „{after}“", after=self._named(after[0]))
        return ""

    # -- flows and lanes
    def _flows(self) -> Iterator[tuple[str, str]]:
        old, new = _flows_of(self.old), _flows_of(self.new)
        for key, flow in new.items():
            was = old.get(self.to_old.get(key, key))
            ends = [self.to_old.get(flow.get(end) or "", flow.get(end) or "") for end in ("sourceRef", "targetRef")]
            if was is None:
                if all(end in self.old.ids for end in ends):
                    yield key, say("Neuer Pfeil {between}.", between=self._between(flow))
            elif ends != [was.get("sourceRef"), was.get("targetRef")]:
                was_between, now_between = self._between(was), self._between(flow)
                yield key, say("Der Pfeil {was} führt jetzt {now}.", was=was_between, now=now_between)
        for key, flow in old.items():
            kept = all(self._later(flow.get(end) or "") is not None for end in ("sourceRef", "targetRef"))
            if self._later(key) is None and kept:
                yield key, say("Entfallen: der Pfeil {between}.", between=self._between(flow))

    def _lanes(self) -> None:
        old, new = _lane_of_each(self.old), _lane_of_each(self.new)
        for key, lane in old.items():
            now = new.get(self.to_new.get(key, key))
            if now is not None and now.get("id") != self.to_new.get(lane.get("id") or "", lane.get("id")):
                node = self.old.ids.get(key)
                if node is not None and local(node.tag) in SUBJECTS:
                    places = {"now": self._named(now), "was": self._named(lane)}
                    self._of(node).facts.append(say("liegt jetzt bei „{now}“, vorher „{was}“", **places))

    # -- what changes() says
    def _of(self, node: Node) -> Said:
        """For an element of the document before; named as it is called now."""
        key = node.get("id") or ""
        if key not in self.said:
            now = self._later(key)
            shown = now if now is not None and local(now.tag) in (*SUBJECTS, "sequenceFlow") else node
            self.said[key] = Said(self.to_new.get(key, key), self._subject(shown))
        return self.said[key]

    def _owner(self, address: Address) -> Node | None:
        """The element that people see, around an address of the document before; None for what is new or gone."""
        node = self.old.ids.get(address.owner)
        while node is not None and local(node.tag) not in (*SUBJECTS, "sequenceFlow"):
            if _is_drawing(node.tag):
                shown = node.get("bpmnElement") or address.owner
                if self._later(shown) is not None:
                    self.moved.add(shown)
                return None
            node = node.getparent()
        return node if node is not None and self._later(node.get("id") or "") is not None else None

    def _note(self, change: Change) -> None:
        at = change.place.parent if isinstance(change, Added) else change.at
        owner = self._owner(at)
        if owner is None or any(_is_drawing(step.tag) for step in at.path):
            return
        whole = isinstance(change, Removed) and not at.path
        if whole and at.owner == owner.get("id"):
            return
        facts = [fact for fact in self._facts(change, at) if fact]
        if facts:
            self._of(owner).facts.extend(facts)

    def _referred(self, index: Index, key: str | None) -> str | None:
        node = index.ids.get(key or "")
        return say("„{label}“", label=self._named(node)) if node is not None else key

    def _facts(self, change: Change, at: Address) -> Iterator[str]:
        last = local(at.path[-1].tag) if at.path else ""
        match change:
            case AttributeChanged(name=name, old=old, new=new):
                if name in REFERRING:
                    old, new = self._referred(self.old, old), self._referred(self.new, new)
                yield _attribute(last, _key(at.path), local(name), old, new, own=not at.path)
            case TextChanged(old=old, new=new):
                yield changed(TEXTS[last], old, new) if last in TEXTS else ""
            case Retyped(old=old, new=new):
                now, was = KINDS.get(local(new), local(new)), KINDS.get(local(old), local(old))
                yield say("ist jetzt {now}, vorher {was}", now=now, was=was)
            case Added(content=content):
                yield from _of_fragment(content, last, new=True)
            case Removed(content=content):
                yield from _of_fragment(content, local(at.path[-2].tag) if len(at.path) > 1 else "", new=False)
            case Moved():
                return


def _of_fragment(content: Fragment, around: str, *, new: bool) -> Iterator[str]:
    """Facts of everything in it that has a value."""
    tag = local(content.tag)
    if tag in UNSAID or tag in NODES or tag in SUBJECTS or tag == "sequenceFlow" or _is_drawing(content.tag):
        return
    values = dict(content.attributes)
    key = values.get("name") or values.get("key") or "" if tag == "property" else ""
    for name, value in content.attributes:
        yield _attribute(tag, key, local(name), None if new else value, value if new else None)
    text = "".join(part for part in content.content if isinstance(part, str))
    if tag in TEXTS and text.strip():
        yield changed(TEXTS[tag], None if new else text, text if new else None)
    for part in content.content:
        if isinstance(part, Fragment):
            yield from _of_fragment(part, tag, new=new)


def _attribute(tag: str, key: str, name: str, old: str | None, new: str | None, *, own: bool = False) -> str:
    if own and name in NAMED:
        return say("hieß bisher „{name}“", name=old) if old else say("hat jetzt einen Namen")
    if tag == "property":
        called = PROPERTIES.get(key) or PROPERTIES.get(key.partition(".")[0]) or say("Eigenschaft „{key}“", key=key)
        return changed(called, old, new) if name == "value" else ""
    label = (ATTRIBUTES.get(f"{tag}.{name}") if tag else None) or ATTRIBUTES.get(name)
    if label is not None:
        return changed(label, old, new)
    if tag in ("input", "output", "in", "out") and name in ("source", "target"):
        return changed(say("Übergabe einer Variable"), old, new)
    return ""


def _key(path: tuple[Step, ...]) -> str:
    return path[-1].key if path else ""


def _is_drawing(tag: object) -> bool:
    return str(tag).rpartition("}")[0].removeprefix("{") in DI


def local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _kind(node: Node) -> str:
    tag = local(node.tag)
    return KINDS.get(tag, SUBJECTS[tag])


def _flows_of(index: Index) -> dict[str, Node]:
    return {key: node for key, node in index.ids.items() if local(node.tag) == "sequenceFlow"}


def _lane_of_each(index: Index) -> dict[str, Node]:
    """The innermost lane of each element."""
    found: dict[str, Node] = {}
    for lane in (node for node in index.ids.values() if local(node.tag) == "lane"):
        for reference in lane.findall(f"{{{BPMN}}}flowNodeRef"):
            found[(reference.text or "").strip()] = lane
    return found
