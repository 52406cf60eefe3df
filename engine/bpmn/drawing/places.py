"""Boxes, waypoints and the places of names, as the file gives them or as bpmn-js 18 finds them (lib/util/LabelUtil)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from lxml import etree

from engine.bpmn.drawing.text import OUTSIDE, line_height, rounded, wrapped
from engine.bpmn.namespaces import BPMNDI

DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
FARTHEST = 1e6
LABEL_WIDTH, LABEL_HEIGHT, FLOW_INDENT = 90, 20, 15

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= FARTHEST else None


def box_of(node: etree._Element) -> Box | None:
    bounds = node.find(f"{{{DC}}}Bounds")
    if bounds is None:
        return None
    x, y, width, height = (_number(bounds.get(name)) for name in ("x", "y", "width", "height"))
    if x is None or y is None or width is None or height is None or width < 0 or height < 0:
        return None
    return Box(x, y, width, height)


def waypoints(di: etree._Element) -> tuple[Point, ...]:
    found = ((_number(point.get("x")), _number(point.get("y"))) for point in di.iterchildren(f"{{{DD}}}waypoint"))
    return tuple((x, y) for x, y in found if x is not None and y is not None)


def label_box(name: str, di: etree._Element, box: Box | None, points: tuple[Point, ...], *, under: bool = True) -> Box:
    """The box of a name outside its shape: where the file puts it, else below the shape or at the flow's middle."""
    holder = di.find(f"{{{BPMNDI}}}BPMNLabel")
    given = box_of(holder) if holder is not None else None
    if given is not None and given.width > 0:
        lines = wrapped(name, given.width, OUTSIDE)
        x, y, width = given.x, given.y, given.width
    else:
        middle = given.middle if given is not None else _label_middle(box, points, under)
        width = given.width if given is not None else LABEL_WIDTH
        height = given.height if given is not None else LABEL_HEIGHT
        lines = wrapped(name, max(width, LABEL_WIDTH), OUTSIDE)
        widest = max(line.width for line in lines)
        x, y, width = rounded(middle[0] - widest / 2), middle[1] - height / 2, math.ceil(widest)
    return Box(rounded(x), rounded(y), rounded(width), math.ceil(len(lines) * line_height(OUTSIDE)))


def _label_middle(box: Box | None, points: tuple[Point, ...], under: bool) -> Point:
    if box is not None:
        return box.x + box.width / 2, box.y + (box.height if under else 0) + LABEL_HEIGHT / 2
    half = len(points) / 2 - 1
    (x1, y1), (x2, y2) = points[math.floor(half)], points[math.ceil(half + 0.01)]
    x, y = x1 + (x2 - x1) / 2, y1 + (y2 - y1) / 2
    return (x + FLOW_INDENT, y) if x1 == x2 else (x, y - FLOW_INDENT)
