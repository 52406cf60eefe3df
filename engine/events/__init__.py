"""Facts of the past: every one of them becomes an entry of the audit trail, written by the unit of work.

A field is *personal* when it may tell what a person wrote or is (sealed under the zone's key), and *veiled* when it
tells which step was taken: inside the mediation zone veiled fields are sealed too, and the plain entry holds neutral
values (§ 4 MediationsG: even that a mediation runs is secret). Each event names its sentence in German and English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.events.cases import (
    CaseCompleted,
    CaseDiscarded,
    CaseStarted,
    DecisionEvaluated,
    DeliveryFailed,
    IncidentOccurred,
    IncidentResolved,
    MessageReceived,
    MessageUndelivered,
    Sent,
    SignalReceived,
    TimerFired,
    VariablesReleased,
)
from engine.events.event import (
    NEUTRAL,
    NEUTRAL_NAME,
    CaseEvent,
    Event,
)
from engine.events.houses import (
    AccountChanged,
    AccountCreated,
    AccountRightsChanged,
    AuditTrailRead,
    BarrierReopened,
    BarrierReported,
    BarrierResolved,
    MunicipalityCreated,
    MunicipalityReleased,
    MunicipalityRenamed,
    OfficeTextsChanged,
    ProcessPublished,
    ProcessReinstated,
    ProcessWithdrawn,
    SignalBroadcast,
)
from engine.events.onboarding import OnboardingStepSet, PublishedRehearsalsPlayed
from engine.events.studio import (
    DraftApproved,
    DraftDiscarded,
    DraftOpened,
    DraftPublished,
    DraftRestored,
    ProposalDeclined,
    PublishingRulesChanged,
    UpdateProposed,
    UpdateTaken,
)
from engine.events.tasks import (
    DeadlineReminded,
    FollowUpRemoved,
    FollowUpSet,
    UserTaskCanceled,
    UserTaskClaimed,
    UserTaskCompleted,
    UserTaskCreated,
    UserTaskEscalated,
    UserTaskHandedOver,
    UserTaskReleased,
)
from engine.terms import ZONE_WORDS

__all__ = [
    "AccountChanged",
    "AccountCreated",
    "AccountRightsChanged",
    "AuditTrailRead",
    "BarrierReopened",
    "BarrierReported",
    "BarrierResolved",
    "CaseCompleted",
    "CaseDiscarded",
    "CaseEvent",
    "CaseStarted",
    "DeadlineReminded",
    "DecisionEvaluated",
    "DeliveryFailed",
    "DraftApproved",
    "DraftDiscarded",
    "DraftOpened",
    "DraftPublished",
    "DraftRestored",
    "ProposalDeclined",
    "UpdateProposed",
    "UpdateTaken",
    "Event",
    "FollowUpRemoved",
    "FollowUpSet",
    "IncidentOccurred",
    "IncidentResolved",
    "KINDS",
    "MessageReceived",
    "MessageUndelivered",
    "MunicipalityCreated",
    "MunicipalityReleased",
    "MunicipalityRenamed",
    "NEUTRAL",
    "NEUTRAL_NAME",
    "OfficeTextsChanged",
    "OnboardingStepSet",
    "ProcessPublished",
    "ProcessReinstated",
    "ProcessWithdrawn",
    "PublishedRehearsalsPlayed",
    "PublishingRulesChanged",
    "Sent",
    "SignalBroadcast",
    "SignalReceived",
    "TimerFired",
    "UserTaskCanceled",
    "UserTaskClaimed",
    "UserTaskCompleted",
    "UserTaskCreated",
    "UserTaskEscalated",
    "UserTaskHandedOver",
    "UserTaskReleased",
    "VariablesReleased",
    "sentence",
]


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
