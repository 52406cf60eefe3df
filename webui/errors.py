"""Refusals to answers, once: engine error -> status, and a German page with a way out for each."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask, current_app, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from engine.errors import EngineError, IncidentRaised, InvalidInput, InvalidState, NotFound, NotPermitted
from webui.language import as_told

log = logging.getLogger(__name__)

STATUS: dict[type[EngineError], int] = {
    NotFound: 404,
    NotPermitted: 403,
    InvalidState: 409,
    InvalidInput: 422,
    IncidentRaised: 500,
}


def init_app(app: Flask) -> None:
    app.register_error_handler(EngineError, engine_error)
    app.register_error_handler(CSRFError, csrf_error)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, unexpected_error)


def status_of(error: EngineError) -> int:
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)


def engine_error(error: EngineError) -> Response:
    status = status_of(error)
    # The code is stable and names no person; the sentence may, so it stays out of the log.
    log.log(logging.ERROR if status == 500 else logging.INFO, "refused: %s", error.code)
    # NotFound never says more than the page itself: the two cases of it must look the same.
    sentence = "" if status == 404 else as_told(error.sentence)
    return error_page(status, sentence=sentence, findings=error.findings)


def csrf_error(error: CSRFError) -> Response:
    typed = typed_values() if request.endpoint in ("tasks.complete", "pages.report_barrier") else []
    if not current_user.is_authenticated and request.endpoint != "pages.report_barrier":
        expired = (
            _("Ihre Sitzung ist abgelaufen"),
            _("Melden Sie sich wieder an; dann können Sie es noch einmal senden."),
        )
        return error_page(400, words=expired, typed=typed)
    sentence = _("Ihre Sitzung ist abgelaufen, oder diese Seite war sehr lange offen.")
    return error_page(400, sentence=sentence, typed=typed)


def http_error(error: HTTPException) -> Response:
    if error.response is not None:
        return error.response
    code = error.code or 500
    if code < 400:
        return error.get_response()
    response = error_page(code)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def unexpected_error(error: Exception) -> Response:
    if current_app.testing or current_app.debug:
        raise error
    # The kind and the place only: texts of exceptions may quote what people wrote.
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    log.error("%s at %s in %s", type(error).__name__, where, request.endpoint)
    return error_page(500)


def texts(status: int) -> tuple[str, str]:
    """Heading and what to do, for each status that people meet."""
    known = {
        400: (
            _("Die Anfrage konnte nicht gelesen werden"),
            _("Gehen Sie zurück, laden Sie die Seite neu und senden Sie das Formular noch einmal ab."),
        ),
        403: (
            _("Dafür haben Sie keine Berechtigung"),
            _("Wenn Sie diese Seite für Ihre Arbeit brauchen, sprechen Sie Ihre Verwaltung darauf an."),
        ),
        404: (
            _("Diese Seite gibt es nicht"),
            _("Prüfen Sie die Adresse oder das Aktenzeichen. Vielleicht ist der Vorgang nicht für Sie freigegeben."),
        ),
        405: (
            _("So lässt sich diese Seite nicht aufrufen"),
            _("Öffnen Sie die Seite über die Navigation."),
        ),
        409: (
            _("Das ist inzwischen überholt"),
            _("Laden Sie die Seite neu, um den jetzigen Stand zu sehen."),
        ),
        413: (
            _("Die Datei ist zu groß"),
            _("Erlaubt sind höchstens 10 MB je Absendung. Ein Prozess mit Zeichnung braucht selten mehr als 1 MB."),
        ),
        422: (
            _("Die Angaben passen nicht"),
            _("Gehen Sie zurück und berichtigen Sie die genannten Angaben."),
        ),
        429: (
            _("Zu viele Anmeldeversuche"),
            _(
                "Warten Sie 15 Minuten und versuchen Sie es dann noch einmal. "
                "Ihre Verwaltung kann Ihr Kennwort zurücksetzen."
            ),
        ),
    }
    if status == 429 and request.endpoint == "pages.report_barrier":
        return (
            _("Zu viele Hinweise auf einmal"),
            _("Warten Sie eine Stunde, oder schreiben Sie der Ansprechstelle in der Erklärung zur Barrierefreiheit."),
        )
    fallback = (
        _("Hier ist etwas schiefgegangen"),
        _(
            "Ihre letzte Eingabe wurde nicht gespeichert. Versuchen Sie es noch einmal; bleibt der Fehler, "
            "melden Sie ihn Ihrer Verwaltung mit Uhrzeit und Seite."
        ),
    )
    return known.get(status, fallback)


def typed_values(labels: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """What was typed into a process form, in words: for pages that cannot show the form any more."""
    known = labels or {}
    return [
        (known.get(name) or field_words(name), ", ".join(texts))
        for name, values in request.form.lists()
        if not is_technical(name) and (texts := [value for value in values if value.strip()])
    ]


def is_technical(name: str) -> bool:
    return name == "csrf_token" or any(part.startswith("_") for part in name.split("."))


def field_words(name: str) -> str:
    """ "beteiligte.0.sichere_kontaktzeit" -> "Beteiligte 1: Sichere kontaktzeit"."""
    words: list[str] = []
    for part in name.split("."):
        if part.isdigit() and words:
            words[-1] += f" {int(part) + 1}"
        else:
            words.append(part.replace("_", " ").capitalize())
    return ": ".join(words)


def way_back() -> str | None:
    """Where the form stood that was sent, when it stood at the same address."""
    adapter = current_app.create_url_adapter(request)
    if request.method != "POST" or adapter is None or not adapter.test(request.path, "GET"):
        return None
    return request.path


def error_page(
    status: int,
    *,
    sentence: str = "",
    findings: tuple[Any, ...] = (),
    typed: Sequence[tuple[str, str]] = (),
    words: tuple[str, str] | None = None,
) -> Response:
    heading, way_out = words or texts(status)
    page = render_template(
        "errors/error.html",
        status=status,
        heading=heading,
        sentence=sentence,
        way_out=way_out,
        findings=findings,
        typed=typed,
        back=way_back(),
        logged_in=current_user.is_authenticated,
    )
    return make_response(page, status)
