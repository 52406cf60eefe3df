"""Camunda Modeler sends what was drawn: into a draft, or to publication. JSON only, and no session.

/modeler/<entwurf|veroeffentlichen>/…
    v2/topology, v2/deployments, v2/process-instances                           as Camunda 8
    deployment, version, deployment/create, process-definition/<id>/start       as Camunda 7
/modeler/element-templates.json                        our properties as labelled fields
/modeler/seite/…                                       where the Modeler's links lead: on to our own pages
/.well-known/camunda-automation-platform/webapps       tells the Modeler of them
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any

from flask import Blueprint, Flask, abort, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from engine.bpmn.element_templates import element_templates
from engine.catalogue.drafts import Overtaken
from engine.catalogue.files import LARGEST
from engine.errors import EngineError, InvalidInput, NotPermitted
from engine.terms import Finding, Role
from webui import errors, modelers, throttle
from webui.modeler_requests import STANDBY, Busy, NoEntry, posted, receive, sent, signed_in, start
from webui.platform import now
from webui.security import csrf

log = logging.getLogger(__name__)
bp = Blueprint("modeler", __name__)
csrf.exempt(bp)

API = "/modeler/<any(entwurf, veroeffentlichen):goal>"
DESIGNERS = frozenset({Role.ENTWURF, Role.LAKI})
PATIENCE = 3.5
"""Seconds from the request to the end of the check. The Modeler gives up after 5."""
FRAME = 64 * 1024
"""Bytes that multipart adds to the largest file."""


def init_app(app: Flask) -> None:
    """A slash at the end of the address that somebody typed gives `//`; a redirect would lose what is sent."""
    inner = app.wsgi_app

    def one_slash(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith(("/modeler/", "//modeler/")) and "//" in path:
            environ["PATH_INFO"] = re.sub("/{2,}", "/", path)
        return inner(environ, start)

    app.wsgi_app = one_slash  # type: ignore[assignment,method-assign]


@bp.before_request
def begin() -> None:
    g.ends = monotonic() + PATIENCE
    request.max_content_length = LARGEST + FRAME
    if request.method == "POST" and sent_by_a_page():
        abort(403)


def sent_by_a_page() -> bool:
    """A browser sends a password that it remembers with forms and scripts of any page; the Modeler is no page."""
    origin = request.headers.get("Origin", "")
    return request.headers.get("Sec-Fetch-Mode") in ("navigate", "no-cors") or origin.startswith("http")


# ------------------------------------------------------------------ Camunda 8
@bp.get(f"{API}/v2/topology")
def topology(goal: str) -> Response:
    """Asked every five seconds. Looks at no password: a wrong one is told where the Modeler shows it, on sending."""
    STANDBY.ready()
    return modelers.as_json(
        {
            "gatewayVersion": modelers.GATEWAY,
            "brokers": [],
            "clusterSize": 1,
            "partitionsCount": 1,
            "replicationFactor": 1,
            "lastCompletedChangeId": "0",
        }
    )


@bp.post(f"{API}/v2/deployments")
@throttle.by_address
@throttle.by_sent_account
def deploy_8(goal: str) -> Response:
    person = signed_in()
    tenant = request.form.get("tenantId", "")
    received = receive(person, goal, sent("resources"), "" if tenant == "<default>" else tenant)
    return modelers.as_json(modelers.deployed_8(received))


@bp.post(f"{API}/v2/process-instances")
@throttle.by_address
@throttle.by_sent_account
def start_8(goal: str) -> Response:
    person, body = signed_in(), posted()
    process = body.get("processDefinitionId")
    started = start(person, goal, str(process) if process else None, body.get("variables"))
    return modelers.as_json(
        {
            "processDefinitionId": process or "",
            "processDefinitionKey": str(body.get("processDefinitionKey") or ""),
            "processDefinitionVersion": -1,
            "processInstanceKey": started.aktenzeichen,
            "tenantId": person.slug,
            "variables": {},
        }
    )


# ------------------------------------------------------------------ Camunda 7
@bp.get(f"{API}/deployment")
@throttle.by_address
@throttle.by_sent_account
def deployments(goal: str) -> Response:
    """The Modeler asks without credentials first, and offers fields for them on a 401 only."""
    person = signed_in()
    if not person.roles & DESIGNERS:
        raise NotPermitted("deploy.role", _("Dieses Konto darf nichts entwerfen. Ihre Verwaltung kann das ändern."))
    return modelers.as_json([])


@bp.get(f"{API}/version")
def version(goal: str) -> Response:
    STANDBY.ready()
    return modelers.as_json({"version": modelers.ENGINE})


@bp.post(f"{API}/deployment/create")
@throttle.by_address
@throttle.by_sent_account
def deploy_7(goal: str) -> Response:
    person, form = signed_in(), request.form
    received = receive(person, goal, sent(), form.get("tenant-id", ""))
    name, source = form.get("deployment-name", ""), form.get("deployment-source", "")
    return modelers.as_json(modelers.deployed_7(received, name, source, now()))


@bp.post(f"{API}/process-definition/<definition>/start")
@throttle.by_address
@throttle.by_sent_account
def start_7(goal: str, definition: str) -> Response:
    person = signed_in()
    given = posted().get("variables")
    typed = given if isinstance(given, dict) else {}
    values = {name: value.get("value") if isinstance(value, dict) else value for name, value in typed.items()}
    started = start(person, goal, definition.partition(":")[0], values)
    return modelers.as_json(
        {
            "id": started.aktenzeichen,
            "definitionId": definition,
            "businessKey": started.aktenzeichen,
            "tenantId": person.slug,
            "ended": False,
            "suspended": False,
            "links": [],
        }
    )


@bp.route("/modeler/<path:rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def elsewhere(rest: str) -> Response:
    """The Modeler asks for more than is here and copes with a 404."""
    return refusal(404, _("Diese Adresse gibt es hier nicht: %(path)s", path=f"/modeler/{rest}"))


@bp.get("/modeler/element-templates.json")
def templates() -> Response:
    return modelers.as_json(element_templates())


# ------------------------------------------------------------------ our own pages
@bp.get("/.well-known/camunda-automation-platform/webapps")
def webapps() -> Response:
    return modelers.as_json({"cockpitUrl": url_for("modeler.page", rest="", _external=True)})


@bp.get("/modeler/seite/", defaults={"rest": ""})
@bp.get("/modeler/seite/<path:rest>")
@login_required
def page(rest: str) -> Response:
    """repository?deploymentsQuery=… leads to the draft or the version, process-instance/… and processes/… to a case."""
    kind, _sign, which = rest.partition("/")
    if which and kind in ("process-instance", "processes"):
        return redirect(url_for("cases.case", aktenzeichen=which.partition("/")[0]))
    target = modelers.target_of(asked_for(request.args.get("deploymentsQuery", "")))
    if target is None:
        return redirect(url_for("processes.process_list"))
    kind, which = target
    if kind == "entwurf" and which.isdigit():
        return redirect(url_for("studio.overview", draft=int(which)))
    return redirect(url_for("processes.process", slug=which))


def asked_for(query: str) -> str:
    """The deployment in the filter that the Modeler writes into its link."""
    try:
        (wanted,) = json.loads(query)
        return str(wanted["value"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""


# ------------------------------------------------------------------ refusals
def refusal(status: int, sentence: str, findings: tuple[Finding, ...] = (), onward: str = "") -> Response:
    message = modelers.message_of(sentence, findings, onward)
    body = (
        modelers.problem(status, message, request.path)
        if "/v2/" in request.path
        else modelers.exception(status, message, findings)
    )
    answer = modelers.as_json(body, status)
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Basic realm="Schlichtwerk", charset="UTF-8"'
    return answer


@bp.errorhandler(NoEntry)
def no_entry(fault: NoEntry) -> Response:
    if "Authorization" in request.headers:
        sentence = _("Anmeldename oder Kennwort stimmt nicht, oder das Konto ist gesperrt.")
    else:
        sentence = _("Bitte melden Sie sich an: mit Anmeldename und Kennwort Ihres Kontos (Basic).")
    return refusal(401, sentence)


@bp.errorhandler(Busy)
def busy(fault: Busy) -> Response:
    sentence = _("Es wird gerade viel geprüft. Nichts wurde gespeichert; versuchen Sie es in einer Minute noch einmal.")
    return refusal(503, sentence)


@bp.errorhandler(EngineError)
def engine_error(fault: EngineError) -> Response:
    log.info("refused: %s", fault.code)
    status = 400 if isinstance(fault, InvalidInput) else errors.status_of(fault)
    onward = ""
    if isinstance(fault, Overtaken):
        onward = url_for("studio.overview", draft=fault.draft, _external=True)
    elif status == 400:
        address = url_for("studio.new", _external=True)
        onward = _("Unfertiges können Sie in der Werkstatt als Entwurf hochladen: %(address)s", address=address)
    return refusal(status, fault.sentence or errors.texts(status)[0], fault.findings, onward)


@bp.errorhandler(Exception)
def unexpected(fault: Exception) -> Response:
    errors.unexpected_error(fault)  # for its line in the log
    heading, way_out = errors.texts(500)
    return refusal(500, f"{heading}. {way_out}")


@bp.errorhandler(HTTPException)
def http_error(fault: HTTPException) -> Response:
    if fault.response is not None or (fault.code or 500) < 400:
        return fault.get_response()
    heading, way_out = errors.texts(fault.code or 500)
    return refusal(fault.code or 500, f"{heading}. {way_out}")
