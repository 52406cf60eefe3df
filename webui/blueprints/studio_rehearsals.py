"""Werkstatt: the rehearsals (Probeläufe) of a draft. Recording one is in studio_recording.py.

/werkstatt/<draft>/probelauf                          list, coverage, what no rehearsal passes
/werkstatt/<draft>/probelauf/abspielen                POST plays all of them
/werkstatt/<draft>/probelauf/zeichnung.svg            the diagram with what was passed (?datei=, ?ebene=)
/werkstatt/<draft>/probelauf/datei/<name>             one: its text, what became of it; POST saves
/werkstatt/<draft>/probelauf/datei/<name>/abspielen   POST plays it, step by step
/werkstatt/<draft>/probelauf/datei/<name>/loeschen    POST deletes; /zurueck takes that back
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from engine import bpmn
from engine.bpmn.drawing import draw_or_say, planes
from engine.catalogue import drafts
from engine.catalogue.drafts import Changed, Draft, DraftFile, DraftId, DraftKind, SaveFile
from engine.catalogue.files import File
from engine.catalogue.rehearsal import Coverage, Place, read
from engine.catalogue.rehearsal.writing import named
from engine.catalogue.rehearsing import RehearsalLine, Report
from engine.errors import EngineError, InvalidInput
from webui.blueprints.drawings import picture
from webui.blueprints.studio import is_page
from webui.errors import status_of
from webui.flashes import flash_undo
from webui.identity import actor, command, query
from webui.platform import platform
from webui.rehearsal_offers import offers, processes, reading
from webui.rehearsal_runs import RUNS, Run, digest_of

bp = Blueprint("studio_rehearsals", __name__, url_prefix="/werkstatt")

PATIENCE = 4.0
"""Seconds for which the page waits for all rehearsals before it tells how far they are."""


ELEMENT = "ELEMENT"


@dataclass(frozen=True, slots=True)
class Line:
    """One rehearsal in the list. `result`: of the last run, None when there was none; `message` of what failed."""

    file: DraftFile
    name: str
    steps: int
    result: bool | None
    message: str


@dataclass(frozen=True, slots=True)
class Known:
    """`run`: of this state, when it goes on or did not come to its end. `report`: of the last one that did; `old`: the
    earlier state of the draft that it is of, 0 for this one."""

    run: Run | None
    report: Report | None
    old: int

    @property
    def now(self) -> Report | None:
        """Of this state."""
        return None if self.old else self.report


# ------------------------------------------------------------------ all of them
@bp.get("/<int:draft>/probelauf")
@login_required
def listing(draft: int) -> Response | str:
    found, files = opened(draft)
    if found.ended:
        return redirect(url_for("studio.overview", draft=draft))
    last = known(draft, files)
    run, report = last.run, last.report
    context = {
        "lines": lines_of(found, files, report),
        "offers": offers(files, last.now),
        "run": run,
        "running": run is not None and not run.over.is_set(),
        "old": last.old,
        "report": report,
        "own": [each for each in report.coverage if each.process in report.own] if report else [],
        "called": [each for each in report.coverage if each.process not in report.own] if report else [],
        "places": places(found, files),
        "drawings": drawings(found, files),
    }
    return render_template("studio/rehearsals.html", draft=found, **context)


@bp.post("/<int:draft>/probelauf/abspielen")
@login_required
def play(draft: int) -> Response:
    found, files = opened(draft)
    play_all(found, files).over.wait(PATIENCE)
    return redirect(url_for(".listing", draft=draft))


def play_all(draft: Draft, files: Sequence[File]) -> Run:
    """In the background; what is found is kept with the draft."""
    house, person = platform(), actor()

    def keep(report: Report) -> None:
        with house.command(person) as uow:
            drafts.keep_proof(uow, draft.id, files, report, draft.revision)

    return RUNS.start(draft.id, files, draft.revision, keep)


def opened(number: int) -> tuple[Draft, tuple[File, ...]]:
    """The draft with all its bytes. Raises NotFound, NotPermitted."""
    with query() as uow:
        return drafts.draft(uow, number), drafts.draft_files(uow, number)


def known(draft: int, files: Sequence[File]) -> Known:
    """Publishing plays them, too, and so does another process of the server."""
    run = RUNS.last(draft)
    with query() as uow:
        last = drafts.last_proof(uow, DraftId(draft), files)
    if run is not None and (run.digest != digest_of(files) or (last is not None and last.current)):
        run = None
    report = last.report if last is not None else None
    return Known(run, report, 0 if last is None or last.current else last.revision)


def line_of(report: Report | None, name: str) -> RehearsalLine | None:
    return next((line for line in report.rehearsals if line.file == name), None) if report is not None else None


def lines_of(draft: Draft, files: Sequence[File], report: Report | None) -> list[Line]:
    contents = dict(files)
    found = []
    for file in draft.of_kind(DraftKind.REHEARSAL):
        rehearsal, findings = reading(contents[file.name], file.name)
        line = line_of(report, file.name)
        said = line.message if line is not None else findings[0].message if findings else ""
        name = rehearsal.name if rehearsal is not None else file.name
        steps = len(rehearsal.steps) if rehearsal is not None else 0
        found.append(Line(file, name, steps, line.passed if line is not None else None, said))
    return found


# ------------------------------------------------------------------ what was passed
def places(draft: Draft, files: Sequence[File]) -> dict[str, str]:
    """Process id -> address where its elements are shown, of the draft's own processes; the element's id goes where
    ELEMENT stands."""
    home = url_for("studio.overview", draft=draft.id)
    views = {"gliederung": f"schritt={ELEMENT}#schritt-{ELEMENT}", "diagramm": f"element={ELEMENT}"}
    view = next((page for page in views if is_page(f"{home}/{page}")), None)
    if view is None:
        return {}
    return {process.id: f"{home}/{view}?datei={quote(name)}&{views[view]}" for name, process in processes(files)}


def drawings(draft: Draft, files: Sequence[File]) -> list[tuple[str, str]]:
    """Name and address of each drawing."""
    found = []
    for name, content in files:
        if not name.endswith(".bpmn"):
            continue
        try:
            known = planes(bpmn.read(content, file=name).root)
        except InvalidInput:
            continue
        for number, plane in enumerate(known):
            address = url_for(".drawing", draft=draft.id, datei=name, ebene=plane)
            found.append((name if not number else f"{name}: {plane}", address))
    return found


@bp.get("/<int:draft>/probelauf/zeichnung.svg")
@login_required
def drawing(draft: int) -> Response:
    _found, files = opened(draft)
    name = request.args.get("datei") or files[0][0]
    content = dict(files).get(name)
    if content is None or not name.endswith(".bpmn"):
        abort(404)
    report = known(draft, files).report
    marks = marks_of(report.coverage, [p for n, p in processes(files) if n == name]) if report is not None else {}
    words = {"finished": _("in einem Probelauf"), "incident": _("in keinem Probelauf")}
    return picture(draw_or_say(content, marks=marks, plane=request.args.get("ebene"), words=words))


def marks_of(coverage: Sequence[Coverage], known: Sequence[bpmn.ProcessModel]) -> dict[str, str]:
    """What no rehearsal passes is strong, red and has a sign; of the flows only those are marked."""
    missing = {each.process: {place.id for place in missing_of(each)} for each in coverage}
    marks = {e: "finished" for process in known if process.id in missing for e in process.elements}
    return marks | {place: "incident" for process in known for place in missing.get(process.id, ())}


def missing_of(each: Coverage) -> tuple[Place, ...]:
    return each.elements.missing + each.flows.missing


# ------------------------------------------------------------------ one of them
@bp.get("/<int:draft>/probelauf/datei/<name>")
@login_required
def one(draft: int, name: str) -> Response | str:
    found, file, content, files = chosen(draft, name)
    if found.ended:
        return redirect(url_for("studio.overview", draft=draft))
    report = known(draft, files).now
    text, more = content.decode("utf-8", "replace"), offers(files, report, name)
    return one_page(found, file, text, result=line_of(report, name), offers=more)


def chosen(number: int, name: str) -> tuple[Draft, DraftFile, bytes, tuple[File, ...]]:
    found, files = opened(number)
    file = next((each for each in found.of_kind(DraftKind.REHEARSAL) if each.name == name), None)
    if file is None:
        abort(404)
    return found, file, dict(files)[name], files


def one_page(draft: Draft, file: DraftFile, text: str, **more: Any) -> str:
    """`more`: result of the last run, offers, scene, findings, refusal, revision."""
    rehearsal, _findings = read(text.encode("utf-8", "replace"), file.name)
    context: dict[str, Any] = {
        "text": text,
        "name": rehearsal.name if rehearsal is not None else file.name,
        "revision": file.revision,
        "result": None,
        "offers": (),
        "scene": None,
        "findings": (),
        "refusal": "",
        **more,
    }
    return render_template("studio/rehearsal.html", draft=draft, file=file, **context)


@bp.post("/<int:draft>/probelauf/datei/<name>")
@login_required
def save(draft: int, name: str) -> Response:
    """What can be read is saved; whether it passes is told at once."""
    found, file, before, files = chosen(draft, name)
    text = request.form.get("text", "").replace("\r\n", "\n")
    text = renamed(text, request.form.get("titel", "").strip(), before, name)
    rehearsal, findings = read(text.encode("utf-8", "replace"), name)
    revision = request.form.get("stand", 0, type=int)
    if rehearsal is None:
        refusal = _("Der Probelauf wurde nicht gespeichert. Ihr Text steht unten noch vollständig.")
        page = one_page(found, file, text, findings=findings, refusal=refusal, revision=revision)
        return make_response(page, 422)
    try:
        with command() as uow:
            drafts.save_file(uow, SaveFile(DraftId(draft), name, text.encode("utf-8", "replace"), revision))
    except EngineError as refused:
        page = one_page(found, file, text, refusal=refused.sentence, findings=refused.findings, revision=revision)
        if isinstance(refused, Changed) or status_of(refused) in (409, 422):
            return make_response(page, status_of(refused))
        raise
    flash(_("Der Probelauf „%(name)s“ ist gespeichert.", name=rehearsal.name), "success")
    found, file, _content, files = chosen(draft, name)
    return make_response(one_page(found, file, text, scene=RUNS.scene(files, text)))


def renamed(text: str, title: str, before: bytes, file: str) -> str:
    """The text with another `name:` when that was changed in its field and not in the text."""
    old, now = read(before, file)[0], read(text.encode("utf-8", "replace"), file)[0]
    if old is None or now is None or not title or title == old.name or now.name != old.name:
        return text
    return named(text, title)


@bp.post("/<int:draft>/probelauf/datei/<name>/abspielen")
@login_required
def play_one(draft: int, name: str) -> str:
    found, file, content, files = chosen(draft, name)
    text = content.decode("utf-8", "replace")
    return one_page(found, file, text, scene=RUNS.scene(files, text))


@bp.post("/<int:draft>/probelauf/datei/<name>/loeschen")
@login_required
def delete(draft: int, name: str) -> Response:
    found, file, content, _files = chosen(draft, name)
    with command() as uow:
        stand = drafts.delete_file(uow, DraftId(draft), name, request.form.get("stand", file.revision, type=int))
    rehearsal, _findings = reading(content, name)
    title = rehearsal.name if rehearsal is not None else name
    flash_undo(
        _("Der Probelauf „%(name)s“ ist gelöscht.", name=title), url_for(".bring_back", draft=draft, stand=stand)
    )
    return redirect(url_for(".listing", draft=found.id))


@bp.post("/<int:draft>/probelauf/zurueck")
@login_required
def bring_back(draft: int) -> Response:
    """Undoes the last change of the draft, if that is still the one that was meant (?stand=)."""
    with command() as uow:
        drafts.undo(uow, DraftId(draft), request.args.get("stand", 0, type=int))
    flash(_("Der Probelauf ist wieder da."), "success")
    return redirect(url_for(".listing", draft=draft))
