"""What people call a part of a diagram: by its name, and where the designer gave it none, by its neighbours.

"Verzweigung nach ‚Clearing‘", "Pfeil von „Clearing“ zu „Fall schließen“". One way for all who speak of a diagram:
the check, the coverage, what differs between two versions, faults of a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from engine.bpmn.model import Element, ProcessModel
from engine.bpmn.namespaces import local, reference
from engine.sentences import Sentence, say
from engine.terms import Zone

KINDS: Mapping[str, Sentence] = {
    "startEvent": say("Beginn"),
    "endEvent": say("Ende"),
    "intermediateCatchEvent": say("Warten"),
    "intermediateThrowEvent": say("Meldung"),
    "boundaryEvent": say("Ereignis"),
    "exclusiveGateway": say("Verzweigung"),
    "inclusiveGateway": say("Verzweigung (mehrere)"),
    "parallelGateway": say("Gleichzeitig"),
    "eventBasedGateway": say("Warten auf Ereignis"),
    "complexGateway": say("Verzweigung (Regel)"),
}
STEP = say("Schritt")
JOIN = say("Zusammenführung")
GATEWAYS = frozenset(key for key in KINDS if key.endswith("Gateway"))

FURTHEST = 30
"""Elements without a name that are passed on the way to one that has one."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A flow node. `host`: the step at whose edge it is. `guarded`: whoever is not guarded is not named by it."""

    id: str
    name: str
    kind: str
    host: str = ""
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    id: str
    name: str
    source: str
    target: str


class Callings:
    """What the parts of one diagram are called: of all, those without a name are told apart by number."""

    def __init__(self, spots: Iterable[Spot], arrows: Iterable[Arrow]) -> None:
        self.spots = {spot.id: spot for spot in spots}
        self.arrows = {arrow.id: arrow for arrow in arrows}
        self.before: dict[str, list[str]] = {}
        self.after: dict[str, list[str]] = {}
        for arrow in self.arrows.values():
            self.before.setdefault(arrow.target, []).append(arrow.source)
            self.after.setdefault(arrow.source, []).append(arrow.target)
        self.made: dict[str, str] = {}
        taken: dict[str, int] = {}
        for spot in self.spots.values():
            if not spot.name and (found := self._described(spot)):
                taken[found] = number = taken.get(found, 0) + 1
                self.made[spot.id] = found if number == 1 else say("{place} ({number})", place=found, number=number)

    def node(self, key: str) -> str:
        """The name, else where it stands; its id only where none of its neighbours has a name."""
        spot = self.spots.get(key)
        return (spot.name if spot is not None else "") or self.made.get(key) or key

    def between(self, arrow: Arrow) -> str:
        """ "von „Clearing“ zu „Fall schließen“"."""
        return say("von „{start}“ zu „{end}“", start=self.node(arrow.source), end=self.node(arrow.target))

    def arrow(self, key: str) -> str:
        """ "Pfeil von „Clearing“ zu „Fall schließen“", with its name where it has one."""
        arrow = self.arrows.get(key)
        if arrow is None:
            return key
        if arrow.name:
            return say("Pfeil „{name}“ {between}", name=arrow.name, between=self.between(arrow))
        return say("Pfeil {between}", between=self.between(arrow))

    # -- by neighbours
    def _described(self, spot: Spot) -> str:
        if spot.host:
            host = self.spots.get(spot.host)
            named = (host.name if host and self._may_name(spot, host) else "") or None
            return say("Ereignis an {names}", names=_listed([named])) if named else ""
        joins = spot.kind in GATEWAYS and len(self.before.get(spot.id, ())) > 1 >= len(self.after.get(spot.id, ()))
        kind = JOIN if joins else KINDS.get(spot.kind, STEP)
        earlier, later = self._named(spot, self.before), self._named(spot, self.after)
        if later and (not earlier or len(later) < len(earlier) + joins):
            return say("{kind} vor {names}", kind=kind, names=_listed(later))
        return say("{kind} nach {names}", kind=kind, names=_listed(earlier)) if earlier else ""

    def _named(self, spot: Spot, ways: Mapping[str, list[str]]) -> list[str]:
        """The nearest neighbours with a name, through those without."""
        seen, found = {spot.id}, dict[str, None]()
        todo = list(ways.get(spot.id, ()))
        while todo and len(seen) < FURTHEST:
            key = todo.pop(0)
            other = self.spots.get(key)
            if key in seen or other is None or not self._may_name(spot, other):
                continue
            seen.add(key)
            if other.name:
                found[other.name] = None
            else:
                todo += [other.host] if other.host and ways is self.before else ways.get(key, ())
        return list(found)

    @staticmethod
    def _may_name(spot: Spot, other: Spot) -> bool:
        return spot.guarded or not other.guarded


def callings_of(process: ProcessModel) -> Callings:
    """Outside a mediation nothing is called by its steps: such names stand in trails and histories."""
    spots = (_spot(element) for element in process.elements.values())
    return Callings(spots, (Arrow(f.id, f.name, f.source, f.target) for f in process.flows))


def callings_in(nodes: Iterable[etree._Element]) -> Callings:
    """Of a document that is only compared or edited: `nodes` are all of it that have an id."""
    spots: list[Spot] = []
    arrows: list[Arrow] = []
    for node in nodes:
        kind, key = local(node), node.get("id")
        if key is None or not kind:
            continue
        name = " ".join((node.get("name") or "").split())
        if kind == "sequenceFlow":
            ends = (reference(node.get(end)) or "" for end in ("sourceRef", "targetRef"))
            arrows.append(Arrow(key, name, *ends))
        else:
            spots.append(Spot(key, name, kind, reference(node.get("attachedToRef")) or ""))
    return Callings(spots, arrows)


def with_callings(process: ProcessModel) -> ProcessModel:
    """The model whose unnamed parts know what they are called."""
    callings = callings_of(process)
    elements = {
        key: replace(element, place=made) if (made := callings.made.get(key)) else element
        for key, element in process.elements.items()
    }
    flows = tuple(replace(flow, place=callings.arrow(flow.id)) for flow in process.flows)
    return replace(process, elements=elements, flows=flows)


def _listed(names: Sequence[str]) -> str:
    """Quoted as inside of quotation marks, where these names mostly stand."""
    match names:
        case [one]:
            return say("‚{one}‘", one=one)
        case [one, two]:
            return say("‚{one}‘ und ‚{two}‘", one=one, two=two)
        case [one, *_]:
            return say("‚{one}‘ und anderen", one=one)
    return ""


def _spot(element: Element) -> Spot:
    guarded = element.zone is Zone.MEDIATION
    return Spot(element.id, element.name, element.type, element.attached_to or "", guarded)
