"""Meine Ansichten: lists with their filters, kept under a name.

/ansichten                     POST keeps one
/ansichten/<id>/loeschen       POST drops it
"""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from engine import casework
from webui.identity import command

bp = Blueprint("views", __name__)

ADDRESSES = {"aufgaben": "tasks.task_list", "vorgaenge": "cases.case_list"}


def address(page: str, query: str) -> str:
    return url_for(ADDRESSES[page]) + (f"?{query}" if query else "")


@bp.post("/ansichten")
@login_required
def save() -> Response:
    page, query = request.form.get("seite", ""), request.form.get("filter", "")
    if page not in ADDRESSES:
        abort(404)
    with command() as uow:
        casework.save_view(uow, page, request.form.get("name", ""), query)
    flash(_("Die Ansicht ist gemerkt."), "success")
    return redirect(address(page, query))


@bp.post("/ansichten/<int:number>/loeschen")
@login_required
def drop(number: int) -> Response:
    with command() as uow:
        view = casework.drop_view(uow, number)
    flash(_("Die Ansicht „%(name)s“ ist gelöscht.", name=view.name), "success")
    return redirect(url_for(ADDRESSES[view.page]))
