"""What a municipality says of itself on its public pages, and what visitors tell it about barriers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Numbered, TenantScoped


class OfficeText(TenantScoped, Base):
    """One text of the imprint, the privacy notice or the accessibility statement. Public, so not sealed."""

    __tablename__ = "office_text"

    municipality: Mapped[str] = mapped_column(ForeignKey("municipality.identity"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str]
    changed_at: Mapped[datetime]


class BarrierReportRow(Numbered, TenantScoped, Base):
    """A hint at a barrier, from whoever met it. `sealed`: text, page and e-mail under a key of the house."""

    __tablename__ = "barrier_report"
    __table_args__ = (Index("barrier_report_open", "municipality", "resolved_at", "id"),)

    key: Mapped[str]
    received_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    sealed: Mapped[bytes]
