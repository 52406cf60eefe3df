"""Facts of the past: every one of them becomes an entry of the audit trail, written by the unit of work.

A field is *personal* when it may tell what a person wrote or is (sealed under the zone's key), and *veiled* when it
tells which step was taken: inside the mediation zone veiled fields are sealed too, and the plain entry holds neutral
values (§ 4 MediationsG: even that a mediation runs is secret). Each event names its sentence in German and English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from engine.terms import ZONE_WORDS, InstanceId, Zone

NEUTRAL = "verfahren"
NEUTRAL_NAME = "Verfahrensschritt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`kind` is stable; `german` and `english` are format strings over the fields."""

    kind: ClassVar[str]
    german: ClassVar[str]
    english: ClassVar[str]
    personal: ClassVar[frozenset[str]] = frozenset()
    veiled: ClassVar[frozenset[str]] = frozenset()

    def values(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("instance_id", "zone")}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent(Event):
    """A fact of one case; it joins the chain of that case."""

    guarded: ClassVar[frozenset[str]] = frozenset()
    """Fields that only coordinators read in the history of a case."""
    instance_id: InstanceId
    zone: Zone = Zone.EINGANG

    def hidden(self) -> frozenset[str]:
        """Fields that are sealed in this zone."""
        return self.personal | self.veiled if self.zone is Zone.MEDIATION else self.personal


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStarted(CaseEvent):
    kind: ClassVar[str] = "case.started"
    german: ClassVar[str] = "Vorgang {aktenzeichen} angelegt (Version {version} des Konfliktwegs)"
    english: ClassVar[str] = "Case {aktenzeichen} opened (version {version} of the path)"
    aktenzeichen: str
    version: int
    definition: str
    trial: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskCreated(CaseEvent):
    kind: ClassVar[str] = "user_task.created"
    german: ClassVar[str] = "Aufgabe „{name}“ steht an"
    english: ClassVar[str] = "Task “{name}” is open"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name", "group"})
    task_id: str
    element_id: str
    name: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskClaimed(CaseEvent):
    kind: ClassVar[str] = "user_task.claimed"
    german: ClassVar[str] = "Aufgabe „{name}“ übernommen"
    english: ClassVar[str] = "Task “{name}” claimed"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name"})
    task_id: str
    element_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskReleased(CaseEvent):
    kind: ClassVar[str] = "user_task.released"
    german: ClassVar[str] = "Aufgabe „{name}“ zurückgegeben"
    english: ClassVar[str] = "Task “{name}” released"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name"})
    task_id: str
    element_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskHandedOver(CaseEvent):
    """Weitergabe: `receiver` is the name of the colleague who has the task now."""

    kind: ClassVar[str] = "user_task.handed_over"
    german: ClassVar[str] = "Aufgabe „{name}“ an {receiver} weitergegeben"
    english: ClassVar[str] = "Task “{name}” handed over to {receiver}"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name"})
    personal: ClassVar[frozenset[str]] = frozenset({"receiver"})
    task_id: str
    element_id: str
    name: str
    receiver: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpSet(CaseEvent):
    """Wiedervorlage: `day` as people write it, 03.06.2026."""

    kind: ClassVar[str] = "user_task.follow_up_set"
    german: ClassVar[str] = "Aufgabe „{name}“ auf Wiedervorlage am {day} gelegt"
    english: ClassVar[str] = "Task “{name}” put away until {day}"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name"})
    task_id: str
    element_id: str
    name: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRemoved(CaseEvent):
    kind: ClassVar[str] = "user_task.follow_up_removed"
    german: ClassVar[str] = "Wiedervorlage der Aufgabe „{name}“ aufgehoben"
    english: ClassVar[str] = "Follow-up of task “{name}” removed"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name"})
    task_id: str
    element_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineReminded(CaseEvent):
    """Before the deadline; `due` as people write it, 03.06.2026."""

    kind: ClassVar[str] = "user_task.reminded"
    german: ClassVar[str] = "An Aufgabe „{name}“ erinnert: Frist bis {due}"
    english: ClassVar[str] = "Reminder of task “{name}”: due {due}"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name"})
    task_id: str
    element_id: str
    name: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskEscalated(CaseEvent):
    """The deadline was missed: now `receiver`, as the file calls them, see the task and may take it."""

    kind: ClassVar[str] = "user_task.escalated"
    german: ClassVar[str] = "Aufgabe „{name}“ an {receiver} eskaliert: Frist am {due} abgelaufen"
    english: ClassVar[str] = "Task “{name}” escalated to {receiver}: it was due {due}"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name", "receiver"})
    task_id: str
    element_id: str
    name: str
    receiver: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskCompleted(CaseEvent):
    """`entered` are the names of the variables that were written; their values stay in the zone's part."""

    kind: ClassVar[str] = "user_task.completed"
    german: ClassVar[str] = "Aufgabe „{name}“ abgeschlossen"
    english: ClassVar[str] = "Task “{name}” completed"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name", "entered"})
    task_id: str
    element_id: str
    name: str
    entered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTaskCanceled(CaseEvent):
    kind: ClassVar[str] = "user_task.canceled"
    german: ClassVar[str] = "Aufgabe „{name}“ entfallen"
    english: ClassVar[str] = "Task “{name}” canceled"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name"})
    task_id: str
    element_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VariablesReleased(CaseEvent):
    """Freigabe: variables crossed from one zone to another when a task was completed."""

    kind: ClassVar[str] = "variables.released"
    german: ClassVar[str] = "Angaben freigegeben: {names} (aus „{source}“ für „{target}“)"
    english: ClassVar[str] = "Released: {names} (from “{source}” to “{target}”)"
    veiled: ClassVar[frozenset[str]] = frozenset({"names", "source", "target"})
    names: tuple[str, ...]
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionEvaluated(CaseEvent):
    kind: ClassVar[str] = "decision.evaluated"
    german: ClassVar[str] = "Entscheidungstabelle „{decision_id}“ ausgewertet (Regeln: {rules})"
    english: ClassVar[str] = "Decision “{decision_id}” evaluated (rules: {rules})"
    veiled: ClassVar[frozenset[str]] = frozenset({"decision_id", "element_id"})
    personal: ClassVar[frozenset[str]] = frozenset({"rules"})
    guarded: ClassVar[frozenset[str]] = frozenset({"rules"})
    decision_id: str
    element_id: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFired(CaseEvent):
    kind: ClassVar[str] = "timer.fired"
    german: ClassVar[str] = "Frist „{name}“ abgelaufen"
    english: ClassVar[str] = "Timer “{name}” fired"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name"})
    element_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(CaseEvent):
    kind: ClassVar[str] = "message.received"
    german: ClassVar[str] = "Nachricht „{name}“ eingegangen"
    english: ClassVar[str] = "Message “{name}” received"
    veiled: ClassVar[frozenset[str]] = frozenset({"name"})
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(CaseEvent):
    """Mail or a webhook went out. Where to and what stands nowhere but in the case."""

    kind: ClassVar[str] = "job.sent"
    german: ClassVar[str] = "„{name}“ verschickt"
    english: ClassVar[str] = "“{name}” sent"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name"})
    element_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFailed(CaseEvent):
    """Given up; the path goes on at the error event that stands for this."""

    kind: ClassVar[str] = "job.failed"
    german: ClassVar[str] = "„{name}“ ließ sich nicht verschicken"
    english: ClassVar[str] = "“{name}” could not be sent"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id", "name"})
    element_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageUndelivered(CaseEvent):
    kind: ClassVar[str] = "message.undelivered"
    german: ClassVar[str] = "Nachricht „{name}“ fand keinen Empfänger"
    english: ClassVar[str] = "Message “{name}” found nobody who waits for it"
    veiled: ClassVar[frozenset[str]] = frozenset({"name"})
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalReceived(CaseEvent):
    kind: ClassVar[str] = "signal.received"
    german: ClassVar[str] = "Signal „{name}“ empfangen"
    english: ClassVar[str] = "Signal “{name}” received"
    veiled: ClassVar[frozenset[str]] = frozenset({"name"})
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCompleted(CaseEvent):
    kind: ClassVar[str] = "case.completed"
    german: ClassVar[str] = "Vorgang abgeschlossen"
    english: ClassVar[str] = "Case completed"
    personal: ClassVar[frozenset[str]] = frozenset({"outcome"})
    outcome: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentOccurred(CaseEvent):
    kind: ClassVar[str] = "incident.occurred"
    german: ClassVar[str] = "Störung {code} bei „{element_id}“"
    english: ClassVar[str] = "Incident {code} at “{element_id}”"
    veiled: ClassVar[frozenset[str]] = frozenset({"element_id"})
    personal: ClassVar[frozenset[str]] = frozenset({"message"})
    code: str
    element_id: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentResolved(CaseEvent):
    kind: ClassVar[str] = "incident.resolved"
    german: ClassVar[str] = "Störung {number} erledigt ({how})"
    english: ClassVar[str] = "Incident {number} resolved ({how})"
    number: int
    how: str


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


def _subclasses(root: type[Event]) -> Iterator[type[Event]]:
    for child in root.__subclasses__():
        if hasattr(child, "kind"):
            yield child
        yield from _subclasses(child)


KINDS: Mapping[str, type[Event]] = {event.kind: event for event in _subclasses(Event)}


def sentence(kind: str, values: Mapping[str, Any], language: str = "de") -> str:
    """The sentence of an entry, from its facts and, if the reader may see them, its details."""
    event = KINDS.get(kind)
    if event is None:
        return kind
    pattern = event.english if language == "en" else event.german
    zones = ZONE_WORDS["en" if language == "en" else "de"] if event is VariablesReleased else {}
    shown = {name: zones.get(text := _shown(value), text) for name, value in values.items()}
    if event is VariablesReleased and "names" in shown:
        shown["names"] = ", ".join(name.replace("_", " ").capitalize() for name in values["names"])
    return pattern.format_map(_Missing(shown))


def _shown(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value) or "–"
    return "–" if value is None else str(value)


class _Missing(dict[str, str]):
    """A field that the reader may not see."""

    def __missing__(self, key: str) -> str:
        return NEUTRAL_NAME if key == "name" else "…"
