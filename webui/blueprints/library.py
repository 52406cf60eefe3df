"""Mustervorlagen: what LaKI offers, who uses what, cloning, and the updates that flow back to clones.

/mustervorlagen                            the library, side by side
/mustervorlagen/vergleich                  what only one of two has
/mustervorlagen/<key>                      one of them: diagram, what is locked, versions, clones
/mustervorlagen/<key>/zeichnung.svg
/mustervorlagen/<key>/klonen               who the municipality is; POST makes the clone
/mustervorlagen/<key>/vorschlagen          LaKI proposes the newest version to all that are behind
/prozesse/<slug>/aktualisierung            what LaKI changed since, with what is to be decided; POST makes a draft
/prozesse/<slug>/aktualisierung/ablehnen   the municipality stays where it is
/prozesse/<slug>/aktualisierung/zeichnung.svg  our diagram with what comes in and what is to be decided
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine import accounts, catalogue
from engine.bpmn.drawing import draw_or_say
from engine.bpmn.municipality import KINDS
from engine.catalogue import templates
from engine.catalogue.templates import CloneTemplate
from engine.errors import InvalidInput, InvalidState, NotFound
from engine.merging import Side
from engine.places import integration_centres
from engine.terms import TEMPLATE, Role
from webui import catalogues
from webui.blueprints.drawings import picture
from webui.errors import status_of
from webui.identity import command, has_role, query
from webui.language import as_told

bp = Blueprint("library", __name__)
TYPED = ("andere_ags", "kennung", "ags")
"""Fields that say which municipality it is."""
CONTACT = ("anbieter", "anschrift", "telefon", "email")
"""What the letters and the public pages of a municipality begin with."""
SIDES = {side.value: side for side in Side}


@bp.get("/mustervorlagen")
@login_required
def overview() -> str:
    with query() as uow:
        found = templates.template_list(uow)
        compared = {each.key: templates.profile(uow, each.key) for each in found if each.version}
    return render_template("library/overview.html", templates=found, compared=compared, may_clone=has_role(Role.LAKI))


@bp.get("/mustervorlagen/vergleich")
@login_required
def compare() -> str:
    """What only one of two has; the first two where none are chosen."""
    with query() as uow:
        offered = [each for each in templates.template_list(uow) if each.version]
        keys = [request.args.get(name, "") for name in ("eine", "andere")]
        chosen = [next((each for each in offered if each.key == key), None) for key in keys]
        sides = [
            (templates.profile(uow, each.key), templates.locks_of(uow, each.key)) if each else None for each in chosen
        ]
    return render_template("library/compare.html", offered=offered, chosen=chosen, rows=compared_rows(sides, chosen))


def lock_names(locks: Any, template: Any) -> list[str]:
    """What is locked at the path itself bears no name that another path has."""
    return [
        str(catalogues.LOCKED.get(lock.what, lock.what)) if lock.name == template.name and lock.what else lock.name
        for lock in locks
    ]


def compared_rows(sides: list[Any], chosen: list[Any]) -> list[tuple[str, list[str], list[str], list[str]]]:
    """(what, only the one, both, only the other), where two are chosen."""
    if None in sides:
        return []
    (one, its_locks), (other, others_locks) = sides
    pairs = (
        (_("Wer arbeitet mit"), one.lanes, other.lanes),
        (_("Aufgaben"), one.task_names, other.task_names),
        (_("Bausteine"), one.modules, other.modules),
        (_("Womit es sonst beginnt"), one.listens, other.listens),
        (_("Pflichtelemente"), lock_names(its_locks, chosen[0]), lock_names(others_locks, chosen[1])),
    )
    return [
        (
            str(what),
            [name for name in dict.fromkeys(mine) if name not in theirs],
            [name for name in dict.fromkeys(mine) if name in theirs],
            [name for name in dict.fromkeys(theirs) if name not in mine],
        )
        for what, mine, theirs in pairs
        if mine or theirs
    ]


@bp.get("/mustervorlagen/<key>")
@login_required
def template(key: str) -> str:
    with query() as uow:
        found = templates.template(uow, key)
        locked = templates.locks_of(uow, key) if found.version else ()
        answers = templates.answers(uow, key) if has_role(Role.LAKI) else {}
        demands = templates.open_demands(uow, (clone.slug for clone in found.clones if clone.behind))
    return render_template(
        "library/template.html",
        template=found,
        locked=locked,
        answers=answers,
        demands=demands,
        is_laki=has_role(Role.LAKI),
        lock_words=catalogues.LOCKED,
    )


@bp.get("/mustervorlagen/<key>/zeichnung.svg")
@login_required
def drawing(key: str) -> Response:
    with query() as uow:
        templates.template(uow, key)
        return picture(draw_or_say(templates.diagram_of(uow, key)))


# ------------------------------------------------------------------ cloning
@bp.get("/mustervorlagen/<key>/klonen")
@login_required
def clone(key: str) -> str:
    insist_on_laki()
    return clone_page(key)


def insist_on_laki() -> None:
    if not has_role(Role.LAKI):
        abort(403)


def clone_page(key: str, *, refusal: str = "", findings: Any = ()) -> str:
    with query() as uow:
        source = templates.source_name(uow, key)
        adaptable = templates.adaptable(uow, key)
        taken = {line.identity for line in catalogue.process_list(uow)}
    free = [centre for centre in integration_centres() if centre.ags not in taken]
    free.sort(key=lambda centre: centre.full_name.casefold())
    wanted = request.values.get("ags", "")
    chosen = next((centre for centre in free if centre.ags == wanted), None)
    kinds = [kind for kind in KINDS if kind not in ("Landesstelle", TEMPLATE)]
    return render_template(
        "library/clone.html",
        key=key, source=source, adaptable=adaptable, free=free, chosen=chosen, sent=request.values, kinds=kinds,
        refusal=refusal, errors=form_errors(findings), findings=[each for each in findings if each.file],
    )  # fmt: skip


def form_errors(findings: Any) -> list[tuple[str, str]]:
    """(id of the field, way out) for what is wrong with the form, and not with a file."""
    return [(field_of(each), as_told(each.hint)) for each in findings if not each.file and each.hint]


def field_of(finding: Any) -> str:
    """The field of the clone's form that a finding is about."""
    typed = next((name for name in TYPED if name != "ags" and request.form.get(name, "").strip()), "ags")
    start = {"template.deadline": "frist-", "template.group": "gruppe-"}.get(finding.code, "")
    if start:
        named = [name for name, value in request.form.items() if name.startswith(start) and value in finding.message]
        return next((name for name in named if request.form[name].strip()), typed)
    return "name" if finding.code in ("municipality.name", "template.clone") else typed


@bp.post("/mustervorlagen/<key>/klonen")
@login_required
def make_clone(key: str) -> Response:
    insist_on_laki()
    form = request.form
    try:
        with command() as uow:
            texts = {name: form.get(name, "") for name in CONTACT if form.get(name, "").strip()}
            if "entwurf" in form:
                return redirect(url_for("studio.overview", draft=templates.draft_clone(uow, wanted_clone(key), texts)))
            made = templates.publish_clone(uow, wanted_clone(key), texts)
    except (InvalidInput, InvalidState, NotFound) as refused:
        shown = clone_page(key, refusal=as_told(refused.sentence), findings=refused.findings)
        return make_response(shown, status_of(refused) if not isinstance(refused, NotFound) else 422)
    return redirect(url_for("library.cloned", slug=made.slug))


def wanted_clone(key: str) -> CloneTemplate:
    """What the form says; what was left as it stood is no change."""
    form = request.form

    def named(start: str) -> dict[str, str]:
        return {name.removeprefix(start): value for name, value in form.items() if name.startswith(start) and value}

    ags = form.get("ags", "") or form.get("andere_ags", "")
    name = form.get("name", "").strip()
    centre = next((each for each in integration_centres() if each.ags == ags), None)
    return CloneTemplate(
        key, ags, name or (centre.full_name if centre is not None else ""), form.get("art", ""), form.get("kreis", ""),
        form.get("kennung", ""), named("bahn-"), named("gruppe-"), named("frist-"),
    )  # fmt: skip


@bp.get("/prozesse/<slug>/geklont")
@login_required
def cloned(slug: str) -> str:
    insist_on_laki()
    with query() as uow:
        page = catalogue.process_page(uow, slug)
        origins = templates.chain(uow, page.line.origin)
        unmanned = accounts.lacks_accounts(uow, page.line.identity)
    return render_template("library/cloned.html", line=page.line, origins=origins, unmanned=unmanned)


@bp.post("/mustervorlagen/<key>/vorschlagen")
@login_required
def propose(key: str) -> Response:
    with command() as uow:
        asked = templates.propose_update(uow, key, request.form.get("notiz", ""))
    if asked:
        flash(
            ngettext(
                "Die Aktualisierung ist %(num)d Kommune vorgeschlagen.",
                "Die Aktualisierung ist %(num)d Kommunen vorgeschlagen.",
                asked,
            ),
            "success",
        )
    else:
        flash(_("Alle Kommunen sind auf diesem Stand oder haben den Vorschlag schon."), "info")
    return redirect(url_for("library.template", key=key))


# ------------------------------------------------------------------ updates
@bp.get("/prozesse/<slug>/aktualisierung")
@login_required
def update(slug: str) -> str:
    return update_page(slug)


def update_page(slug: str, *, refusal: str = "") -> str:
    with query() as uow:
        found = templates.plan_update(uow, slug)
    everything = request.values.get("alle", "")
    chosen = {name.removeprefix("frage-"): value for name, value in request.values.items() if name.startswith("frage-")}
    return render_template("library/update.html", update=found, refusal=refusal, everything=everything, chosen=chosen)


@bp.post("/prozesse/<slug>/aktualisierung")
@login_required
def take(slug: str) -> Response:
    form = request.form
    if "alle" in form:  # a button that answers all questions at once; the page shows what was chosen
        return make_response(update_page(slug))
    decided = {
        name.removeprefix("frage-"): SIDES[value]
        for name, value in form.items()
        if name.startswith("frage-") and value in SIDES
    }
    try:
        with command() as uow:
            number = templates.take_update(uow, slug, form.get("version", 0, type=int), decided)
    except InvalidState as refused:
        if refused.code == "template.draft" and refused.found:
            flash(as_told(refused.sentence), "info")
            return redirect(url_for("studio.overview", draft=int(refused.found)))
        return make_response(update_page(slug, refusal=as_told(refused.sentence)), 409)
    flash(
        _("Die Aktualisierung steht als Entwurf bereit. Proben und veröffentlichen Sie ihn, wenn er passt."),
        "success",
    )
    return redirect(url_for("studio.overview", draft=number))


@bp.post("/prozesse/<slug>/aktualisierung/ablehnen")
@login_required
def decline(slug: str) -> Response:
    try:
        with command() as uow:
            templates.decline_update(uow, slug, request.form.get("version", 0, type=int), request.form.get("grund", ""))
    except InvalidState as refused:
        return make_response(update_page(slug, refusal=as_told(refused.sentence)), 409)
    flash(_("Sie bleiben auf Ihrem Stand. Übernehmen können Sie die Aktualisierung später immer noch."), "success")
    return redirect(url_for("library.update", slug=slug))


@bp.get("/prozesse/<slug>/aktualisierung/zeichnung.svg")
@login_required
def update_drawing(slug: str) -> Response:
    with query() as uow:
        found = templates.plan_update(uow, slug)
        content = templates.shown_in(found) or catalogue.process_diagram(uow, slug)
    words = {"changed": _("kommt von der Mustervorlage"), "incident": _("zu entscheiden")}
    return picture(draw_or_say(content, marks=templates.marks_of(found), words=words))
