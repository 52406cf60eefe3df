"""What keeps a municipality from going live. Trials are never kept from anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.onboarding.places import Place
from engine.onboarding.rows import Row, current_version, proof_of, steps_of
from engine.onboarding.steps import GATE, REHEARSED, Step, StepState
from engine.sentences import say
from engine.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Missing:
    """`why`: one sentence."""

    step: Step
    why: str


def missing_for_release(uow: UnitOfWork, place: Place, rows: Mapping[int, Row] | None = None) -> tuple[Missing, ...]:
    """Steps that block going live, in their order. `rows`: those of the checklist, where they are at hand."""
    set_ones = steps_of(uow, place.identity) if rows is None else rows
    found = []
    for step in GATE:
        row = set_ones.get(step.number)
        if row is None or row["state"] != StepState.DONE:
            found.append(Missing(step, say("Schritt {n} ({title}) ist offen.", n=step.number, title=step.title)))
        elif step.number == REHEARSED and (why := _not_rehearsed(uow, place, row)):
            found.append(Missing(step, why))
    return tuple(found)


def _not_rehearsed(uow: UnitOfWork, place: Place, row: Row) -> str:
    """The test cases were run on a version; those who publish another one let its rehearsals speak for it."""
    deployed = current_version(uow, place.identity)
    if deployed is None:
        return say("Schritt 18: Es ist kein Konfliktweg veröffentlicht, der gespielt sein könnte.")
    version = deployed["version"]
    proof = proof_of(uow, place.identity, version)
    if proof is not None and proof["failed"]:
        return say(
            "Schritt 18: Von {played} Probeläufen der Version {version} bestehen {failed} nicht.",
            played=proof["played"], version=version, failed=proof["failed"],
        )  # fmt: skip
    if proof is None and row["version"] is not None and row["version"] != version:
        return say(
            "Schritt 18: Gespielt wurde Version {before}, veröffentlicht ist Version {version}. Spielen Sie deren "
            "Probeläufe, oder tragen Sie die Testfälle neu ein.",
            before=row["version"], version=version,
        )  # fmt: skip
    return ""
