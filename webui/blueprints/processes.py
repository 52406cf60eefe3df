"""Prozesse: which path do we have.

/prozesse                              list
/prozesse/hochladen                    upload: check, then publish; findings in place
/prozesse/<slug>                       diagram, versions, documentation of the steps
/prozesse/<slug>/zahlen.csv            how often each way was taken, how long steps lie (?version=)
/prozesse/<slug>/zuruecknehmen         new cases start on the version before; running ones go on
/prozesse/<slug>/einsetzen             undo of that
/prozesse/<slug>/diagramm              BPMN XML for the viewer (?version=, ?prozess=)
/prozesse/<slug>/datei                 the file as it was uploaded (?version=)
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from engine import catalogue
from engine.catalogue import PublishProcess, drafts, templates
from engine.errors import InvalidInput, InvalidState
from engine.terms import Finding, Role, Severity, Slug
from webui import catalogues, heat, identity, navigation, paging
from webui.account_forms import UploadForm, error_summary
from webui.identity import command, query
from webui.language import as_told, finding_as_told

bp = Blueprint("processes", __name__)


@bp.get("/prozesse")
@login_required
def process_list() -> str:
    with query() as uow:
        every = catalogue.process_list(uow)
        open_drafts = drafts.draft_list(uow) if navigation.offers_upload() else ()
        newer = templates.open_proposals(uow, every) if navigation.offers_upload() else {}
        demands = templates.open_demands(uow, newer)
    known = {line.identity for line in every}
    processes = [line for line in every if not line.template]
    return render_template(
        "processes/list.html",
        processes=processes,
        drafts=open_drafts,
        newer=newer,
        demands=demands,
        new_ones=[draft for draft in open_drafts if draft.municipality not in known],
    )


@bp.get("/prozesse/hochladen")
@login_required
def upload() -> str:
    if not navigation.offers_upload():
        abort(403)
    return upload_page(UploadForm())


def upload_page(form: UploadForm, *, findings: Any = (), refusal: str = "") -> str:
    ordered = sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)
    return render_template(
        "processes/upload.html", form=form, errors=error_summary(form), findings=ordered, refusal=refusal
    )


@bp.post("/prozesse/hochladen")
@login_required
def publish() -> Response:
    form = UploadForm()
    if not form.validate():
        return make_response(upload_page(form), 422)
    files = [(bare_name(file.filename or ""), file.read()) for file in form.files.data]
    main = [pair for pair in files if pair[0].lower().endswith(".bpmn")]
    if len(main) != 1:
        form.files.errors = [_("Wählen Sie genau eine Prozessdatei mit der Endung .bpmn aus.")]
        return make_response(upload_page(form), 422)
    extra = tuple(pair for pair in files if pair is not main[0])
    try:
        catalogue.insist_on_limits([main[0], *extra])
        with command() as uow:
            published = catalogue.publish(uow, PublishProcess(*main[0], extra, rename=form.rename.data))
    except (InvalidInput, InvalidState) as refusal:
        found = [with_box(finding) for finding in refusal.findings]
        page = upload_page(form, findings=found, refusal=as_told(refusal.sentence))
        return make_response(page, 422)
    return after_publishing(published)


def with_box(finding: Finding) -> Finding:
    """How one says on this page that a municipality has a new name."""
    if finding.code != "municipality.identity":
        return finding
    box = _("Kreuzen Sie dafür unten „%(label)s“ an.", label=_("Die Kommune wurde umbenannt"))
    return replace(finding, hint=f"{as_told(finding.hint)} {box}")


def bare_name(name: str) -> str:
    """The last part of a path, umlauts kept: the engine makes the slug of it ("köln.bpmn" -> "koeln")."""
    return name.replace("\\", "/").rsplit("/", 1)[-1][:200]


def after_publishing(published: Any) -> Response:
    if published.unchanged:
        flash(
            _("Diese Datei ist schon veröffentlicht (Version %(n)s). Nichts wurde geändert.", n=published.version),
            "info",
        )
    else:
        flash(_("%(name)s ist als Version %(n)s veröffentlicht.", name=published.name, n=published.version), "success")
    for finding in published.warnings:
        flash(finding_as_told(finding).sentence(), "warning")
    return redirect(url_for("processes.process", slug=published.slug))


@bp.get("/prozesse/<slug>")
@login_required
def process(slug: str) -> str:
    with query() as uow:
        page = catalogue.process_page(uow, Slug(slug), shown_version())
        history = catalogue.version_history(uow, slug)
        traffic = catalogue.path_traffic(uow, slug, shown_version())
        open_drafts = drafts.draft_list(uow, page.line.identity) if page.may_publish else ()
        origins = templates.chain(uow, page.line.origin)
        newer = templates.open_proposals(uow, [page.line]) if page.may_publish else {}
        demands = templates.open_demands(uow, newer)
    return render_template(
        "processes/process.html",
        page=page,
        shown=shown_version(),
        activities=catalogues.ACTIVITIES,
        stories={story.number: story for story in history},
        drafts=open_drafts,
        traffic=traffic,
        figures_of=heat.for_viewer,
        origins=origins,
        newer=newer.get(slug),
        demands=demands.get(slug, ()),
        has_checklist=not page.line.template and identity.has_role(Role.LAKI, Role.ENTWURF, Role.VERWALTUNG),
    )


@bp.get("/prozesse/<slug>/zahlen.csv")
@login_required
def numbers(slug: str) -> Response:
    with query() as uow:
        traffic = catalogue.path_traffic(uow, Slug(slug), shown_version())
    return paging.csv_response(f"{slug}-version-{traffic.version}.csv", heat.rows(traffic))


def shown_version() -> int | None:
    return paging.number("version")


@bp.post("/prozesse/<slug>/zuruecknehmen")
@login_required
def withdraw(slug: str) -> Response:
    with command() as uow:
        effect = catalogue.withdraw(uow, Slug(slug), posted_version())
    flash(
        " ".join(
            (_("Version %(n)s ist zurückgenommen.", n=effect.version), beginning(effect.current, effect.template))
        ),
        "success" if effect.current else "warning",
    )
    return redirect(url_for("processes.process", slug=slug))


@bp.post("/prozesse/<slug>/einsetzen")
@login_required
def reinstate(slug: str) -> Response:
    with command() as uow:
        effect = catalogue.reinstate(uow, Slug(slug), posted_version() or 0)
    flash(
        " ".join(
            (_("Version %(n)s ist wieder eingesetzt.", n=effect.version), beginning(effect.current, effect.template))
        ),
        "success",
    )
    return redirect(url_for("processes.process", slug=slug))


def posted_version() -> int | None:
    return request.form.get("version", type=int)


def beginning(version: int | None, template: bool) -> str:
    if template:
        if version is None:
            return _("Kommunen können sie nicht mehr übernehmen; bestehende Fassungen bleiben.")
        return _("Kommunen übernehmen jetzt Version %(n)s; bestehende Fassungen bleiben.", n=version)
    if version is None:
        return _("Neue Vorgänge können jetzt nicht beginnen; laufende gehen auf ihrer Version weiter.")
    return _("Neue Vorgänge beginnen auf Version %(n)s; laufende gehen auf ihrer Version weiter.", n=version)


@bp.get("/prozesse/<slug>/diagramm")
@login_required
def diagram(slug: str) -> Response:
    with query() as uow:
        xml = catalogue.process_diagram(
            uow, Slug(slug), version=shown_version(), process_id=request.args.get("prozess")
        )
    return Response(xml, mimetype="application/xml")


@bp.get("/prozesse/<slug>/datei")
@login_required
def source(slug: str) -> Response:
    with query() as uow:
        name, content = catalogue.process_source(uow, Slug(slug), version=shown_version())
    response = Response(content, mimetype="application/octet-stream")
    plain, exact = secure_filename(name), quote(bare_name(name))
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}"
    return response
