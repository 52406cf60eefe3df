"""The shortened procedure: how far each municipality has come, and who said so. It begins before the municipality is
there, with LaKI's notes, so `municipality` points to no row. Not sealed: nothing here is of a case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Numbered, TenantScoped


class OnboardingStep(TenantScoped, Base):
    """A step as it stands; one without a row is open. `day`: ISO date of the evidence, "" for none. `ticks`: test cases
    that were run, by a blank. `version`: the published one when it was set. `revision`: of the step, from 1."""

    __tablename__ = "onboarding_step"

    municipality: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int]
    state: Mapped[str]
    day: Mapped[str]
    evidence: Mapped[str]
    reference: Mapped[str]
    responsible: Mapped[str]
    reason: Mapped[str]
    ticks: Mapped[str]
    version: Mapped[int | None]
    set_at: Mapped[datetime]
    set_by: Mapped[str]


class OnboardingChange(Numbered, TenantScoped, Base):
    """What a step was made, once; never changed."""

    __tablename__ = "onboarding_change"
    __table_args__ = (Index("onboarding_change_of_municipality", "municipality", "step", "id"),)

    municipality: Mapped[str] = mapped_column()
    step: Mapped[int]
    state: Mapped[str]
    day: Mapped[str]
    evidence: Mapped[str]
    reference: Mapped[str]
    responsible: Mapped[str]
    reason: Mapped[str]
    ticks: Mapped[str]
    set_at: Mapped[datetime]
    set_by: Mapped[str]


class OnboardingProof(TenantScoped, Base):
    """What the rehearsals of a published version found when they were last played."""

    __tablename__ = "onboarding_proof"

    municipality: Mapped[str] = mapped_column(ForeignKey("municipality.identity"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    played: Mapped[int]
    failed: Mapped[int]
    played_at: Mapped[datetime]
    played_by: Mapped[str]
