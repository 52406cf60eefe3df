"""What people's desks hold: words to find a case by, unfinished forms, kept views, sessions that were ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Numbered, TenantScoped


class TitleWord(TenantScoped, Base):
    """One word, or beginning of a word, of a case's Kurztitel as a keyed token. `started_at` as in the case: the
    index gives the newest cases first."""

    __tablename__ = "title_word"
    __table_args__ = (
        Index("title_word_newest", "municipality", "token", "started_at", "instance"),
        Index("title_word_of_instance", "instance"),
    )

    instance: Mapped[str] = mapped_column(ForeignKey("process_instance.id"), primary_key=True)
    token: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]


class Draft(TenantScoped, Base):
    """An unfinished form of one person, sealed under the key of the task's zone."""

    __tablename__ = "draft"

    task: Mapped[str] = mapped_column(ForeignKey("user_task.id"), primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    saved_at: Mapped[datetime]
    sealed: Mapped[bytes]


class SavedView(Numbered, TenantScoped, Base):
    """A list with its filters, kept by one person under a name; `query` as it stands in the address."""

    __tablename__ = "saved_view"
    __table_args__ = (Index("saved_view_of_account", "account", "page"),)

    account: Mapped[int] = mapped_column(ForeignKey("account.id"))
    page: Mapped[str]
    name: Mapped[str]
    query: Mapped[str]


class EndedSession(Base):
    """A session that was logged out before its time: a copy of its cookie opens nothing. `until`: when it would have
    ended anyway."""

    __tablename__ = "ended_session"

    id: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime]
