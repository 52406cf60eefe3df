"""Verwaltung: what is wrong now comes first, then the accounts.

/verwaltung                                    incidents, accounts
/verwaltung/stoerungen/<nr>/wiederholen        retry an incident
/verwaltung/stoerungen/<nr>/erledigt           resolve an incident
/verwaltung/konten/neu                         create an account
/verwaltung/konten/<id>/sperren                disable
/verwaltung/konten/<id>/freigeben              enable
/verwaltung/konten/<id>/kennwort               reset the password: shown once
"""

from __future__ import annotations

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from engine import accounts, casework
from engine.accounts import CreateAccount
from engine.errors import InvalidInput
from engine.terms import AccountId, Role, TenantId
from webui import identity
from webui.account_forms import AccountForm, error_summary
from webui.identity import command, query
from webui.platform import platform

bp = Blueprint("admin", __name__, url_prefix="/verwaltung")


@bp.get("")
@login_required
def overview() -> str:
    with query() as uow:
        found = accounts.account_list(uow)
        incidents = casework.incident_list(uow)
    return render_template("admin/overview.html", accounts=found, incidents=incidents)


@bp.post("/stoerungen/<int(max=9223372036854775807):number>/wiederholen")
@login_required
def retry_incident(number: int) -> Response:
    casework.retry_incident(platform(), identity.actor(), number)
    flash(_("Der Schritt wurde noch einmal ausgeführt."), "success")
    return redirect(url_for("admin.overview"))


@bp.post("/stoerungen/<int(max=9223372036854775807):number>/erledigt")
@login_required
def resolve_incident(number: int) -> Response:
    casework.resolve_incident(platform(), identity.actor(), number)
    flash(_("Die Störung ist als erledigt vermerkt."), "success")
    return redirect(url_for("admin.overview"))


@bp.get("/konten/neu")
@login_required
def new_account() -> str:
    if not identity.has_role(Role.VERWALTUNG):
        abort(403)
    return account_page(AccountForm())


def account_page(form: AccountForm, refusal: str = "") -> str:
    return render_template("admin/new_account.html", form=form, errors=error_summary(form), refusal=refusal)


@bp.post("/konten/neu")
@login_required
def create_account() -> Response:
    form = AccountForm()
    if not form.validate():
        return make_response(account_page(form), 422)
    wanted = CreateAccount(
        login=form.login.data.strip(),
        name=form.name.data.strip(),
        municipality=own_municipality(),
        roles=[Role(role) for role in form.roles.data],
        groups=form.group_names(),
    )
    try:
        with command() as uow:
            created = accounts.create_account(uow, wanted)
    except InvalidInput as refusal:
        return make_response(account_page(form, refusal.sentence), 422)
    return password_page(created.login, wanted.name, created.initial_password or "")


def own_municipality() -> TenantId:
    """Accounts are made in one's own municipality; an account of none may not make any."""
    return identity.me().municipality or abort(403)


def password_page(login: str, name: str, password: str) -> Response:
    """The only page that ever shows it; nobody can call it up again."""
    return make_response(render_template("admin/password.html", login=login, name=name, password=password))


@bp.post("/konten/<int(max=9223372036854775807):account_id>/sperren")
@login_required
def disable_account(account_id: int) -> Response:
    with command() as uow:
        accounts.disable_account(uow, account_id)
    flash(_("Das Konto ist gesperrt. Offene Sitzungen sind beendet."), "success")
    return redirect(url_for("admin.overview"))


@bp.post("/konten/<int(max=9223372036854775807):account_id>/freigeben")
@login_required
def enable_account(account_id: int) -> Response:
    with command() as uow:
        accounts.enable_account(uow, account_id)
    flash(_("Das Konto ist wieder freigegeben."), "success")
    return redirect(url_for("admin.overview"))


@bp.post("/konten/<int(max=9223372036854775807):account_id>/kennwort")
@login_required
def reset_password(account_id: int) -> Response:
    with command() as uow:
        password = accounts.reset_password(uow, account_id)
    with query() as uow:
        found = {account.id: account for account in accounts.account_list(uow)}[AccountId(account_id)]
    return password_page(found.login, found.name, password)
