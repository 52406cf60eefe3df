"""Facts of the shortened procedure. What stands as evidence is kept with the step, not in the trail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class OnboardingStepSet(Event):
    """`state`: its word."""

    kind: ClassVar[str] = "onboarding.step"
    german: ClassVar[str] = "Verkürztes Verfahren, {municipality}: Schritt {step} ({title}) ist nun {state}"
    english: ClassVar[str] = "Shortened procedure, {municipality}: step {step} ({title}) is now {state}"
    municipality: str
    step: int
    title: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRehearsalsPlayed(Event):
    kind: ClassVar[str] = "onboarding.rehearsed"
    german: ClassVar[str] = "Probeläufe der Version {version} gespielt: {played}, davon nicht bestanden: {failed}"
    english: ClassVar[str] = "Rehearsals of version {version} played: {played}, not passed: {failed}"
    version: int
    played: int
    failed: int
