"""Work off the outbox: take what is due, send it outside any transaction, then let its case go on."""

from __future__ import annotations

import logging

from sqlalchemy.exc import SQLAlchemyError

from engine.casework.deliver_message import deliver_message
from engine.casework.deliver_signal import deliver_signal, spread_signal, start_with_signal
from engine.casework.deliveries import LAST, Failure, due_sendings, finish_job, put_off, take
from engine.casework.outbox import OUTSIDE, Kind, Sending
from engine.network.couriers import Answer, Couriers
from engine.network.refused import Refused
from engine.terms import Actor, Zone
from engine.unit_of_work import Platform

log = logging.getLogger("schlichtwerk.outbox")
INSIDE = {
    Kind.MESSAGE: deliver_message,
    Kind.SIGNAL: spread_signal,
    Kind.HEAR: deliver_signal,
    Kind.START: start_with_signal,
}
STUCK = Failure("outbox.stuck", "Diese Sendung ist mehrmals abgebrochen, ohne dass bekannt wurde, warum.", final=True)

SECRET = Failure(
    "webhook.mediation",
    "Aus der Mediation geht nichts an andere Stellen: schon dass sie läuft, ist vertraulich.",
    final=True,
)


def work_off(platform: Platform, couriers: Couriers | None = None) -> int:
    """Tries what is due now, at most one batch; how many were taken. What fails in an unforeseen way stays taken
    for some minutes and keeps nothing else waiting."""
    couriers = couriers or Couriers.of(platform.settings)
    taken = 0
    for number in due_sendings(platform):
        with platform.command(Actor.system()) as uow:
            sending = take(uow, number)
        if sending is None:
            continue
        taken += 1
        try:
            _one(platform, couriers, sending)
        except SQLAlchemyError:
            raise
        except Exception as error:
            log.error("sending %s waits: %s", number, type(error).__name__)
    return taken


def _one(platform: Platform, couriers: Couriers, sending: Sending) -> None:
    failure: Failure | None
    if sending.attempts > LAST:
        failure = STUCK
    elif sending.letter.kind in OUTSIDE:
        failure = _out(platform, couriers, sending)
    else:
        failure = INSIDE[sending.letter.kind](platform, Actor.system(), sending)
    if failure is not None:
        if sending.instance is None:
            log.error("a signal sent by hand was not delivered everywhere: %s", failure.code)
        with platform.command(Actor.system()) as uow:
            put_off(uow, sending, failure)


def _out(platform: Platform, couriers: Couriers, sending: Sending) -> Failure | None:
    """What went out once before does not go out again."""
    letter = sending.letter
    answer: Answer | None = sending.answer
    if letter.kind is Kind.WEBHOOK and letter.zone is Zone.MEDIATION:
        return SECRET
    if answer is None:
        courier = couriers.mail if letter.kind is Kind.MAIL else couriers.webhook
        try:
            answer = courier(letter.content, sending.key, platform.clock.now())
        except Refused as refused:
            if letter.kind is Kind.MAIL:
                return Failure("mail.failed", refused.sentence, final=refused.final)
            return Failure("webhook.failed", refused.sentence, final=refused.final)
    with platform.command(Actor.system()) as uow:
        finish_job(uow, sending, answer)
    return None
