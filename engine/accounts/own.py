"""What people change of their own account: the password, and the language."""

from __future__ import annotations

from sqlalchemy import select, update

from engine.accounts.accounts import ACCOUNT, DEMO_PASSWORD, HASHER, insist_on_password, write_change
from engine.errors import InvalidInput
from engine.sentences import say
from engine.unit_of_work import UnitOfWork


def change_password(uow: UnitOfWork, old: str, new: str) -> None:
    """From now on nobody else knows it. Raises InvalidInput: "account.old_password" where the old one is wrong."""
    row = uow.connection.execute(select(ACCOUNT).where(ACCOUNT.c.id == uow.actor.account_id)).mappings().one()
    if not HASHER.verify(old, row["password"]):
        raise InvalidInput("account.old_password", say("Das bisherige Kennwort stimmt nicht."))
    insist_on_password(new)
    if new == old:
        raise InvalidInput("account.password", say("Das ist das bisherige Kennwort. Bitte wählen Sie ein anderes."))
    if new == DEMO_PASSWORD:
        raise InvalidInput(
            "account.password", say("Dieses Kennwort steht in jeder Demo. Bitte wählen Sie ein anderes.")
        )
    write_change(uow, row, "password.changed", password=HASHER.hash(new), password_given=False)


def set_language(uow: UnitOfWork, language: str) -> None:
    """De or en. Raises InvalidInput."""
    if language not in ("de", "en"):
        raise InvalidInput("account.language", say("Diese Sprache gibt es nicht."))
    uow.write(update(ACCOUNT).where(ACCOUNT.c.id == uow.actor.account_id).values(language=language))
    uow.commit()
