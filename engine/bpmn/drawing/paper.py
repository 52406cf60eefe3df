"""A drawing on paper: one page as large as the diagram, PDF/A-2a and PDF/UA-1, for printing, mail and the archive."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typst

from engine.bpmn.reading import read_tree

PAGE = b"""#let day = sys.inputs.day.split("-").map(int)
#set document(title: sys.inputs.heading, date: datetime(year: day.at(0), month: day.at(1), day: day.at(2)))
#set page(width: auto, height: auto, margin: 24pt)
#set text(lang: sys.inputs.language, font: ("Liberation Sans", "DejaVu Sans"), size: 14pt)
#show heading: set text(size: 18pt)
#heading(level: 1, sys.inputs.heading)
#image("drawing.svg", alt: sys.inputs.alt)
"""
"""Whatever somebody wrote comes in as `sys.inputs`: it is text there, never markup."""
FONTS = Path(__file__).parent / "fonts"
"""The letters come along, so that a PDF reads the same on a machine without any font. Those of the machine are asked
for what Liberation Sans lacks."""


def as_pdf(svg: bytes, heading: str, day: date, language: str = "de") -> bytes:
    """`svg`: what `draw` gives; its own label is the text for whoever does not see it. `day`: in the file's details."""
    alt = read_tree(svg).get("aria-label") or heading
    inputs = {"heading": heading, "alt": alt, "day": day.isoformat(), "language": language}
    files = {"main": PAGE, "drawing.svg": svg}
    return typst.compile(files, format="pdf", sys_inputs=inputs, pdf_standards=["a-2a", "ua-1"], font_paths=[FONTS])  # type: ignore[call-overload, no-any-return]
