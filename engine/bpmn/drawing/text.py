"""Text in boxes: how wide it is, and where its lines break.

Lines break where bpmn-js 18 breaks them (diagram-js, lib/util/Text), so that a drawing made here reads like the one in
the modeller. Lengths are pixels.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from engine.bpmn.drawing.widths import DEFAULT, EM, KERNING, WIDTHS

LINE_HEIGHT = 1.2
INSIDE = 12
"""Font size inside shapes."""
OUTSIDE = 11
"""Font size of labels beside events, gateways and flows."""
LONGEST = 3000
"""Characters of one text that are drawn; nobody reads more in a diagram."""

_SOFT_HYPHEN = "\u00ad"
_ADVANCES = {character: width for width, characters in WIDTHS.items() for character in characters}
_KERNING = {
    (first, second): units
    for first, row in KERNING.items()
    for units, seconds in row.items()
    for second in seconds
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    width: float


def line_height(size: int) -> float:
    return LINE_HEIGHT * size


@lru_cache(maxsize=8192)
def measured(text: str, size: int) -> float:
    """Width of one line in Arial; trailing white space does not count."""
    seen = text.rstrip()
    units = sum(_ADVANCES.get(character, DEFAULT) for character in seen)
    units += sum(_KERNING.get(pair, 0) for pair in zip(seen, seen[1:], strict=False))
    return units * size / EM


def wrapped(text: str, width: float, size: int) -> list[Line]:
    """The lines of a text in a box of this width. A word that does not fit is cut."""
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    waiting = re.split(r"\u00ad?\r?\n", text)[::-1]
    lines = []
    while waiting:
        whole = waiting.pop()
        line = whole
        while (found := measured(line, size)) > width and len(line) > 1:
            line = _shortened(line, max(len(line) * max(width, 0) / found, 1))
        if len(line) < len(whole):
            waiting.append(whole[len(line) :].strip())
        lines.append(Line(line.replace(_SOFT_HYPHEN, "").rstrip(), measured(line, size)))
    return lines


def _shortened(line: str, room: float) -> str:
    """`line` up to the last space or hyphen within about `room` characters, else cut."""
    kept: list[str] = []
    length = 0
    parts = re.split(r"([\s\-\u00ad])", line)
    for part in parts if len(parts) > 1 else ():
        if not part:
            break
        if len(part) + length >= room:
            if part in ("-", _SOFT_HYPHEN) and kept:
                kept.pop()
            break
        kept.append(part)
        length += len(part)
    if kept and kept[-1] == _SOFT_HYPHEN:
        kept[-1] = "-"
    return "".join(kept) or line[: max(rounded(room - 1), 1)]


def rounded(value: float) -> int:
    """To the nearest whole pixel, halves upwards, as JavaScript rounds."""
    return math.floor(value + 0.5)
