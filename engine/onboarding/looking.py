"""The checklist of one municipality, for whoever may read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.onboarding.gate import Missing, missing_for_release
from engine.onboarding.known import Known, known_of
from engine.onboarding.places import Place, may_set, place_of, sees_all
from engine.onboarding.playing import rehearsals_of
from engine.onboarding.rows import Row, changes_of, names_of, steps_of
from engine.onboarding.steps import BY_NUMBER, REHEARSED, STEPS, TEST_CASES, Step, StepState
from engine.terms import TenantId
from engine.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Change:
    state: StepState
    day: str
    evidence: str
    reference: str
    responsible: str
    reason: str
    ticks: tuple[str, ...]
    set_at: datetime
    set_by: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step as it stands. `now`: None while nobody has set it; `history`: what it was before, the newest first.
    `known`: what the product itself knows of it. `editable`: by this reader."""

    step: Step
    now: Change | None
    history: tuple[Change, ...]
    known: tuple[Known, ...]
    editable: bool
    revision: int

    @property
    def state(self) -> StepState:
        return self.now.state if self.now else StepState.OPEN


@dataclass(frozen=True, slots=True)
class Checklist:
    """`missing`: what keeps it from going live; empty when nothing does, and once it is live."""

    identity: TenantId
    name: str
    kind: str
    slug: str
    released: bool
    lines: tuple[StepLine, ...]
    missing: tuple[Missing, ...]
    may_release: bool
    may_play: bool

    @property
    def settled(self) -> int:
        return sum(line.state is not StepState.OPEN for line in self.lines)

    @property
    def joined(self) -> bool:
        return bool(self.slug)

    def line(self, number: int) -> StepLine | None:
        return next((line for line in self.lines if line.step.number == number), None)


def checklist(uow: UnitOfWork, identity: TenantId) -> Checklist:
    """Raises NotFound, NotPermitted."""
    place = place_of(uow, identity)
    rows, changes = steps_of(uow, place.identity), changes_of(uow, place.identity)
    names = names_of(uow, [row["set_by"] for row in (*rows.values(), *changes)])
    rehearsals = rehearsals_of(uow, place)
    known = known_of(uow, place, rows, rehearsals)
    return Checklist(
        place.identity,
        place.name,
        place.kind,
        place.slug,
        place.released,
        tuple(_line(uow, place, step, rows.get(step.number), changes, known, names) for step in STEPS),
        () if place.released else missing_for_release(uow, place, rows),
        place.joined and not place.released and sees_all(uow.actor),
        may_set(uow.actor, place, BY_NUMBER[REHEARSED]) and rehearsals > 0,
    )


def _line(
    uow: UnitOfWork,
    place: Place,
    step: Step,
    row: Row | None,
    changes: Sequence[Row],
    known: Sequence[Known],
    names: Mapping[str, str],
) -> StepLine:
    mine = [change for change in changes if change["step"] == step.number]
    return StepLine(
        step,
        _change(row, names) if row else None,
        tuple(_change(change, names) for change in mine[1:]),
        tuple(item for item in known if item.step == step.number),
        may_set(uow.actor, place, step),
        row["revision"] if row else 0,
    )


def _change(row: Mapping[str, Any], names: Mapping[str, str]) -> Change:
    kept = row["ticks"].split()
    return Change(
        StepState(row["state"]),
        row["day"],
        row["evidence"],
        row["reference"],
        row["responsible"],
        row["reason"],
        tuple(key for key in TEST_CASES if key in kept),
        row["set_at"],
        names[row["set_by"]],
    )
