"""Werkstatt: the editors that need JavaScript. What they load and save is in studio_data.py.

/werkstatt/<draft>/diagramm            BPMN modeller (?datei=)
/werkstatt/<draft>/formular/<name>     form editor
/werkstatt/<draft>/entscheidung/<name> editor of decisions
/werkstatt/<draft>/vorschau/<key>      a form as people will see it, for a window within the modeller
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_login import login_required
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from engine.bpmn.profile import PROFILE, Verdict
from engine.catalogue import drafts
from engine.catalogue.drafts import Draft, DraftFile, DraftKind
from engine.formdefs.model import UNOFFERED_TYPES
from forms import binding
from webui.identity import query
from webui.language import chosen_language
from webui.platform import now

bp = Blueprint("studio_editors", __name__, url_prefix="/werkstatt")

RUNNING = sorted(rule.key for rule in PROFILE.values() if rule.verdict is not Verdict.REFUSED)
"""Keys of the profile that a modeller may offer."""
WITHHELD = sorted(UNOFFERED_TYPES)
"""Kinds of form fields that are not offered."""
NAME = "NAME"
"""Where the browser puts a file's name or a form's key into an address."""


@bp.get("/<int:draft>/diagramm")
@login_required
def diagram(draft: int) -> Response | str:
    return editor(draft, request.args.get("datei", ""), DraftKind.BPMN, "diagram", profile=RUNNING)


@bp.get("/<int:draft>/formular/<name>")
@login_required
def form(draft: int, name: str) -> Response | str:
    return editor(draft, name, DraftKind.FORM, "form", withheld=WITHHELD)


@bp.get("/<int:draft>/entscheidung/<name>")
@login_required
def decision(draft: int, name: str) -> Response | str:
    return editor(draft, name, DraftKind.DMN, "decision")


def editor(number: int, name: str, kind: DraftKind, page: str, **more: Any) -> Response | str:
    with query() as uow:
        found = drafts.draft(uow, number)
    if found.ended:
        return redirect(url_for("studio.overview", draft=number))
    file = chosen(found, name, kind)
    others = [each for each in found.files if each.kind is kind and each is not file]
    context = {"draft": found, "file": file, "others": others, "settings": settings_of(found, file) | more}
    return render_template(f"studio/{page}.html", **context)


def chosen(draft: Draft, name: str, kind: DraftKind) -> DraftFile:
    """The file of this name; without a name the draft's own process."""
    fitting = [file for file in draft.files if file.kind is kind and (file.name == name or (not name and file.main))]
    return fitting[0] if fitting else abort(404)


def settings_of(draft: Draft, file: DraftFile) -> dict[str, Any]:
    here = {"draft": draft.id}
    return {
        "draft": draft.id,
        "file": file.name,
        "main": file.main,
        "csrf": generate_csrf(),
        "urls": {
            "file": url_for("studio_data.content", name=file.name, **here),
            "check": url_for("studio_data.check", **here),
            "offer": url_for("studio_data.offer", **here),
            "form": url_for(".form", name=NAME, **here),
            "decision": url_for(".decision", name=NAME, **here),
            "preview": url_for(".preview", key=NAME, **here),
        },
    }


@bp.get("/<int:draft>/vorschau/<key>")
@login_required
def preview(draft: int, key: str) -> str:
    with query() as uow:
        definition = drafts.draft_form(uow, draft, key)
    bound = binding.bind(definition, None, {}, now=now(), language=chosen_language())
    return render_template("studio/form_preview.html", bound=bound)
