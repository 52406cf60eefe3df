"""Werkstatt: a rehearsal is recorded. What was recorded so far travels in the page, as the text of its file.

/werkstatt/<draft>/probelauf/neu                  name, beginning and test data; POST begins
/werkstatt/<draft>/probelauf/aufnahme             POST only: one thing more happens, or the recording is saved
/werkstatt/<draft>/probelauf/aufnahme/vorschau    POST: fields that an answer lets appear (htmx)

Names of our own fields begin with an underscore: no field of a form does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from engine import formdefs
from engine.catalogue import drafts
from engine.catalogue.drafts import Changed, Draft, DraftId, DraftKind, SaveFile
from engine.catalogue.files import File, slug_of
from engine.catalogue.rehearsal import ENDING, Rehearsal, Start, read, to_yaml
from engine.catalogue.rehearsal.acting import values_of
from engine.catalogue.rehearsal.scene import Scene, SceneTask, until_step, without_last
from engine.catalogue.rehearsal.story import BEGINS
from engine.errors import EngineError, InvalidInput
from engine.feel.codec import to_json
from engine.sentences import both
from forms import binding
from forms.binding import BoundForm
from webui.blueprints.studio_rehearsals import opened, play_all
from webui.errors import status_of
from webui.formatting import local
from webui.identity import command
from webui.language import as_told, chosen_language
from webui.rehearsal_beginnings import Beginning, beginnings, moment_of, start_form
from webui.rehearsal_runs import RUNS

bp = Blueprint("studio_recording", __name__, url_prefix="/werkstatt")

LONGEST_NAME, LONGEST_FILE = 200, 60


# ------------------------------------------------------------------ beginning
@bp.get("/<int:draft>/probelauf/neu")
@login_required
def new(draft: int) -> Response | str:
    found, files = opened(draft)
    if found.ended:
        return redirect(url_for("studio.overview", draft=draft))
    RUNS.expect_recording()
    return new_page(found, files)


def new_page(
    draft: Draft,
    files: Sequence[File],
    *,
    errors: Sequence[tuple[str, str]] = (),
    chosen: Beginning | None = None,
    bound: BoundForm | None = None,
) -> str:
    """`bound`: fields of the form that `chosen` asks for."""
    begins = request.form.get("_beginnt") or local(BEGINS).strftime("%Y-%m-%dT%H:%M")
    known = beginnings(files)
    if not request.form and len(known) == 1:
        chosen = known[0]
        bound = start_form(chosen, files, None, None)
    context = {"beginnings": known, "typed": request.form, "begins": begins, "errors": errors}
    return render_template("studio/rehearsal_new.html", draft=draft, chosen=chosen, bound=bound, **context)


@bp.post("/<int:draft>/probelauf/neu")
@login_required
def begin(draft: int) -> Response:
    found, files = opened(draft)
    known = {each.key: each for each in beginnings(files)}
    chosen = known.get(request.form.get("_beginn", "")) or (next(iter(known.values())) if len(known) == 1 else None)
    name, errors = " ".join(request.form.get("_name", "").split())[:LONGEST_NAME], []
    if not name:
        errors.append(("name", _("Geben Sie dem Probelauf einen Namen.")))
    if known and chosen is None:
        errors.append(("beginn", _("Wählen Sie, womit der Vorgang beginnt.")))
    begins = moment_of(request.form.get("_beginnt", ""))
    if begins is None:
        errors.append(("beginnt", _("Das ist kein Tag mit Uhrzeit.")))
    values = given("_angaben", "angaben", errors)
    shown = chosen is not None and request.form.get("_formular") == chosen.key
    bound = start_form(chosen, files, request.form if shown else None, begins)
    complete = bound is None or (shown and bound.validate())
    if errors or begins is None or not complete:
        page = new_page(found, files, errors=errors, chosen=chosen, bound=bound)
        fresh = bound is not None and (not shown or bound.rerender)  # fields that nobody has seen yet
        return make_response(page, 200 if fresh and not errors else 422)
    if bound is not None:
        values = {name: to_json(value) for name, value in bound.values.items()} | values
    start = replace(chosen.start, variables=values) if chosen is not None else Start(values)
    process = chosen.key.split(" ")[0] if chosen is not None else ""
    text = to_yaml(Rehearsal(name, process=process, start=start, begins=begins))
    return recording_page(found, RUNS.scene(files, text))


def given(name: str, field: str, errors: list[tuple[str, str]]) -> dict[str, Any]:
    """Values that were written line by line; what is wrong with them goes to `errors`."""
    try:
        return values_of(request.form.get(name, ""))
    except InvalidInput as refusal:
        finding = refusal.findings[0]
        place = _("Zeile %(line)s: ", line=finding.line) if finding.line else ""
        errors.append((field, place + as_told(both(finding.message, finding.hint))))
        return {}


# ------------------------------------------------------------------ going on
@bp.get("/<int:draft>/probelauf/aufnahme")
@login_required
def lost(draft: int) -> Response:
    """Whoever reloads the address alone begins anew: what was recorded lay in the page."""
    found, _files = opened(draft)
    return redirect(url_for(".new", draft=found.id))


@bp.post("/<int:draft>/probelauf/aufnahme")
@login_required
def record(draft: int) -> Response:
    found, files = opened(draft)
    text = request.form.get("_text", "").replace("\r\n", "\n")
    kind, _colon, which = request.form.get("_tun", "abschliessen").partition(":")
    scene = RUNS.scene(files, text)
    if kind in ("zurueck", "bis"):
        return recording_page(found, RUNS.scene(files, cut(text, kind, which)))
    if kind == "zeigen" or scene.stuck:
        return recording_page(found, scene, shown=which)
    if kind == "abschliessen":
        return complete(found, files, scene)
    errors: list[tuple[str, str]] = []
    act = act_of(scene, kind, which, errors)
    if errors:
        return recording_page(found, scene, errors=errors, status=422)
    after = RUNS.scene(files, text, act)
    if kind == "beenden" and not after.refused:
        return keep(found, files, after)
    return recording_page(found, after, status=422 if after.refused else 200)


def cut(text: str, kind: str, which: str) -> str:
    rehearsal, _findings = read(text.encode("utf-8", "replace"))
    if rehearsal is None:
        return text
    before = until_step(rehearsal, int(which)) if kind == "bis" and which.isdecimal() else without_last(rehearsal)
    return to_yaml(before)


def act_of(scene: Scene, kind: str, which: str, errors: list[tuple[str, str]]) -> dict[str, Any]:
    """What a button means. Buttons name the lines of the page by their number."""
    if kind == "warten":
        return {"act": "wait", "time": which or request.form.get("_zeit", "").strip()}
    if kind == "offen":
        return {"act": "open"}
    if kind == "festhalten":
        return {"act": "hold", "names": request.form.getlist("_halten")}
    if kind == "beenden":
        return {"act": "end"}
    number = int(which) if which.isdecimal() else -1
    if kind == "nachricht" and 0 <= number < len(scene.messages):
        values = given(f"_nachricht_{number}", f"nachricht-{number}", errors)
        return {"act": "message", "name": scene.messages[number].name, "values": values}
    if kind == "signal" and 0 <= number < len(scene.signals):
        values = given(f"_signal_{number}", f"signal-{number}", errors)
        return {"act": "signal", "name": scene.signals[number], "values": values}
    if kind in ("gelingt", "scheitert") and 0 <= number < len(scene.jobs):
        values = given(f"_antwort_{number}", f"antwort-{number}", errors)
        fails = request.form.get(f"_fehler_{number}", "") or scene.jobs[number].codes[0]
        job = {"act": "send", "element": scene.jobs[number].element_id, "values": values}
        return job | ({"fails": fails, "values": {}} if kind == "scheitert" else {})
    raise BadRequest


def complete(draft: Draft, files: Sequence[File], scene: Scene) -> Response:
    """The chosen task's form, validated as a person's would be."""
    task = next((each for each in scene.tasks if each.key == request.form.get("_aufgabe")), None)
    if task is None:
        sentence = _("Diese Aufgabe ist nicht mehr offen.")
        return recording_page(draft, scene, errors=[("", sentence)], status=409)
    bound = bound_form(task, scene, request.form)
    if bound is not None and not bound.validate():
        return recording_page(draft, scene, task=task, bound=bound, status=200 if bound.rerender else 422)
    act = {"act": "do", "element": task.element_id, "number": task.number, "values": bound.values if bound else {}}
    after = RUNS.scene(files, scene.text, act)
    if after.refused:
        return recording_page(draft, after, task=task, bound=bound, status=422)
    return recording_page(draft, after)


def bound_form(task: SceneTask, scene: Scene, typed: Any = None) -> BoundForm | None:
    if task.form is None or scene.now is None:
        return None
    form = formdefs.read(task.form.encode(), file=f"{task.element_id}.form")
    return binding.bind(form, typed, task.data, now=scene.now, language=chosen_language())


@bp.post("/<int:draft>/probelauf/aufnahme/vorschau")
@login_required
def preview(draft: int) -> str:
    """The fields alone; nothing happens."""
    _found, files = opened(draft)
    if "_formular" in request.form:
        chosen = next((each for each in beginnings(files) if each.key == request.form["_formular"]), None)
        begun = start_form(chosen, files, request.form, moment_of(request.form.get("_beginnt", "")))
        return render_template("studio/rehearsal_fields.html", bound=begun, number=draft) if begun else abort(409)
    scene = RUNS.scene(files, request.form.get("_text", "").replace("\r\n", "\n"))
    task = next((each for each in scene.tasks if each.key == request.form.get("_aufgabe")), None)
    bound = bound_form(task, scene, request.form) if task is not None else None
    if bound is None:
        abort(409)
    return render_template("studio/rehearsal_fields.html", bound=bound, number=draft)


# ------------------------------------------------------------------ pages and files
def recording_page(
    draft: Draft,
    scene: Scene,
    *,
    shown: str = "",
    task: SceneTask | None = None,
    bound: BoundForm | None = None,
    errors: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> Response:
    """`shown`: key of the task whose form is wanted; without it that of the only one."""
    if task is None:
        task = next((each for each in scene.tasks if each.key == shown), None)
        task = task or (scene.tasks[0] if len(scene.tasks) == 1 and not scene.jobs else None)
        bound = bound_form(task, scene) if task is not None else None
    context = {
        "file": request.form.get("_datei", ""),
        "revision": request.form.get("_stand", 0, type=int),
        "typed": request.form,
        "variables": sorted((scene.variables or {}).items()),
    }
    page = render_template(
        "studio/rehearsal_recording.html", draft=draft, scene=scene, task=task, bound=bound, errors=errors, **context
    )
    return make_response(page, status)


def keep(draft: Draft, files: Sequence[File], scene: Scene) -> Response:
    """The recording becomes a file of the draft, or goes on where it came from."""
    name, content = request.form.get("_datei", ""), scene.text.encode("utf-8")
    try:
        with command() as uow:
            if name:
                revision = request.form.get("_stand", 0, type=int)
                drafts.save_file(uow, SaveFile(DraftId(draft.id), name, content, revision))
            else:
                name = free_name(draft, scene.name)
                drafts.add_file(uow, DraftId(draft.id), name, content)
    except EngineError as refusal:
        if not isinstance(refusal, Changed) and status_of(refusal) not in (409, 422):
            raise
        return recording_page(draft, scene, errors=[("", refusal.sentence)], status=status_of(refusal))
    flash(_("Der Probelauf „%(name)s“ ist gespeichert.", name=scene.name), "success")
    found, files = opened(draft.id)
    play_all(found, files)
    return redirect(url_for("studio_rehearsals.listing", draft=draft.id))


def free_name(draft: Draft, title: str) -> str:
    """A name that no rehearsal of the draft has yet."""
    taken = {file.name.casefold() for file in draft.of_kind(DraftKind.REHEARSAL)}
    plain = slug_of(title)[:LONGEST_FILE].strip("-") or "probelauf"
    number, name = 1, f"{plain}{ENDING}"
    while name in taken:
        number += 1
        name = f"{plain}-{number}{ENDING}"
    return name
