"""Rows of the checklists, and the names of those who set them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, select

from engine.casework.history import SYSTEM_NAMES
from engine.store.base import Base
from engine.store.models import Account, Deployment
from engine.store.onboarding import OnboardingChange, OnboardingProof, OnboardingStep
from engine.unit_of_work import UnitOfWork

STEP: Table = Base.metadata.tables[OnboardingStep.__tablename__]
CHANGE: Table = Base.metadata.tables[OnboardingChange.__tablename__]
PROOF: Table = Base.metadata.tables[OnboardingProof.__tablename__]
ACCOUNT: Table = Base.metadata.tables[Account.__tablename__]
DEPLOYMENT: Table = Base.metadata.tables[Deployment.__tablename__]

Row = dict[str, Any]


def steps_of(uow: UnitOfWork, identity: str) -> dict[int, Row]:
    rows = uow.connection.execute(select(*STEP.c).where(STEP.c.municipality == identity)).mappings()
    return {row["step"]: dict(row) for row in rows}


def changes_of(uow: UnitOfWork, identity: str) -> list[Row]:
    """The newest first."""
    query = select(*CHANGE.c).where(CHANGE.c.municipality == identity).order_by(CHANGE.c.id.desc())
    return [dict(row) for row in uow.connection.execute(query).mappings()]


def current_version(uow: UnitOfWork, identity: str) -> Row | None:
    """The deployment on which new cases start, else the last; None while nothing is published."""
    query = (
        select(*DEPLOYMENT.c)
        .where(DEPLOYMENT.c.municipality == identity)
        .order_by(DEPLOYMENT.c.withdrawn_at.is_not(None), DEPLOYMENT.c.version.desc())
        .limit(1)
    )
    row = uow.connection.execute(query).mappings().first()
    return dict(row) if row is not None else None


def proof_of(uow: UnitOfWork, identity: str, version: int) -> Row | None:
    query = select(*PROOF.c).where(PROOF.c.municipality == identity, PROOF.c.version == version)
    row = uow.connection.execute(query).mappings().first()
    return dict(row) if row is not None else None


def names_of(uow: UnitOfWork, audit_ids: Iterable[str]) -> dict[str, str]:
    """Who set a step may belong to LaKI: whoever sees the checklist learns the name."""
    wanted = set(audit_ids)
    numbers = [int(each) for each in wanted if each.isdigit()]
    query = select(ACCOUNT.c.id, ACCOUNT.c.name).where(ACCOUNT.c.id.in_(numbers))
    query = query.execution_options(unscoped="names beside the steps of a checklist that this reader may see")
    known = {str(row.id): row.name for row in uow.connection.execute(query)} if numbers else {}
    return {each: known.get(each) or SYSTEM_NAMES.get(each, each) for each in wanted}
