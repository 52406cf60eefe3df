"""The tables. Plain columns hold ids, times, states, groups and names of steps; what a person wrote is sealed.

Times are UTC ISO texts of fixed width ("2026-11-22T12:28:19.123456Z"): readable, and ordered as text.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Numbered, TenantScoped
from engine.store.watched import WATCHED, Watched


class Municipality(Base):
    __tablename__ = "municipality"

    identity: Mapped[str] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    art: Mapped[str]
    parent: Mapped[str | None]
    released: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    audit_count: Mapped[int] = mapped_column(default=0)
    audit_head: Mapped[bytes] = mapped_column(default=b"")


class CaseNumber(Numbered, TenantScoped, Base):
    """Last number given in a year, one row a municipality and year."""

    __tablename__ = "case_number"
    __table_args__ = (UniqueConstraint("municipality", "year"),)

    year: Mapped[int]
    last: Mapped[int]


class Resource(Base):
    """Bytes as a designer wrote them, under their SHA-256."""

    __tablename__ = "resource"

    hash: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class DefinitionResource(Base):
    """What a definition consists of: the main file and everything that it names."""

    __tablename__ = "definition_resource"

    definition: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    file: Mapped[str]
    main: Mapped[bool]
    resource: Mapped[str] = mapped_column(ForeignKey("resource.hash"))


class Deployment(Numbered, TenantScoped, Base):
    """One published version of a municipality's path. A withdrawn one takes no new cases; those on it go on."""

    __tablename__ = "deployment"
    __table_args__ = (UniqueConstraint("municipality", "version"),)

    version: Mapped[int]
    version_tag: Mapped[str | None]
    definition: Mapped[str]
    process_id: Mapped[str]
    file: Mapped[str]
    published_at: Mapped[datetime]
    published_by: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    note: Mapped[str | None]
    """What its publisher says of it."""
    origin: Mapped[str | None]
    """Slug of the Mustervorlage (or municipality) that its file names as origin, with version and mark."""
    origin_version: Mapped[int | None]
    origin_hash: Mapped[str | None]
    flows_counted: Mapped[bool]
    """How often its flows are taken was counted from its first case on (engine.store.flow_count)."""


class ProcessInstance(TenantScoped, Base):
    """A Vorgang. `structure` is the sealed state without values; `summary` the sealed head (title, type, district)."""

    __tablename__ = "process_instance"
    __table_args__ = (
        Index("process_instance_newest", "municipality", "started_at", "id"),
        Index("process_instance_stage", "municipality", "stage", "started_at"),
        Index("process_instance_type", "municipality", "type_token", "started_at"),
        Index("process_instance_district", "municipality", "district_token", "started_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    aktenzeichen: Mapped[str] = mapped_column(unique=True)
    deployment: Mapped[int] = mapped_column(ForeignKey("deployment.id"))
    definition: Mapped[str]
    state: Mapped[str]
    stage: Mapped[str]
    trial: Mapped[bool]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    type_token: Mapped[str | None]
    district_token: Mapped[str | None]
    summary: Mapped[bytes]
    revision: Mapped[int]
    structure: Mapped[bytes]
    audit_count: Mapped[int]
    audit_head: Mapped[bytes]


class ZonePart(Base):
    """The variables of one zone of one case, sealed under that zone's key."""

    __tablename__ = "zone_part"

    instance: Mapped[str] = mapped_column(ForeignKey("process_instance.id"), primary_key=True)
    zone: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class UserTask(TenantScoped, Watched, Base):
    """An Aufgabe. Inside the mediation zone element, name, group and stage are neutral; `sealed` has the true ones."""

    __tablename__ = "user_task"
    __table_args__ = (
        Index(
            "user_task_by_group",
            "municipality",
            "candidate_group",
            "due",
            "id",
            sqlite_where=text("state = 0"),
            postgresql_where=text("state = 0"),
        ),
        Index(
            "user_task_by_assignee",
            "municipality",
            "assignee",
            "due",
            "id",
            sqlite_where=text("state = 0"),
            postgresql_where=text("state = 0"),
        ),
        Index(
            "user_task_by_due",
            "municipality",
            "due",
            "id",
            sqlite_where=text("state = 0"),
            postgresql_where=text("state = 0"),
        ),
        Index("user_task_of_instance", "instance"),
        *WATCHED,
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    instance: Mapped[str] = mapped_column(ForeignKey("process_instance.id"))
    element: Mapped[str]
    name: Mapped[str]
    candidate_group: Mapped[str]
    assignee: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[int]
    stage: Mapped[str]
    due: Mapped[datetime]
    follow_up: Mapped[datetime | None]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    sealed: Mapped[bytes | None]


class Timer(TenantScoped, Base):
    """A waiting timer; looked for by due alone."""

    __tablename__ = "timer"
    __table_args__ = (Index("timer_due", "due", "instance"),)

    task: Mapped[str] = mapped_column(primary_key=True)
    instance: Mapped[str] = mapped_column(ForeignKey("process_instance.id"))
    due: Mapped[datetime]


class MessageWait(TenantScoped, Base):
    """A case that waits for a message; the token is a keyed hash of name and correlation key."""

    __tablename__ = "message_wait"
    __table_args__ = (Index("message_wait_token", "municipality", "token"),)

    task: Mapped[str] = mapped_column(primary_key=True)
    instance: Mapped[str] = mapped_column(ForeignKey("process_instance.id"))
    token: Mapped[str]


class CaseAccess(TenantScoped, Base):
    """Who works or worked on a case by name; others of the same role know nothing of it."""

    __tablename__ = "case_access"

    instance: Mapped[str] = mapped_column(ForeignKey("process_instance.id"), primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)


class AuditEntry(Numbered, TenantScoped, Base):
    """Append-only. `facts` is neutral JSON, `sealed` what is personal, `mac` chains the entry to the one before."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("municipality", "instance", "seq"),
        Index("audit_entry_newest", "municipality", "id"),
    )

    instance: Mapped[str | None]
    seq: Mapped[int]
    kind: Mapped[str]
    occurred_at: Mapped[datetime]
    actor_id: Mapped[str]
    facts: Mapped[str]
    sealed: Mapped[bytes | None]
    mac: Mapped[bytes]


class IncidentRow(Numbered, TenantScoped, Base):
    """A Störung. `sealed` holds what was being done, so that it can be tried again."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("incident_open", "municipality", "resolved_at"),
        Index("incident_instance", "instance"),
    )

    instance: Mapped[str] = mapped_column(ForeignKey("process_instance.id"))
    task: Mapped[str | None]
    code: Mapped[str]
    element: Mapped[str]
    occurred_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    sealed: Mapped[bytes]


class Account(Numbered, Base):
    """A Benutzerkonto. `epoch` rises when sessions must end (password, roles, disabling); `password_given`: somebody
    else knows the password, so that its owner must choose another one first."""

    __tablename__ = "account"

    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    municipality: Mapped[str | None] = mapped_column(ForeignKey("municipality.identity"))
    password: Mapped[str]
    password_given: Mapped[bool]
    roles: Mapped[str]
    groups: Mapped[str]
    active: Mapped[bool]
    epoch: Mapped[int]
    language: Mapped[str]
    created_at: Mapped[datetime]
