"""Who is asking: the logged-in account, and units of work in its name."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, cast

from flask import Flask, current_app, jsonify, redirect, request, session, url_for
from flask_babel import lazy_gettext as N_
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import bindparam, select
from werkzeug.wrappers import Response

from engine import accounts
from engine.accounts import AccountView
from engine.errors import NotPermitted
from engine.store.desk import EndedSession
from engine.store.models import Account, Municipality
from engine.terms import AccountId, Actor, CandidateGroup, Role, TenantId
from engine.unit_of_work import UnitOfWork
from webui.database import db
from webui.platform import platform

login_manager = LoginManager()
# Built once: every request asks it.
ACCOUNT = (
    select(Account, Municipality.name, Municipality.slug)
    .join(Municipality, Municipality.identity == Account.municipality, isouter=True)
    .where(Account.id == bindparam("number"), Account.active, Account.epoch == bindparam("epoch"))
    .where(~select(EndedSession.id).where(EndedSession.id == bindparam("session")).exists())
)


GIVEN = N_("Ihr Kennwort kennt noch jemand anderes: Wählen Sie zuerst ein eigenes, das nur Sie kennen.")
BEFORE_OWN_PASSWORD = frozenset(
    {
        *("static", "session.log_in", "session.log_out", "session.keep_alive", "session.view_settings"),
        *("session.own_password", "session.change_password"),
        *("pages.imprint", "pages.privacy", "pages.accessibility", "pages.barrier_form", "pages.report_barrier"),
    }
)
"""All that is open to whoever has not chosen a password of their own yet; what is not named here is not."""


class LoggedIn(UserMixin):
    """Flask-Login's user around the engine's frozen account."""

    def __init__(self, account: AccountView, session: str) -> None:
        self.account = account
        self.session = session
        self.id = f"{account.id}.{account.epoch}.{session}"

    def __getattr__(self, name: str) -> Any:
        return getattr(self.account, name)

    def actor(self) -> Actor:
        return self.account.actor()


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
    login_manager.login_view = "session.login"
    login_manager.login_message = None
    login_manager.session_protection = "basic"
    app.before_request(own_password_first)


@login_manager.user_loader
def load_account(key: str) -> LoggedIn | None:
    """None ends the session: logged out, no such account, disabled, or changed since it logged in (epoch)."""
    number, epoch, mark = [*key.split(".", 2), "", ""][:3]
    if not (number.isdigit() and epoch.isdigit() and mark):
        return None
    row = db.session.execute(ACCOUNT, {"number": int(number), "epoch": int(epoch), "session": mark}).first()
    return LoggedIn(_view(*row), mark) if row is not None else None


def _view(row: Account, place: str | None, slug: str | None) -> AccountView:
    return AccountView(
        id=AccountId(row.id),
        login=row.login,
        name=row.name,
        municipality=TenantId(row.municipality) if row.municipality else None,
        municipality_name=place or "",
        slug=slug or "",
        roles=frozenset(Role(role) for role in row.roles.split()),
        groups=frozenset(CandidateGroup(group) for group in row.groups.split()),
        active=row.active,
        epoch=row.epoch,
        language=row.language,
        password_given=row.password_given,
    )


def own_password_first() -> Response | None:
    """Whoever came in with a password that somebody else made chooses another one before anything else: a page leads
    there, whatever its address; a script and the Modeler are told. Raises NotPermitted."""
    if request.endpoint in BEFORE_OWN_PASSWORD or not current_user.is_authenticated or not me().password_given:
        return None
    if request.blueprint == "modeler" and request.endpoint != "modeler.page":
        raise password_refusal()
    onward = url_for("session.own_password")
    if _asked_by_a_script():
        answer = jsonify(message=str(GIVEN))
        answer.status_code = 403
        answer.headers["HX-Redirect"] = onward
        return answer
    return redirect(onward, 303)


def password_refusal(way: str = "") -> NotPermitted:
    return NotPermitted("account.password_given", f"{GIVEN} {way}".strip())


def _asked_by_a_script() -> bool:
    """By htmx, fetch or a program: what they get must not be a page."""
    accepted = request.accept_mimetypes
    return (
        "HX-Request" in request.headers
        or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
        or request.is_json
        or (bool(accepted) and not accepted.accept_html)
    )


def log_in(account: AccountView) -> None:
    """A new session: nothing of what was there before the login survives."""
    session.clear()
    session.permanent = True
    login_user(LoggedIn(account, accounts.new_session()))


def log_out() -> None:
    if current_user.is_authenticated:
        with command() as uow:
            accounts.end_session(uow, current_user.session, current_app.permanent_session_lifetime)
    logout_user()
    session.clear()


def me() -> AccountView:
    return cast("LoggedIn", current_user).account


def actor() -> Actor:
    return me().actor()


def has_role(*roles: Role) -> bool:
    return bool(current_user.is_authenticated and me().roles.intersection(roles))


def query() -> AbstractContextManager[UnitOfWork]:
    """Reading, as the person who is logged in."""
    return platform().query(actor())


def command() -> AbstractContextManager[UnitOfWork]:
    """One transaction, as the person who is logged in; the use case commits."""
    return platform().command(actor())
