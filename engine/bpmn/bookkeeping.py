"""What bpmn-js writes into the diagram by itself while a person changes something else: the bounds of labels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from lxml import etree

from engine.bpmn.addresses import attributes_of, name_of

HEIGHT = 20
"""Of a label that bpmn-js places itself, before it measures the text; its upper edge stays."""
LOWER = 8
"""How much further down it begins where the name is the element's first."""
AWAY = 15
"""How far from its flow such a label lies."""
Node = etree._Element


def measured(node: Node, was: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Whether these are bounds of a label with the same upper edge and middle as before, fitted to another text."""
    parent = node.getparent()
    if parent is None or name_of(parent.tag) != "BPMNLabel" or name_of(node.tag) != "Bounds":
        return False
    before, after = _box(was), _box(now)
    return before is not None and after is not None and _same(_anchor(before), _anchor(after))


def placed(label: Node) -> bool:
    """Whether this new label says nothing, or lies where bpmn-js puts one that the file says nothing of: below its
    shape, or beside the middle of its flow."""
    parent = label.getparent()
    if parent is None or name_of(label.tag) != "BPMNLabel":
        return False
    bounds = next(_named(label, "Bounds"), None)
    if bounds is None:
        return len(label) == 0
    box, usual = _box(attributes_of(bounds)), _usual(parent)
    if box is None or usual is None:
        return False
    middle, top = _anchor(box)
    return _same((middle, usual[1]), usual) and -1 <= top - usual[1] <= LOWER


def _usual(drawn: Node) -> tuple[float, float] | None:
    """Middle and upper edge."""
    if (bounds := next(_named(drawn, "Bounds"), None)) is not None:
        box = _box(attributes_of(bounds))
        return box and (box[0] + box[2] / 2, box[1] + box[3])
    try:
        points = [(float(point.get("x", "")), float(point.get("y", ""))) for point in _named(drawn, "waypoint")]
    except ValueError:
        return None
    if len(points) < 2:
        return None
    middle = len(points) / 2 - 1
    (x1, y1), (x2, y2) = points[math.floor(middle)], points[math.ceil(middle + 0.01)]
    upright = abs(x1 - x2) < 1e-9
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    return (x + AWAY, y - HEIGHT / 2) if upright else (x, y - AWAY - HEIGHT / 2)


def _named(node: Node, name: str) -> Iterator[Node]:
    return (child for child in node.iterchildren(etree.Element) if name_of(child.tag) == name)


def _box(values: Mapping[str, str]) -> tuple[float, float, float, float] | None:
    try:
        return float(values["x"]), float(values["y"]), float(values["width"]), float(values["height"])
    except (KeyError, ValueError):
        return None


def _anchor(box: tuple[float, float, float, float]) -> tuple[float, float]:
    return box[0] + box[2] / 2, box[1]


def _same(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """To the pixel, as bpmn-js rounds."""
    return abs(one[0] - other[0]) <= 1 and abs(one[1] - other[1]) <= 1
