"""Lines, areas and text as SVG: attributes that stand for themselves in a PDF or a mail, and classes that a page's own
style sheet may use. No style attributes, ids or addresses, so that every content security policy lets it through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree

from engine.bpmn.drawing.icons import Part
from engine.bpmn.drawing.interchange import Item
from engine.bpmn.drawing.places import Box
from engine.bpmn.drawing.text import INSIDE, OUTSIDE, Line, line_height, wrapped
from engine.bpmn.namespaces import BPMNDI

SVG = "http://www.w3.org/2000/svg"
INK, PAPER = "#1f2933", "#ffffff"
HALO = 3
COLOUR = "{http://www.omg.org/spec/BPMN/non-normative/color/1.0}"
BIOC = "{http://bpmn.io/schema/bpmn/biocolor/1.0}"
_SAFE_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,24}|(?:rgb|hsl)a?\([0-9.,%\s]{3,40}\)")


def number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Pen:
    """Colours of one element. `own`: its file or its state chose them, so that no style sheet may change them."""

    group: etree._Element
    ink: str = INK
    paper: str = PAPER
    label: str = INK
    own: bool = False

    def put(self, tag: str, paint: str, weight: float, /, dashes: str = "", **attributes: str) -> etree._Element:
        """One form; `paint` as in icons.Paint, `weight` of its line."""
        fill, stroke = {
            "area": (self.paper, self.ink),
            "line": ("none", self.ink),
            "solid": (self.ink, self.ink),
            "cut": (self.ink, self.paper),
        }[paint]
        found = {key.replace("_", "-"): value for key, value in attributes.items()}
        named = {} if self.own else {"class": f"sw-drawing__{paint}"}
        given = {**named, "fill": fill, "stroke": stroke, "stroke-width": number(weight), **found}
        if dashes:
            given["stroke-dasharray"] = dashes
        return etree.SubElement(self.group, f"{{{SVG}}}{tag}", given)

    def rect(
        self,
        box: Box,
        paint: str,
        weight: float,
        /,
        *,
        radius: float = 0,
        inset: float = 0,
        dashes: str = "",
        **more: str,
    ) -> None:
        round_corners = {"rx": number(radius), "ry": number(radius)} if radius else {}
        self.put(
            "rect", paint, weight, dashes,
            x=number(box.x + inset), y=number(box.y + inset),
            width=number(max(box.width - 2 * inset, 0)), height=number(max(box.height - 2 * inset, 0)),
            **round_corners, **more,
        )  # fmt: skip

    def icon(self, parts: Sequence[Part], x: float, y: float, scale: float = 1, *, thrown: bool = False) -> None:
        """A pictogram around (x, y). `thrown`: filled, as events that send are drawn."""
        place = f"translate({number(x)} {number(y)})" + (f" scale({scale:.4g})" if scale != 1 else "")
        for part in parts:
            paint = part.when_thrown if thrown else part.paint
            self.put("path", paint, part.width / scale if scale < 1 else part.width, transform=place, d=part.d)

    def text(self, lines: Sequence[Line], x: float, top: float, size: int, *, left: bool = False, turn: str = "",
             halo: bool = False) -> None:  # fmt: skip
        """Lines below each other: around x, or from x to the right."""
        if not any(line.text for line in lines):
            return
        given = {"fill": self.label, "font-size": str(size)}
        if not self.own:
            given["class"] = "sw-drawing__text"
        if not left:
            given["text-anchor"] = "middle"
        if turn:
            given["transform"] = turn
        if halo:
            given |= {"paint-order": "stroke", "stroke": PAPER, "stroke-width": str(HALO)}
        text = etree.SubElement(self.group, f"{{{SVG}}}text", given)
        for at, line in enumerate(lines):
            if line.text:
                y = top + (at + 0.75) * line_height(size)
                span = etree.SubElement(text, f"{{{SVG}}}tspan", {"x": number(x), "y": number(y)})
                span.text = _printable(line.text)

    def inside(self, name: str, box: Box, *, padding: float = 7, at_top: bool = False, turn: str = "") -> list[Line]:
        """A name inside a shape, in its middle or at its top; says which lines it made."""
        room = box.width - 2 * padding
        lines = wrapped(name, room, INSIDE) if name else []
        height = len(lines) * line_height(INSIDE)
        top = box.y + padding if at_top else box.y + (box.height - height) / 2
        # A word wider than the shape begins at its left edge rather than outside.
        widest = max((line.width for line in lines), default=0)
        if widest > room + 2 * padding:
            for at, line in enumerate(lines):
                x = box.x + max((room - line.width) / 2 + padding, 0) + line.width / 2
                self.text([line], x, top + at * line_height(INSIDE), INSIDE, turn=turn)
            return lines
        self.text(lines, box.x + box.width / 2, top, INSIDE, turn=turn)
        return lines

    def label_outside(self, item: Item) -> None:
        """A name beside its shape or flow, on a ground of its own where it lies on lines."""
        if item.label is not None:
            lines = wrapped(item.name, item.label.width, OUTSIDE)
            self.text(lines, item.label.x + item.label.width / 2, item.label.y, OUTSIDE, halo=True)


def coloured(pen: Pen, item: Item) -> Pen:
    """The pen in the colours that the file gives this shape, if they are colours."""
    holder = item.di.find(f"{{{BPMNDI}}}BPMNLabel")
    paper = _colour(item.di, f"{COLOUR}background-color", f"{BIOC}fill")
    ink = _colour(item.di, f"{COLOUR}border-color", f"{BIOC}stroke")
    label = _colour(holder, f"{COLOUR}color") if holder is not None else None
    if not (paper or ink or label):
        return pen
    return replace(pen, paper=paper or pen.paper, ink=ink or pen.ink, label=label or ink or pen.label, own=True)


def _colour(node: etree._Element, *names: str) -> str | None:
    found = next((value for name in names if (value := node.get(name))), "").strip()
    return found if _SAFE_COLOUR.fullmatch(found) else None


def _printable(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(character if character >= " " else " " for character in text)
