"""A BPMN file's diagram as SVG, for pages without JavaScript, for PDF and for mail.

Places, sizes and line breaks are those of bpmn-js 18, which draws the same file in the browser; a test in
tests/browser holds both drawings side by side. One drawing takes a few milliseconds and asks nobody for anything.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from engine.bpmn.drawing.edges import draw_edge
from engine.bpmn.drawing.figures import NO_FIGURES, Figure, put_figure, warmed, width_of
from engine.bpmn.drawing.interchange import Item, planes, read_plane
from engine.bpmn.drawing.marks import LOOKS, WORDS, in_words, marked, sign
from engine.bpmn.drawing.pen import PAPER, SVG, Pen, coloured, number
from engine.bpmn.drawing.places import Box
from engine.bpmn.drawing.shapes import draw_shape
from engine.bpmn.drawing.text import INSIDE, line_height, wrapped
from engine.bpmn.reading import Document, read
from engine.errors import InvalidInput

__all__ = ["WORDS", "Figure", "draw", "draw_or_say", "planes"]

MARGIN = 16
FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
SENTENCE_WIDTH = 480


def draw(
    source: bytes | Document,
    *,
    marks: Mapping[str, str] | None = None,
    plane: str | None = None,
    title: str = "",
    words: Mapping[str, str] = WORDS,
    figures: Mapping[str, Figure] = NO_FIGURES,
) -> bytes:
    """SVG in UTF-8, with `data-element-id` on the group of each element.

    `marks`: element -> "current", "finished", "incident", "new", "changed" or "gone"; other states are not drawn.
    `figures`: element or flow -> the numbers that stand on it. `plane`: the collaboration,
    process or sub-process to draw, else the file's first. `title`: else what the file calls it. `words`: what the
    states are called.
    Raises InvalidInput with a German sentence: not BPMN, without a drawing, or too large for one.
    """
    document = source if isinstance(source, Document) else read(source)
    found = read_plane(document.root, plane)
    states = {element: str(state) for element, state in (marks or {}).items() if str(state) in LOOKS}
    root = _canvas(_extent(found.items), in_words(title or found.name or "Diagramm", found.items, states, words))
    for item in found.items:
        _element(root, item, states.get(item.id), words, figures.get(item.id))
    for item in found.items:
        if item.label is not None:
            _label(root, item)
    for item in found.items:
        if item.id in states:
            sign(Pen(root, own=True), item, states[item.id])
    for item in found.items:
        if item.id in figures:
            put_figure(root, item, figures[item.id])
    return etree.tostring(root, encoding="utf-8")


def draw_or_say(
    source: bytes | Document,
    *,
    marks: Mapping[str, str] | None = None,
    plane: str | None = None,
    title: str = "",
    words: Mapping[str, str] = WORDS,
    figures: Mapping[str, Figure] = NO_FIGURES,
) -> bytes:
    """As `draw`; where there is nothing to draw, an SVG that says why in a sentence."""
    try:
        return draw(source, marks=marks, plane=plane, title=title, words=words, figures=figures)
    except InvalidInput as refusal:
        return _sentence(refusal.sentence)


def _canvas(box: Box, title: str) -> etree._Element:
    place = (box.x - MARGIN, box.y - MARGIN, box.width + 2 * MARGIN, box.height + 2 * MARGIN)
    root = etree.Element(
        f"{{{SVG}}}svg",
        {
            "class": "sw-drawing", "role": "img", "aria-label": title,
            "viewBox": " ".join(map(number, place)), "width": number(place[2]), "height": number(place[3]),
            "font-family": FONT, "font-size": str(INSIDE), "stroke-linecap": "round", "stroke-linejoin": "round",
        },
        nsmap={None: SVG},  # type: ignore[dict-item]
    )  # fmt: skip
    etree.SubElement(root, f"{{{SVG}}}title").text = title
    x, y, width, height = map(number, place)
    ground = {"class": "sw-drawing__ground", "x": x, "y": y, "width": width, "height": height, "fill": PAPER}
    etree.SubElement(root, f"{{{SVG}}}rect", ground)
    return root


def _element(
    root: etree._Element, item: Item, state: str | None, words: Mapping[str, str], figure: Figure | None
) -> None:
    named = {"class": "sw-drawing__element", "data-element-id": item.id}
    if state:
        named["data-state"] = state
    group = etree.SubElement(root, f"{{{SVG}}}g", named)
    if state:
        etree.SubElement(group, f"{{{SVG}}}title").text = f"{item.name or item.id}: {words.get(state, state)}"
    pen = coloured(Pen(group), item)
    look = LOOKS.get(state or "")
    if look is not None:
        pen = marked(pen, look, item)
    if figure is not None:
        pen = warmed(pen, figure, item)
    if item.box is not None:
        draw_shape(pen, item, look.width if look else 0)
    else:
        draw_edge(pen, item, max(look.flow_width if look else 0, width_of(figure)), look.dashes if look else "")


def _label(root: etree._Element, item: Item) -> None:
    """Above all lines, so that its ground covers those that it lies on."""
    group = etree.SubElement(root, f"{{{SVG}}}g", {"class": "sw-drawing__label", "data-element-id": f"{item.id}_label"})
    coloured(Pen(group), item).label_outside(item)


def _extent(items: tuple[Item, ...]) -> Box:
    xs: list[float] = []
    ys: list[float] = []
    for item in items:
        for box in (item.box, item.label):
            if box is not None:
                xs += (box.x, box.x + box.width)
                ys += (box.y, box.y + box.height)
        xs += [x for x, _ in item.points]
        ys += [y for _, y in item.points]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _sentence(sentence: str) -> bytes:
    lines = wrapped(sentence, SENTENCE_WIDTH, INSIDE)
    root = _canvas(Box(0, 0, SENTENCE_WIDTH, len(lines) * line_height(INSIDE)), sentence)
    Pen(root).text(lines, 0, 0, INSIDE, left=True)
    return etree.tostring(root, encoding="utf-8")
