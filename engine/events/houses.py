"""Facts of a municipality that belong to no case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityCreated(Event):
    kind: ClassVar[str] = "municipality.created"
    german: ClassVar[str] = "Kommune {name} ({identity}) angelegt"
    english: ClassVar[str] = "Municipality {name} ({identity}) created"
    identity: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityRenamed(Event):
    kind: ClassVar[str] = "municipality.renamed"
    german: ClassVar[str] = "Kommune {identity} umbenannt: {before} heißt nun {after}"
    english: ClassVar[str] = "Municipality {identity} renamed from {before} to {after}"
    identity: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityReleased(Event):
    kind: ClassVar[str] = "municipality.released"
    german: ClassVar[str] = "Kommune {name} ({identity}) für die echte Arbeit freigegeben"
    english: ClassVar[str] = "Municipality {name} ({identity}) released for real work"
    identity: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessPublished(Event):
    kind: ClassVar[str] = "process.published"
    german: ClassVar[str] = "Konfliktweg veröffentlicht: {file}, Version {version}"
    english: ClassVar[str] = "Path published: {file}, version {version}"
    file: str
    version: int
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessWithdrawn(Event):
    kind: ClassVar[str] = "process.withdrawn"
    german: ClassVar[str] = "Veröffentlichung zurückgenommen: {file}, Version {version}"
    english: ClassVar[str] = "Publication taken back: {file}, version {version}"
    file: str
    version: int
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessReinstated(Event):
    kind: ClassVar[str] = "process.reinstated"
    german: ClassVar[str] = "Version {version} wieder eingesetzt: {file}"
    english: ClassVar[str] = "Version {version} reinstated: {file}"
    file: str
    version: int
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalBroadcast(Event):
    """By hand, to all cases of the municipality that listen."""

    kind: ClassVar[str] = "signal.sent"
    german: ClassVar[str] = "Signal „{name}“ an alle Vorgänge der Kommune gesendet"
    english: ClassVar[str] = "Signal “{name}” sent to all cases of the municipality"
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCreated(Event):
    kind: ClassVar[str] = "account.created"
    german: ClassVar[str] = "Benutzerkonto {account_id} angelegt (Rollen: {roles}; Gruppen: {groups})"
    english: ClassVar[str] = "Account {account_id} created (roles: {roles}; groups: {groups})"
    account_id: int
    roles: tuple[str, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChanged(Event):
    """`change` is one of disabled, enabled, name, password.reset, password.changed."""

    kind: ClassVar[str] = "account.changed"
    german: ClassVar[str] = "Benutzerkonto {account_id} geändert: {change}"
    english: ClassVar[str] = "Account {account_id} changed: {change}"
    account_id: int
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRightsChanged(Event):
    """Roles and groups of an account as they are now."""

    kind: ClassVar[str] = "account.rights_changed"
    german: ClassVar[str] = "Benutzerkonto {account_id} hat nun die Rollen {roles} und die Gruppen {groups}"
    english: ClassVar[str] = "Account {account_id} now has the roles {roles} and the groups {groups}"
    account_id: int
    roles: tuple[str, ...]
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeTextsChanged(Event):
    """`texts`: their names, as in engine.accounts.office; what they say is public."""

    kind: ClassVar[str] = "office.changed"
    german: ClassVar[str] = "Angaben der Kommune geändert: {texts}"
    english: ClassVar[str] = "Details of the municipality changed: {texts}"
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierReported(Event):
    """Without its content, and without who reported it."""

    kind: ClassVar[str] = "barrier.reported"
    german: ClassVar[str] = "Hinweis {number} auf eine Barriere eingegangen"
    english: ClassVar[str] = "Report {number} of a barrier received"
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierResolved(Event):
    kind: ClassVar[str] = "barrier.resolved"
    german: ClassVar[str] = "Hinweis {number} auf eine Barriere erledigt"
    english: ClassVar[str] = "Report {number} of a barrier done"
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierReopened(Event):
    kind: ClassVar[str] = "barrier.reopened"
    german: ClassVar[str] = "Hinweis {number} auf eine Barriere wieder geöffnet"
    english: ClassVar[str] = "Report {number} of a barrier opened again"
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditTrailRead(Event):
    kind: ClassVar[str] = "audit.read"
    german: ClassVar[str] = "Prüfspur ausgeleitet ({lines} Einträge)"
    english: ClassVar[str] = "Audit trail exported ({lines} entries)"
    lines: int
