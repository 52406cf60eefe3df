"""The first person of a municipality that has just got its path; the blueprint is that of the Kommunen.

/kommunen/<ags>/erstes-konto    who it is; POST makes the account and shows its password, once
"""

from __future__ import annotations

from flask import make_response, render_template, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from engine import accounts, catalogue, onboarding
from engine.accounts import FIRST_ROLES, InviteFirst
from engine.errors import InvalidInput, InvalidState, NotPermitted
from engine.terms import Role, TenantId
from webui import catalogues, identity
from webui.account_forms import FirstAccountForm, error_summary
from webui.blueprints import municipalities
from webui.errors import status_of
from webui.identity import command, query
from webui.language import as_told

bp = municipalities.bp


@bp.get("/<ags>/erstes-konto")
@login_required
def first_account(ags: str) -> str:
    return first_account_page(TenantId(ags), FirstAccountForm())


def first_account_page(place: TenantId, form: FirstAccountForm, refusal: str = "") -> str:
    if not identity.has_role(Role.LAKI):
        raise NotPermitted("role.missing", _("Die erste Person einer Kommune lädt die Landesstelle ein."))
    with query() as uow:
        found = onboarding.checklist(uow, place)
        wanted, groups = accounts.lacks_accounts(uow, place), catalogue.first_groups(uow, place)
    return render_template(
        "municipalities/first_account.html",
        found=found,
        form=form,
        wanted=wanted,
        roles=[catalogues.role_name(role) for role in FIRST_ROLES],
        groups=[group.name for group in groups],
        errors=error_summary(form),
        refusal=refusal,
    )


@bp.post("/<ags>/erstes-konto")
@login_required
def invite_first(ags: str) -> Response:
    place, form = TenantId(ags), FirstAccountForm()
    if not form.validate():
        return make_response(first_account_page(place, form), 422)
    try:
        with command() as uow:
            groups = [group.group for group in catalogue.first_groups(uow, place)]
            name = form.name.data.strip()
            made = accounts.invite_first(uow, InviteFirst(place, form.login.data, name, groups))
    except (InvalidInput, InvalidState) as refused:
        return make_response(first_account_page(place, form, as_told(refused.sentence)), status_of(refused))
    with query() as uow:
        found = onboarding.checklist(uow, place)
    address = url_for("session.login", _external=True)
    return make_response(
        render_template(
            "municipalities/invited.html",
            found=found,
            name=name,
            login=made.login,
            password=made.initial_password or "",
            address=address,
        )
    )
