"""One page under axe: at three widths, in the light and in the dark, and nothing looked at twice."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDTHS = (1280, 768, 320)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"], "resultTypes": ["violations"]}
PLACES = {**COLOURS, "runOnly": [*COLOURS["runOnly"], "scrollable-region-focusable"]}
"""The rules that ask where things lie; all others only ask what is there."""
# The drawing has its own test; some thousand shapes on every page would cost minutes.
WITHOUT_DRAWING = {"exclude": [[".djs-container"]]}
DRAWN = "() => [...document.querySelectorAll('[data-bpmn-url]')].every((host) => host.dataset.bpmnState)"
WIPE = "() => document.querySelectorAll('.sw-diagram svg .viewport').forEach((drawing) => drawing.replaceChildren())"
AXE = "([context, options]) => axe.run(context, options).then((results) => results.violations)"
LOOK = Path(__file__).with_name("look.js").read_text("utf-8")

_fine_in_the_dark: set[str] = set()
"""Texts and what is behind them, as look.js tells them apart: in these axe found nothing."""


def examine(page: Page) -> None:
    """One load of the page: all rules at three widths; in the dark what colours change. Drawings are wiped."""
    page.wait_for_load_state("load")
    assert page.get_by_role("heading", level=1).count() == 1
    assert re.fullmatch(r".+ – Schlichtwerk", page.title())
    assert "Fira" in page.evaluate("getComputedStyle(document.body).fontFamily"), "the styles are there"
    page.wait_for_function(DRAWN)
    page.evaluate(WIPE)
    page.evaluate(AXE_SCRIPT)
    found, shapes = [], set[str]()
    try:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{width} px: {wide} px too wide"
            found += [f"{width} px, light: {each}" for each in in_the_light(page, shapes)]
            found += [f"{width} px, dark: {each}" for each in in_the_dark(page)]
    finally:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
    assert not found, "\n".join(found)


def in_the_light(page: Page, shapes: set[str]) -> list[str]:
    """`shapes`: what this page was like before; a width that moves things without changing them asks only where."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    shape = page.evaluate(LOOK)["shape"]
    known = shape in shapes
    shapes.add(shape)
    return violations(page, PLACES if known else RULES)


def in_the_dark(page: Page) -> list[str]:
    """Things lie as they do in the light: looked at are texts in colours that no page had before."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    colours = set(page.evaluate(LOOK)["colours"])
    if colours <= _fine_in_the_dark:
        return []
    found = violations(page, COLOURS)
    if not found:
        _fine_in_the_dark.update(colours)
    return found


def violations(page: Page, rules: dict[str, Any]) -> list[str]:
    answer = page.evaluate(AXE, [WITHOUT_DRAWING, rules])
    return [f"{each['id']}: {node['html'][:160]} {node['failureSummary']}" for each in answer for node in each["nodes"]]
