"""An account gets another name, other roles or groups: its sessions end, so that nothing goes on with old rights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.accounts.accounts import account_of, insist_on_groups, insist_on_name, insist_on_roles, write_change
from engine.errors import InvalidState
from engine.events import AccountRightsChanged
from engine.sentences import say
from engine.terms import AccountId, Role, TenantId
from engine.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ChangeAccount:
    """What the account is to have from now on."""

    account_id: AccountId
    name: str
    roles: Sequence[Role]
    groups: Sequence[str] = ()


def change_account(uow: UnitOfWork, command: ChangeAccount) -> bool:
    """False when nothing is different. Raises NotPermitted, NotFound, InvalidInput, InvalidState (own roles)."""
    row = account_of(uow, command.account_id)
    before = frozenset(Role(role) for role in row["roles"].split())
    # What only the state office gives, only it takes away.
    kept = frozenset() if uow.actor.unrestricted else before & {Role.LAKI}
    given = kept | frozenset(command.roles)
    if given != kept or not given:
        insist_on_roles(uow.actor, given - kept)
    insist_on_groups(command.groups)
    name = command.name.strip() or row["login"]
    insist_on_name(name)
    if command.account_id == uow.actor.account_id and given != before:
        raise InvalidState("account.self", say("Die eigenen Rollen ändert eine andere Person der Verwaltung."))
    roles, groups = " ".join(sorted(given)), " ".join(sorted(set(command.groups)))
    renamed, entitled = name != row["name"], (roles, groups) != (row["roles"], row["groups"])
    if not (renamed or entitled):
        return False
    if entitled and row["municipality"] is not None:
        uow.record(
            AccountRightsChanged(
                account_id=row["id"], roles=tuple(sorted(given)), groups=tuple(sorted(set(command.groups)))
            ),
            TenantId(row["municipality"]),
        )
    write_change(uow, row, "name" if renamed else None, name=name, roles=roles, groups=groups)
    return True
