"""Facts of a case that are not about one user task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.events.event import CaseEvent


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
class CaseDiscarded(CaseEvent):
    kind: ClassVar[str] = "case.discarded"
    german: ClassVar[str] = "Vorgang verworfen, weil er irrtümlich angelegt war"
    english: ClassVar[str] = "Case discarded: it had been created by mistake"


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
