"""Lines and heads as lists show them: rows opened for one reader, with nothing that the reader may not know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgpack
from sqlalchemy import Table, select

from engine import runtime
from engine.casework.loading import DEPLOYMENT
from engine.casework.visibility import (
    coordinates,
    escalated_to_actor,
    escalated_word,
    open_label,
    readable_stages,
    zones_of,
)
from engine.errors import EngineError
from engine.store.base import FOREVER, Base
from engine.store.models import Account
from engine.store.sealing import NotOpened, associated, unseal
from engine.terms import NEUTRAL_STAGE, InstanceState, Role, Stage, Zone
from engine.unit_of_work import UnitOfWork, open_structure

ACCOUNT: Table = Base.metadata.tables[Account.__tablename__]
UNREADABLE = "(nicht lesbar)"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """An open or finished task in a list. `due` is None when it has none; `stage` may be "verfahren"."""

    task_id: str
    name: str
    instance_id: str
    aktenzeichen: str
    kurztitel: str
    stage: str
    group: str
    assignee_id: int | None
    assignee_name: str | None
    due: datetime | None
    follow_up: datetime | None
    is_overdue: bool
    is_mine: bool
    can_claim: bool
    can_release: bool
    trial: bool
    element_id: str = ""
    municipality: str = ""
    reminded_at: datetime | None = None
    escalated_at: datetime | None = None
    escalated_to: str = ""
    """The group that the missed deadline has reached; empty before, and for readers who may not know."""
    has_draft: bool = False
    """The reader has begun its form. Known in lists of tasks only."""


@dataclass(frozen=True, slots=True)
class CaseHead:
    """The head of a case. `withdrawn_at`: when its version was taken back; it goes on all the same.
    Title, type and district are empty for readers without the intake zone's key."""

    instance_id: str
    aktenzeichen: str
    kurztitel: str
    falltyp: str
    district: str
    stage: str
    state: str
    municipality: str
    municipality_name: str
    started_at: datetime
    ended_at: datetime | None
    trial: bool
    version: int
    withdrawn_at: datetime | None
    outcome: str = ""
    """With what it ended (`ergebnis`), for coordinators; a case that is over has no stage any more for people."""


def summary_of(uow: UnitOfWork, row: Mapping[str, Any], keys: Mapping[str, bytes]) -> dict[str, str]:
    """kurztitel, falltyp, stadtbezirk of a case row; empty without the key, and for readers outside the intake zone
    (the conflict board learns the type)."""
    key = keys.get(Zone.EINGANG)
    if key is None:
        return {}
    try:
        opened = msgpack.unpackb(unseal(key, row["summary"], associated("summary", row["id"])))
    except NotOpened:
        return {"kurztitel": UNREADABLE}
    if uow.actor.unrestricted or Zone.EINGANG in zones_of(uow.actor):
        return dict(opened)
    return {"falltyp": opened["falltyp"]} if Role.BEIRAT in uow.actor.roles else {}


def account_names(uow: UnitOfWork, numbers: Iterable[int | None]) -> dict[int, str]:
    """Names by account number, within the actor's municipality."""
    wanted = sorted({number for number in numbers if number is not None})
    if not wanted:
        return {}
    query = select(ACCOUNT.c.id, ACCOUNT.c.name).where(ACCOUNT.c.id.in_(wanted))
    if not uow.actor.unrestricted:
        query = query.where(ACCOUNT.c.municipality == uow.actor.municipality)
    return {row.id: row.name for row in uow.connection.execute(query)}


def task_lines(uow: UnitOfWork, rows: Sequence[Mapping[str, Any]]) -> tuple[TaskLine, ...]:
    """`rows`: all columns of user_task, and aktenzeichen, summary, trial of the case; perhaps `draft`, the account
    that is the actor's where they have begun its form."""
    keys = uow.keys.keys_of_all({row["instance"] for row in rows}, [Zone.EINGANG, Zone.MEDIATION])
    names = account_names(uow, [row["assignee"] for row in rows])
    return tuple(_line(uow, row, keys.get(row["instance"], {}), names) for row in rows)


def _line(uow: UnitOfWork, row: Mapping[str, Any], keys: Mapping[str, bytes], names: Mapping[int, str]) -> TaskLine:
    actor = uow.actor
    summary = summary_of(uow, {"id": row["instance"], "summary": row["summary"]}, keys)
    label = open_label(row, keys.get(Zone.MEDIATION))
    assignee = row["assignee"]
    mine = assignee is not None and assignee == actor.account_id
    due = row["due"] if row["due"] < FOREVER else None
    return TaskLine(
        task_id=row["id"],
        name=label["name"],
        instance_id=row["instance"],
        aktenzeichen=row["aktenzeichen"],
        kurztitel=summary.get("kurztitel", ""),
        stage=label["stage"],
        group=label["group"],
        assignee_id=assignee,
        assignee_name=names.get(assignee) if assignee is not None else None,
        due=due,
        follow_up=row["follow_up"],
        is_overdue=due is not None and due < uow.now,
        is_mine=mine,
        can_claim=(assignee is None and label["group"] in actor.groups)
        or (not mine and escalated_to_actor(actor, row)),
        can_release=assignee is not None and (mine or coordinates(actor)),
        trial=bool(row["trial"]),
        element_id=label["element"],
        municipality=row["municipality"],
        reminded_at=row["reminded_at"],
        escalated_at=row["escalated_at"],
        escalated_to=escalated_word(row, label["group"]),
        has_draft=row.get("draft") is not None,
    )


def shown_stage(uow: UnitOfWork, stage: str) -> str:
    """Coordinators know what the neutral stage stands for; to others any stage outside their zones is neutral."""
    if coordinates(uow.actor):
        return Stage.MEDIATION.value if stage == NEUTRAL_STAGE else stage
    return stage if stage in readable_stages(uow.actor) else NEUTRAL_STAGE


def shown_outcome(uow: UnitOfWork, row: Mapping[str, Any], keys: Mapping[str, bytes]) -> str:
    """With what a finished case has ended, for coordinators alone: it may tell that there was a mediation. `row`: all
    of process_instance; `keys`: with that of its structure."""
    if row["state"] != InstanceState.COMPLETED or not coordinates(uow.actor):
        return ""
    try:
        structure, _, _ = open_structure(row, keys)
    except EngineError:
        return ""
    return runtime.outcome(structure) or ""


def case_head(uow: UnitOfWork, row: Mapping[str, Any], keys: Mapping[str, bytes], *, inside: bool = False) -> CaseHead:
    """`row`: all of process_instance, and municipality_name. `inside`: the reader knows of the mediation."""
    summary = summary_of(uow, row, keys)
    deployment = uow.connection.execute(
        select(DEPLOYMENT.c.version, DEPLOYMENT.c.withdrawn_at).where(
            DEPLOYMENT.c.municipality == row["municipality"], DEPLOYMENT.c.id == row["deployment"]
        )
    ).one()
    return CaseHead(
        instance_id=row["id"],
        aktenzeichen=row["aktenzeichen"],
        kurztitel=summary.get("kurztitel", ""),
        falltyp=summary.get("falltyp", ""),
        district=summary.get("stadtbezirk", ""),
        stage=Stage.MEDIATION.value if inside and row["stage"] == NEUTRAL_STAGE else shown_stage(uow, row["stage"]),
        state=row["state"],
        municipality=row["municipality"],
        municipality_name=row["municipality_name"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        trial=bool(row["trial"]),
        version=deployment.version,
        withdrawn_at=deployment.withdrawn_at,
        outcome=shown_outcome(uow, row, keys),
    )
