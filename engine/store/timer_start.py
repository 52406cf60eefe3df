"""Paths that begin by themselves: one row for each timer start event of a published path that is still to come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, TenantScoped


class TimerStart(TenantScoped, Base):
    """`due`: when the next case begins. `remaining`: how many are still to begin, this one included; none: without
    end. `rule`: what the designer wrote; while it stays the same, so does `due`, whatever else is published."""

    __tablename__ = "timer_start"
    __table_args__ = (Index("timer_start_due", "due"),)

    municipality: Mapped[str] = mapped_column(ForeignKey("municipality.identity"), primary_key=True)
    process: Mapped[str] = mapped_column(primary_key=True)
    element: Mapped[str] = mapped_column(primary_key=True)
    due: Mapped[datetime]
    remaining: Mapped[int | None]
    rule: Mapped[str]
