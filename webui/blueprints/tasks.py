"""Aufgaben: what must I do now, and what is to do here.

/aufgaben                            list, filters in the address; POST keeps them as a view
/aufgaben.csv                        the same as a file
/aufgaben/<id>                       one task: help, form, case; POST completes it
/aufgaben/<id>/vorschau              fields that an answer lets appear (htmx)
/aufgaben/<id>/entwurf               keeps the unfinished form; …/verwerfen drops it
/aufgaben/<id>/uebernehmen           claim
/aufgaben/<id>/zurueckgeben          release
/aufgaben/<id>/weitergeben           hand over to a colleague
/aufgaben/<id>/wiedervorlage         put away until a day
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engine import casework
from engine.casework import (
    CompleteTask,
    SaveDraft,
    TaskCompletion,
    TaskFilter,
    TaskList,
    TaskPage,
)
from engine.errors import InvalidState, NotPermitted
from engine.formdefs import FormDefinition
from engine.terms import Stage, UserTaskId
from forms import binding
from forms.binding import BoundForm
from forms.language import translator
from webui import catalogues, formatting, navigation, paging
from webui.blueprints import views
from webui.errors import status_of, typed_values
from webui.identity import command, query
from webui.language import as_told, chosen_language
from webui.platform import now

bp = Blueprint("tasks", __name__)

SCOPES = ("groups", "mine", "all")
DUES = ("overdue", "today", "week", "later", "follow_up")
STAGES = (*Stage, "verfahren")
EXPORT_PAGE = 500
NOT_IN_DRAFTS = frozenset({"csrf_token", "_entwurf", "_refresh"})


def chosen_filter(limit: int = 50) -> TaskFilter:
    scope = paging.chosen("wer", SCOPES) or "groups"
    if scope == "all" and not navigation.offers_all_tasks():
        scope = "groups"
    return TaskFilter(
        scope=scope,
        due=paging.chosen("frist", DUES),
        stage=paging.chosen("stufe", STAGES),
        after=paging.chosen("nach"),
        limit=limit,
    )


@bp.route("/aufgaben", methods=["GET", "POST"])
@login_required
def task_list() -> Response:
    kept = views.keep("aufgaben") if request.method == "POST" else None
    if isinstance(kept, Response):
        return kept
    wanted = chosen_filter()
    with query() as uow:
        tasks, own_views = casework.task_list(uow, wanted), casework.saved_views(uow, "aufgaben")
    filtered = bool(wanted.due or wanted.stage or wanted.scope != "groups")
    context = {"groups": by_urgency(tasks), "filter": wanted, "filtered": filtered, "views": own_views}
    page = render_template("tasks/list.html", tasks=tasks, not_kept=kept, **context)
    return make_response(page, 422 if kept else 200)


def by_urgency(tasks: TaskList) -> list[tuple[str, list[Any]]]:
    """Lines in groups, in the order of the list: overdue, today, week, later."""
    groups: dict[str, list[Any]] = {name: [] for name in DUES}
    put_away = chosen_filter().due == "follow_up"
    for line in tasks.lines:
        groups["follow_up" if put_away else formatting.urgency(line.due, now())].append(line)
    return [(name, lines) for name, lines in groups.items() if lines]


@bp.get("/aufgaben.csv")
@login_required
def task_export() -> Response:
    return paging.csv_response("aufgaben.csv", list(export_rows()))


def export_rows() -> Iterator[tuple[object, ...]]:
    yield (
        _("Aufgabe"),
        _("Aktenzeichen"),
        _("Kurzbezeichnung"),
        _("Stufe"),
        _("Frist"),
        _("Gruppe"),
        _("Bearbeitung"),
        _("Eskaliert am"),
    )
    wanted = chosen_filter(EXPORT_PAGE)
    with query() as uow:
        page: TaskList | None = casework.task_list(uow, wanted)
        while page:
            for line in page.lines:
                stage = catalogues.stage_name(line.stage)
                yield (
                    line.name,
                    line.aktenzeichen,
                    line.kurztitel,
                    stage,
                    line.due,
                    catalogues.group_name(line.group),
                    line.assignee_name,
                    line.escalated_at,
                )
            page = casework.task_list(uow, following(wanted, page.next)) if page.next else None


def following(wanted: TaskFilter, cursor: str) -> TaskFilter:
    return replace(wanted, after=cursor)


@bp.get("/aufgaben/<task_id>")
@login_required
def task(task_id: str) -> str:
    return task_with_draft(task_id)


def task_with_draft(task_id: str, **context: object) -> str:
    page = task_page(task_id)
    typed = MultiDict(page.draft.fields) if page.draft else None
    return render_template("tasks/task.html", page=page, bound=bound_form(page.form, typed, page.data), **context)


def task_page(task_id: str) -> TaskPage:
    with query() as uow:
        return casework.task_page(uow, UserTaskId(task_id), chosen_language())


def bound_form(form: FormDefinition | None, typed: Any, data: Mapping[str, Any]) -> BoundForm | None:
    return binding.bind(form, typed, data, now=now(), language=chosen_language()) if form is not None else None


@bp.post("/aufgaben/<task_id>")
@login_required
def complete(task_id: str) -> Response:
    try:
        with query() as uow:
            form, data = casework.form_for_completion(uow, UserTaskId(task_id))
        bound = bound_form(form, request.form, data)
        if bound is not None and not bound.validate():
            return task_again(task_id, 200 if bound.rerender else 422, bound=bound)
        with command() as uow:
            values = bound.values if bound is not None else {}
            has_draft = "_entwurf" in request.form
            done = casework.complete_task(uow, CompleteTask(UserTaskId(task_id), values, has_draft))
    except (InvalidState, NotPermitted) as refusal:
        return task_again(task_id, status_of(refusal), refusal=as_told(refusal.sentence))
    return after_completion(done)


def task_again(task_id: str, status: int, *, bound: BoundForm | None = None, refusal: str = "") -> Response:
    """The page again with what was typed; nothing is lost by a refusal."""
    page = task_page(task_id)
    context = {"bound": bound, "refusal": refusal, "status": status, "typed": typed_values(labels_told(page.labels))}
    return make_response(render_template("tasks/task.html", page=page, **context), status)


def labels_told(labels: Mapping[str, str]) -> dict[str, str]:
    """Path of each field -> its label in the language of the page."""
    translate = translator(chosen_language())
    return {path: translate(label) for path, label in labels.items()}


@bp.post("/aufgaben/<task_id>/vorschau")
@login_required
def preview(task_id: str) -> str:
    """The fields alone, after an answer that lets others appear; nothing is checked or stored."""
    with query() as uow:
        form, data = casework.form_for_completion(uow, UserTaskId(task_id))
    if form is None:
        abort(409)
    return render_template("tasks/fields.html", bound=bound_form(form, request.form, data), task_id=task_id)


@bp.post("/aufgaben/<task_id>/entwurf")
@login_required
def save_draft(task_id: str) -> str | Response:
    """What is typed so far; asked by htmx while typing, or by the button."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_IN_DRAFTS]
    with command() as uow:
        saved_at = casework.save_draft(uow, SaveDraft(UserTaskId(task_id), fields))
    if "HX-Request" in request.headers:
        return render_template("tasks/draft.html", saved_at=saved_at)
    flash(_("Ihr Entwurf ist gespeichert. Nur Sie sehen ihn."), "success")
    return redirect(url_for("tasks.task", task_id=task_id))


@bp.post("/aufgaben/<task_id>/entwurf/verwerfen")
@login_required
def discard_draft(task_id: str) -> Response:
    with command() as uow:
        casework.discard_draft(uow, UserTaskId(task_id))
    flash(_("Ihr Entwurf ist verworfen."), "success")
    return redirect(url_for("tasks.task", task_id=task_id))


def after_completion(done: TaskCompletion) -> Response:
    """What happened next: the case with the most urgent task of one's groups, else the list."""
    if done.incident:
        flash(_("Der nächste Schritt ist gestört: %(sentence)s", sentence=done.incident), "danger")
        flash(_("Ihre Eingaben sind aufgehoben. Die Verwaltung kann den Schritt noch einmal versuchen."), "info")
        return redirect(url_for("tasks.task_list"))
    flash(_("Die Aufgabe ist abgeschlossen."), "success")
    if done.finished:
        flash(_("Der Vorgang %(az)s ist damit beendet.", az=done.aktenzeichen), "info")
    if done.elsewhere:
        steps = [who_goes_on(task.name, task.group) for task in done.elsewhere]
        flash(_("Bei anderen geht es weiter: %(steps)s.", steps=", ".join(dict.fromkeys(steps))), "info")
    if done.opened:
        first = min(done.opened, key=lambda task: task.due)
        return redirect(url_for("cases.case", aktenzeichen=done.aktenzeichen, weiter=first.task_id))
    return redirect(url_for("tasks.task_list"))


def who_goes_on(task: str, group: str) -> str:
    return _("%(task)s (Gruppe %(group)s)", task=task, group=catalogues.group_name(group)) if group else task
