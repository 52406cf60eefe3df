"""Facts of the studio: what becomes of drafts, never what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOpened(Event):
    """`base`: the published version that it begins with, 0 for none."""

    kind: ClassVar[str] = "draft.opened"
    german: ClassVar[str] = "Entwurf {draft} angelegt: {file}, beruht auf Version {base}"
    english: ClassVar[str] = "Draft {draft} opened: {file}, based on version {base}"
    draft: int
    file: str
    base: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPublished(Event):
    kind: ClassVar[str] = "draft.published"
    german: ClassVar[str] = "Entwurf {draft}, Stand {revision}, als Version {version} veröffentlicht"
    english: ClassVar[str] = "Draft {draft}, revision {revision}, published as version {version}"
    draft: int
    revision: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDiscarded(Event):
    kind: ClassVar[str] = "draft.discarded"
    german: ClassVar[str] = "Entwurf {draft} verworfen"
    english: ClassVar[str] = "Draft {draft} discarded"
    draft: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRestored(Event):
    kind: ClassVar[str] = "draft.restored"
    german: ClassVar[str] = "Verworfener Entwurf {draft} wiederhergestellt"
    english: ClassVar[str] = "Discarded draft {draft} restored"
    draft: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftApproved(Event):
    """Four eyes: by another designer than the one who changed it last."""

    kind: ClassVar[str] = "draft.approved"
    german: ClassVar[str] = "Entwurf {draft}, Stand {revision}, zur Veröffentlichung freigegeben"
    english: ClassVar[str] = "Draft {draft}, revision {revision}, approved for publication"
    draft: int
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishingRulesChanged(Event):
    """`rules` as they are now: their names in words, with their values."""

    kind: ClassVar[str] = "publishing.rules"
    german: ClassVar[str] = "Regeln für das Veröffentlichen geändert: {rules}"
    english: ClassVar[str] = "Rules of publishing changed: {rules}"
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateProposed(Event):
    kind: ClassVar[str] = "template.proposed"
    german: ClassVar[str] = "Aktualisierung vorgeschlagen: Mustervorlage {template}, Version {version}"
    english: ClassVar[str] = "Update proposed: template {template}, version {version}"
    template: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateTaken(Event):
    kind: ClassVar[str] = "template.taken"
    german: ClassVar[str] = "Mustervorlage {template}, Version {version}, in Entwurf {draft} übernommen"
    english: ClassVar[str] = "Template {template}, version {version}, taken over into draft {draft}"
    template: str
    version: int
    draft: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalDeclined(Event):
    kind: ClassVar[str] = "template.declined"
    german: ClassVar[str] = "Aktualisierung nicht übernommen: Mustervorlage {template}, Version {version}"
    english: ClassVar[str] = "Update not taken over: template {template}, version {version}"
    template: str
    version: int
