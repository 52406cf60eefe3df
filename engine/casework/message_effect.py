"""What happens when somebody sends a message from the case page, said before it is sent."""

from __future__ import annotations

from dataclasses import dataclass

from engine import runtime
from engine.casework.loading import load_case_row
from engine.casework.visibility import followed_zones, insist_on_caseworker, see_case
from engine.errors import NotFound
from engine.sentences import say
from engine.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class MessageEffect:
    """`help`: what the designer says of the step that waits; `ends_work`: tasks that are open now are dropped."""

    label: str
    help: str
    ends_work: bool


def message_effect(uow: UnitOfWork, aktenzeichen: str, name: str) -> MessageEffect:
    """Raises NotFound, also when the case does not wait for it or the reader may not know."""
    insist_on_caseworker(uow.actor)
    row = load_case_row(uow, aktenzeichen=aktenzeichen)
    see_case(uow, row["id"])
    definition, zones = uow.definition(row["definition"]), followed_zones(uow, row["id"])
    for wait in runtime.waiting_messages(definition, uow.open_case(row).state):
        element = definition.element(wait.process_id, wait.element_id)
        if wait.name == name and element.zone in zones:
            ends_work = element.type in ("boundaryEvent", "startEvent") and element.interrupting
            return MessageEffect(element.label, element.documentation, ends_work)
    raise NotFound("message.unexpected", say("Auf diese Nachricht wartet der Vorgang nicht (mehr)."))
