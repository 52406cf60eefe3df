"""How often the cases of a version took each of its sequence flows."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, TenantScoped


class FlowCount(TenantScoped, Base):
    """Numbers of a path, not of a case: which case went which way stands in none of these rows. No flow to or from a
    step of the mediation has one. `taken`: by cases that were not discarded; `cases`: by how many different ones."""

    __tablename__ = "flow_count"

    deployment: Mapped[int] = mapped_column(ForeignKey("deployment.id"), primary_key=True, autoincrement=False)
    trial: Mapped[bool] = mapped_column(primary_key=True)
    process: Mapped[str] = mapped_column(primary_key=True)
    flow: Mapped[str] = mapped_column(primary_key=True)
    taken: Mapped[int]
    cases: Mapped[int]
