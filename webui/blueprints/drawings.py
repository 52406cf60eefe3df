"""Diagrams as SVG, for pages without JavaScript, and as files to take along.

/prozesse/<slug>/zeichnung.svg                   (?version=, ?prozess=, ?zahlen=1: how often, how long; ?datei=1)
/prozesse/<slug>/zeichnung.pdf                   (?version=, ?prozess=)
/werkstatt/<draft>/unterschied/<side>.svg        bisher, kuenftig: what the draft changes in ?version=
/vorgaenge/<az>/zeichnung/<process_id>.svg       with the marks that the reader may see
"""

from __future__ import annotations

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from engine import casework, catalogue
from engine.bpmn.drawing import draw_or_say
from engine.bpmn.drawing.paper import as_pdf
from engine.catalogue import drafts
from engine.catalogue.telling import difference_marks
from engine.terms import Aktenzeichen, ProcessId, Slug
from webui import heat, paging
from webui.identity import query
from webui.language import chosen_language

bp = Blueprint("drawings", __name__)


@bp.get("/prozesse/<slug>/zeichnung.svg")
@login_required
def process(slug: str) -> Response:
    version, process_id = paging.number("version"), request.args.get("prozess")
    with query() as uow:
        xml = catalogue.process_diagram(uow, Slug(slug), version=version, process_id=process_id)
        traffic = catalogue.path_traffic(uow, slug, version) if "zahlen" in request.args else None
    drawn = picture(draw_or_say(xml, figures=heat.figures(traffic, process_id) if traffic else {}))
    return as_file(drawn, slug, process_id, version, "svg") if "datei" in request.args else drawn


@bp.get("/prozesse/<slug>/zeichnung.pdf")
@login_required
def paper(slug: str) -> Response:
    version, process_id = paging.number("version"), request.args.get("prozess")
    with query() as uow:
        xml = catalogue.process_diagram(uow, Slug(slug), version=version, process_id=process_id)
        page, day = catalogue.process_page(uow, slug, version), uow.now.date()
    name = dict(page.processes).get(process_id or "") or page.line.name
    heading = _(
        "%(place)s: %(name)s, Version %(n)s", place=page.line.municipality, name=name, n=version or page.line.version
    )
    pdf = as_pdf(draw_or_say(xml), heading, day, chosen_language())
    return as_file(Response(pdf, mimetype="application/pdf"), slug, process_id, version, "pdf")


def as_file(response: Response, slug: str, process_id: str | None, version: int | None, ending: str) -> Response:
    """To be kept, under a name that says what it shows."""
    parts = [slug, process_id or "", f"version-{version}" if version else ""]
    name = secure_filename("_".join(part for part in parts if part))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


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
