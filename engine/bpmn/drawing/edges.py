"""How flows and associations are drawn: rounded corners, and what stands at their ends."""

from __future__ import annotations

import math
from itertools import pairwise

from engine.bpmn.drawing.interchange import ACTIVITIES, DATA_FLOWS, GATEWAYS, Item
from engine.bpmn.drawing.pen import Pen, number
from engine.bpmn.drawing.places import Point
from engine.bpmn.drawing.text import INSIDE, wrapped
from engine.bpmn.namespaces import bpmn, reference

CORNER = 5
MESSAGE_LABEL_WIDTH, MESSAGE_LABEL_TOP = 100, 17

ARROW = "M0 0L-10-5V5Z"
OPEN_ARROW = "M-10-5L0 0L-10 5"
MESSAGE_ARROW = "M-.75 0L-11.25-4.5V4.5Z"
MESSAGE_START = "M-5.25 0a5.25 5.25 0 1 1 10.5 0a5.25 5.25 0 1 1-10.5 0z"
CONDITION = "M1 0L9-4L17 0L9 4Z"
DEFAULT_SLASH = "M6-6L10 6"
ENVELOPE = "M-10.5-7H10.5V7H-10.5ZM10.5-7L0-1L-10.5-7"


def draw_edge(pen: Pen, item: Item, least: float = 0, dashes: str = "") -> None:
    """Into the pen's group. `least`: width of the line, where a state asks for a strong one; `dashes`: of a sequence
    flow."""
    if item.kind == "sequenceFlow":
        _line(pen, item, max(least, 2), dashes)
        _sequence_ends(pen, item)
    elif item.kind == "messageFlow":
        _line(pen, item, max(least, 1.5), dashes="10 11")
        _end(pen, item.points[1], item.points[0], MESSAGE_START, "area", 1.5)
        _end(pen, item.points[-2], item.points[-1], MESSAGE_ARROW, "area", 1.5)
        _message(pen, item)
    else:
        _line(pen, item, 2, dashes="0 5")
        direction = item.node.get("associationDirection", "None")
        if item.kind in DATA_FLOWS or direction in ("One", "Both"):
            _end(pen, item.points[-2], item.points[-1], OPEN_ARROW, "line", 1.5)
        if direction == "Both":
            _end(pen, item.points[1], item.points[0], OPEN_ARROW, "line", 1.5)


def _line(pen: Pen, item: Item, weight: float, dashes: str = "") -> None:
    pen.put("path", "line", weight, dashes, d=_rounded_path(item.points))


def _rounded_path(points: tuple[Point, ...]) -> str:
    """Straight pieces with corners of at most five pixels (diagram-js, lib/util/RenderUtil)."""
    path = [f"M{_at(points[0])}"]
    for before, point, after in zip(points, points[1:], (*points[2:], None), strict=False):
        radius = min(CORNER, math.dist(before, point), math.dist(point, after)) if after is not None else 0
        if after is None or radius == 0:
            path.append(f"L{_at(point)}")
            continue
        start, start_bend = _towards(point, before, radius), _towards(point, before, radius / 2)
        end_bend, end = _towards(point, after, radius / 2), _towards(point, after, radius)
        path.append(f"L{_at(start)}C{_at(start_bend)} {_at(end_bend)} {_at(end)}")
    return "".join(path)


def _at(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _towards(start: Point, end: Point, length: float) -> Point:
    share = length / math.dist(start, end)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _end(pen: Pen, before: Point, point: Point, d: str, paint: str, width: float) -> None:
    """A form at `point`, turned into the direction in which the line arrives there."""
    angle = math.degrees(math.atan2(point[1] - before[1], point[0] - before[0]))
    turn = f" rotate({number(angle)})" if round(angle, 2) else ""
    pen.put("path", paint, width, transform=f"translate({_at(point)}){turn}", d=d)


def _sequence_ends(pen: Pen, item: Item) -> None:
    _end(pen, item.points[-2], item.points[-1], ARROW, "solid", 1)
    source = item.source
    if source is None:
        return
    # Drawn from the first waypoint onwards: the line is looked at the other way round.
    (x, y), onward = item.points[0], item.points[1]
    behind = (2 * x - onward[0], 2 * y - onward[1])
    if source.node.get("default") and reference(source.node.get("default")) == item.id:
        if source.kind in GATEWAYS | ACTIVITIES:
            _end(pen, behind, (x, y), DEFAULT_SLASH, "line", 2)
    elif source.kind in ACTIVITIES and item.node.find(bpmn("conditionExpression")) is not None:
        _end(pen, behind, (x, y), CONDITION, "area", 2)


def _message(pen: Pen, item: Item) -> None:
    """The envelope in the middle of a message flow that names its message, and the message's name below."""
    if not item.node.get("messageRef"):
        return
    x, y = halfway(item.points)
    visible = item.di.get("messageVisibleKind", "initiating") == "initiating"
    pen.put("path", "area" if visible else "cut", 1, transform=f"translate({_at((x, y))})", d=ENVELOPE)
    name = item.refers[0].get("name", "") if item.refers else ""
    if name:
        pen.text(wrapped(name, MESSAGE_LABEL_WIDTH, INSIDE), x, y + MESSAGE_LABEL_TOP, INSIDE, halo=True)


def halfway(points: tuple[Point, ...]) -> Point:
    """The point in the middle of a line, along it."""
    rest = sum(math.dist(a, b) for a, b in pairwise(points)) / 2
    for a, b in pairwise(points):
        length = math.dist(a, b)
        if length and rest <= length:
            return _towards(a, b, rest)
        rest -= length
    return points[-1]
