"""Verwaltung: what is wrong now comes first, then the accounts.

/verwaltung                                    incidents, late sendings, reports of barriers, accounts
/verwaltung/stoerungen/<nr>/wiederholen        retry an incident
/verwaltung/stoerungen/<nr>/erledigt           resolve an incident
/verwaltung/hinweise/<nr>/erledigt             a report of a barrier is answered
/verwaltung/hinweise/<nr>/wieder-oeffnen       takes that back
/verwaltung/einstellungen                      what the municipality says of itself on the public pages
/verwaltung/konten…                            accounts: admin_accounts.py
"""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from engine import accounts, casework
from engine.accounts import KeepOfficeTexts
from engine.catalogue import drafts
from engine.terms import Role
from webui import catalogues, identity
from webui.account_forms import error_summary
from webui.blueprints import admin_accounts
from webui.flashes import flash_undo
from webui.identity import command, query
from webui.office_forms import GROUPS, OfficeForm, OfficeFormBase
from webui.platform import platform

bp = admin_accounts.bp
NUMBER = "<int(max=9223372036854775807):number>"


@bp.get("")
@login_required
def overview() -> str:
    wanted = admin_accounts.chosen_filter()
    with query() as uow:
        page = accounts.account_page(uow, wanted)
        incidents = casework.incident_list(uow)
        delayed = casework.delayed_sendings(uow)
        reports = accounts.barrier_reports(uow)
        slug = identity.me().slug
        missing = accounts.office_texts(uow, slug).missing if slug else ()
    return render_template(
        "admin/overview.html",
        page=page,
        filter=wanted,
        roles=[(role.value, catalogues.role_name(role)) for role in Role],
        incidents=incidents,
        consequences=catalogues.incident_consequences(),
        delayed=delayed,
        reports=reports,
        missing=missing,
    )


# ------------------------------------------------------------------ what is wrong
@bp.post(f"/stoerungen/{NUMBER}/wiederholen")
@login_required
def retry_incident(number: int) -> Response:
    casework.retry_incident(platform(), identity.actor(), number)
    flash(_("Der Schritt wurde noch einmal ausgeführt."), "success")
    return redirect(url_for("admin.overview"))


@bp.post(f"/stoerungen/{NUMBER}/erledigt")
@login_required
def resolve_incident(number: int) -> Response:
    casework.resolve_incident(platform(), identity.actor(), number)
    flash(_("Die Störung ist als erledigt vermerkt."), "success")
    return redirect(url_for("admin.overview"))


@bp.post(f"/hinweise/{NUMBER}/erledigt")
@login_required
def resolve_barrier(number: int) -> Response:
    with command() as uow:
        accounts.resolve_barrier(uow, number)
    sentence = _("Der Hinweis %(n)s ist erledigt.", n=number)
    flash_undo(sentence, url_for("admin.reopen_barrier", number=number))
    return redirect(url_for("admin.overview"))


@bp.post(f"/hinweise/{NUMBER}/wieder-oeffnen")
@login_required
def reopen_barrier(number: int) -> Response:
    with command() as uow:
        accounts.reopen_barrier(uow, number)
    flash(_("Der Hinweis %(n)s ist wieder offen.", n=number), "success")
    return redirect(url_for("admin.overview"))


# ------------------------------------------------------------------ Einstellungen
@bp.get("/einstellungen")
@login_required
def settings() -> str:
    admin_accounts.municipality()
    with query() as uow:
        kept = accounts.office_texts(uow, identity.me().slug)
    return settings_page(OfficeForm(data=kept.kept))


def settings_page(form: OfficeFormBase) -> str:
    with query() as uow:
        texts = accounts.office_texts(uow, identity.me().slug)
        rules = drafts.publishing_rules(uow, admin_accounts.municipality())
    errors = error_summary(form)
    return render_template("admin/settings.html", form=form, groups=GROUPS, texts=texts, errors=errors, rules=rules)


@bp.post("/einstellungen/veroeffentlichen")
@login_required
def keep_publishing_rules() -> Response:
    place, sent = admin_accounts.municipality(), request.form
    rules = drafts.PublishingRules(
        "probelaeufe" in sent, max(0, min(100, sent.get("abdeckung", 0, type=int))), "vier_augen" in sent
    )
    with command() as uow:
        changed = drafts.keep_publishing_rules(uow, place, rules)
    sentence = (
        _("Die Regeln für das Veröffentlichen sind gespeichert.") if changed else _("Es hat sich nichts geändert.")
    )
    flash(sentence, "success" if changed else "info")
    return redirect(url_for("admin.settings"))


@bp.post("/einstellungen")
@login_required
def keep_settings() -> Response:
    place, form = admin_accounts.municipality(), OfficeForm()
    if form.validate():
        for name, sentence in accounts.office_faults(form.texts()).items():
            form.take(name, sentence)
    if form.errors:
        return make_response(settings_page(form), 422)
    with command() as uow:
        changed = accounts.keep_office_texts(uow, KeepOfficeTexts(place, form.texts()))
    sentence = _("Die Angaben sind gespeichert und sofort zu sehen.") if changed else _("Es hat sich nichts geändert.")
    flash(sentence, "success" if changed else "info")
    return redirect(url_for("admin.settings"))
