"""Prüfspur: was it done rightly.

/pruefspur            sentences, filters in the address, state of the chain
                      (?pruefen recomputes every chain of the municipality)
/pruefspur.csv        the same as a file; that it was taken out becomes an entry
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from operator import itemgetter

from flask import Blueprint, render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from engine import casework
from engine.casework import AuditFilter
from webui import catalogues, paging
from webui.formatting import BERLIN
from webui.identity import command, query
from webui.language import chosen_language

bp = Blueprint("audit", __name__)
WORDS = {"roles": catalogues.role_name, "groups": catalogues.group_name}
"""What people call the ids in entries about accounts."""


def chosen_filter() -> AuditFilter:
    until = chosen_day("bis")
    return AuditFilter(
        aktenzeichen=paging.chosen("az"),
        kind=paging.chosen("art"),
        actor=paging.chosen("wer"),
        since=start_of(chosen_day("von")),
        until=start_of(until + timedelta(days=1)) if until else None,
        after=paging.number("nach"),
    )


def chosen_day(name: str) -> date | None:
    """A day of the address; None for what is none, or lies so far off that no clock reaches it."""
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2900 else None


def start_of(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), BERLIN) if day else None


@bp.get("/pruefspur")
@login_required
def trail() -> str:
    wanted = chosen_filter()
    with query() as uow:
        entries = casework.audit_trail(uow, wanted, chosen_language(), WORDS)
        checked = casework.verify_trail(uow, aktenzeichen=wanted.aktenzeichen) if "pruefen" in request.args else None
    filtered = any(request.args.get(name) for name in ("az", "art", "wer", "von", "bis"))
    kinds = sorted(((kind, catalogues.event_name(kind)) for kind in entries.kinds), key=itemgetter(1))
    return render_template(
        "audit/trail.html",
        trail=entries,
        filter=wanted,
        filtered=filtered,
        kinds=kinds,
        actors=[(key, named_actor(key, name)) for key, name in entries.actors],
        checked=checked,
    )


def named_actor(key: str, name: str) -> str:
    """The command line and the clock in the reader's language."""
    words = {"operator": _("Verwaltung (Befehlszeile)"), "system": _("Uhr (abgelaufene Fristen)")}
    return words.get(key, name)


@bp.get("/pruefspur.csv")
@login_required
def export() -> Response:
    with query() as uow, force_locale("de"):
        rows = list(casework.audit_csv(uow, chosen_filter(), WORDS))
    with command() as uow:
        casework.record_export(uow, len(rows) - 1)
    return paging.csv_response("pruefspur.csv", rows)
