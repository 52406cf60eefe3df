"""Whose hands a task is in, and when it comes back: claim, release, hand over, Wiedervorlage."""

from __future__ import annotations

import re
from datetime import date

from flask import Blueprint, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from engine import casework
from engine.casework import ClaimTask, HandOver, ReleaseTask, SetFollowUp
from engine.errors import InvalidInput
from engine.terms import AccountId, UserTaskId
from webui import formatting
from webui.blueprints import tasks
from webui.flashes import flash_undo
from webui.identity import command
from webui.language import as_told

bp = Blueprint("hands", __name__)


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
        released = casework.release_task(uow, ReleaseTask(UserTaskId(task_id)))
    if released.taken_from is None:
        flash(_("Sie haben die Aufgabe zurückgegeben. Ihre Gruppe sieht sie wieder."), "success")
    else:
        flash_undo(
            _(
                "Sie haben „%(task)s“ für jemand anderen zurückgegeben. Die Gruppe sieht sie wieder.",
                task=released.name,
            ),
            url_for("hands.hand_over", task_id=task_id, an=released.taken_from),
        )
    return back_to(task_id)


@bp.post("/aufgaben/<task_id>/weitergeben")
@login_required
def hand_over(task_id: str) -> Response:
    receiver = request.values.get("an", "")
    try:
        if not receiver.isdecimal():
            raise InvalidInput("user_task.hand_over", _("Wählen Sie bitte, an wen die Aufgabe gehen soll."))
        with command() as uow:
            event = casework.hand_over(uow, HandOver(UserTaskId(task_id), AccountId(int(receiver))))
    except InvalidInput as refusal:
        return asked_again(task_id, "weitergeben", receiver, refusal)
    flash(_("„%(task)s“ liegt jetzt bei %(name)s.", task=event.name, name=event.receiver), "success")
    return redirect(url_for("tasks.task_list"))


@bp.post("/aufgaben/<task_id>/wiedervorlage")
@login_required
def follow_up(task_id: str) -> Response:
    typed = request.form.get("am", "")
    try:
        day = None if request.form.get("aufheben") else chosen_day(typed)
        with command() as uow:
            casework.set_follow_up(uow, SetFollowUp(UserTaskId(task_id), day))
    except InvalidInput as refusal:
        return asked_again(task_id, "wiedervorlage", typed, refusal)
    if day is None:
        flash(_("Die Wiedervorlage ist aufgehoben."), "success")
        return redirect(url_for("tasks.task", task_id=task_id))
    text = formatting.date_text(day)
    flash(_("Die Aufgabe kommt am %(day)s wieder. Bis dahin steht sie unter „Wiedervorlage“.", day=text), "success")
    return redirect(url_for("tasks.task_list"))


def chosen_day(text: str) -> date:
    """A day as browsers send it, or as people write it where the browser has no calendar to offer."""
    if written := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text.strip(), re.ASCII):
        day, month, year = written.groups()
        text = f"{year}-{month:0>2}-{day:0>2}"
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        sentence = _("Geben Sie bitte einen Tag an, zum Beispiel 24.06.2026.")
        raise InvalidInput("user_task.follow_up", sentence) from error


def asked_again(task_id: str, place: str, typed: str, refusal: InvalidInput) -> Response:
    """The task's page, with the sentence at the field with this id and what was typed there. Only a day as browsers
    send it fits into their own field for days."""
    is_day = re.fullmatch(r"\d{4}-\d{2}-\d{2}", typed, re.ASCII) is not None
    problem = {"place": place, "typed": typed, "is_day": is_day, "sentence": as_told(refusal.sentence)}
    return make_response(tasks.task_with_draft(task_id, problem=problem), 422)


def back_to(task_id: str) -> Response:
    """Where the button was pressed: the list with its filters, or the task."""
    if request.form.get("von") == "liste":
        arguments = {key: value for key, value in request.args.items() if key in {"wer", "frist", "stufe", "nach"}}
        return redirect(url_for("tasks.task_list", **arguments))
    return redirect(url_for("tasks.task", task_id=task_id))
