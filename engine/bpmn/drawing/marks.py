"""What a state does to the drawing: colour, a stronger line and a sign, and a word for those who do not see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from engine.bpmn.drawing.edges import halfway
from engine.bpmn.drawing.icons import SIGNS
from engine.bpmn.drawing.interchange import EVENTS, GATEWAYS, POOLS, SUB_PROCESSES, Item
from engine.bpmn.drawing.pen import Pen, number

DISC, SMALL = 11, 0.75
NAMED_IN_WORDS = 6
DIFFERENCES = frozenset({"new", "changed", "gone"})


class State(Protocol):
    """A state as text: current, finished, incident; an enumeration of such texts will do."""

    def __str__(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Look:
    ink: str
    paper: str
    width: float
    flow_width: float
    told: bool = True
    """Whether its steps are named in the words for the whole drawing."""
    dashes: str = ""


LOOKS: Mapping[str, Look] = {
    "finished": Look("#495057", "#e9ecef", 2, 3.5, told=False),
    "current": Look("#0b3d91", "#fff3bf", 4, 3.5),
    "incident": Look("#b3261e", "#fde8e6", 4, 3.5),
    "new": Look("#1b5e20", "#e6f4e7", 4, 3.5),
    "changed": Look("#0b3d91", "#e7eefb", 4, 3.5),
    "gone": Look("#b3261e", "#fde8e6", 3, 3, dashes="7 5"),
}
WORDS: Mapping[str, str] = {
    "current": "läuft gerade",
    "finished": "erledigt",
    "incident": "Störung",
    "new": "neu",
    "changed": "geändert",
    "gone": "entfällt",
}


def marked(pen: Pen, look: Look, item: Item) -> Pen:
    """What holds other shapes keeps its ground: their states are told by their own."""
    filled = item.box is not None and not (item.expanded and item.kind in SUB_PROCESSES | POOLS)
    return replace(pen, ink=look.ink, paper=look.paper if filled else pen.paper, own=True)


def sign(pen: Pen, item: Item, state: str) -> None:
    """A disc with the state's sign at the upper right of a shape, on the outline, where names seldom are. On a flow in
    its middle, where the sign says more than how a case went."""
    look = LOOKS[state]
    if item.box is None:
        if state in DIFFERENCES:
            x, y = halfway(item.points)
            _disc(pen, look, state, f"translate({number(x)} {number(y)}) scale({SMALL})")
        return
    away = 0.25 if item.kind in GATEWAYS else 0.15 if item.kind in EVENTS else 0
    x, y = item.box.x + item.box.width * (1 - away), item.box.y + item.box.height * away
    place = f"translate({number(x)} {number(y)})" + ("" if away == 0 else f" scale({SMALL})")
    _disc(pen, look, state, place)


def _disc(pen: Pen, look: Look, state: str, place: str) -> None:
    pen.put("circle", "solid", 2, r=str(DISC), transform=place, fill=look.ink, stroke="#ffffff")
    filled = "#ffffff" if state == "current" else "none"
    pen.put("path", "line", 2.5, d=SIGNS[state], transform=place, stroke="#ffffff", fill=filled)


def in_words(title: str, items: Iterable[Item], marks: Mapping[str, str], words: Mapping[str, str]) -> str:
    """What the drawing shows, for a screen reader: its title, then each state with the steps in it."""
    parts = [title]
    shapes = [item for item in items if item.box is not None]
    for state in LOOKS:
        if not LOOKS[state].told:
            continue
        named = [item.name for item in shapes if marks.get(item.id) == state and item.name]
        if named:
            more = ", …" if len(named) > NAMED_IN_WORDS else ""
            parts.append(f"{words.get(state, state)}: {', '.join(named[:NAMED_IN_WORDS])}{more}")
    return ". ".join(part for part in parts if part)
