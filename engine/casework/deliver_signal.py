"""A signal reaches every case of the municipality that listens, and begins those that begin with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, select

from engine import runtime
from engine.bpmn.model import EventKind
from engine.casework.advancing import WAIT, apply_advance, signal_token, unless_locked
from engine.casework.deliver_message import CIRCLE, MAX_HOPS, begin_case, start_events
from engine.casework.deliveries import Failure, done_with
from engine.casework.loading import facts, load_case_row, municipality
from engine.casework.names import insist_on_names
from engine.casework.outbox import OUTBOX, Kind, Letter, Sending, letter_row
from engine.casework.raise_incident import raise_incident
from engine.casework.signals import heard_in_mediation_only
from engine.casework.visibility import insist_on
from engine.errors import InvalidInput, NotFound
from engine.events import NEUTRAL_NAME, SignalBroadcast, SignalReceived
from engine.sentences import say
from engine.store.keys import STRUCTURE
from engine.terms import Actor, InstanceId, Role, TenantId, Zone
from engine.unit_of_work import Platform, UnitOfWork


@dataclass(frozen=True, slots=True)
class SendSignal:
    """To all cases of a municipality (its identity)."""

    municipality: TenantId
    signal: str
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SignalSent:
    """`listening`: how many cases listened when it was sent."""

    municipality: TenantId
    signal: str
    listening: int


def send_signal(uow: UnitOfWork, command: SendSignal) -> SignalSent:
    """By hand. Raises NotFound, NotPermitted, InvalidInput."""
    tenant = municipality(uow, identity=command.municipality).identity
    insist_on(uow.actor, Role.KOORDINATION, sentence=say("Signale an alle Vorgänge sendet die Koordination."))
    insist_on_names(command.payload)
    if not command.signal.strip():
        raise InvalidInput("signal.name", say("Das Signal braucht einen Namen."))
    letter = Letter(Kind.SIGNAL, command.signal, dict(command.payload))
    uow.write(insert(OUTBOX), [letter_row(uow, tenant, None, uow.keys.house, letter)])
    veiled = heard_in_mediation_only(uow, tenant, command.signal)
    uow.record(SignalBroadcast(name=NEUTRAL_NAME if veiled else command.signal), tenant)
    count = len(_listening(uow, tenant, command.signal))
    uow.commit()
    return SignalSent(tenant, command.signal, count)


def _listening(uow: UnitOfWork, tenant: TenantId, name: str) -> list[InstanceId]:
    rows = uow.connection.execute(
        select(WAIT.c.instance)
        .where(WAIT.c.municipality == tenant, WAIT.c.token == signal_token(uow, tenant, name))
        .distinct()
        .order_by(WAIT.c.instance)
    )
    return [InstanceId(row.instance) for row in rows]


def spread_signal(platform: Platform, actor: Actor, sending: Sending) -> Failure | None:
    """One letter for each case that listens, and for each start event: who fails keeps it from nobody else."""
    if sending.letter.hops >= MAX_HOPS:
        return CIRCLE
    with platform.command(actor) as uow:
        if done_with(uow, sending):
            rows = [*_to_hear(uow, sending), *_to_start(uow, sending)]
            if rows:
                uow.write(insert(OUTBOX), rows)
            uow.commit()
    return None


def _to_hear(uow: UnitOfWork, sending: Sending) -> list[dict[str, Any]]:
    """Closed with the keys of those who will get it."""
    letter, tenant = sending.letter, sending.municipality
    listening = [one for one in _listening(uow, tenant, letter.name) if one != sending.instance]
    keys = uow.keys.keys_of_all(listening, [STRUCTURE, Zone.EINGANG])
    one = Letter(Kind.HEAR, letter.name, letter.content, hops=letter.hops)
    return [letter_row(uow, tenant, case, keys[case], one) for case in listening if STRUCTURE in keys.get(case, {})]


def _to_start(uow: UnitOfWork, sending: Sending) -> list[dict[str, Any]]:
    """Processes of the sender's own case have begun with it already."""
    letter, tenant = sending.letter, sending.municipality
    if letter.began:
        return []
    starts = start_events(uow, tenant, EventKind.SIGNAL, letter.name)
    keys = uow.keys.house if sending.instance is None else uow.keys.keys_of(sending.instance)
    return [
        letter_row(
            uow,
            tenant,
            sending.instance,
            keys,
            Letter(Kind.START, letter.name, letter.content, None, place, letter.zone, None, letter.hops),
        )
        for place in starts
    ]


def start_with_signal(platform: Platform, actor: Actor, sending: Sending) -> Failure | None:
    return begin_case(platform, actor, sending, *sending.letter.place)


def deliver_signal(platform: Platform, actor: Actor, sending: Sending) -> Failure | None:
    """To one case. A fault there is a Störung of that case."""
    try:
        with platform.command(actor) as uow:
            uow.hops = sending.letter.hops + 1
            hear_signal(uow, sending.instance or "", sending.letter.name, sending.letter.content, sending)
    except NotFound:
        return Failure("signal.gone", "Den Vorgang gibt es nicht mehr.", final=True)
    return None


def hear_signal(
    uow: UnitOfWork, instance: str, name: str, payload: Mapping[str, Any], sending: Sending | None = None
) -> str | None:
    """The case goes on if it still listens; the German sentence of a Störung."""
    row = load_case_row(uow, instance=instance, lock=True)
    case = uow.open_case(row)
    definition = uow.definition(row["definition"])
    zones = {wait.zone for wait in runtime.waiting_signals(definition, case.state) if wait.name == name}
    advance = runtime.signal(definition, case.state, name, payload, case=facts(case, uow), now=uow.now, beginning=False)
    advance = unless_locked(case, advance)
    if sending is not None and not done_with(uow, sending):
        return None
    if zones and advance.incident is not None:
        doing = {"command": "signal", "signal": name, "variables": dict(payload)}
        raise_incident(uow, case, definition, advance.incident, task=None, doing=doing)
    elif zones:
        zone = Zone.MEDIATION if Zone.MEDIATION in zones else min(zones)
        uow.record(SignalReceived(instance_id=case.id, zone=zone, name=name))
        apply_advance(uow, case, definition, advance, by=uow.actor.audit_id)
    uow.commit()
    return advance.incident.message if advance.incident is not None else None
