"""Numbers on a drawing: how often a way was taken, how long a step lies. The number is text; ground and line only help
the eye to find the largest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from lxml import etree

from engine.bpmn.drawing.edges import halfway
from engine.bpmn.drawing.interchange import POOLS, SUB_PROCESSES, Item
from engine.bpmn.drawing.pen import INK, PAPER, SVG, Pen, number
from engine.bpmn.drawing.places import Box
from engine.bpmn.drawing.text import OUTSIDE, Line, line_height, measured

WARMTH = ("#ffffff", "#fff3d6", "#ffe3ad", "#ffcf80")
"""Grounds from short to long, all light: the text on them is dark."""
THINNEST, THICKEST = 1.5, 6
PADDING = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """`text`: what stands there; `title`: the same in a sentence. `share`: of the most that a flow of the drawing was
    taken, 0 to 1. `warmth`: 0 to 3, how long a step lies among the others."""

    text: str
    title: str = ""
    share: float = 0
    warmth: int = 0


NO_FIGURES: Mapping[str, Figure] = MappingProxyType({})


def warmed(pen: Pen, figure: Figure, item: Item) -> Pen:
    """What holds other shapes keeps its ground."""
    if not figure.warmth or item.box is None or (item.expanded and item.kind in SUB_PROCESSES | POOLS):
        return pen
    return replace(pen, paper=WARMTH[min(figure.warmth, len(WARMTH) - 1)], own=True)


def width_of(figure: Figure | None) -> float:
    """Of a flow's line, pixels."""
    return 0 if figure is None else THINNEST + (THICKEST - THINNEST) * max(0, min(figure.share, 1))


def put_figure(root: etree._Element, item: Item, figure: Figure) -> None:
    """A small plate: at the lower edge of a shape, in the middle of a flow."""
    width, height = measured(figure.text, OUTSIDE) + 2 * PADDING, line_height(OUTSIDE) + PADDING
    if item.box is not None:
        x, y = item.box.x + item.box.width / 2, item.box.y + item.box.height
    else:
        x, y = halfway(item.points)
    group = etree.SubElement(root, f"{{{SVG}}}g", {"class": "sw-drawing__figure", "data-figure-of": item.id})
    if figure.title:
        etree.SubElement(group, f"{{{SVG}}}title").text = figure.title
    pen = Pen(group, ink=INK, paper=PAPER, own=True)
    plate = Box(x - width / 2, y - height / 2, width, height)
    pen.rect(plate, "area", 1, radius=float(number(height / 2)))
    pen.text([Line(figure.text, width)], x, plate.y + PADDING / 2, OUTSIDE)
