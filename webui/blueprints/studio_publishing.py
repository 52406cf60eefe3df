"""Werkstatt: the page on which a draft becomes a version.

/werkstatt/<draft>/veroeffentlichen              conditions, difference, effect; POST publishes
/werkstatt/<draft>/veroeffentlichen/proben       play the rehearsals of this state
/werkstatt/<draft>/veroeffentlichen/freigeben    four eyes: another designer's yes
/werkstatt/<draft>/veroeffentlichen/uebernommen  what was published meanwhile is in the draft now
/werkstatt/<draft>/veroeffentlichen/zeichnung.svg  the draft's own diagram
"""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine.bpmn.drawing import draw_or_say
from engine.catalogue import drafts, templates
from engine.catalogue.drafts import Draft, DraftId, PublishDraft
from engine.catalogue.rehearsing import Report
from engine.errors import InvalidInput, InvalidState, NotFound
from engine.terms import Finding, Severity
from engine.unit_of_work import UnitOfWork
from webui.blueprints.drawings import picture
from webui.errors import status_of
from webui.identity import command, query
from webui.language import as_told

bp = Blueprint("studio_publishing", __name__, url_prefix="/werkstatt/<int:draft>/veroeffentlichen")


@bp.get("")
@login_required
def page(draft: int) -> str:
    return publishing_page(draft)


def publishing_page(draft: int, *, refusal: str = "", findings: tuple[Finding, ...] = ()) -> str:
    with query() as uow:
        found = drafts.draft(uow, draft)
        ready = drafts.readiness(uow, draft)
        current = standing_version(uow, found) if found.ended == "published" else None
        clones = clones_of(uow, found.slug)
    ordered = sorted(findings or ready.findings, key=lambda finding: finding.severity is not Severity.ERROR)
    return render_template(
        "studio/publishing.html",
        draft=found,
        ready=ready,
        findings=ordered,
        refusal=refusal,
        current=current,
        clones=clones,
        note=request.form.get("notiz", ""),
    )


def clones_of(uow: UnitOfWork, slug: str) -> int | None:
    """Municipalities that a new version of this Mustervorlage concerns; None where it is none."""
    try:
        return len(templates.template(uow, slug).clones)
    except NotFound:
        return None


def standing_version(uow: UnitOfWork, draft: Draft) -> int | None:
    """The one that new cases start on; None where all were taken back."""
    try:
        return drafts.standing(uow, draft.slug).version
    except NotFound:
        return None


@bp.post("")
@login_required
def publish(draft: int) -> Response:
    wanted = PublishDraft(
        DraftId(draft), posted_revision(), request.form.get("notiz", ""), anyway="trotzdem" in request.form
    )
    with query() as uow:
        ready = drafts.readiness(uow, draft)
    if ready.report is None and (ready.rules.rehearsals or ready.rules.coverage):
        proven(draft)  # before the transaction: it takes seconds
    try:
        with command() as uow:
            published = drafts.publish_draft(uow, wanted)
    except (InvalidInput, InvalidState) as refusal:
        shown = publishing_page(draft, refusal=as_told(refusal.sentence), findings=refusal.findings)
        return make_response(shown, status_of(refusal))
    if published.unchanged:
        flash(_("Der Weg ist wie in Version %(n)s; ihre Probeläufe sind jetzt die des Entwurfs.", n=published.version))
        return redirect(url_for("processes.process", slug=published.slug))
    with query() as uow:
        clones = clones_of(uow, published.slug)
    if clones is not None:
        said = _("%(name)s ist als Version %(n)s veröffentlicht.", name=published.name, n=published.version)
        flash(f"{said} {_('Unten schlagen Sie sie den Kommunen vor.')}" if clones else said, "success")
        return redirect(url_for("library.template", key=published.slug))
    stay = sum(cases for version, cases in ready.running)
    flash(
        " ".join(
            (
                _("%(name)s ist als Version %(n)s veröffentlicht.", name=published.name, n=published.version),
                _("Neue Vorgänge beginnen auf ihr."),
                ngettext(
                    "%(num)d laufender Vorgang bleibt auf seiner Version.",
                    "%(num)d laufende Vorgänge bleiben auf ihrer Version.",
                    stay,
                ),
            )
        ),
        "success",
    )
    return redirect(url_for("processes.process", slug=published.slug))


@bp.post("/proben")
@login_required
def rehearse(draft: int) -> Response:
    report = proven(draft)
    failed = sum(not line.passed for line in report.rehearsals)
    if report.passed and report.rehearsals:
        flash(_("Alle Probeläufe bestehen."), "success")
    else:
        flash(ngettext("%(num)d Probelauf besteht nicht.", "%(num)d Probeläufe bestehen nicht.", failed), "warning")
    return back(draft)


def proven(draft: int) -> Report:
    """Played, unless it is known what comes of it; kept with the draft."""
    with query() as uow:
        found, files = drafts.draft(uow, draft), drafts.draft_files(uow, draft)
    report = drafts.prove(files)
    with command() as uow:
        drafts.keep_proof(uow, found.id, files, report, found.revision)
    return report


@bp.post("/freigeben")
@login_required
def approve(draft: int) -> Response:
    with command() as uow:
        drafts.approve_draft(uow, DraftId(draft), posted_revision())
    flash(_("Sie haben diesen Stand freigegeben."), "success")
    return back(draft)


@bp.post("/uebernommen")
@login_required
def taken_over(draft: int) -> Response:
    version = request.form.get("version", 0, type=int)
    with command() as uow:
        drafts.rebase_draft(uow, DraftId(draft), version)
    flash(_("Der Entwurf beruht jetzt auf Version %(n)s.", n=version), "success")
    return back(draft)


@bp.get("/zeichnung.svg")
@login_required
def drawing(draft: int) -> Response:
    with query() as uow:
        found = drafts.draft(uow, draft)
        content, _revision = drafts.draft_content(uow, draft, found.main)
    return picture(draw_or_say(content))


def back(draft: int) -> Response:
    return redirect(url_for("studio_publishing.page", draft=draft))


def posted_revision() -> int:
    return request.form.get("revision", 0, type=int)
