"""Aufgaben: what must I do now, and what is to do here.

/aufgaben                            list, filters in the address
/aufgaben.csv                        the same as a file
/aufgaben/<id>                       one task: help, form, case; POST completes it
/aufgaben/<id>/vorschau              fields that an answer lets appear (htmx)
/aufgaben/<id>/uebernehmen           claim
/aufgaben/<id>/zurueckgeben          release
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from engine import casework
from engine.casework import (
    ClaimTask,
    CompleteTask,
    ReleaseTask,
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
from webui import catalogues, formatting, paging
from webui.errors import status_of, typed_values
from webui.identity import command, query
from webui.platform import now

bp = Blueprint("tasks", __name__)

SCOPES = ("groups", "mine", "all")
DUES = ("overdue", "today", "week", "later")
STAGES = (*Stage, "verfahren")
EXPORT_PAGE = 500


def chosen_filter(limit: int = 50) -> TaskFilter:
    return TaskFilter(
        scope=paging.chosen("wer", SCOPES) or "groups",
        due=paging.chosen("frist", DUES),
        stage=paging.chosen("stufe", STAGES),
        after=paging.chosen("nach"),
        limit=limit,
    )


@bp.get("/aufgaben")
@login_required
def task_list() -> str:
    with query() as uow:
        tasks = casework.task_list(uow, chosen_filter())
    return render_template("tasks/list.html", tasks=tasks, groups=by_urgency(tasks), filter=chosen_filter())


def by_urgency(tasks: TaskList) -> list[tuple[str, list[Any]]]:
    """Lines in groups, in the order of the list: overdue, today, week, later."""
    groups: dict[str, list[Any]] = {name: [] for name in DUES}
    for line in tasks.lines:
        groups[formatting.urgency(line.due, now())].append(line)
    return [(name, lines) for name, lines in groups.items() if lines]


@bp.get("/aufgaben.csv")
@login_required
def task_export() -> Response:
    return paging.csv_response("aufgaben.csv", list(export_rows()))


def export_rows() -> Iterator[tuple[object, ...]]:
    yield (_("Aufgabe"), _("Aktenzeichen"), _("Kurztitel"), _("Stufe"), _("Frist"), _("Bearbeitung"))
    wanted = chosen_filter(EXPORT_PAGE)
    with query() as uow:
        page: TaskList | None = casework.task_list(uow, wanted)
        while page:
            for line in page.lines:
                stage = catalogues.stage_name(line.stage)
                yield (line.name, line.aktenzeichen, line.kurztitel, stage, line.due, line.assignee_name)
            page = casework.task_list(uow, following(wanted, page.next)) if page.next else None


def following(wanted: TaskFilter, cursor: str) -> TaskFilter:
    return replace(wanted, after=cursor)


@bp.get("/aufgaben/<task_id>")
@login_required
def task(task_id: str) -> str:
    page = task_page(task_id)
    return render_template("tasks/task.html", page=page, bound=bound_form(page.form, None, page.data))


def task_page(task_id: str) -> TaskPage:
    with query() as uow:
        return casework.task_page(uow, UserTaskId(task_id))


def bound_form(form: FormDefinition | None, typed: Any, data: Mapping[str, Any]) -> BoundForm | None:
    return binding.bind(form, typed, data, now=now()) if form is not None else None


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
            done = casework.complete_task(uow, CompleteTask(UserTaskId(task_id), values))
    except (InvalidState, NotPermitted) as refusal:
        return task_again(task_id, status_of(refusal), refusal=refusal.sentence)
    return after_completion(done)


def task_again(task_id: str, status: int, *, bound: BoundForm | None = None, refusal: str = "") -> Response:
    """The page again with what was typed; nothing is lost by a refusal."""
    page = task_page(task_id)
    context = {"bound": bound, "refusal": refusal, "status": status, "typed": typed_values(page.labels)}
    return make_response(render_template("tasks/task.html", page=page, **context), status)


@bp.post("/aufgaben/<task_id>/vorschau")
@login_required
def preview(task_id: str) -> str:
    """The fields alone, after an answer that lets others appear; nothing is checked or stored."""
    with query() as uow:
        form, data = casework.form_for_completion(uow, UserTaskId(task_id))
    if form is None:
        abort(409)
    return render_template("tasks/fields.html", bound=bound_form(form, request.form, data), task_id=task_id)


def after_completion(done: TaskCompletion) -> Response:
    """What happened next: the case with the next task of one's groups, else the list."""
    if done.incident:
        flash(_("Der nächste Schritt ist gestört: %(sentence)s", sentence=done.incident), "danger")
        flash(_("Ihre Eingaben sind aufgehoben. Die Verwaltung kann den Schritt noch einmal versuchen."), "info")
        return redirect(url_for("tasks.task_list"))
    flash(_("Die Aufgabe ist abgeschlossen."), "success")
    if done.finished:
        flash(_("Der Vorgang %(az)s ist damit beendet.", az=done.aktenzeichen), "info")
    if done.opened:
        return redirect(url_for("cases.case", aktenzeichen=done.aktenzeichen, weiter=done.opened[0].task_id))
    return redirect(url_for("tasks.task_list"))


@bp.post("/aufgaben/<task_id>/uebernehmen")
@login_required
def claim(task_id: str) -> Response:
    with command() as uow:
        casework.claim_task(uow, ClaimTask(UserTaskId(task_id)))
    flash(_("Sie haben die Aufgabe übernommen."), "success")
    return back_to(task_id)


@bp.post("/aufgaben/<task_id>/zurueckgeben")
@login_required
def release(task_id: str) -> Response:
    with command() as uow:
        casework.release_task(uow, ReleaseTask(UserTaskId(task_id)))
    flash(_("Sie haben die Aufgabe zurückgegeben. Ihre Gruppe sieht sie wieder."), "success")
    return back_to(task_id)


def back_to(task_id: str) -> Response:
    """Where the button was pressed: the list with its filters, or the task."""
    if request.form.get("von") == "liste":
        arguments = {key: value for key, value in request.args.items() if key in {"wer", "frist", "stufe", "nach"}}
        return redirect(url_for("tasks.task_list", **arguments))
    return redirect(url_for("tasks.task", task_id=task_id))
