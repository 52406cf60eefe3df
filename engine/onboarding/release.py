"""Freigabe of a municipality for real work. Until then its cases are trials (Erprobung): marked, and in no figures."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, update

from engine.casework.visibility import insist_on
from engine.errors import InvalidState, NotFound
from engine.events import MunicipalityReleased
from engine.onboarding.gate import Missing, missing_for_release
from engine.onboarding.places import TENANT, Place, place_of
from engine.onboarding.rows import CHANGE, STEP
from engine.onboarding.steps import LIVE, StepState
from engine.sentences import joined, say
from engine.terms import STATE_OFFICE, Role, TenantId
from engine.unit_of_work import UnitOfWork

HERE = ZoneInfo("Europe/Berlin")


def release_municipality(uow: UnitOfWork, identity: TenantId) -> bool:
    """New cases are real from now on; trials stay trials. False when it was released already. Raises NotFound,
    NotPermitted, and InvalidState with the steps that are missing. LaKI itself goes through no procedure."""
    insist_on(uow.actor, Role.LAKI, sentence=say("Freigaben erteilt die Landesstelle."))
    place = place_of(uow, identity, state_office=True)
    if not place.joined:
        raise NotFound(
            "process.unpublished",
            say("Für {name} ist noch kein Konfliktweg veröffentlicht.", name=place.name),
        )
    if place.released:
        return False
    if place.kind != STATE_OFFICE and (missing := missing_for_release(uow, place)):
        raise InvalidState("onboarding.gate", refusal(place, missing), expected="released", found="trial")
    uow.write(update(TENANT).where(TENANT.c.identity == identity).values(released=True))
    if place.kind != STATE_OFFICE:
        _note(uow, identity)
    uow.record(MunicipalityReleased(identity=identity, name=place.name), identity)
    uow.commit()
    return True


def refusal(place: Place, missing: tuple[Missing, ...]) -> str:
    return say(
        "{name} kann noch nicht in den Echtbetrieb gehen. {why} Eintragen lässt sich das unter „Kommunen“, {name}. "
        "Die Erprobung geht weiter.",
        name=place.name,
        why=joined(item.why.rstrip(".") for item in missing) + ".",
    )


def _note(uow: UnitOfWork, identity: TenantId) -> None:
    """The step that nobody sets by hand: since when."""
    said = {
        "state": StepState.DONE.value,
        "day": uow.now.astimezone(HERE).date().isoformat(),
        **dict.fromkeys(("evidence", "reference", "responsible", "reason", "ticks"), ""),
        "municipality": identity,
        "step": LIVE,
        "set_at": uow.now,
        "set_by": uow.actor.audit_id,
    }
    uow.write(delete(STEP).where(STEP.c.municipality == identity, STEP.c.step == LIVE))
    uow.write(insert(STEP), {**said, "revision": 1, "version": None})
    uow.write(insert(CHANGE), said)
