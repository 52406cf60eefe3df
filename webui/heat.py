"""How often and how long, on a diagram and as a file: the numbers of a path's traffic in the words of the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from engine.bpmn.drawing import Figure
from engine.catalogue.traffic import StepFigures, Traffic
from webui.formatting import span_text

HIDDEN = "."
"""Instead of a number that is too small, or would tell something secret."""


def figures(traffic: Traffic, process_id: str | None = None) -> dict[str, Figure]:
    """By element and flow, for the server's drawing of this process and of those in its file."""
    drawn = traffic.drawn_with(process_id)
    taken = {flow: times for process in drawn for flow, times in traffic.taken.get(process, {}).items()}
    steps = [step for step in traffic.steps if step.process_id in drawn and step.times is not None]
    most, longest = max(taken.values(), default=0), max((step.median or 0 for step in steps), default=0)
    found = {
        flow: Figure(str(times), times_text(times), share=times / most if most else 0) for flow, times in taken.items()
    }
    for step in steps:
        found[step.element_id] = Figure(on_step(step), in_words(step), warmth=warmth(step, longest))
    return found


def for_viewer(traffic: Traffic, process_id: str) -> dict[str, dict[str, Any]]:
    """The same for the drawing in the browser."""
    return {
        element: {"text": one.text, "title": one.title, "share": round(one.share, 3), "warmth": one.warmth}
        for element, one in figures(traffic, process_id).items()
    }


def warmth(step: StepFigures, longest: float) -> int:
    """0 to 3: thirds of the longest median."""
    if not step.median or not longest:
        return 0
    return min(3, 1 + int(3 * step.median / longest))


def times_text(times: int) -> str:
    return ngettext("%(num)d-mal", "%(num)d-mal", times)


def on_step(step: StepFigures) -> str:
    often = _("%(num)d×", num=step.times or 0)
    return often if step.median is None else f"{often}, {span_text(step.median)}"


def in_words(step: StepFigures) -> str:
    said = f"{step.name}: {times_text(step.times or 0)}"
    if step.median is None:
        return said
    usual, longest = span_text(step.median), span_text(step.longest)
    return f"{said}, {_('liegt meist %(usual)s, längstens %(longest)s', usual=usual, longest=longest)}"


def rows(traffic: Traffic) -> Iterator[tuple[str, ...]]:
    """Header, steps and ways; times in hours, so that one can reckon with them."""
    yield (
        *(_("Art"), _("Von"), _("Nach"), _("Wie oft")),
        *(_("Liegezeit in Stunden, Median"), _("Liegezeit in Stunden, längste")),
    )
    for step in traffic.steps:
        yield _("Schritt"), step.name, "", number(step.times), *hours(step)
    for flow in traffic.flows:
        target = f"{flow.name}: {flow.target}" if flow.name else flow.target
        yield _("Weg"), flow.source, target, number(flow.times), "", ""


def number(times: int | None) -> str:
    return HIDDEN if times is None else str(times)


def hours(step: StepFigures) -> tuple[str, str]:
    """Median and longest; what was never opened has lain for no time at all."""
    if step.times == 0:
        return "", ""
    median, longest = (HIDDEN if one is None else str(round(one / 3600)) for one in (step.median, step.longest))
    return median, longest
