"""Whose checklist it is: a municipality with a path, or one of the 54 that has none yet; and who may open it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Table, select

from engine.casework.visibility import insist_on
from engine.errors import InvalidState, NotFound
from engine.onboarding.steps import Owner, Step
from engine.places import centre_of
from engine.sentences import say
from engine.store.base import Base
from engine.store.models import Municipality
from engine.terms import STATE_OFFICE, Actor, Role, TenantId
from engine.unit_of_work import UnitOfWork

TENANT: Table = Base.metadata.tables[Municipality.__tablename__]
OUTSIDE = (STATE_OFFICE, "Mustervorlage")
"""`art` of what goes through no procedure: LaKI itself, and the paths of its library."""
READERS = (Role.ENTWURF, Role.VERWALTUNG, Role.KOORDINATION, Role.REVISION, Role.DATENSCHUTZ)
SETTERS = (Role.ENTWURF, Role.VERWALTUNG)


@dataclass(frozen=True, slots=True)
class Place:
    """`slug` is empty, and `joined` false, as long as nothing is published."""

    identity: TenantId
    name: str
    kind: str
    parent: str
    slug: str = ""
    released: bool = False

    @property
    def joined(self) -> bool:
        return bool(self.slug)


def sees_all(actor: Actor) -> bool:
    return actor.unrestricted or Role.LAKI in actor.roles


def place_of(uow: UnitOfWork, identity: str, *, state_office: bool = False) -> Place:
    """Raises NotFound: no such municipality, or another's than the actor's; NotPermitted for one's own. `state_office`:
    LaKI itself is a place, too."""
    if not sees_all(uow.actor):
        if uow.actor.municipality != identity:
            raise NotFound("municipality.unknown", _unknown(identity))
        insist_on(uow.actor, *READERS, sentence=say("Die Checkliste sehen Koordination, Entwurf und Verwaltung."))
    row = uow.connection.execute(select(*TENANT.c).where(TENANT.c.identity == identity)).first()
    if row is None:
        centre = centre_of(identity)
        return Place(TenantId(centre.ags), centre.full_name, centre.kind, centre.parent)
    if row.art in OUTSIDE and not (state_office and row.art == STATE_OFFICE):
        raise NotFound("municipality.unknown", _unknown(identity))
    return Place(TenantId(row.identity), row.name, row.art, row.parent or "", row.slug, row.released)


def may_set(actor: Actor, place: Place, step: Step) -> bool:
    """The municipality sets its own steps, LaKI its own, and the municipality's as long as that has no accounts."""
    if step.owner is Owner.SYSTEM:
        return False
    if actor.unrestricted:
        return True
    if Role.LAKI in actor.roles and (step.owner in (Owner.LAKI, Owner.BOTH) or not (place.joined or step.gate)):
        return True
    own = actor.municipality == place.identity and not actor.roles.isdisjoint(SETTERS)
    return own and step.owner in (Owner.MUNICIPALITY, Owner.BOTH)


def chain_of(uow: UnitOfWork, place: Place) -> TenantId:
    """Whose trail tells of it: the municipality's, and before it is there LaKI's. Raises InvalidState."""
    if place.joined:
        return place.identity
    if uow.actor.municipality is not None:
        return uow.actor.municipality
    office = uow.connection.execute(select(TENANT.c.identity).where(TENANT.c.art == STATE_OFFICE)).scalar()
    if office is None:
        raise InvalidState(
            "onboarding.no_office",
            say(
                "Für {name} ist noch nichts veröffentlicht, und es gibt keine Landesstelle, in deren Prüfspur dieser "
                "Schritt stehen kann. Veröffentlichen Sie zuerst laki.bpmn.",
                name=place.name,
            ),
        )
    return TenantId(office)


def _unknown(identity: str) -> str:
    return say("Die Kommune „{slug_or_identity}“ ist nicht bekannt.", slug_or_identity=identity)
