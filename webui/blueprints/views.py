"""Meine Ansichten: lists with their filters, kept under a name. A list takes the name by POST to its own address.

/ansichten/<id>/loeschen       POST drops one
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from engine import casework
from engine.errors import InvalidInput
from webui.identity import command
from webui.language import as_told

bp = Blueprint("views", __name__)

ADDRESSES = {"aufgaben": "tasks.task_list", "vorgaenge": "cases.case_list"}


@dataclass(frozen=True, slots=True)
class NotKept:
    """A view that could not be kept: what was typed as its name, and why."""

    name: str
    sentence: str


def keep(page: str) -> Response | NotKept:
    """Keeps the list at this very address with its filters. Raises NotPermitted."""
    name, query = request.form.get("name", ""), request.query_string.decode("utf-8", "replace")
    try:
        with command() as uow:
            casework.save_view(uow, page, name, query)
    except InvalidInput as refusal:
        return NotKept(name, as_told(refusal.sentence))
    flash(_("Die Ansicht ist gemerkt."), "success")
    return redirect(url_for(ADDRESSES[page]) + (f"?{query}" if query else ""))


@bp.post("/ansichten/<int:number>/loeschen")
@login_required
def drop(number: int) -> Response:
    with command() as uow:
        view = casework.drop_view(uow, number)
    flash(_("Die Ansicht „%(name)s“ ist gelöscht.", name=view.name), "success")
    return redirect(url_for(ADDRESSES[view.page]))
