"""Vorgänge: find a case, start one, see where it stands.

/vorgaenge                                    list, search and filters in the address; POST keeps them as a view
/vorgaenge.csv                                the same as a file
/vorgaenge/lage                               Lage ausrufen: the signals that the municipality's paths hear
/vorgaenge/lage/ausrufen                      confirmation (?signal=); POST sends it to all cases that listen
/vorgaenge/neu                                Neue Meldung; POST starts the case and opens its first task
/vorgaenge/<az>                               one case
/vorgaenge/<az>/diagramm/<process_id>         BPMN XML for the viewer
/vorgaenge/<az>/verwerfen                     confirmation; POST ends a case that was begun by mistake
/vorgaenge/<az>/nachricht/<name>              confirmation; POST sends the message (Mediation beenden)
/suche                                        search field of the header
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as N_
from flask_babel import ngettext
from flask_login import login_required
from werkzeug.wrappers import Response

from engine import casework
from engine.casework import CaseFilter, CaseList, CaseStart, SendMessage, SignalEffect, StartCase
from engine.errors import NotFound
from engine.terms import Aktenzeichen, InstanceState, ProcessId, TenantId
from webui import catalogues, identity, navigation, paging
from webui.blueprints import views
from webui.identity import command, query
from webui.language import as_told, chosen_language

bp = Blueprint("cases", __name__)

EXPORT_PAGE = 500
VIEWS = {"stand": N_("Stand"), "verlauf": N_("Verlauf"), "angaben": N_("Angaben"), "fristen": N_("Fristen")}


def chosen_filter(limit: int = 50, after: str | None = None) -> CaseFilter:
    return CaseFilter(
        search=paging.chosen("suche"),
        falltyp=paging.chosen("falltyp"),
        district=paging.chosen("bezirk"),
        stage=paging.chosen("stufe"),
        state=paging.chosen("stand", [state.value for state in InstanceState]),
        after=after or paging.chosen("nach"),
        limit=limit,
    )


@bp.route("/vorgaenge", methods=["GET", "POST"])
@login_required
def case_list() -> Response:
    kept = views.keep("vorgaenge") if request.method == "POST" else None
    if isinstance(kept, Response):
        return kept
    wanted = chosen_filter()
    with query() as uow:
        cases, own_views = casework.case_list(uow, wanted), casework.saved_views(uow, "vorgaenge")
        signals = casework.signals_by_hand(uow, own_municipality()) if navigation.offers_new_report() else ()
    filtered = any((wanted.search, wanted.falltyp, wanted.district, wanted.stage, wanted.state))
    context = {"filter": wanted, "filtered": filtered, "views": own_views, "signals": signals, **filter_choices(cases)}
    return make_response(
        render_template("cases/list.html", cases=cases, not_kept=kept, **context), 422 if kept else 200
    )


def filter_choices(cases: CaseList) -> dict[str, list[tuple[str, str]]]:
    """(value, text) for the selects."""
    return {
        "case_types": [(code, f"{code} {name}") for code, name in catalogues.CASE_TYPES.items()],
        "stages": [(code, catalogues.stage_name(code)) for code in cases.stages],
        "states": [(code, catalogues.case_state_name(code)) for code in cases.states],
    }


@bp.get("/vorgaenge.csv")
@login_required
def case_export() -> Response:
    return paging.csv_response("vorgaenge.csv", list(export_rows()))


def export_rows() -> Iterator[tuple[object, ...]]:
    yield (
        _("Aktenzeichen"), _("Kurzbezeichnung"), _("Falltyp"), _("Bezirk"), _("Stufe"), _("Stand"), _("Begonnen"),
        _("Beendet"), _("Ergebnis"), _("Offene Aufgaben"), _("Erprobung"),
    )  # fmt: skip
    with query() as uow:
        cursor: str | None = None
        while True:
            page = casework.case_list(uow, chosen_filter(EXPORT_PAGE, cursor))
            yield from (export_row(line) for line in page.lines)
            if not page.next:
                return
            cursor = page.next


def export_row(line: Any) -> tuple[object, ...]:
    return (
        line.aktenzeichen,
        line.kurztitel,
        catalogues.case_type_name(line.falltyp),
        line.district,
        catalogues.stage_name(None if line.ended_at else line.stage),
        catalogues.case_state_name(line.state),
        line.started_at,
        line.ended_at,
        catalogues.outcome_name(line.outcome),
        line.open_tasks,
        _("ja") if line.trial else _("nein"),
    )


@bp.get("/suche")
@login_required
def search() -> Response:
    return redirect(url_for("cases.case_list", suche=request.args.get("az", "").strip() or None))


@bp.get("/vorgaenge/neu")
@login_required
def new_report() -> str:
    if not navigation.offers_new_report():
        abort(403)
    starts, refusal = case_starts()
    return render_template("cases/new.html", starts=starts, refusal=refusal)


def case_starts() -> tuple[tuple[CaseStart, ...], str]:
    """Where a case may begin, or why none can: nothing is published, or it was taken back."""
    try:
        with query() as uow:
            return casework.case_starts(uow, own_municipality()), ""
    except NotFound as refusal:
        return (), as_told(refusal.sentence)


@bp.post("/vorgaenge/neu")
@login_required
def start_case() -> Response | tuple[str, int]:
    """Where a path has several starts, the form says which (`beginn`)."""
    starts, refusal = case_starts()
    if refusal:
        return render_template("cases/new.html", starts=starts, refusal=refusal), 409
    chosen = request.form.get("beginn") or (starts[0].event if len(starts) == 1 else None)
    if chosen not in {start.event for start in starts}:
        error = _("Wählen Sie aus, wo die Meldung eingegangen ist.")
        return render_template("cases/new.html", starts=starts, error=error), 422
    with command() as uow:
        started = casework.start_case(uow, StartCase(own_municipality(), start_event=chosen, take=True))
    flash(_("Der Vorgang %(az)s ist angelegt.", az=started.aktenzeichen), "success")
    if started.first_task:
        return redirect(url_for("tasks.task", task_id=started.first_task))
    return redirect(url_for("cases.case", aktenzeichen=started.aktenzeichen))


def own_municipality() -> TenantId:
    return identity.me().municipality or abort(403)


@bp.get("/vorgaenge/lage")
@login_required
def signals() -> str:
    with query() as uow:
        lines = casework.signal_list(uow, own_municipality())
    return render_template("cases/signals.html", lines=lines)


@bp.get("/vorgaenge/lage/ausrufen")
@login_required
def confirm_signal() -> str:
    return render_template("cases/signal.html", effect=chosen_signal())


@bp.post("/vorgaenge/lage/ausrufen")
@login_required
def send_signal() -> Response:
    effect = chosen_signal()
    name, heard = effect.signal.name, effect.signal.listening
    if heard or effect.signal.begins:
        with command() as uow:
            heard = casework.send_signal(uow, casework.SendSignal(own_municipality(), name)).listening
        told = _("„%(name)s“ ist ausgerufen.", name=name)
        if heard:
            told += " " + ngettext(
                "%(num)d laufender Vorgang erfährt es in den nächsten Augenblicken.",
                "%(num)d laufende Vorgänge erfahren es in den nächsten Augenblicken.",
                heard,
            )
        flash(told, "success")
    else:
        flash(_("Auf „%(name)s“ hört zurzeit kein Vorgang. Es wurde nichts ausgerufen.", name=name), "info")
    return redirect(url_for("cases.signals"))


def chosen_signal() -> SignalEffect:
    """The signal that was asked for (signal=) and what it would do; back to the list unless people may send it."""
    name = request.values.get("signal", "")
    try:
        with query() as uow:
            effect = casework.signal_effect(uow, own_municipality(), name)
    except NotFound:
        effect = None
    if effect is None or effect.signal.by_itself:
        if name:
            flash(_("Diese Lage lässt sich hier nicht ausrufen. Es wurde nichts ausgerufen."), "info")
        abort(redirect(url_for("cases.signals")))
    return effect


@bp.get("/vorgaenge/<aktenzeichen>")
@login_required
def case(aktenzeichen: str) -> str:
    with query() as uow:
        page = casework.case_page(uow, Aktenzeichen(aktenzeichen), chosen_language())
    view = paging.chosen("ansicht", [*VIEWS, "alles"]) or "stand"
    return render_template(
        "cases/case.html", page=page, view=view, views=VIEWS.items(), next_task=next_task(page), marks=viewer_marks
    )


def next_task(page: Any) -> Any:
    """The task that the last completion opened for this reader (?weiter=), if it is still there."""
    wanted = request.args.get("weiter")
    return next((line for line in page.open_tasks if line.task_id == wanted), None)


def viewer_marks(marks: Mapping[str, str]) -> dict[str, list[str]]:
    """Element -> state, turned round for the viewer: {"current": [...], "finished": [...]}."""
    return {state: [element for element, found in marks.items() if found == state] for state in ("current", "finished")}


@bp.get("/vorgaenge/<aktenzeichen>/diagramm/<process_id>")
@login_required
def diagram(aktenzeichen: str, process_id: str) -> Response:
    with query() as uow:
        xml = casework.diagram(uow, Aktenzeichen(aktenzeichen), ProcessId(process_id))
    return Response(xml, mimetype="application/xml")


@bp.get("/vorgaenge/<aktenzeichen>/nachricht/<name>")
@login_required
def confirm_message(aktenzeichen: str, name: str) -> str:
    page, label = case_with_message(aktenzeichen, name)
    with query() as uow:
        effect = casework.message_effect(uow, aktenzeichen, name)
    return render_template("cases/message.html", page=page, name=name, label=label, effect=effect)


@bp.post("/vorgaenge/<aktenzeichen>/nachricht/<name>")
@login_required
def send_message(aktenzeichen: str, name: str) -> Response:
    page, label = case_with_message(aktenzeichen, name)
    with command() as uow:
        sent = casework.send_message(uow, SendMessage(page.head.instance_id, name))
    flash(sent.incident or _("„%(label)s“ ist ausgeführt.", label=label), "danger" if sent.incident else "success")
    return redirect(url_for("cases.case", aktenzeichen=aktenzeichen))


@bp.get("/vorgaenge/<aktenzeichen>/verwerfen")
@login_required
def confirm_discard(aktenzeichen: str) -> str:
    with query() as uow:
        page = casework.case_page(uow, Aktenzeichen(aktenzeichen))
    return render_template("cases/discard.html", page=page)


@bp.post("/vorgaenge/<aktenzeichen>/verwerfen")
@login_required
def discard(aktenzeichen: str) -> Response:
    with command() as uow:
        casework.discard_case(uow, Aktenzeichen(aktenzeichen))
    flash(_("Der Vorgang %(az)s ist verworfen.", az=aktenzeichen), "success")
    return redirect(url_for("tasks.task_list"))


def case_with_message(aktenzeichen: str, name: str) -> tuple[Any, str]:
    """The case and the label of a message that can be sent now; else back to the case, which shows what can be."""
    with query() as uow:
        page = casework.case_page(uow, Aktenzeichen(aktenzeichen))
    label = dict(page.messages).get(name)
    if label is None:
        sentence = _("Auf diese Nachricht wartet der Vorgang nicht oder nicht mehr. Es wurde nichts gesendet.")
        flash(sentence, "info")
        abort(redirect(url_for("cases.case", aktenzeichen=aktenzeichen)))
    return page, label
