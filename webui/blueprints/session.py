"""Logging in and out, and one's own account.

/anmelden                 log in
/abmelden                 log out
/konto                    my account
/konto/kennwort           change the password; the only page of whoever still has one that somebody else made
/konto/ansicht            language and colour scheme
/sitzung                  keeps the session alive (asked by app.js before it ends)
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from engine import accounts
from engine.accounts import DemoAccount
from engine.errors import EngineError, NotPermitted
from engine.terms import Actor
from webui import identity, language, navigation, throttle
from webui.account_forms import LoginForm, PasswordForm, error_summary
from webui.identity import command
from webui.language import as_told
from webui.platform import platform

bp = Blueprint("session", __name__)

YEAR = 365 * 24 * 3600


@bp.get("/")
def start() -> Response:
    return redirect(navigation.home() if current_user.is_authenticated else url_for("session.login"))


@bp.get("/anmelden")
def login() -> str | Response:
    if current_user.is_authenticated:
        return redirect(local_target(request.args.get("next")) or navigation.home())
    return login_page(LoginForm())


@bp.post("/anmelden")
@throttle.by_address
@throttle.by_account
def log_in() -> Response | tuple[str, int]:
    form = LoginForm()
    if not form.validate():
        return login_page(form), 422
    try:
        with platform().query(Actor.system()) as uow:  # a password takes long to check: never under the write lock
            account = accounts.authenticate(uow, form.login.data.strip(), form.password.data)
    except NotPermitted as refusal:
        return login_page(form, refusal=as_told(refusal.sentence)), 422
    identity.log_in(account)
    return redirect(local_target(request.args.get("next")) or url_for("session.start"))


def login_page(form: LoginForm, refusal: str = "") -> str:
    demo: tuple[DemoAccount, ...] = ()
    if platform().settings.demo:
        with platform().query(Actor.system()) as uow:
            demo = accounts.demo_accounts(uow)
    expired = bool(request.args.get("next")) and "schlichtwerk" in request.cookies
    return render_template(
        "session/login.html", form=form, errors=error_summary(form), refusal=refusal, demo=demo, expired=expired
    )


def local_target(address: str | None) -> str | None:
    """An address of this application only, so that a login link cannot lead elsewhere."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    return None if any(ord(sign) < 32 for sign in address) else address


@bp.post("/abmelden")
def log_out() -> Response:
    identity.log_out()
    flash(_("Sie sind abgemeldet."), "success")
    return redirect(url_for("session.login"))


@bp.get("/sitzung")
@login_required
def keep_alive() -> tuple[str, int]:
    return "", 204


@bp.get("/konto")
@login_required
def my_account() -> str:
    return render_template("session/account.html", form=PasswordForm(), themes=navigation.THEMES)


@bp.get("/konto/kennwort")
@login_required
def own_password() -> str:
    return password_page(PasswordForm())


def password_page(form: PasswordForm) -> str:
    why = identity.GIVEN if identity.me().password_given else ""
    return render_template("session/password.html", form=form, errors=error_summary(form), why=why)


@bp.post("/konto/kennwort")
@login_required
def change_password() -> Response | tuple[str, int]:
    form = PasswordForm()
    if form.validate():
        try:
            with command() as uow:
                accounts.change_password(uow, form.old.data, form.new.data)
        except EngineError as refusal:
            field = form.old if refusal.code == "account.old_password" else form.new
            field.errors = [as_told(refusal.sentence)]
        else:
            return relogin(_("Ihr Kennwort ist geändert. Melden Sie sich bitte mit dem neuen Kennwort an."))
    return password_page(form), 422


def relogin(sentence: str) -> Response:
    identity.log_out()
    flash(sentence, "success")
    return redirect(url_for("session.login"))


@bp.post("/konto/ansicht")
def view_settings() -> Response:
    target = local_target(request.form.get("zurueck")) or url_for("session.start")
    response = redirect(target)
    for cookie, allowed in ((language.COOKIE, language.LANGUAGES), (navigation.THEME_COOKIE, navigation.THEMES)):
        choice = request.form.get(cookie)
        if choice is not None and choice in allowed:
            response.set_cookie(cookie, choice, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    if current_user.is_authenticated and request.form.get(language.COOKIE) in language.LANGUAGES:
        with command() as uow:
            accounts.set_language(uow, request.form[language.COOKIE])
    return response
