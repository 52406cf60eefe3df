"""Sendings: what a step wants done outside (mail, webhooks) or in other cases (messages, signals) becomes rows.

The row says openly only when it is due. What it is, and for whom, is sealed under the case's structure key, its
content inside under the key of the zone where it arose: with the zone its sendings are erased. What the mediation
knows never leaves the case by a message or signal.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgpack
from sqlalchemy import Table, bindparam, delete, insert

from engine.bpmn import Definition
from engine.feel import codec
from engine.runtime import Advance
from engine.store.base import Base
from engine.store.keys import HOUSE_OUTBOX, STRUCTURE
from engine.store.outbox import OutboxRow
from engine.store.sealing import associated, padded, seal, unpadded, unseal
from engine.terms import InstanceId, TenantId, UserTaskId, Variables, Zone
from engine.unit_of_work import Case, UnitOfWork

OUTBOX: Table = Base.metadata.tables[OutboxRow.__tablename__]
DROP_JOB = delete(OUTBOX).where(
    OUTBOX.c.task == bindparam("of_task"), OUTBOX.c.municipality == bindparam("of_municipality")
)
NOTHING: Mapping[str, Any] = {}


class Kind(StrEnum):
    """MESSAGE looks for one receiver, SIGNAL for all; HEAR and START are what a signal becomes for each of them."""

    MAIL = "mail"
    WEBHOOK = "webhook"
    MESSAGE = "message"
    SIGNAL = "signal"
    HEAR = "hear"
    START = "start"


OUTSIDE = frozenset({Kind.MAIL, Kind.WEBHOOK})


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be sent. `name`: of the message or signal, or the label of the service task. `place`: process and
    element, of the sender, or for START of the start event. `hops`: through how many cases it came without anybody
    having been waited for."""

    kind: Kind
    name: str
    content: Variables = field(default_factory=dict)
    correlation_key: Any = None
    place: tuple[str, str] = ("", "")
    zone: Zone = Zone.EINGANG
    task: UserTaskId | None = None
    hops: int = 0
    began: bool = False


@dataclass(frozen=True, slots=True)
class Sending:
    """A letter that somebody has taken. `attempts` counts this time; `answer`: what came back when it was sent."""

    id: int
    municipality: TenantId
    instance: InstanceId | None
    key: str
    attempts: int
    letter: Letter
    answer: Variables | None = None


# ------------------------------------------------------------------ writing
def post(uow: UnitOfWork, case: Case, definition: Definition, advance: Advance) -> None:
    """The rows of what a step sends, and of what is wanted no more."""
    if advance.jobs_gone:
        uow.write(DROP_JOB, [{"of_task": task, "of_municipality": case.municipality} for task in advance.jobs_gone])
    letters = list(_letters(definition, advance, uow.hops))
    if letters:
        uow.write(insert(OUTBOX), [letter_row(uow, case.municipality, case.id, case.keys, one) for one in letters])


def _letters(definition: Definition, advance: Advance, hops: int) -> Iterator[Letter]:
    for job in advance.jobs:
        element = definition.element(job.process_id, job.element_id)
        place = (job.process_id, job.element_id)
        yield Letter(Kind(job.kind), element.label, job.payload, None, place, job.zone, job.task_id)
    for sent in advance.sent:
        place = (sent.process_id, sent.element_id)
        element = definition.element(*place)
        if not sent.delivered and not element.to_office:
            content = _may_leave(definition, sent.payload)
            yield Letter(Kind.MESSAGE, sent.name, content, sent.correlation_key, place, element.zone, None, hops)
    for signal in advance.signals:
        place = (signal.process_id, signal.element_id)
        zone = definition.element(*place).zone
        content = _may_leave(definition, signal.payload)
        yield Letter(Kind.SIGNAL, signal.name, content, None, place, zone, None, hops, signal.began)


def _may_leave(definition: Definition, payload: Variables) -> Variables:
    """Other cases have other people: what belongs to the mediation stays."""
    return {name: value for name, value in payload.items() if definition.zone_of(name) is not Zone.MEDIATION}


def letter_row(
    uow: UnitOfWork,
    municipality: TenantId,
    instance: InstanceId | None,
    keys: Mapping[str, bytes],
    letter: Letter,
) -> dict[str, Any]:
    """`keys`: of the case; of the house for a letter of no case."""
    key = uuid.uuid4().hex
    content = codec.encode({"content": dict(letter.content), "key": letter.correlation_key})
    outer = [
        letter.kind.value,
        letter.name,
        list(letter.place),
        letter.zone.value,
        letter.hops,
        letter.began,
        letter.task,
        _close(keys.get(letter.zone if instance else HOUSE_OUTBOX), content, "content", key),
    ]
    return {
        "municipality": municipality,
        "instance": instance,
        "task": letter.task,
        "key": key,
        "due": uow.now,
        "attempts": 0,
        "created_at": uow.now,
        "sealed": _close(keys[STRUCTURE if instance else HOUSE_OUTBOX], msgpack.packb(outer), "letter", key),
        "answer": None,
    }


def close_answer(keys: Mapping[str, bytes], sending: Sending, answer: Variables) -> bytes:
    return _close(keys.get(sending.letter.zone), codec.encode(dict(answer)), "answer", sending.key)


def _close(key: bytes | None, content: bytes, what: str, which: str) -> bytes:
    """Nothing once the key is destroyed."""
    return b"" if key is None else seal(key, padded(content), associated("outbox", what, which))


# ------------------------------------------------------------------ reading
def open_sending(row: Mapping[str, Any], keys: Mapping[str, bytes]) -> Sending:
    """A row as it was taken. What belonged to an erased zone is empty. Raises KeyError for an erased case."""
    instance = InstanceId(row["instance"]) if row["instance"] is not None else None
    opened = _open(keys[STRUCTURE if instance else HOUSE_OUTBOX], row["sealed"], "letter", row["key"])
    kind, name, place, zone, hops, began, task, inner = msgpack.unpackb(opened or b"")
    closed_by = keys.get(zone if instance else HOUSE_OUTBOX)
    content = codec.decode(_open(closed_by, inner, "content", row["key"]) or codec.encode({}))
    answer = None if row["answer"] is None else _open(closed_by, row["answer"], "answer", row["key"])
    letter = Letter(
        Kind(kind),
        name,
        content.get("content", {}),
        content.get("key"),
        (place[0], place[1]),
        Zone(zone),
        None if task is None else UserTaskId(task),
        hops,
        began,
    )
    return Sending(
        row["id"],
        TenantId(row["municipality"]),
        instance,
        row["key"],
        row["attempts"],
        letter,
        None if row["answer"] is None else codec.decode(answer or codec.encode({})),
    )


def _open(key: bytes | None, sealed: bytes, what: str, which: str) -> bytes | None:
    if key is None or not sealed:
        return None
    return unpadded(unseal(key, sealed, associated("outbox", what, which)))
