"""What Camunda Modeler sends, and from whom: signed in, read, checked in time, stored or started."""

from __future__ import annotations

from collections.abc import Mapping
from threading import BoundedSemaphore
from time import monotonic
from typing import Any

from flask import g, request
from flask_babel import gettext as _

from engine import accounts, casework
from engine.accounts import AccountView
from engine.casework import CaseStarted, StartCase
from engine.catalogue import drafts, refused
from engine.catalogue.drafts import Received, ReceiveFiles
from engine.catalogue.files import File
from engine.catalogue.guard import Standby, checked_within
from engine.errors import InvalidInput, InvalidState, NotPermitted
from engine.feel.codec import from_json
from engine.terms import Actor, Finding
from webui import basic, identity
from webui.blueprints.processes import bare_name
from webui.platform import platform

CHECKS = BoundedSemaphore(2)
"""Checks at a time: the other threads of the server go on serving people."""
STANDBY = Standby()


class Busy(Exception):
    """Others are being checked, and there is no time left."""


def signed_in() -> AccountView:
    """By login and password. Raises NoEntry, NotPermitted where the password is one that somebody else made."""
    for login, password in basic.credentials():
        try:
            with platform().query(Actor.system()) as uow:
                person = accounts.authenticate(uow, login, password)
        except NotPermitted:
            continue
        if person.password_given:
            raise identity.password_refusal(_("Melden Sie sich dafür einmal im Browser an."))
        return person
    raise NoEntry()


class NoEntry(Exception):
    """Without credentials, or with the wrong ones."""


def sent(field: str | None = None) -> tuple[File, ...]:
    """The files of this field, or of all. Raises InvalidInput."""
    parts = [part for name, parts in request.files.lists() if field in (None, name) for part in parts]
    files = tuple((bare_name(part.filename or ""), part.read()) for part in parts)
    for part in parts:
        part.close()
    if not files:
        raise InvalidInput("deploy.empty", _("Es ist keine Datei angekommen (erwartet: multipart/form-data)."))
    return files


def posted() -> Mapping[str, Any]:
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        body = None
    return body if isinstance(body, dict) else {}


def receive(person: AccountView, goal: str, files: tuple[File, ...], tenant: str) -> Received:
    """Checks in a child process with limits, then stores. Raises EngineError, Busy."""
    command = ReceiveFiles(files, tenant, publish=goal == "veroeffentlichen")
    with platform().query(person.actor()) as uow:
        together = drafts.neighbours(uow, command)
    if findings := errors_in(files, together):
        raise InvalidInput("deploy.refused", _("Es wurde nichts gespeichert."), findings=tuple(findings))
    with platform().command(person.actor()) as uow:
        return drafts.receive(uow, command)


def errors_in(files: tuple[File, ...], together: tuple[File, ...]) -> list[Finding]:
    """All findings when there is an error among them, else none. Raises Busy."""
    if not CHECKS.acquire(timeout=max(g.ends - monotonic(), 0)):
        raise Busy
    try:
        found = checked_within(max(g.ends - monotonic(), 0), files, together, STANDBY)
    finally:
        CHECKS.release()
        STANDBY.ready()
    findings = [finding for each in found for finding in each]
    return findings if refused(findings) else []


def start(person: AccountView, goal: str, process: str | None, variables: Any) -> CaseStarted:
    if goal == "entwurf":
        raise InvalidState(
            "deploy.start",
            _(
                "Ein Entwurf läuft nicht als Vorgang. Spielen Sie ihn in der Werkstatt als Probelauf durch, oder "
                "veröffentlichen Sie ihn."
            ),
        )
    if person.municipality is None:
        raise NotPermitted("deploy.start", _("Dieses Konto gehört zu keiner Kommune."))
    try:
        given = {name: from_json(value) for name, value in (variables or {}).items()}
    except (TypeError, ValueError, AttributeError, ArithmeticError) as fault:
        raise InvalidInput("deploy.variables", _("Die Werte zum Start sind nicht lesbar.")) from fault
    with platform().command(person.actor()) as uow:
        return casework.start_case(uow, StartCase(person.municipality, process, variables=given))
