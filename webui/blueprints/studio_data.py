"""The studio's data, for its editors in the browser: JSON, and bytes.

/werkstatt/<draft>/datei/<name>        GET the bytes, X-Revision; POST {revision, before, after} or {revision, content}
/werkstatt/<draft>/pruefen             POST {name, content}: findings, nothing is saved
/werkstatt/<draft>/rueckgaengig        POST {revision} of the draft
/werkstatt/<draft>/wiederholen         POST {revision} of the draft
/werkstatt/<draft>/angebot             what editors may offer
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import wraps
from typing import Any

from flask import Blueprint, flash, jsonify, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from engine.catalogue import drafts
from engine.catalogue.drafts import Changed, DraftId, SaveDiagram, SaveFile, Stepped
from engine.errors import EngineError, InvalidInput
from engine.terms import Finding
from webui import errors
from webui.identity import command, query
from webui.language import as_told, finding_as_told
from webui.security import MAX_UPLOAD

log = logging.getLogger(__name__)
LARGEST_SAVE = 3 * MAX_UPLOAD
"""Bytes: a diagram before and after, with what JSON adds."""
bp = Blueprint("studio_data", __name__, url_prefix="/werkstatt")


def as_json(view: Callable[..., Response]) -> Callable[..., Response]:
    """Refusals as {message, …} with the status that a page would have."""

    @wraps(view)
    def answered(*args: Any, **values: Any) -> Response:
        request.max_content_length = LARGEST_SAVE
        try:
            return view(*args, **values)
        except EngineError as refusal:
            return refused(refusal)
        except RequestEntityTooLarge:
            return answer({"message": _("Die Datei ist zu groß. Erlaubt sind höchstens 10 MB."), "findings": []}, 413)

    return answered


def refused(refusal: EngineError) -> Response:
    status = errors.status_of(refusal)
    log.info("refused: %s", refusal.code)
    heading, way_out = errors.texts(status)
    found: dict[str, Any] = {"code": refusal.code, "message": as_told(refusal.sentence) or f"{heading}. {way_out}"}
    if isinstance(refusal, Changed):
        at = refusal.changed_at.isoformat()
        found |= {"revision": refusal.revision, "changed_by": refusal.changed_by, "changed_at": at}
    if status == 422:
        found["findings"] = listed(refusal.findings)
    return answer(found, status)


def answer(body: Any, status: int = 200) -> Response:
    return make_response(jsonify(body), status)


def listed(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    return [finding_as_told(finding).as_json() for finding in findings]


def posted() -> dict[str, Any]:
    """The JSON object that was sent. Raises InvalidInput."""
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        body = None
    if not isinstance(body, dict):
        raise InvalidInput("studio.json", _("Die Anfrage ist kein JSON-Objekt."))
    return body


def text_of(body: dict[str, Any], key: str) -> bytes:
    value = body.get(key)
    if not isinstance(value, str):
        raise InvalidInput("studio.json", _("In der Anfrage fehlt „%(name)s“.", name=key))
    return value.encode("utf-8", "surrogatepass")


def revision_of(body: dict[str, Any]) -> int:
    value = body.get("revision")
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidInput("studio.json", _("In der Anfrage fehlt „%(name)s“.", name="revision"))
    return value


@bp.get("/<int:draft>/datei/<name>")
@login_required
@as_json
def content(draft: int, name: str) -> Response:
    with query() as uow:
        found, revision = drafts.draft_content(uow, draft, name)
    kind = "application/json" if name.endswith(".form") else "application/xml"
    response = Response(found, mimetype="text/plain" if name.endswith(".yaml") else kind)
    response.headers["X-Revision"] = str(revision)
    # A file may hold what a browser would run or load; here it is only ever data.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@bp.post("/<int:draft>/datei/<name>")
@login_required
@as_json
def save(draft: int, name: str) -> Response:
    body = posted()
    number, revision = DraftId(draft), revision_of(body)
    with command() as uow:
        if "content" in body:
            saved = drafts.save_file(uow, SaveFile(number, name, text_of(body, "content"), revision))
        else:
            before, after = text_of(body, "before"), text_of(body, "after")
            saved = drafts.save_diagram(uow, SaveDiagram(number, name, before, after, revision))
    with query() as uow:
        findings = drafts.check_draft(uow, draft, name)
    return answer({"revision": saved, "findings": listed(findings)})


@bp.post("/<int:draft>/pruefen")
@login_required
@as_json
def check(draft: int) -> Response:
    body = posted()
    name = text_of(body, "name").decode("utf-8", "replace")
    unsaved = text_of(body, "content") if "content" in body else None
    with query() as uow:
        findings = drafts.check_draft(uow, draft, name, unsaved)
    return answer({"findings": listed(findings)})


@bp.post("/<int:draft>/rueckgaengig")
@login_required
def undo(draft: int) -> Response:
    return step(draft, drafts.undo, _("Rückgängig gemacht: %(what)s"))


@bp.post("/<int:draft>/wiederholen")
@login_required
def redo(draft: int) -> Response:
    return step(draft, drafts.redo, _("Wiederholt: %(what)s"))


def step(draft: int, use_case: Callable[..., Stepped], sentence: str) -> Response:
    """For editors as JSON; for forms the page that they came from."""
    if request.is_json:
        return as_json(lambda: answer(asdict(stepped(draft, use_case, revision_of(posted())))))()
    made = stepped(draft, use_case, request.form.get("revision", 0, type=int))
    flash(sentence % {"what": made.said}, "success")
    return redirect(back_to(draft))


def stepped(draft: int, use_case: Callable[..., Stepped], revision: int) -> Stepped:
    with command() as uow:
        return use_case(uow, DraftId(draft), revision)


def back_to(draft: int) -> str:
    """The page of this draft on which the form stood."""
    home = url_for("studio.overview", draft=draft)
    page = request.form.get("zurueck", "")
    return page if page.startswith(f"{home}/") and "//" not in page and "\\" not in page else home


@bp.get("/<int:draft>/angebot")
@login_required
@as_json
def offer(draft: int) -> Response:
    with query() as uow:
        found = drafts.offer(uow, draft)
    return answer(asdict(found))
