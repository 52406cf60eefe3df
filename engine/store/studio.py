"""The studio: drafts of paths, with their files, and what was there before the last changes. Designers' work, not
sealed: no draft holds anything of a case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Numbered, TenantScoped


class StudioDraft(Numbered, TenantScoped, Base):
    """A package in the making. Its municipality may come into being only with its publication. `base`: the version
    that it was opened from; `ended`: published or discarded, open while it is empty."""

    __tablename__ = "studio_draft"
    __table_args__ = (Index("studio_draft_of_municipality", "municipality", "ended"),)

    municipality: Mapped[str] = mapped_column()
    slug: Mapped[str]
    name: Mapped[str]
    revision: Mapped[int]
    base: Mapped[int | None]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    ended: Mapped[str]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    version: Mapped[int | None]


class StudioFile(TenantScoped, Base):
    """`revision`: that of the draft with which this file last changed."""

    __tablename__ = "studio_file"

    municipality: Mapped[str] = mapped_column()
    draft: Mapped[int] = mapped_column(ForeignKey("studio_draft.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    main: Mapped[bool]
    content: Mapped[bytes]
    revision: Mapped[int]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]


class StudioStep(TenantScoped, Base):
    """One change. `files`: what its files were before it, packed; once it is undone, what they were after it."""

    __tablename__ = "studio_step"

    municipality: Mapped[str] = mapped_column()
    draft: Mapped[int] = mapped_column(ForeignKey("studio_draft.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    said: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    undone: Mapped[bool]
    files: Mapped[bytes]


class StudioApproval(TenantScoped, Base):
    """Four eyes: another designer's yes to exactly this revision of a draft."""

    __tablename__ = "studio_approval"

    municipality: Mapped[str] = mapped_column()
    draft: Mapped[int] = mapped_column(ForeignKey("studio_draft.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(primary_key=True)
    given_at: Mapped[datetime]


class StudioContact(TenantScoped, Base):
    """An office text of a municipality that comes into being with this draft's publication."""

    __tablename__ = "studio_contact"

    municipality: Mapped[str] = mapped_column()
    draft: Mapped[int] = mapped_column(ForeignKey("studio_draft.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str]


class StudioProof(TenantScoped, Base):
    """What the rehearsals of a draft found when they were last played. `files`: hash of the state that was played;
    `report`: packed. Gone when the draft ends."""

    __tablename__ = "studio_proof"

    municipality: Mapped[str] = mapped_column()
    draft: Mapped[int] = mapped_column(ForeignKey("studio_draft.id"), primary_key=True)
    revision: Mapped[int]
    files: Mapped[bytes]
    report: Mapped[bytes]
    played_at: Mapped[datetime]


class PublishingRule(TenantScoped, Base):
    """What a municipality binds publishing to: name of the rule -> its value."""

    __tablename__ = "publishing_rule"

    municipality: Mapped[str] = mapped_column(ForeignKey("municipality.identity"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]
    changed_at: Mapped[datetime]


class PublishedRehearsal(TenantScoped, Base):
    """A rehearsal that was published with a version, as its designer wrote it."""

    __tablename__ = "published_rehearsal"

    municipality: Mapped[str] = mapped_column(ForeignKey("municipality.identity"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    resource: Mapped[str] = mapped_column(ForeignKey("resource.hash"))


class TemplateProposal(TenantScoped, Base):
    """The state office proposes a version of a Mustervorlage to a clone. `draft`: where it was taken over;
    `declined_at`: the municipality does not want it, with its `reason`. Neither: open."""

    __tablename__ = "template_proposal"

    municipality: Mapped[str] = mapped_column(ForeignKey("municipality.identity"), primary_key=True)
    template: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    note: Mapped[str]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[str]
    declined_at: Mapped[datetime | None]
    declined_by: Mapped[str | None]
    reason: Mapped[str]
    draft: Mapped[int | None] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
