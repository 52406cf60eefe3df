"""Send a message to a case that waits for it, for example the end of a mediation from the case page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select

from engine import runtime
from engine.casework.advancing import apply_advance, insist_on_state, message_token
from engine.casework.loading import facts, load_case_row
from engine.casework.names import insist_on_names
from engine.casework.raise_incident import raise_incident
from engine.casework.visibility import knows_mediation, see_case
from engine.errors import InvalidState, NotFound
from engine.events import MessageReceived
from engine.sentences import say
from engine.store.base import Base
from engine.store.models import MessageWait
from engine.terms import InstanceState, TenantId, Zone
from engine.unit_of_work import Case, UnitOfWork

WAIT: Table = Base.metadata.tables[MessageWait.__tablename__]


@dataclass(frozen=True, slots=True)
class SendMessage:
    """To one case. Without a correlation key whatever waits for that name in the case gets it."""

    instance_id: str
    message: str
    correlation_key: Any = None
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MessageSent:
    instance_id: str
    aktenzeichen: str
    incident: str | None = None


def send_message(uow: UnitOfWork, command: SendMessage) -> MessageSent:
    """Raises NotFound, InvalidState when the case does not wait for that message (any more)."""
    row = load_case_row(uow, instance=command.instance_id, lock=True)
    see_case(uow, command.instance_id)
    case = uow.open_case(row)
    insist_on_state(case, InstanceState.ACTIVE, InstanceState.INCIDENT)
    insist_on_names(command.payload)
    definition = uow.definition(row["definition"])
    wait = _awaited(uow, case, command)
    advance = runtime.correlate(
        definition,
        case.state,
        wait.name,
        wait.correlation_key,
        command.payload,
        case=facts(case, uow),
        now=uow.now,
    )
    element = definition.element(wait.process_id, wait.element_id)
    if advance.incident is not None:
        doing = {
            "command": "message",
            "message": wait.name,
            "key": wait.correlation_key,
            "variables": dict(command.payload),
        }
        raise_incident(uow, case, definition, advance.incident, task=None, doing=doing)
        uow.commit()
        return MessageSent(case.id, row["aktenzeichen"], advance.incident.message)
    uow.record(MessageReceived(instance_id=case.id, zone=element.zone, name=element.label))
    apply_advance(uow, case, definition, advance, by=uow.actor.audit_id)
    uow.commit()
    return MessageSent(case.id, row["aktenzeichen"])


def _awaited(uow: UnitOfWork, case: Case, command: SendMessage) -> runtime.MessageWait:
    definition = uow.definition(case.row["definition"])
    for wait in runtime.waiting_messages(definition, case.state):
        element = definition.element(wait.process_id, wait.element_id)
        if element.zone is Zone.MEDIATION and not knows_mediation(uow, case.id):
            continue
        fits = command.correlation_key is None or str(wait.correlation_key) == str(command.correlation_key)
        if wait.name == command.message and fits:
            return wait
    raise InvalidState(
        "message.unexpected",
        say(
            "Auf diese Nachricht wartet der Vorgang nicht (mehr). Vielleicht war jemand schneller; "
            "laden Sie die Seite neu."
        ),
        expected=command.message,
    )


def correlate_message(
    uow: UnitOfWork, municipality: TenantId, message: str, key: str, payload: Mapping[str, Any]
) -> MessageSent:
    """Finds the one case of a municipality that waits for name and key, and sends. Raises NotFound."""
    found = uow.connection.execute(
        select(WAIT.c.instance)
        .where(WAIT.c.municipality == municipality, WAIT.c.token == message_token(uow, municipality, message, key))
        .limit(1)
    ).scalar()
    if found is None:
        raise NotFound(
            "message.nobody",
            say(
                "Auf die Nachricht „{message}“ mit „{key}“ wartet kein Vorgang. Es wurde nichts geändert. Prüfen "
                "Sie den Namen (er steht im Diagramm) und den Schlüssel, oder senden Sie sie, wenn ein Vorgang "
                "auf sie wartet.",
                message=message,
                key=key,
            ),
        )
    return send_message(uow, SendMessage(found, message, key, payload))
