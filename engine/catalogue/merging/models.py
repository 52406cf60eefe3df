"""BPMN: each contradiction of the model as a question in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.bpmn.addresses import Address
from engine.bpmn.changes import Added, AttributeChanged, Change, Fragment, Moved, Removed, Retyped, TextChanged
from engine.bpmn.merging import Clash, Conflict, merge
from engine.bpmn.merging.locked import without_marks
from engine.bpmn.merging.subjects import LANE
from engine.bpmn.namespaces import reference
from engine.bpmn.patch import apply
from engine.catalogue.merging.coming import asked_of
from engine.catalogue.merging.held import UNCHANGED
from engine.catalogue.merging.model import Decided, MergedFile, Question
from engine.catalogue.merging.naming import Naming, State
from engine.catalogue.telling.process import REFERRING, local, process_differences
from engine.catalogue.telling.words import ATTRIBUTES, PROPERTIES, TEXTS, YES_NO
from engine.merging import Side
from engine.sentences import joined, say

ENDS = {"sourceRef": say("Anfang"), "targetRef": say("Ziel")}
MOST = 3
"""Elements that a title names."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that both sides want otherwise: what it is, and the three values."""

    element: str
    what: str
    was: str
    theirs: str
    ours: str


def merged_path(name: str, base: bytes, theirs: bytes, ours: bytes, decided: Decided) -> MergedFile:
    """Raises InvalidInput where one of the three cannot be read."""
    merged = merge(base, theirs, ours, decided=decided)
    return asked_of(name, ours, merged.content, merged.conflicts, lambda: _Teller(name, base, theirs, ours).question)


class _Teller:
    def __init__(self, file: str, base: bytes, theirs: bytes, ours: bytes) -> None:
        self.file, self.base = file, base
        self.naming = Naming((ours, base, theirs))
        self.former = Naming((base,))

    def question(self, conflict: Conflict) -> Question:
        elements = tuple(dict.fromkeys(self.naming.shown(key) for key in conflict.elements if key))
        facts = [self._fact(clash) for clash in conflict.clashes]
        key = f"{self.file}#{conflict.key}"
        known = [fact for fact in facts if fact is not None]
        if known and len(known) == len(facts) and _stands_alone(conflict):
            title = self._title(known)
            columns = [self._values(known, side) for side in ("was", "theirs", "ours")]
            return Question(key, self.file, elements, title, *columns)
        sides = (self._wanted(wanted, elements) for wanted in (conflict.theirs, conflict.ours))
        was = tuple(self._described(element) for element in elements)
        return Question(key, self.file, elements, self._about(elements), was, *sides)

    # -- titles
    def _title(self, facts: Sequence[Fact]) -> str:
        elements = tuple(dict.fromkeys(fact.element for fact in facts))
        whats = tuple(dict.fromkeys(fact.what for fact in facts))
        if len(elements) > 1 or len(whats) > MOST:
            return self._about(elements)
        said = joined(whats)
        if self.naming.is_flow(elements[0]):
            return say("{what}: {element}", what=said, element=self.naming.phrase(elements[0]))
        return say("{what} von „{name}“", what=said, name=self.naming.name(elements[0]))

    def _about(self, elements: Sequence[str]) -> str:
        named = [element for element in elements if not self.naming.is_flow(element)] or list(elements)
        phrases = [self._phrase(element) for element in named[:MOST]]
        if not phrases:
            return say("Der Ablauf als Ganzes")
        if len(named) > MOST:
            return say("{names} und {number} weitere", names=joined(phrases), number=len(named) - MOST)
        return joined(phrases)

    def _phrase(self, element: str) -> str:
        """An arrow as it led before."""
        return (self.former if self.former.is_flow(element) else self.naming).phrase(element)

    def _values(self, facts: Sequence[Fact], side: str) -> tuple[str, ...]:
        values: list[str] = [getattr(fact, side) or say("keine Angabe") for fact in facts]
        if len(facts) == 1:
            return (values[0],)
        several = len({fact.element for fact in facts}) > 1
        pairs = zip(facts, values, strict=True)
        if not several:
            return tuple(say("{what}: {value}", what=fact.what, value=value) for fact, value in pairs)
        return tuple(
            say("{what} von „{name}“: {value}", what=fact.what, name=self.naming.name(fact.element), value=value)
            for fact, value in pairs
        )

    # -- one value against another
    def _fact(self, clash: Clash) -> Fact | None:
        at, aspect = clash.subject.at, clash.subject.aspect
        element = self.naming.shown(at.owner)
        if aspect == "lane":
            lanes = (self._lane_into(side) for side in (clash.theirs, clash.ours))
            was = self.former.states[0].lane_of(at.owner)
            return Fact(element, say("Bahn"), self.naming.name(was) if was else "", *lanes)
        if aspect == "there" and clash.theirs:
            return self._both_added(element, clash)
        if not clash.theirs and len(clash.ours) == 1:
            return self._kept(element, clash.ours[0])
        if len(clash.theirs) != 1 or len(clash.ours) != 1:
            return None
        theirs, ours = clash.theirs[0], clash.ours[0]
        match theirs, ours:
            case AttributeChanged(name=name), AttributeChanged():
                what = self._attribute(at, name, element)
                values = [self._shown(local(name), value) for value in (theirs.old, theirs.new, ours.new)]
                return Fact(element, what, *values)
            case TextChanged(), TextChanged():
                what = self._text(at)
                return Fact(element, what, *(_plain(value) for value in (theirs.old, theirs.new, ours.new)))
            case Retyped(), Retyped():
                kinds = [self.naming.kind(tag) for tag in (theirs.old, theirs.new, ours.new)]
                return Fact(element, say("Art"), *kinds)
        return None

    def _kept(self, element: str, ours: Change) -> Fact | None:
        """One thing that theirs left as it was."""
        what = was = own = ""
        match ours:
            case AttributeChanged(at=at, name=name, old=old, new=new):
                what = self._attribute(at, name, element)
                was, own = (self._shown(local(name), value) for value in (old, new))
            case TextChanged(at=at, old=old, new=new):
                what, was, own = self._text(at), _plain(old), _plain(new)
            case Retyped(old=old, new=new):
                what, was, own = say("Art"), self.naming.kind(old), self.naming.kind(new)
            case Added(place=place, content=content) if not content.id or place.parent.path:
                (what, own), was = _value_of(content), ""
            case Removed(at=at, content=content) if at.path:
                (what, was), own = _value_of(content), say("entfällt")
        return Fact(element, what, _plain(was), _plain(was), _plain(own)) if what else None

    def _lane_into(self, changes: Sequence[Change]) -> str:
        lanes = [c.place.parent.owner for c in changes if isinstance(c, Added) and c.content.tag == LANE]
        return self.naming.name(lanes[0]) if lanes else ""

    def _both_added(self, element: str, clash: Clash) -> Fact | None:
        """A property, a condition and the like that was not there before."""
        found = [_value_of(side[0].content) for side in (clash.theirs, clash.ours) if isinstance(side[0], Added)]
        if (gone := self._gone(element, clash)) is not None:
            return gone
        if not clash.subject.at.path or len(found) != 2 or len(clash.theirs) != 1 or len(clash.ours) != 1:
            return None
        (label, theirs), (same, ours) = found
        return Fact(element, label, "", _plain(theirs), _plain(ours)) if label and label == same else None

    def _gone(self, element: str, clash: Clash) -> Fact | None:
        """A property that one side takes away and the other changes."""
        if not clash.subject.at.path or len(clash.theirs) != 1 or len(clash.ours) != 1:
            return None
        sides: dict[Side, str] = {}
        label = was = ""
        for side, change in zip(Side, (clash.theirs[0], clash.ours[0]), strict=True):
            if isinstance(change, Removed):
                label, was = _value_of(change.content)
                sides[side] = say("entfällt")
            elif isinstance(change, AttributeChanged | TextChanged):
                sides[side] = _plain(change.new)
        if len(sides) < 2 or not label:
            return None
        return Fact(element, label, _plain(was), sides[Side.THEIRS], sides[Side.OURS])

    def _attribute(self, at: Address, name: str, element: str) -> str:
        own, last = local(name), local(at.path[-1].tag) if at.path else ""
        if last == "property":
            return _property(at.path[-1].key)
        if not at.path:
            if own in ENDS:
                return ENDS[own]
            if own == "name":
                return say("Name")
        label = ATTRIBUTES.get(f"{last}.{own}") or ATTRIBUTES.get(own)
        if label:
            return say(label)
        return say("Übergabe einer Variable") if own in ("source", "target") else say("Angabe „{name}“", name=own)

    def _text(self, at: Address) -> str:
        node = self.former.states[0].index.find(at)
        tag = local(at.path[-1].tag) if at.path else local(node.tag) if node is not None else ""
        return say(TEXTS.get(tag) or "Text")

    def _shown(self, name: str, value: str | None) -> str:
        if value and (name in REFERRING or name in ENDS):
            return self.naming.name(reference(value) or value)
        return _plain(value)

    # -- whole sentences
    def _wanted(self, changes: Sequence[Change], elements: Sequence[str]) -> tuple[str, ...]:
        """What one side changes in the Mustervorlage so far, as sentences."""
        if not without_marks(changes):
            return (UNCHANGED,)
        told = tuple(sentence for _, sentence in process_differences(self.base, apply(self.base, changes)))
        return told or tuple(self._moved(changes)) or (say("In anderer Reihenfolge oder Schreibweise."),)

    def _moved(self, changes: Sequence[Change]) -> Iterator[str]:
        for key in dict.fromkeys(change.at.owner for change in changes if isinstance(change, Moved)):
            yield say("{element} steht an anderer Stelle.", element=self.naming.phrase(key))

    def _described(self, element: str) -> str:
        state = self.former.states[0]
        if element not in state.index.ids:
            return say("{element}: gibt es noch nicht", element=self.naming.phrase(element))
        phrase, lane = self.former.phrase(element), state.lane_of(element)
        if lane:
            phrase = say("{element}, bei „{lane}“", element=phrase, lane=self.former.name(lane))
        near = _near(state, element)
        return say("{element}{near}", element=phrase, near=near) if near else phrase


def _stands_alone(conflict: Conflict) -> bool:
    """Whether nothing else comes or goes with the decision."""
    theirs = {change for clash in conflict.clashes for change in clash.theirs}
    ours = {change for clash in conflict.clashes for change in clash.ours}
    return theirs.issuperset(conflict.theirs) and ours.issuperset(conflict.ours)


def _near(state: State, element: str) -> str:
    arrows = state.callings.arrows.values()
    before = [arrow.source for arrow in arrows if arrow.target == element]
    after = [arrow.target for arrow in arrows if arrow.source == element]
    said = ""
    if len(before) == 1:
        said = say("{said}, nach „{name}“", said=said, name=state.callings.node(before[0]))
    if len(after) == 1:
        said = say("{said}, vor „{name}“", said=said, name=state.callings.node(after[0]))
    return said


def _property(key: str) -> str:
    label = PROPERTIES.get(key) or PROPERTIES.get(key.partition(".")[0])
    return say(label) if label else say("Eigenschaft „{key}“", key=key)


def _value_of(content: Fragment) -> tuple[str, str]:
    """What a new element says, where it is one thing: label and value."""
    tag, values = local(content.tag), dict(content.attributes)
    text = "".join(piece for piece in content.content if isinstance(piece, str)).strip()
    if tag == "property":
        return _property(values.get("name", "")), values.get("value", "")
    if tag in TEXTS and text:
        return say(TEXTS[tag]), text
    labels = [
        (ATTRIBUTES[key], value) for name, value in values.items() if (key := f"{tag}.{local(name)}") in ATTRIBUTES
    ]
    inner = [piece for piece in content.content if isinstance(piece, Fragment)]
    if len(labels) == 1 and not inner:
        return say(labels[0][0]), labels[0][1]
    if not labels and not text and len(inner) == 1:
        return _value_of(inner[0])
    return "", ""


def _plain(value: str | None) -> str:
    """As people read it: without the sign that it is FEEL."""
    text = (value or "").strip().removeprefix("=").strip()
    return say("ja") if YES_NO.get(text) == "ja" else say("nein") if YES_NO.get(text) == "nein" else text
