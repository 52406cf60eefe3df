"""The pictograms of BPMN 2.0.2, around their middle: events for a circle of radius 18, gateways for a diamond of 50,
tasks and markers in a square of about 18 pixels."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

Paint = Literal["area", "line", "solid", "cut"]
"""area: white with a line; solid: black; cut: black with white lines inside, as thrown events are drawn."""


class Part(NamedTuple):
    d: str
    paint: Paint = "area"
    width: float = 1

    @property
    def when_thrown(self) -> Paint:
        """An envelope keeps its flap; the others are filled."""
        if self.paint != "area":
            return self.paint
        return "cut" if self.d == EVENT_ENVELOPE else "solid"


def circle(radius: float) -> str:
    return f"M{-radius} 0a{radius} {radius} 0 1 1 {2 * radius} 0a{radius} {radius} 0 1 1 {-2 * radius} 0z"


def _rays(inner: float, outer: float, count: int) -> str:
    turns = [2 * math.pi * n / count for n in range(count)]
    lines = (
        f"M{inner * math.sin(turn):.2f} {-inner * math.cos(turn):.2f}"
        f"L{outer * math.sin(turn):.2f} {-outer * math.cos(turn):.2f}"
        for turn in turns
    )
    return "".join(lines)


def _gear(teeth: int, outer: float, root: float) -> str:
    """A cog wheel: each tooth takes half of its share of the way round."""
    points = []
    for n in range(teeth):
        for radius, share in ((root, -0.32), (outer, -0.18), (outer, 0.18), (root, 0.32)):
            turn = 2 * math.pi * (n + share) / teeth
            points.append(f"{radius * math.sin(turn):.2f} {-radius * math.cos(turn):.2f}")
    return f"M{'L'.join(points)}Z"


EVENT_ENVELOPE = "M-9.5-6.5H9.5V6.5H-9.5ZM9.5-6.5L0 .5L-9.5-6.5"
PLUS = "M-2.5-9.5H2.5V-2.5H9.5V2.5H2.5V9.5H-2.5V2.5H-9.5V-2.5H-2.5Z"
PENTAGON = "M0-10L9.5-3.1L5.9 8.1H-5.9L-9.5-3.1Z"
ENVELOPE = "M-10.5-7H10.5V7H-10.5ZM10.5-7L0 1L-10.5-7"

EVENT_ICONS: dict[str, tuple[Part, ...]] = {
    "messageEventDefinition": (Part(EVENT_ENVELOPE),),
    "timerEventDefinition": (
        Part(circle(11), width=1.5),
        Part(_rays(9, 11, 12), "line"),
        Part("M.6-7L0 0L5 2.5", "line", 1.5),
    ),
    "escalationEventDefinition": (Part("M0-10.5L7.5 9L0 1.5L-7.5 9Z"),),
    "conditionalEventDefinition": (Part("M-7.5-9.5H7.5V9.5H-7.5Z"), Part("M-5-6H5M-5-2H5M-5 2H5M-5 6H5", "line")),
    "linkEventDefinition": (Part("M-9.5-4H1.5V-8.5L10 0L1.5 8.5V4H-9.5Z"),),
    "errorEventDefinition": (Part("M-9.5 9L-4-8.5L2.5-.5L9.5-9L4.5 8.5L-2 1Z"),),
    "cancelEventDefinition": (Part("M-9-6.5L-6.5-9L0-2.5L6.5-9L9-6.5L2.5 0L9 6.5L6.5 9L0 2.5L-6.5 9L-9 6.5L-2.5 0Z"),),
    "compensateEventDefinition": (Part("M-1-7V7L-10.5 0ZM8.5-7V7L-1 0Z"),),
    "signalEventDefinition": (Part("M0-10.5L9.5 6.5H-9.5Z"),),
    "terminateEventDefinition": (Part(circle(11), "solid"),),
    "multiple": (Part(PENTAGON),),
    "parallelMultiple": (Part(PLUS),),
}
ALWAYS_LIGHT = frozenset({"timerEventDefinition", "conditionalEventDefinition", "parallelMultiple"})
"""Icons that only catching events have."""

GATEWAY_ICONS: dict[str, tuple[Part, ...]] = {
    "exclusiveGateway": (Part("M-6-8L6 8M6-8L-6 8", "line", 4),),
    "parallelGateway": (Part("M0-11.5V11.5M-11.5 0H11.5", "line", 5),),
    "complexGateway": (Part("M0-11V11M-11 0H11M-7.5-7.5L7.5 7.5M7.5-7.5L-7.5 7.5", "line", 3.5),),
    "inclusiveGateway": (Part(circle(12.5), width=2.5),),
    "eventBasedGateway": (
        Part(circle(15)),
        Part(circle(12), "line"),
        Part("M0-7.5L7.1-2.3L4.4 6.1H-4.4L-7.1-2.3Z", "line", 1.5),
    ),
    "instantiating": (Part(circle(15)), Part("M0-9L8.6-2.8L5.3 7.3H-5.3L-8.6-2.8Z", "line", 1.5)),
    "parallelEventBased": (Part(circle(15)), Part(PLUS)),
}

TASK_ICONS: dict[str, tuple[Part, ...]] = {
    "userTask": (
        Part("M-8.5 9V5.2C-8.5 2-4.5.2 0 .2S8.5 2 8.5 5.2V9Z"),
        Part("M-4.5 9V6M4.5 9V6", "line"),
        Part("M-4-4.5a4 4.5 0 1 1 8 0a4 4.5 0 1 1-8 0z"),
        Part("M-3.9-5.2C-2.5-6.6-1-6.4.4-5.6S3-5 3.9-5.4C3.5-8 2-9 0-9S-3.6-8-3.9-5.2Z", "solid", 0.5),
    ),
    "serviceTask": (Part(_gear(8, 9, 6.6)), Part(circle(3))),
    "sendTask": (Part(ENVELOPE, "cut"),),
    "receiveTask": (Part(ENVELOPE),),
    "instantiating": (Part(circle(10)), Part("M-6.3-4.2H6.3V4.2H-6.3ZM6.3-4.2L0 .3L-6.3-4.2")),
    "manualTask": (
        Part(
            "M-9 2.5C-9-.5-8-2-6.5-3.5L-2.5-7.5C-1.5-8.3 0-7.3-.6-6L-2-3.3H7.6a1.6 1.6 0 0 1 0 3.2H8.2a1.5 1.5 0 0 1 "
            "0 3H7.4a1.4 1.4 0 0 1 0 2.8H6a1.3 1.3 0 0 1 0 2.6H-3.5C-7 8.3-9 6-9 2.5Z"
        ),
        Part("M1-.1H7.6M1 2.9H7.4M1 5.7H6", "line"),
    ),
    "scriptTask": (
        Part("M-3-8.5H8C3.5-5 3.5-2.5 5.5.5S6 6 2.5 8.5H-8.5C-5 6-4 3.5-6 .5S-7-5-3-8.5Z"),
        Part("M-3.5-5.2H3M-4-1.8H2.5M-3 1.7H3.5M-3 5.2H3.5", "line"),
    ),
    "businessRuleTask": (
        Part("M-10-7H10V7H-10Z"),
        Part("M-10-7H10V-3H-10Z", "solid"),
        Part("M-10 2H10M-3-3V7", "line"),
    ),
}

MARKERS: dict[str, tuple[Part, ...]] = {
    "subProcess": (Part("M-7-7H7V7H-7Z"), Part("M0-4.5V4.5M-4.5 0H4.5", "line", 1.5)),
    "parallel": (Part("M-4-5V5M0-5V5M4-5V5", "line", 2),),
    "sequential": (Part("M-5-4H5M-5 0H5M-5 4H5", "line", 2),),
    "loop": (Part("M-2.2 5.6A6 6 0 1 1 2.2 5.6M-2.2 5.6L-6.4 6.4M-2.2 5.6L-3 1.8", "line", 1.5),),
    "compensation": (Part("M0-5V5L-7 0ZM7-5V5L0 0Z"),),
    "adHoc": (Part("M-7 2C-5-4-2-3 0-.8S5 2.6 7-2C5 4 2 3 0 .8S-5-2.6-7 2Z", "solid"),),
}

DATA_ARROW = "M5 9H14V6L19 11L14 16V13H5Z"
COLLECTION = "M-3-5V5M0-5V5M3-5V5"
SIGNS: dict[str, str] = {
    "finished": "M-5 0L-1.5 3.8L5-4",
    "current": "M-3.5-5V5L5 0Z",
    "incident": "M0-6V1.5M0 5V5.2",
    "new": "M0-6V6M-6 0H6",
    "gone": "M-6 0H6",
    "changed": "M-6-.5C-4.5-4-2-4 0-.5S4.5 3 6-.5",
}
"""What a state looks like apart from its colour, in a disc of radius 11."""
