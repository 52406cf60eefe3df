"""Kommunen: how far each one is in the shortened procedure.

/kommunen                                   54 tiles and the same as a table, for LaKI; everybody else's own checklist
/kommunen/tabelle.csv                       the table as a file
/kommunen/<ags>                             checklist of 21 steps, and what go-live still needs
/kommunen/<ags>/schritte/<n>                set one step
/kommunen/<ags>/probelaeufe                 play the rehearsals of the published version
/kommunen/<ags>/erstes-konto                the first person: first_account.py
/kommunen/<ags>/echtbetrieb                 go live, after a page that says what that means
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from engine import accounts, onboarding
from engine.errors import InvalidState, NotPermitted
from engine.onboarding import Checklist, MunicipalityLine, SetStep, StepLine, StepState
from engine.onboarding.steps import REHEARSED
from engine.terms import Role, TenantId
from webui import identity, paging
from webui.account_forms import error_summary
from webui.formatting import date_text, local
from webui.identity import command, query
from webui.language import as_told
from webui.municipality_pages import (
    STATES,
    StepForm,
    chosen_order,
    day_text,
    ordered,
    stand_name,
    state_name,
    tile_name,
)
from webui.platform import now, platform

bp = Blueprint("municipalities", __name__, url_prefix="/kommunen")
STEP = "/<ags>/schritte/<int:number>"


@bp.app_template_filter()
def stand_text(stand: str) -> str:
    return stand_name(stand)


@bp.app_template_filter()
def step_state(state: str) -> str:
    return state_name(state)


@bp.app_template_filter()
def on_a_tile(line: MunicipalityLine) -> str:
    return tile_name(line.name, line.kind)


@bp.app_template_filter()
def iso_day(day: str) -> str:
    return day_text(day)


# ------------------------------------------------------------------ all of them
@bp.get("")
@login_required
def overview() -> str | Response:
    if not identity.has_role(Role.LAKI):
        return redirect(url_for("municipalities.checklist", ags=identity.me().municipality or abort(403)))
    with query() as uow:
        lines = onboarding.municipality_lines(uow)
    tiles = sorted((line for line in lines if line.tile), key=lambda line: (line.tile or (0, 0))[::-1])
    return render_template(
        "municipalities/overview.html",
        tiles=tiles,
        beside=[line for line in lines if not line.tile],
        lines=ordered(wanted(lines)),
        counts={stand: sum(line.stand == stand for line in lines) for stand in STATES},
        states=STATES,
        chosen=paging.chosen("stand", STATES),
        order=chosen_order(),
        parents={line.identity: line.name for line in lines},
        number=len(onboarding.STEPS),
        gates=len(onboarding.GATE),
    )


def wanted(lines: tuple[MunicipalityLine, ...]) -> list[MunicipalityLine]:
    stand = paging.chosen("stand", STATES)
    return [line for line in lines if stand in (None, line.stand)]


@bp.get("/tabelle.csv")
@login_required
def export() -> Response:
    with query() as uow:
        lines = onboarding.municipality_lines(uow)
    return paging.csv_response("kommunen.csv", rows(ordered(wanted(lines))))


def rows(lines: list[MunicipalityLine]) -> Iterator[tuple[object, ...]]:
    yield (
        *(_("Kennung"), _("Kommune"), _("Art"), _("Kreis"), _("Stand"), _("Schritte erledigt")),
        *(
            _("Voraussetzungen erfüllt"),
            _("Version"),
            _("Veröffentlicht"),
            _("Mustervorlage"),
            _("Version der Vorlage"),
        ),
        _("Echtbetrieb seit"),
    )
    for line in lines:
        yield (
            *(line.identity, line.name, line.kind, line.parent, stand_name(line.stand), line.settled, line.gates),
            *(line.version or "", date_text(line.published_at) if line.published_at else "", line.origin),
            *(line.origin_version or "", day_text(line.live_since)),
        )


# ------------------------------------------------------------------ one of them
@bp.get("/<ags>")
@login_required
def checklist(ags: str) -> str:
    with query() as uow:
        found = onboarding.checklist(uow, TenantId(ags))
    return checklist_page(found)


def checklist_page(found: Checklist, refusal: str = "") -> str:
    with query() as uow:
        unmanned = identity.has_role(Role.LAKI) and accounts.lacks_accounts(uow, found.identity)
    return render_template(
        "municipalities/checklist.html",
        found=found,
        refusal=refusal,
        sees_all=identity.has_role(Role.LAKI),
        cases=onboarding.TEST_CASES,
        unmanned=unmanned,
    )


@bp.get(STEP)
@login_required
def step(ags: str, number: int) -> str:
    found, line = editable(ags, number)
    return step_page(found, line, StepForm.of(line, local(now()).date()))


def editable(ags: str, number: int) -> tuple[Checklist, StepLine]:
    with query() as uow:
        found = onboarding.checklist(uow, TenantId(ags))
    line = found.line(number)
    if line is None:
        abort(404)
    if not line.editable:
        raise NotPermitted("onboarding.owner", "")
    return found, line


def step_page(found: Checklist, line: StepLine, form: StepForm, refusal: str = "") -> str:
    return render_template(
        "municipalities/step.html",
        found=found,
        line=line,
        form=form,
        errors=error_summary(form),
        refusal=refusal,
        rehearsed=line.step.number == REHEARSED,
        sees_all=identity.has_role(Role.LAKI),
    )


@bp.post(STEP)
@login_required
def set_step(ags: str, number: int) -> Response:
    found, line = editable(ags, number)
    form = StepForm()
    form.validate()
    wish = form.command(found.identity, number)
    faults = onboarding.step_faults(wish, local(now()).date())
    for name, sentence in faults.items():
        form.take(name, as_told(sentence))
    if form.errors or faults:
        return make_response(step_page(found, line, form), 422)
    try:
        if number == REHEARSED and wish.state is StepState.DONE and found.may_play:
            onboarding.play_rehearsals(platform(), identity.actor(), found.identity)
        with command() as uow:
            changed = onboarding.set_step(uow, wish)
    except InvalidState as refusal:
        return refused_step(ags, number, wish, as_told(refusal.sentence))
    title = as_told(line.step.title)
    said = _("Schritt %(n)s (%(title)s) ist nun %(state)s.", n=number, title=title, state=state_name(wish.state))
    flash(said if changed else _("Es hat sich nichts geändert."), "success" if changed else "info")
    return redirect(url_for("municipalities.checklist", ags=ags, _anchor=f"schritt-{number}"))


def refused_step(ags: str, number: int, wish: SetStep, sentence: str) -> Response:
    """With what was typed, on top of what stands there now."""
    found, line = editable(ags, number)
    form = StepForm.of_command(wish, line.revision)
    return make_response(step_page(found, line, form, sentence), 409)


@bp.post("/<ags>/probelaeufe")
@login_required
def rehearse(ags: str) -> Response:
    played = onboarding.play_rehearsals(platform(), identity.actor(), TenantId(ags))
    if played.failed:
        words = {"n": played.played, "failed": played.failed, "version": played.version}
        flash(_("Version %(version)s: Von %(n)s Probeläufen bestehen %(failed)s nicht.", **words), "warning")
    else:
        said = _("Version %(version)s: Alle %(n)s Probeläufe bestehen.", n=played.played, version=played.version)
        flash(said, "success")
    return redirect(url_for("municipalities.checklist", ags=ags, _anchor=f"schritt-{REHEARSED}"))


@bp.get("/<ags>/echtbetrieb")
@login_required
def confirm(ags: str) -> str:
    with query() as uow:
        found = onboarding.checklist(uow, TenantId(ags))
    if not identity.has_role(Role.LAKI):
        raise NotPermitted("role.missing", _("Freigaben erteilt die Landesstelle."))
    return render_template("municipalities/go_live.html", found=found)


@bp.post("/<ags>/echtbetrieb")
@login_required
def go_live(ags: str) -> Response:
    try:
        with command() as uow:
            fresh = onboarding.release_municipality(uow, TenantId(ags))
    except InvalidState as refusal:
        with query() as uow:
            found = onboarding.checklist(uow, TenantId(ags))
        return make_response(checklist_page(found, as_told(refusal.sentence)), 409)
    if fresh:
        flash(_("Der Echtbetrieb hat begonnen. Neue Vorgänge sind keine Erprobung mehr."), "success")
    else:
        flash(_("Diese Kommune arbeitet schon im Echtbetrieb."), "info")
    return redirect(url_for("municipalities.checklist", ags=ags))
