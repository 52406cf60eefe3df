"""Accounts: signing in, and keeping the list of who may."""

from engine.accounts.accounts import (
    AccountView,
    CreateAccount,
    Created,
    account,
    account_list,
    account_named,
    authenticate,
    change_password,
    create_account,
    disable_account,
    enable_account,
    reset_password,
    set_language,
)
from engine.accounts.demo import DemoAccount, demo_accounts
from engine.accounts.sessions import end_session, new_session

__all__ = [
    "AccountView",
    "CreateAccount",
    "Created",
    "DemoAccount",
    "account",
    "account_list",
    "account_named",
    "authenticate",
    "change_password",
    "create_account",
    "demo_accounts",
    "disable_account",
    "enable_account",
    "end_session",
    "new_session",
    "reset_password",
    "set_language",
]
