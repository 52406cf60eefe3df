"""The accounts of a municipality, searched and filtered, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from engine.accounts.accounts import AccountView, account_list
from engine.errors import NotFound
from engine.sentences import say
from engine.terms import AccountId, Role
from engine.unit_of_work import UnitOfWork

PAGE = 50


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """`search`: part of a name or login. `active`: None for both. `after`: login of the last line before."""

    search: str = ""
    role: Role | None = None
    active: bool | None = None
    after: str = ""
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class AccountPage:
    """`found`: how many the filter lets through. `all`: how many there are. `next`: for the next page, None at the
    end."""

    lines: tuple[AccountView, ...]
    found: int
    all: int
    next: str | None


def account_page(uow: UnitOfWork, filter: AccountFilter) -> AccountPage:
    """By login. An office has some dozen accounts, so they are read whole: databases fold ä and Ä differently.

    Raises NotPermitted.
    """
    everyone = account_list(uow)
    found = [view for view in everyone if _fits(view, filter)]
    rest = [view for view in found if view.login > filter.after]
    lines = tuple(rest[: filter.limit])
    more = len(rest) > len(lines)
    return AccountPage(lines, len(found), len(everyone), lines[-1].login if more else None)


def account_to_change(uow: UnitOfWork, account_id: int) -> AccountView:
    """Disabled ones too. Raises NotPermitted, NotFound (another municipality's)."""
    view = next((view for view in account_list(uow) if view.id == AccountId(account_id)), None)
    if view is None:
        raise NotFound("account.unknown", say("Dieses Benutzerkonto gibt es nicht."))
    return view


def _fits(view: AccountView, filter: AccountFilter) -> bool:
    words = filter.search.casefold().split()
    text = f"{view.name} {view.login}".casefold()
    return (
        all(word in text for word in words)
        and (filter.role is None or filter.role in view.roles)
        and (filter.active is None or filter.active == view.active)
    )
