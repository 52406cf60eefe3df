"""Who may see and do what: the one place where roles, groups and zones meet.

A coordinator sees every case of the own municipality, anyone else those on which they work by name, and open tasks of
their groups. Inside the mediation zone only those who work on the case, and the coordinators, know that it runs (§ 4
MediationsG). What a role reads of a case follows from the zones (docs/architecture.md has the table).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgpack
from sqlalchemy import Table, select

from engine.errors import NotFound, NotPermitted
from engine.events import NEUTRAL, NEUTRAL_NAME
from engine.sentences import say
from engine.store.base import Base
from engine.store.models import Account, CaseAccess
from engine.store.sealing import associated, seal, unseal
from engine.terms import NEUTRAL_STAGE, Actor, CandidateGroup, Role, Stage, TenantId, Zone
from engine.unit_of_work import UnitOfWork

ACCESS: Table = Base.metadata.tables[CaseAccess.__tablename__]
ACCOUNT: Table = Base.metadata.tables[Account.__tablename__]
CASEWORKERS = frozenset({Role.KOORDINATION, Role.BERATUNG, Role.MEDIATION, Role.BEIRAT, Role.FACHSTELLE})
UNKNOWN_TASK = say("Diese Aufgabe gibt es nicht, oder sie ist nicht für Sie bestimmt.")
READABLE: Mapping[Role, frozenset[Zone]] = {
    Role.KOORDINATION: frozenset({Zone.EINGANG, Zone.BEIRAT, Zone.FEEDBACK}),
    Role.BERATUNG: frozenset({Zone.EINGANG, Zone.BERATUNG, Zone.FEEDBACK}),
    Role.MEDIATION: frozenset({Zone.EINGANG, Zone.MEDIATION}),
    Role.BEIRAT: frozenset({Zone.BEIRAT}),
    Role.FACHSTELLE: frozenset(),
}


def zones_of(actor: Actor) -> frozenset[Zone]:
    """Zones of a case that this actor reads, provided that they may see the case at all."""
    if actor.unrestricted:
        return frozenset()
    return frozenset().union(*(READABLE.get(role, frozenset()) for role in actor.roles))


def insist_on(actor: Actor, *roles: Role, sentence: str) -> None:
    """Raises NotPermitted unless the actor has one of the roles or acts for the whole house."""
    if not actor.unrestricted and actor.roles.isdisjoint(roles):
        raise NotPermitted("role.missing", sentence)


def insist_on_caseworker(actor: Actor) -> None:
    insist_on(actor, *CASEWORKERS, sentence=say("Vorgänge und Aufgaben sehen nur, die an ihnen arbeiten."))


def tenant_of(actor: Actor, wanted: TenantId | None) -> TenantId | None:
    """The municipality to look into: one's own, whatever was wanted. None, for the whole house, only for those who
    act for it. Raises NotPermitted for an account without a municipality."""
    if actor.unrestricted:
        return wanted
    if actor.municipality is None:
        raise NotPermitted("municipality.none", say("Dieses Konto gehört zu keiner Kommune."))
    return actor.municipality


def has_access(uow: UnitOfWork, instance: str) -> bool:
    """Whether the actor works or worked on this case by name."""
    if uow.actor.account_id is None:
        return False
    query = select(ACCESS.c.instance).where(
        ACCESS.c.municipality == uow.actor.municipality,
        ACCESS.c.instance == instance,
        ACCESS.c.account == uow.actor.account_id,
    )
    return uow.connection.execute(query).first() is not None


def coordinates(actor: Actor) -> bool:
    return actor.unrestricted or Role.KOORDINATION in actor.roles


def knows_mediation(uow: UnitOfWork, instance: str) -> bool:
    """Coordinators, and those who work on the case as mediators."""
    return coordinates(uow.actor) or (Zone.MEDIATION in zones_of(uow.actor) and has_access(uow, instance))


def followed_zones(uow: UnitOfWork, instance: str) -> frozenset[Zone]:
    """Zones whose steps this reader sees by name in a case. Coordinators follow all; to anybody else a step outside
    their own zones is a "Verfahrensschritt", so that a mediation does not show by being the only one."""
    if coordinates(uow.actor):
        return frozenset(Zone)
    zones = zones_of(uow.actor)
    return zones if Zone.MEDIATION not in zones or has_access(uow, instance) else zones - {Zone.MEDIATION}


def zone_of_stage(stage: str) -> Zone | None:
    """The zone in which the steps of a stage lie; None for the neutral one."""
    if stage in (Stage.EINGANG, Stage.CLEARING):
        return Zone.EINGANG
    return Zone(stage) if stage in set(Zone) else None


def readable_stages(actor: Actor) -> tuple[str, ...]:
    """Stages that a reader who is no coordinator may tell from the others."""
    zones = zones_of(actor) - {Zone.MEDIATION}
    return tuple(stage.value for stage in Stage if zone_of_stage(stage) in zones)


# ------------------------------------------------------------------ neutral labels of the mediation zone
def neutral_group(uow: UnitOfWork, municipality: TenantId, group: str) -> str:
    """What stands for a group in plain columns of the mediation zone: opaque, equal for equal groups."""
    return uow.token(municipality, "group", group)


def group_keys(uow: UnitOfWork, municipality: TenantId) -> tuple[list[str], list[str]]:
    """The actor's groups as they stand in plain columns: openly, and in the mediation zone."""
    groups = sorted(uow.actor.groups)
    return list(groups), [neutral_group(uow, municipality, group) for group in groups]


def seal_label(key: bytes | None, task_id: str, *, name: str, element: str, group: str, stage: str) -> bytes:
    """The true label of a task in the mediation zone; nothing once its key is destroyed."""
    if key is None:
        return b""
    return seal(key, msgpack.packb([name, element, group, stage]), associated("task", task_id))


def open_label(row: Mapping[str, Any], key: bytes | None) -> dict[str, str]:
    """The true name, element, group and stage of a task row; neutral ones without the key."""
    if row["sealed"] is None:
        return {
            "name": row["name"],
            "element": row["element"],
            "group": row["candidate_group"],
            "stage": row["stage"],
        }
    if key is None or not row["sealed"]:
        return {"name": NEUTRAL_NAME, "element": row["element"], "group": "", "stage": NEUTRAL_STAGE}
    name, element, group, stage = msgpack.unpackb(unseal(key, row["sealed"], associated("task", row["id"])))
    return {"name": name, "element": element, "group": group, "stage": stage}


# ------------------------------------------------------------------ escalated tasks
def escalated_to_actor(actor: Actor, row: Mapping[str, Any]) -> bool:
    """Whether a missed deadline has brought this task to the actor. Inside the mediation zone it comes to the eyes of
    the coordinators, who may hand it over; the work stays with those of the mediation."""
    return row["sealed"] is None and row["escalated_to"] is not None and row["escalated_to"] in actor.groups


def escalated_word(row: Mapping[str, Any], group: str) -> str:
    """The group that an escalated task has reached; empty for a reader who does not know `group`, the task's own."""
    if row["escalated_to"] is None or row["sealed"] is None:
        return row["escalated_to"] or ""
    return Role.KOORDINATION.value if group and row["escalated_to"] == NEUTRAL else ""


# ------------------------------------------------------------------ one task
def why_not_work(uow: UnitOfWork, row: Mapping[str, Any], group: str) -> str:
    """Empty when the actor may complete this open task; else the German reason.

    Raises NotFound when they may not even know of it.
    """
    actor = uow.actor
    if actor.unrestricted:
        return ""
    if actor.roles.isdisjoint(CASEWORKERS):
        raise NotFound("user_task.unknown", UNKNOWN_TASK)
    if row["assignee"] is not None and row["assignee"] == actor.account_id:
        return ""
    in_group, escalated = CandidateGroup(group) in actor.groups, escalated_to_actor(actor, row)
    if row["assignee"] is not None:
        if in_group and row["sealed"] is None or coordinates(actor) or escalated:
            return say("Diese Aufgabe hat {name} übernommen.", name=name_of(uow, row["assignee"]))
        raise NotFound("user_task.unknown", UNKNOWN_TASK)
    if in_group and (row["sealed"] is None or coordinates(actor) or has_access(uow, row["instance"])):
        return ""
    if escalated:
        return ""
    if coordinates(actor):
        return say("Diese Aufgabe gehört einer anderen Gruppe.")
    raise NotFound("user_task.unknown", UNKNOWN_TASK)


def name_of(uow: UnitOfWork, account: int) -> str:
    """The name behind an account number, within the actor's municipality."""
    query = select(ACCOUNT.c.name).where(ACCOUNT.c.id == account)
    if not uow.actor.unrestricted:
        query = query.where(ACCOUNT.c.municipality == uow.actor.municipality)
    return uow.connection.execute(query).scalar() or say("jemand anderes")


def see_case(uow: UnitOfWork, instance: str) -> None:
    """Raises NotFound unless the actor may open this case."""
    if coordinates(uow.actor):
        return
    if not uow.actor.roles.isdisjoint(CASEWORKERS) and has_access(uow, instance):
        return
    raise NotFound("case.unknown", say("Diesen Vorgang gibt es nicht, oder er ist nicht für Sie bestimmt."))
