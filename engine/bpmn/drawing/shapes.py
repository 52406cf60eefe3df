"""How each kind of shape is drawn. BPMN 2.0.2, chapters 7 and 10; sizes and strokes as in bpmn-js 18."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.drawing.icons import (
    ALWAYS_LIGHT,
    COLLECTION,
    DATA_ARROW,
    EVENT_ICONS,
    GATEWAY_ICONS,
    MARKERS,
    TASK_ICONS,
    Part,
)
from engine.bpmn.drawing.interchange import DATA, EVENTS, GATEWAYS, POOLS, SUB_PROCESSES, TASKS, Item
from engine.bpmn.drawing.pen import Pen, number
from engine.bpmn.drawing.places import Box
from engine.bpmn.drawing.text import INSIDE, Line, line_height, wrapped
from engine.bpmn.namespaces import bpmn, flag, local

NEARLY = "0.95"
FAINT = "0.25"
CORNER, GAP, BAND, PADDING = 10, 3, 30, 7
ICON_SIZE, ICON_PLACE, LEAST_ICON = 20, 5, 9
MARKER_STEP = 18


def draw_shape(pen: Pen, item: Item, least: float = 0) -> None:
    """Into the pen's group. `least`: width of the outline, where a state asks for a strong one."""
    box = item.box
    if box is None:
        return
    if item.kind in EVENTS:
        _event(pen, item, box, least)
    elif item.kind in GATEWAYS:
        _gateway(pen, item, box, least)
    elif item.kind in TASKS:
        _task(pen, item, box, least)
    elif item.kind in SUB_PROCESSES or item.kind == "callActivity":
        _sub_process(pen, item, box, least)
    elif item.kind in POOLS:
        _pool(pen, item, box)
    elif item.kind in DATA:
        _data(pen, item, box)
    elif item.kind == "group":
        pen.rect(box, "line", 1.5, radius=CORNER, dashes="10 6 0 6")
    elif item.kind == "textAnnotation":
        _annotation(pen, item, box)


# ------------------------------------------------------------------ events
def _circle(pen: Pen, box: Box, paint: str, weight: float, inset: float = 0, dashes: str = "") -> None:
    x, y = box.middle
    radius = max(round((box.width + box.height) / 4 - inset), 0)
    pen.put("circle", paint, weight, dashes, cx=number(x), cy=number(y), r=number(radius))


def _event(pen: Pen, item: Item, box: Box, least: float) -> None:
    interrupting = flag(item.node, {"startEvent": "isInterrupting"}.get(item.kind, "cancelActivity"), default=True)
    dashes = "" if interrupting else "6 6"
    usual = {"startEvent": 2, "endEvent": 4}.get(item.kind, 1.5)
    _circle(pen, box, "area", max(least, usual), dashes=dashes)
    if item.kind not in ("startEvent", "endEvent"):
        _circle(pen, box, "line", 1.5, GAP, dashes)
    _event_icon(pen, item, *box.middle, min(box.width, box.height) / 36)


def _event_icon(pen: Pen, item: Item, x: float, y: float, scale: float) -> None:
    kind = _event_kind(item.node, *item.refers)
    thrown = item.kind in ("intermediateThrowEvent", "endEvent") and kind not in ALWAYS_LIGHT
    pen.icon(EVENT_ICONS.get(kind, ()), x, y, scale, thrown=thrown)


def _event_kind(node: etree._Element, *elsewhere: etree._Element) -> str:
    """What an event waits for or sends: its definitions, and those that stand elsewhere in the file."""
    kinds = [kind for one in (*node, *elsewhere) if (kind := local(one)).endswith("EventDefinition")]
    if len(kinds) > 1:
        return "parallelMultiple" if flag(node, "parallelMultiple") else "multiple"
    return kinds[0] if kinds else ""


# ------------------------------------------------------------------ gateways
def _gateway(pen: Pen, item: Item, box: Box, least: float) -> None:
    x, y = box.middle
    corners = ((x, box.y), (box.x + box.width, y), (x, box.y + box.height), (box.x, y))
    points = " ".join(f"{number(px)},{number(py)}" for px, py in corners)
    pen.put("polygon", "area", max(least, 2), points=points, fill_opacity=NEARLY)
    kind = item.kind
    if kind == "exclusiveGateway" and not flag(item.di, "isMarkerVisible"):
        return
    if kind == "eventBasedGateway":
        if item.node.get("eventGatewayType") == "Parallel":
            kind = "parallelEventBased"
        elif flag(item.node, "instantiate"):
            kind = "instantiating"
    pen.icon(GATEWAY_ICONS[kind], x, y, min(box.width, box.height) / 50)


# ------------------------------------------------------------------ activities
def _task(pen: Pen, item: Item, box: Box, least: float) -> None:
    pen.rect(box, "area", max(least, 2), radius=CORNER, fill_opacity=NEARLY)
    kind = item.kind
    if kind == "receiveTask" and flag(item.node, "instantiate"):
        kind = "instantiating"
    if parts := TASK_ICONS.get(kind):
        lines = wrapped(item.name, box.width - 2 * PADDING, INSIDE) if item.name else []
        size = _icon_size(box, lines)
        middle = ICON_PLACE + size / 2
        pen.icon(parts, box.x + middle, box.y + middle, size / ICON_SIZE)
    pen.inside(item.name, box)
    _markers(pen, item, box)


def _icon_size(box: Box, lines: list[Line]) -> float:
    """As large as it may be without lying on the name."""
    top = (box.height - len(lines) * line_height(INSIDE)) / 2
    free_above = top - ICON_PLACE
    for at, line in enumerate(lines):
        left = (box.width - line.width) / 2
        if top + at * line_height(INSIDE) < ICON_PLACE + ICON_SIZE and left < ICON_PLACE + ICON_SIZE:
            beside = left - ICON_PLACE - 1
            return max(min(ICON_SIZE, max(free_above + at * line_height(INSIDE), beside)), LEAST_ICON)
    return ICON_SIZE


def _sub_process(pen: Pen, item: Item, box: Box, least: float) -> None:
    event_driven = flag(item.node, "triggeredByEvent")
    usual = 5.0 if item.kind == "callActivity" else 1.5 if item.kind == "transaction" else 2.5 if event_driven else 2.0
    dots = "0 5.5" if event_driven else ""
    pen.rect(box, "area", max(least, usual), radius=CORNER, fill_opacity=NEARLY, dashes=dots)
    if item.kind == "transaction":
        pen.rect(box, "line", 1.5, radius=CORNER - GAP, inset=GAP)
    if event_driven and not item.expanded:
        _starting_event(pen, item, box)
    pen.inside(item.name, box, at_top=item.expanded)
    _markers(pen, item, box)


def _starting_event(pen: Pen, item: Item, box: Box) -> None:
    """What starts a collapsed event sub-process, in its corner."""
    starts = list(item.node.iterchildren(bpmn("startEvent")))
    if len(starts) != 1:
        return
    dashes = "" if flag(starts[0], "isInterrupting", default=True) else "3 3"
    place = Box(box.x + 1, box.y + 1, 20, 20)
    _circle(pen, place, "area", 1, dashes=dashes)
    pen.icon(EVENT_ICONS.get(_event_kind(starts[0]), ()), *place.middle, 0.5)


def _markers(pen: Pen, item: Item, box: Box) -> None:
    """In a row at the lower edge: repetition, compensation, collapsed, ad hoc."""
    found = []
    repeated = item.node.find(bpmn("multiInstanceLoopCharacteristics"))
    if repeated is not None:
        found.append("sequential" if flag(repeated, "isSequential") else "parallel")
    elif item.node.find(bpmn("standardLoopCharacteristics")) is not None:
        found.append("loop")
    if flag(item.node, "isForCompensation"):
        found.append("compensation")
    if not item.expanded:
        found.append("subProcess")
    if item.kind == "adHocSubProcess":
        found.append("adHoc")
    x = box.x + box.width / 2 - MARKER_STEP * (len(found) - 1) / 2
    for at, name in enumerate(found):
        pen.icon(MARKERS[name], x + at * MARKER_STEP, box.y + box.height - 13)


# ------------------------------------------------------------------ pools, data, annotations
def _pool(pen: Pen, item: Item, box: Box) -> None:
    lying = flag(item.di, "isHorizontal", default=True)
    pen.rect(box, "area", 1.5, fill_opacity=FAINT if item.kind == "lane" else NEARLY)
    if item.kind == "participant" and item.expanded:
        edge = f"M{BAND} 0V{number(box.height)}" if lying else f"M0 {BAND}H{number(box.width)}"
        pen.put("path", "line", 1.5, transform=f"translate({number(box.x)} {number(box.y)})", d=edge)
    named = item.expanded or item.kind == "lane"
    if lying and named:
        turn = f"translate({number(box.x)} {number(box.y + box.height)}) rotate(-90)"
        pen.inside(item.name, Box(0, 0, box.height, BAND), padding=0, turn=turn)
    elif named:
        pen.inside(item.name, Box(box.x, box.y, box.width, BAND), padding=0)
    elif lying:
        pen.inside(item.name, box, padding=0)
    else:
        turn = f"translate({number(box.x)} {number(box.y + box.height)}) rotate(-90)"
        pen.inside(item.name, Box(0, 0, box.height, box.width), padding=0, turn=turn)
    if item.node.find(bpmn("participantMultiplicity")) is not None:
        pen.icon(MARKERS["parallel"], box.x + box.width / 2, box.y + box.height - 10)


def _data(pen: Pen, item: Item, box: Box) -> None:
    at = f"translate({number(box.x)} {number(box.y)})"
    width, height = number(box.width), number(box.height)
    if item.kind == "dataStoreReference":
        bulge = box.height * 0.123
        curve = f"a{number(box.width / 2)} {number(bulge)} 0 0 0 {width} 0"
        back = f"a{number(box.width / 2)} {number(bulge)} 0 0 0 -{width} 0"
        body = f"M0 {number(bulge)}V{number(box.height - bulge)}{curve}V{number(bulge)}{back}"
        rings = "".join(f"M0 {number(bulge + ring * box.height * 0.11)}{curve}" for ring in range(3))
        pen.put("path", "area", 2, transform=at, d=body + rings, fill_opacity=NEARLY)
        return
    fold_x, fold_y = box.width * 0.2, box.height / 6
    sheet = f"M0 0H{number(box.width - fold_x)}L{width} {number(fold_y)}V{height}H0Z"
    fold = f"M{number(box.width - fold_x)} 0V{number(fold_y)}H{width}"
    pen.put("path", "area", 2, transform=at, d=sheet + fold, fill_opacity=NEARLY)
    if item.kind in ("dataInput", "dataOutput"):
        pen.put("path", "solid" if item.kind == "dataOutput" else "line", 1, transform=at, d=DATA_ARROW)
    if _is_collection(item):
        pen.icon((Part(COLLECTION, "line", 2),), box.x + box.width / 2, box.y + box.height - 9)


def _is_collection(item: Item) -> bool:
    return any(flag(one, "isCollection") for one in (item.node, *item.refers))


def _annotation(pen: Pen, item: Item, box: Box) -> None:
    pen.rect(box, "line", 0, stroke="none")
    at = f"translate({number(box.x)} {number(box.y)})"
    pen.put("path", "line", 2, transform=at, d=f"M10 0H0V{number(box.height)}H10")
    lines = wrapped(item.name, box.width - 2 * PADDING, INSIDE)
    pen.text(lines, box.x + PADDING, box.y + PADDING, INSIDE, left=True)
