"""Who is asking: the logged-in account, and units of work in its name."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, cast

from flask import Flask, current_app, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import bindparam, select

from engine import accounts
from engine.accounts import AccountView
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
