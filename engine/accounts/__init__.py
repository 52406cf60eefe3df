"""Accounts: signing in, and keeping the list of who may. And what the office that they belong to tells everybody."""

from engine.accounts.accounts import (
    AccountView,
    CreateAccount,
    Created,
    account,
    account_list,
    account_named,
    authenticate,
    create_account,
    disable_account,
    enable_account,
    reset_password,
)
from engine.accounts.barriers import (
    BarrierReport,
    ReportBarrier,
    barrier_faults,
    barrier_reports,
    reopen_barrier,
    report_barrier,
    resolve_barrier,
)
from engine.accounts.changing import ChangeAccount, change_account
from engine.accounts.demo import DemoAccount, demo_accounts
from engine.accounts.inviting import FIRST_ROLES, InviteFirst, invite_first, lacks_accounts
from engine.accounts.listing import AccountFilter, AccountPage, account_page, account_to_change
from engine.accounts.office import (
    FIELDS,
    KeepOfficeTexts,
    Office,
    OfficeField,
    OfficeTexts,
    keep_office_texts,
    office_faults,
    office_texts,
    offices,
)
from engine.accounts.own import change_password, set_language
from engine.accounts.sessions import end_session, new_session

__all__ = [
    "FIELDS",
    "FIRST_ROLES",
    "AccountFilter",
    "AccountPage",
    "AccountView",
    "BarrierReport",
    "ChangeAccount",
    "CreateAccount",
    "Created",
    "DemoAccount",
    "InviteFirst",
    "KeepOfficeTexts",
    "Office",
    "OfficeField",
    "OfficeTexts",
    "ReportBarrier",
    "account",
    "account_list",
    "account_named",
    "account_page",
    "account_to_change",
    "authenticate",
    "barrier_faults",
    "barrier_reports",
    "change_account",
    "change_password",
    "create_account",
    "demo_accounts",
    "disable_account",
    "enable_account",
    "end_session",
    "invite_first",
    "lacks_accounts",
    "keep_office_texts",
    "new_session",
    "office_faults",
    "office_texts",
    "offices",
    "reopen_barrier",
    "report_barrier",
    "reset_password",
    "resolve_barrier",
    "set_language",
]
