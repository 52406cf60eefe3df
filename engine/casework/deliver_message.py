"""A message that nothing in its own case took finds its receiver: another case of the municipality, or a new one."""

from __future__ import annotations

from sqlalchemy import select

from engine import runtime
from engine.bpmn import Definition
from engine.bpmn.model import EventKind
from engine.casework.advancing import WAIT, apply_advance, insist_on_state, message_token, unless_locked
from engine.casework.deliveries import Failure, done_with
from engine.casework.loading import INSTANCE, facts, load_case_row, newest_deployment
from engine.casework.outbox import Letter, Sending
from engine.casework.raise_incident import raise_incident
from engine.casework.start_case import StartCase, start_case
from engine.errors import EngineError, InvalidState, NotFound
from engine.events import MessageReceived
from engine.terms import Actor, InstanceState, TenantId
from engine.unit_of_work import Platform, UnitOfWork

MAX_HOPS = 50
"""Through so many cases one message may lead to the next without anybody having been waited for."""
NOBODY = Failure(
    "message.undelivered", "Auf diese Nachricht wartet kein Vorgang der Kommune, und keiner beginnt mit ihr."
)
CIRCLE = Failure(
    "message.circle",
    "Nachrichten oder Signale lösen einander ohne Ende aus, ohne dass jemand etwas tut. Es geht nicht weiter, damit "
    "keine weiteren Vorgänge entstehen.",
    final=True,
)
NOTES = (NOBODY.code, CIRCLE.code, "message.start")
"""Störungen that stop no case."""


def deliver_message(platform: Platform, actor: Actor, sending: Sending) -> Failure | None:
    """To the case that waits for name and key, the oldest first; else a new case begins with it. Without a key no
    case that runs gets it: it might be anybody's. Each case is a transaction of its own; a fault there is a Störung
    of the receiver."""
    if sending.letter.hops >= MAX_HOPS:
        return CIRCLE
    with platform.query(actor) as uow:
        waiting = _waiting(uow, sending)
    for instance in waiting:
        with platform.command(actor) as uow:
            if _hand_over(uow, instance, sending):
                return None
    with platform.query(actor) as uow:
        starts = start_events(uow, sending.municipality, EventKind.MESSAGE, sending.letter.name)
    if not starts:
        return NOBODY
    process_id, element_id = starts[0]
    return begin_case(platform, actor, sending, process_id, element_id)


def _waiting(uow: UnitOfWork, sending: Sending) -> list[str]:
    letter = sending.letter
    if letter.correlation_key is None:
        return []
    token = message_token(uow, sending.municipality, letter.name, letter.correlation_key)
    rows = uow.connection.execute(
        select(WAIT.c.instance)
        .join_from(WAIT, INSTANCE, INSTANCE.c.id == WAIT.c.instance)
        .where(WAIT.c.municipality == sending.municipality, WAIT.c.token == token)
        .order_by(INSTANCE.c.started_at, INSTANCE.c.id)
        .limit(20)
    )
    return [one for one in dict.fromkeys(row.instance for row in rows) if one != sending.instance]


def _hand_over(uow: UnitOfWork, instance: str, sending: Sending) -> bool:
    """False when the case does not wait for it any more."""
    letter = sending.letter
    row = load_case_row(uow, instance=instance, lock=True)
    case = uow.open_case(row)
    definition = uow.definition(row["definition"])
    uow.hops = letter.hops + 1
    wait = next((w for w in runtime.waiting_messages(definition, case.state) if _is_for(w, letter)), None)
    try:
        insist_on_state(case, InstanceState.ACTIVE, InstanceState.INCIDENT)
        advance = runtime.correlate(
            definition,
            case.state,
            letter.name,
            letter.correlation_key,
            letter.content,
            case=facts(case, uow),
            now=uow.now,
        )
    except InvalidState:
        return False
    advance = unless_locked(case, advance)
    if wait is None or not done_with(uow, sending):
        return wait is not None
    if advance.incident is not None:
        doing = {
            "command": "message",
            "message": letter.name,
            "key": letter.correlation_key,
            "variables": dict(letter.content),
        }
        raise_incident(uow, case, definition, advance.incident, task=None, doing=doing)
    else:
        element = definition.element(wait.process_id, wait.element_id)
        uow.record(MessageReceived(instance_id=case.id, zone=element.zone, name=element.label))
        apply_advance(uow, case, definition, advance, by=uow.actor.audit_id)
    uow.commit()
    return True


def _is_for(wait: runtime.MessageWait, letter: Letter) -> bool:
    return wait.name == letter.name and str(wait.correlation_key) == str(letter.correlation_key)


def start_events(uow: UnitOfWork, municipality: TenantId, kind: EventKind, name: str) -> list[tuple[str, str]]:
    """(process, start event) of the newest published path that begin with this message or signal."""
    try:
        deployment = newest_deployment(uow, municipality)
    except NotFound:
        return []
    return list(_starts(uow.definition(deployment.definition), kind, name))


def _starts(definition: Definition, kind: EventKind, name: str) -> list[tuple[str, str]]:
    return [
        (str(process_id), event.id)
        for process_id, model in definition.processes.items()
        for event in model.start_events()
        if any(d.kind is kind and name in (d.message, d.signal) for d in event.definitions)
    ]


def begin_case(platform: Platform, actor: Actor, sending: Sending, process_id: str, element_id: str) -> Failure | None:
    """A new case that begins with what was sent."""
    try:
        with platform.command(actor) as uow:
            uow.hops = sending.letter.hops + 1
            if done_with(uow, sending):
                start_case(uow, StartCase(sending.municipality, process_id, element_id, sending.letter.content))
    except EngineError as refused:
        sentence = f"Mit „{element_id}“ ließ sich kein Vorgang beginnen: {refused.sentence}"
        return Failure("message.start", sentence, final=True)
    return None
