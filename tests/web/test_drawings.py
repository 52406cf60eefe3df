"""A path's diagram as a file to take along: SVG and PDF."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from datetime import date

import pytest
import typst
from lxml import etree, html

from engine.bpmn.drawing.paper import as_pdf
from engine.terms import Role
from tests.web.conftest import World


def test_the_page_of_a_path_offers_its_diagram_as_pdf_and_as_svg(world: World) -> None:
    client = world.client(Role.KOORDINATION)
    page = html.fromstring(client.get("/prozesse/hamm").text)
    links = page.xpath("//a[@download][contains(@href, 'zeichnung')]/@href")
    assert len(links) == 2 * len(page.xpath("//div[@data-bpmn-url]"))
    pdf, svg = client.get(links[0]), client.get(links[1])
    assert (pdf.mimetype, svg.mimetype) == ("application/pdf", "image/svg+xml")
    for answer, ending in ((pdf, ".pdf"), (svg, ".svg")):
        said = answer.headers["Content-Disposition"]
        assert said.startswith("attachment") and "hamm" in said and ending in said


def test_the_svg_stands_alone(world: World) -> None:
    """In a mail or an office document there is no page around it and no style sheet."""
    drawing = world.client(Role.KOORDINATION).get("/prozesse/hamm/zeichnung.svg?datei=1").data
    root = etree.fromstring(drawing)
    assert root.tag == "{http://www.w3.org/2000/svg}svg" and root.get("width") and root.get("viewBox")
    assert not root.xpath("//@*[local-name() = 'href' and not(starts-with(., '#'))]") and b"var(--" not in drawing
    assert not root.xpath("//*[local-name() = 'style' or local-name() = 'script' or local-name() = 'foreignObject']")


def test_the_pdf_is_for_the_archive_and_for_whoever_does_not_see_it(world: World) -> None:
    pdf = world.client(Role.KOORDINATION).get("/prozesse/hamm/zeichnung.pdf").data
    assert pdf.startswith(b"%PDF-1.") and b"pdfaid:part>2" in pdf and b"pdfuaid:part>1" in pdf
    assert b"/StructTreeRoot" in pdf and b"/Alt" in pdf
    assert b"Stadt Hamm" in pdf  # the title, in its details


def test_the_letters_are_right_on_a_machine_without_any_font(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_ = typst.compile
    monkeypatch.setattr(typst, "compile", lambda *files, **how: compile_(*files, **how, ignore_system_fonts=True))
    pdf = as_pdf(SVG, "Über alle Wege", date(2026, 11, 23))
    assert set(re.findall(rb"/BaseFont\s*/\w+\+(\w+)", opened(pdf))) == {b"LiberationSans"}
    assert b"LiberationSans-Bold" in opened(pdf)


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40" aria-label="Weg">'
    b'<text y="20" font-family="Arial, sans-serif">Gespr\xc3\xa4ch</text></svg>'
)


def opened(pdf: bytes) -> bytes:
    """With its compressed parts in plain."""
    parts = [pdf]
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            parts.append(zlib.decompress(found[1]))
    return b"\n".join(parts)


def test_another_municipalitys_diagram_is_not_there(world: World) -> None:
    assert world.client(Role.KOORDINATION).get("/prozesse/bielefeld/zeichnung.pdf").status_code == 404
    assert world.client(None).get("/prozesse/hamm/zeichnung.pdf").status_code == 302
