"""Diagrams as SVG, for pages without JavaScript.

/prozesse/<slug>/zeichnung.svg                   (?version=, ?prozess=)
/vorgaenge/<az>/zeichnung/<process_id>.svg       with the marks that the reader may see
"""

from __future__ import annotations

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from engine import casework, catalogue
from engine.bpmn.drawing import draw_or_say
from engine.terms import Aktenzeichen, ProcessId, Slug
from webui import paging
from webui.identity import query

bp = Blueprint("drawings", __name__)


@bp.get("/prozesse/<slug>/zeichnung.svg")
@login_required
def process(slug: str) -> Response:
    version, process_id = paging.number("version"), request.args.get("prozess")
    with query() as uow:
        xml = catalogue.process_diagram(uow, Slug(slug), version=version, process_id=process_id)
    return picture(draw_or_say(xml))


@bp.get("/vorgaenge/<aktenzeichen>/zeichnung/<process_id>.svg")
@login_required
def case(aktenzeichen: str, process_id: str) -> Response:
    with query() as uow:
        svg = casework.drawing(uow, Aktenzeichen(aktenzeichen), ProcessId(process_id), words())
    return picture(svg)


def words() -> dict[str, str]:
    """What the states are called, in the language of the page."""
    return {"current": _("läuft gerade"), "finished": _("erledigt"), "incident": _("Störung")}


def picture(svg: bytes) -> Response:
    return Response(svg, mimetype="image/svg+xml")
