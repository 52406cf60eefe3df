"""Accounts, and the blueprint of the Verwaltung, which admin.py adds to.

/verwaltung/konten.csv                the filtered list as a file
/verwaltung/konten/neu                create an account
/verwaltung/konten/<id>               name, roles and groups of an account
/verwaltung/konten/<id>/sperren       disable
/verwaltung/konten/<id>/freigeben     enable
/verwaltung/konten/<id>/kennwort      reset the password: shown once
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from engine import accounts, catalogue
from engine.accounts import AccountFilter, AccountView, ChangeAccount, CreateAccount
from engine.catalogue import LaneGroup
from engine.errors import InvalidInput, InvalidState
from engine.terms import AccountId, Role, TenantId
from webui import catalogues, identity, paging
from webui.account_forms import AccountForm, ChangeAccountForm, error_summary
from webui.errors import status_of
from webui.flashes import flash_undo
from webui.identity import command, query
from webui.language import as_told

bp = Blueprint("admin", __name__, url_prefix="/verwaltung")
ACCOUNT = "<int(max=9223372036854775807):account_id>"
STATES = {"aktiv": True, "gesperrt": False}


def chosen_filter(limit: int = 50) -> AccountFilter:
    role, state = paging.chosen("rolle", [role.value for role in Role]), paging.chosen("stand", STATES)
    return AccountFilter(
        search=paging.chosen("suche") or "",
        role=Role(role) if role else None,
        active=STATES[state] if state else None,
        after=paging.chosen("nach") or "",
        limit=limit,
    )


@bp.get("/konten.csv")
@login_required
def account_export() -> Response:
    return paging.csv_response("konten.csv", list(export_rows()))


def export_rows() -> Iterator[tuple[object, ...]]:
    yield (_("Name"), _("Kontoname"), _("Rollen"), _("Gruppen"), _("Stand"))
    with query() as uow:
        everyone = accounts.account_page(uow, replace(chosen_filter(), after="", limit=paging.MAX_NUMBER)).lines
    for line in everyone:
        roles = ", ".join(sorted(catalogues.role_name(role) for role in line.roles))
        groups = ", ".join(sorted(map(catalogues.group_name, line.groups)))
        state = _("aktiv") if line.active else _("gesperrt")
        yield (line.name, line.login, roles, groups, state)


# ------------------------------------------------------------------ new
@bp.get("/konten/neu")
@login_required
def new_account() -> str:
    municipality()
    return new_account_page(AccountForm())


def new_account_page(form: AccountForm, refusal: str = "") -> str:
    form.offer(lanes())
    return render_template("admin/new_account.html", form=form, errors=error_summary(form), refusal=refusal)


@bp.post("/konten/neu")
@login_required
def create_account() -> Response:
    form = AccountForm()
    form.offer(lanes())
    if not form.validate():
        return make_response(new_account_page(form), 422)
    wanted = CreateAccount(
        login=form.login.data.strip(),
        name=form.name.data.strip(),
        municipality=municipality(),
        roles=[Role(role) for role in form.roles.data],
        groups=form.group_names(),
    )
    try:
        with command() as uow:
            created = accounts.create_account(uow, wanted)
    except InvalidInput as refusal:
        return make_response(new_account_page(form, as_told(refusal.sentence)), 422)
    return password_page(created.login, wanted.name, created.initial_password or "")


def municipality() -> TenantId:
    """Accounts are made in one's own municipality; an account of none may not make any."""
    if not identity.has_role(Role.VERWALTUNG):
        abort(403)
    return identity.me().municipality or abort(403)


def lanes() -> tuple[LaneGroup, ...]:
    """Groups of the published path."""
    place = municipality()
    with query() as uow:
        return catalogue.lane_groups(uow, place)


def password_page(login: str, name: str, password: str) -> Response:
    """The only page that ever shows it; nobody can call it up again."""
    return make_response(render_template("admin/password.html", login=login, name=name, password=password))


# ------------------------------------------------------------------ change
def asked_for(account_id: int) -> AccountView:
    with query() as uow:
        return accounts.account_to_change(uow, account_id)


@bp.get(f"/konten/{ACCOUNT}")
@login_required
def edit_account(account_id: int) -> str:
    account = asked_for(account_id)
    form = ChangeAccountForm()
    form.offer(lanes())
    form.show(account)
    return edit_page(form, account)


def edit_page(form: ChangeAccountForm, account: AccountView, refusal: str = "") -> str:
    errors = error_summary(form)
    return render_template("admin/edit_account.html", form=form, account=account, errors=errors, refusal=refusal)


@bp.post(f"/konten/{ACCOUNT}")
@login_required
def change_account(account_id: int) -> Response:
    account = asked_for(account_id)
    form = ChangeAccountForm()
    form.offer(lanes())
    if not form.validate():
        return make_response(edit_page(form, account), 422)
    roles = [Role(role) for role in form.roles.data]
    wanted = ChangeAccount(AccountId(account_id), form.name.data.strip(), roles, form.group_names())
    try:
        with command() as uow:
            changed = accounts.change_account(uow, wanted)
    except (InvalidInput, InvalidState) as refusal:
        return make_response(edit_page(form, account, as_told(refusal.sentence)), status_of(refusal))
    if changed:
        flash(_("Das Konto von %(name)s ist geändert. Offene Sitzungen sind beendet.", name=wanted.name), "success")
    else:
        flash(_("Es hat sich nichts geändert."), "info")
    return redirect(url_for("admin.overview"))


@bp.post(f"/konten/{ACCOUNT}/sperren")
@login_required
def disable_account(account_id: int) -> Response:
    with command() as uow:
        accounts.disable_account(uow, account_id)
    sentence = _("Das Konto ist gesperrt. Offene Sitzungen sind beendet.")
    flash_undo(sentence, url_for("admin.enable_account", account_id=account_id))
    return redirect(url_for("admin.overview"))


@bp.post(f"/konten/{ACCOUNT}/freigeben")
@login_required
def enable_account(account_id: int) -> Response:
    with command() as uow:
        accounts.enable_account(uow, account_id)
    flash_undo(_("Das Konto ist wieder freigegeben."), url_for("admin.disable_account", account_id=account_id))
    return redirect(url_for("admin.overview"))


@bp.post(f"/konten/{ACCOUNT}/kennwort")
@login_required
def reset_password(account_id: int) -> Response:
    with command() as uow:
        password = accounts.reset_password(uow, account_id)
    found = asked_for(account_id)
    return password_page(found.login, found.name, password)
