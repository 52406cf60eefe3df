"""Werkstatt: from an idea to a published path.

/werkstatt/neu                         new draft: from the published version, from files, from an empty page
/werkstatt/<draft>                     overview: files, findings, what to do next
/werkstatt/<draft>/verwerfen           discard; /wiederherstellen takes that back
/werkstatt/<draft>/dateien             forms, decisions and further processes; POST adds one
/werkstatt/<draft>/dateien/<name>/umbenennen, /loeschen
"""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from engine import catalogue
from engine.bpmn.municipality import KINDS
from engine.catalogue import drafts
from engine.catalogue.drafts import Draft, DraftId, DraftKind, OpenDraft, Place
from engine.errors import InvalidInput, InvalidState
from engine.terms import Role, Severity
from webui import navigation
from webui.blueprints.processes import bare_name
from webui.errors import status_of
from webui.identity import command, has_role, query
from webui.language import as_told

bp = Blueprint("studio", __name__, url_prefix="/werkstatt")


@bp.get("/neu")
@login_required
def new() -> str:
    if not navigation.offers_upload():
        abort(403)
    return new_page()


def new_page(*, findings: Any = (), refusal: str = "") -> str:
    with query() as uow:
        processes = catalogue.process_list(uow)
    return render_template(
        "studio/new.html",
        processes=processes,
        findings=findings,
        refusal=refusal,
        kinds=KINDS,
        may_found=has_role(Role.LAKI),
        sent=request.values,
    )


@bp.post("/neu")
@login_required
def create() -> Response:
    if not navigation.offers_upload():
        abort(403)
    try:
        wanted = opening()
        if wanted.files:
            catalogue.insist_on_limits(wanted.files)
        with command() as uow:
            number = drafts.open_draft(uow, wanted)
    except InvalidInput as refusal:
        return make_response(new_page(findings=refusal.findings, refusal=as_told(refusal.sentence)), 422)
    return redirect(url_for("studio.overview", draft=number))


def opening() -> OpenDraft:
    """What the form asks for."""
    form = request.form
    name, slug, basis = form.get("name", ""), form.get("kommune", ""), form.get("grundlage", "version")
    if basis == "datei":
        files = [(bare_name(file.filename or ""), file.read()) for file in request.files.getlist("dateien")]
        return OpenDraft(files=tuple(file for file in files if file[0]), name=name)
    if basis == "leer":
        words = {key: form.get(f"neu_{key}", "") for key in ("name", "ags", "kennung", "art", "kreis")}
        # The list of municipalities is never empty: whoever names a new one means the new one.
        return OpenDraft(place=Place(slug="" if words["name"].strip() else slug, **words), name=name)
    return OpenDraft(slug=slug, version=form.get("version", type=int), name=name)


@bp.get("/<int:draft>")
@login_required
def overview(draft: int) -> str:
    with query() as uow:
        found = drafts.draft(uow, draft)
        findings, titles = drafts.check_draft(uow, draft), drafts.titles(uow, draft)
    ordered = sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)
    return render_template("studio/overview.html", draft=found, findings=ordered, titles=titles)


@bp.post("/<int:draft>/verwerfen")
@login_required
def discard(draft: int) -> Response:
    with command() as uow:
        name = drafts.discard_draft(uow, DraftId(draft))
    flash(_("Der Entwurf „%(name)s“ ist verworfen. Sie können ihn wiederherstellen.", name=name), "success")
    return redirect(url_for("studio.overview", draft=draft))


@bp.post("/<int:draft>/wiederherstellen")
@login_required
def restore(draft: int) -> Response:
    with command() as uow:
        name = drafts.restore_draft(uow, DraftId(draft))
    flash(_("Der Entwurf „%(name)s“ ist wiederhergestellt.", name=name), "success")
    return redirect(url_for("studio.overview", draft=draft))


# ------------------------------------------------------------------ files
@bp.get("/<int:draft>/dateien")
@login_required
def files(draft: int) -> str:
    return files_page(draft)


def files_page(draft: int, *, findings: Any = (), refusal: str = "") -> str:
    with query() as uow:
        found = drafts.draft(uow, draft)
        uses, titles = drafts.uses(uow, DraftId(draft)), drafts.titles(uow, draft)
        offered = drafts.offer(uow, draft)
    shared = (("form", offered.forms), ("dmn", offered.decisions))
    return render_template(
        "studio/files.html", draft=found, uses=uses, titles=titles, findings=findings, refusal=refusal, shared=shared
    )


@bp.post("/<int:draft>/dateien")
@login_required
def add(draft: int) -> Response:
    kind, key = request.form.get("art", ""), request.form.get("kennung", "").strip()
    uploaded = [(bare_name(file.filename or ""), file.read()) for file in request.files.getlist("dateien")]
    uploaded = [file for file in uploaded if file[0]]
    try:
        if uploaded:
            catalogue.insist_on_limits([file for file in uploaded if not file[0].endswith(".yaml")])
            with command() as uow:
                drafts.add_files(uow, DraftId(draft), uploaded)
        elif kind in ("form", "dmn"):
            with command() as uow:
                uploaded = [(drafts.add_blank(uow, DraftId(draft), DraftKind(kind), key), b"")]
        elif kind == "gemeinsam":
            of, _colon, shared = key.partition(":")
            with command() as uow:
                uploaded = [(drafts.copy_shared(uow, DraftId(draft), shared_kind(of), shared), b"")]
        else:
            raise InvalidInput("draft.nothing", _("Wählen Sie mindestens eine Datei aus."))
    except (InvalidInput, InvalidState) as refusal:
        page = files_page(draft, findings=refusal.findings, refusal=as_told(refusal.sentence))
        return make_response(page, status_of(refusal))
    flash(_("Hinzugefügt: %(names)s.", names=", ".join(name for name, _content in uploaded)), "success")
    return redirect(url_for("studio.files", draft=draft))


def shared_kind(word: str) -> DraftKind:
    if word not in ("form", "dmn"):
        raise InvalidInput("draft.nothing", _("Wählen Sie das Formular oder die Entscheidung aus."))
    return DraftKind(word)


@bp.post("/<int:draft>/dateien/<name>/umbenennen")
@login_required
def rename(draft: int, name: str) -> Response:
    new = request.form.get("name", "").strip()
    with command() as uow:
        drafts.rename_file(uow, DraftId(draft), name, new, posted_revision())
    flash(_("„%(old)s“ heißt jetzt „%(new)s“.", old=name, new=new), "success")
    return redirect(url_for("studio.files", draft=draft))


@bp.post("/<int:draft>/dateien/<name>/loeschen")
@login_required
def delete(draft: int, name: str) -> Response:
    try:
        with command() as uow:
            drafts.delete_file(uow, DraftId(draft), name, posted_revision())
    except InvalidInput as refusal:
        return make_response(files_page(draft, findings=refusal.findings, refusal=as_told(refusal.sentence)), 422)
    flash(_("„%(name)s“ ist gelöscht. Sie können das rückgängig machen.", name=name), "success")
    return redirect(url_for("studio.files", draft=draft))


def posted_revision() -> int:
    return request.form.get("revision", 0, type=int)


# ------------------------------------------------------------------ what all pages of a draft share
def init_app(app: Flask) -> None:
    app.jinja_env.globals["studio_tabs"] = tabs


def tabs(draft: Draft) -> list[tuple[str, str, bool]]:
    """Label, address, whether it is this page: for parts/studio.html."""
    home = url_for("studio.overview", draft=draft.id)
    entries = [(_("Übersicht"), home)]
    if not draft.ended:
        entries += [
            (_("Diagramm"), f"{home}/diagramm"),
            (_("Gliederung"), f"{home}/gliederung"),
            (_("Formulare und Entscheidungen"), url_for("studio.files", draft=draft.id)),
            (_("Probeläufe"), f"{home}/probelauf"),
            (_("Veröffentlichen"), f"{home}/veroeffentlichen"),
        ]
    return [(label, path, is_here(path, home)) for label, path in entries if is_page(path)]


def is_here(path: str, home: str) -> bool:
    """An editor of a form or a decision belongs to the page that lists them."""
    if request.path.startswith((f"{home}/formular/", f"{home}/entscheidung/")):
        return path == f"{home}/dateien"
    return request.path == path or (path != home and request.path.startswith(f"{path}/"))


def is_page(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter is not None and bool(adapter.match(path, "GET"))
    except HTTPException:
        return False
