"""Diagrams as SVG, for pages without JavaScript.

/prozesse/<slug>/zeichnung.svg                   (?version=, ?prozess=, ?zahlen=1: how often, how long)
/werkstatt/<draft>/unterschied/<side>.svg        bisher, kuenftig: what the draft changes in ?version=
/vorgaenge/<az>/zeichnung/<process_id>.svg       with the marks that the reader may see
"""

from __future__ import annotations

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from engine import casework, catalogue
from engine.bpmn.drawing import draw_or_say
from engine.catalogue import drafts
from engine.catalogue.telling import difference_marks
from engine.terms import Aktenzeichen, ProcessId, Slug
from webui import heat, paging
from webui.identity import query

bp = Blueprint("drawings", __name__)


@bp.get("/prozesse/<slug>/zeichnung.svg")
@login_required
def process(slug: str) -> Response:
    version, process_id = paging.number("version"), request.args.get("prozess")
    with query() as uow:
        xml = catalogue.process_diagram(uow, Slug(slug), version=version, process_id=process_id)
        traffic = catalogue.path_traffic(uow, slug, version) if "zahlen" in request.args else None
    return picture(draw_or_say(xml, figures=heat.figures(traffic, process_id) if traffic else {}))


@bp.get("/werkstatt/<int:draft>/unterschied/<any(bisher, kuenftig):side>.svg")
@login_required
def difference(draft: int, side: str) -> Response:
    with query() as uow:
        found = drafts.draft(uow, draft)
        after, _revision = drafts.draft_content(uow, draft, found.main)
        _name, before = catalogue.process_source(uow, Slug(found.slug), version=paging.number("version"))
    earlier, later = difference_marks(before, after)
    if side == "bisher":
        return picture(draw_or_say(before, marks=earlier, words=words()))
    return picture(draw_or_say(after, marks=later, words=words()))


@bp.get("/vorgaenge/<aktenzeichen>/zeichnung/<process_id>.svg")
@login_required
def case(aktenzeichen: str, process_id: str) -> Response:
    with query() as uow:
        svg = casework.drawing(uow, Aktenzeichen(aktenzeichen), ProcessId(process_id), words())
    return picture(svg)


def words() -> dict[str, str]:
    """What the states are called, in the language of the page."""
    return {
        "current": _("läuft gerade"),
        "finished": _("erledigt"),
        "incident": _("Störung"),
        "new": _("neu"),
        "changed": _("geändert"),
        "gone": _("entfällt"),
    }


def picture(svg: bytes) -> Response:
    return Response(svg, mimetype="image/svg+xml")
