"""The outbox: what a case wants done outside, or in another case, written in the transaction that caused it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Numbered, TenantScoped


class OutboxRow(Numbered, TenantScoped, Base):
    """A sending that is not done yet; done, it is gone. `sealed` says what it is, `answer` what came back.

    `instance`: whose keys close it, none for a signal sent by hand. `task`: the service task that waits for it. `key`
    is the same however often it is tried. `due`: when somebody may take it; whoever takes it sets it some minutes
    ahead, so that a sending whose taker dies comes back. FOREVER: a Störung waits for a person.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("outbox_due", "due", "id"), Index("outbox_task", "task"))

    instance: Mapped[str | None] = mapped_column(ForeignKey("process_instance.id"))
    task: Mapped[str | None]
    key: Mapped[str] = mapped_column(unique=True)
    due: Mapped[datetime]
    attempts: Mapped[int]
    created_at: Mapped[datetime]
    sealed: Mapped[bytes]
    answer: Mapped[bytes | None]
