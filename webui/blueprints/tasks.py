"""Aufgaben: what must I do now, and what is to do here.

/aufgaben                            list, filters in the address
/aufgaben.csv                        the same as a file
/aufgaben/<id>                       one task: help, form, case; POST completes it
/aufgaben/<id>/uebernehmen           claim
/aufgaben/<id>/zurueckgeben          release
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from engine import casework
from engine.casework import ClaimTask, CompleteTask, ReleaseTask, TaskFilter, TaskList
from engine.errors import InvalidInput, InvalidState
from engine.terms import Stage, TaskState, UserTaskId
from forms import binding
from webui import catalogues, formatting, paging
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
    return TaskFilter(wanted.scope, wanted.due, wanted.stage, cursor, wanted.limit)


@bp.get("/aufgaben/<task_id>")
@login_required
def task(task_id: str) -> str:
    with query() as uow:
        page = casework.task_page(uow, UserTaskId(task_id))
    return render_template("tasks/task.html", page=page, bound=bound_form(page, None), now=now())


def bound_form(page: Any, formdata: Any) -> Any:
    return binding.bind(page.form, formdata, page.data, now=now()) if page.form else None


@bp.post("/aufgaben/<task_id>")
@login_required
def complete(task_id: str) -> Response:
    with query() as uow:
        page = casework.task_page(uow, UserTaskId(task_id))
    bound = bound_form(page, request.form)
    if page.state is TaskState.CREATED and bound is not None and not bound.validate():
        return task_again(page, bound, 422)
    try:
        with command() as uow:
            values = bound.values if bound is not None else {}
            done = casework.complete_task(uow, CompleteTask(UserTaskId(task_id), values))
    except InvalidState as refusal:
        return task_again(page, bound, 409, refusal=refusal.sentence)
    except InvalidInput as refusal:
        return task_again(page, bound, 422, refusal=refusal.sentence)
    return after_completion(page, done)


def task_again(page: Any, bound: Any, status: int, refusal: str = "") -> Response:
    """The page again with what was typed; nothing is lost by a refusal."""
    if bound is not None and status == 409:
        bound.validate()
    html = render_template("tasks/task.html", page=page, bound=bound, refusal=refusal, status=status, now=now())
    return make_response(html, status)


def after_completion(page: Any, done: Any) -> Response:
    """What happened next: one's own next task of this case, else the list."""
    flash(_("„%(task)s“ ist abgeschlossen.", task=page.line.name), "success")
    if done.incident:
        flash(done.incident, "danger")
    if done.finished:
        flash(_("Der Vorgang %(az)s ist damit abgeschlossen.", az=done.aktenzeichen), "info")
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
