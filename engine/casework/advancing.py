"""What the runtime gives back becomes rows and events: tasks opened and closed, timers, messages, stage, summary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgpack
from sqlalchemy import Table, bindparam, delete, insert

from engine.bpmn import Definition
from engine.casework.flow_counts import count_flows
from engine.casework.outbox import post
from engine.casework.task_rows import close_tasks, open_tasks
from engine.casework.title_words import index_title
from engine.errors import InvalidState
from engine.events import CaseCompleted, DecisionEvaluated, TimerFired, VariablesReleased
from engine.feel import codec
from engine.runtime import Advance, Incident
from engine.runtime.scopes import LOCKED, ROOT
from engine.sentences import say
from engine.store.base import Base
from engine.store.models import MessageWait, Timer
from engine.store.sealing import associated, seal
from engine.terms import NEUTRAL_STAGE, InstanceState, TenantId, Zone
from engine.unit_of_work import Case, UnitOfWork

TIMER: Table = Base.metadata.tables[Timer.__tablename__]
WAIT: Table = Base.metadata.tables[MessageWait.__tablename__]
DROP_TIMER = delete(TIMER).where(TIMER.c.task == bindparam("of_task"))
DROP_WAIT = delete(WAIT).where(WAIT.c.task == bindparam("of_task"))
SUMMARY = ("kurztitel", "falltyp", "stadtbezirk")


def apply_advance(uow: UnitOfWork, case: Case, definition: Definition, advance: Advance, *, by: str) -> None:
    """Writes all consequences of one step of a case. `by`: who closed tasks (an audit id)."""
    case.save(advance)
    count_flows(uow, case, definition, advance)
    close_tasks(uow, case, definition, advance, by)
    _decisions(uow, case, advance)
    open_tasks(uow, case, advance.opened)
    _timers(uow, case, advance)
    _messages(uow, case, advance)
    post(uow, case, definition, advance)
    stage = NEUTRAL_STAGE if advance.stage_zone is Zone.MEDIATION else advance.stage.value
    if stage != case.row["stage"]:
        case.changes["stage"] = stage
    if advance.finished:
        case.changes |= {"state": InstanceState.COMPLETED.value, "ended_at": uow.now}
        uow.record(CaseCompleted(instance_id=case.id, outcome=advance.outcome))


def summarize(uow: UnitOfWork, case: Case, variables: Mapping[str, Any]) -> None:
    """Keeps the sealed head of the case (title, type, district) and its search tokens in step with the variables."""
    if not any(name in variables for name in SUMMARY) and not case.new:
        return
    key = case.keys.get(Zone.EINGANG)
    if key is None:
        return
    known = read_variables(case, Zone.EINGANG) | dict(variables)
    values = {name: _text(known.get(name)) for name in SUMMARY}
    case.changes["summary"] = seal(key, msgpack.packb(values), associated("summary", case.id))
    for column, name in (("type_token", "falltyp"), ("district_token", "stadtbezirk")):
        value = values[name]
        case.changes[column] = uow.token(case.municipality, name, value.casefold()) if value else None
    if "kurztitel" in variables:
        index_title(uow, case, values["kurztitel"])


def read_variables(case: Case, zone: Zone, scope: str = ROOT) -> dict[str, Any]:
    """The case's own variables of a zone (not those of sub-processes or items), or what was released to it."""
    part = case.state.parts.get(zone)
    scopes = codec.decode(part) if part else {}
    return dict(scopes.get(scope, {})) if isinstance(scopes, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


# ------------------------------------------------------------------ timers, messages, decisions
def _timers(uow: UnitOfWork, case: Case, advance: Advance) -> None:
    if advance.timers_gone:
        uow.write(DROP_TIMER, [{"of_task": task_id} for task_id in advance.timers_gone])
    if advance.timers_set:
        rows = [
            {"task": timer.task_id, "instance": case.id, "municipality": case.municipality, "due": timer.due}
            for timer in advance.timers_set
        ]
        uow.write(insert(TIMER), rows)


def record_fired_timers(uow: UnitOfWork, case: Case, definition: Definition, advance: Advance) -> None:
    """One entry for every timer event that the step passed."""
    for passed in advance.passed:
        element = definition.processes[passed.process_id].elements.get(passed.element_id)
        if element is not None and element.timer is not None and passed.kind == "completed":
            uow.record(TimerFired(instance_id=case.id, zone=passed.zone, element_id=element.id, name=element.label))


def _messages(uow: UnitOfWork, case: Case, advance: Advance) -> None:
    """Rows follow which messages and signals the case waits for now; for which before stands in the case."""
    now: dict[str, tuple[str, ...]] = {wait.task_id: ("signal", wait.name) for wait in advance.listening}
    for awaited in advance.messages:
        now[awaited.task_id] = ("message", awaited.name, str(awaited.correlation_key))
    gone, fresh = case.waits - now.keys(), now.keys() - case.waits
    case.waits = frozenset(now)
    if gone:
        uow.write(DROP_WAIT, [{"of_task": task_id} for task_id in sorted(gone)])
    if fresh:
        rows = [
            {
                "task": task_id,
                "instance": case.id,
                "municipality": case.municipality,
                "token": uow.token(case.municipality, *now[task_id]),
            }
            for task_id in sorted(fresh)
        ]
        uow.write(insert(WAIT), rows)


def message_token(uow: UnitOfWork, municipality: TenantId, name: str, key: Any) -> str:
    """What stands for a message's name and correlation key in plain columns."""
    return uow.token(municipality, "message", name, str(key))


def signal_token(uow: UnitOfWork, municipality: TenantId, name: str) -> str:
    return uow.token(municipality, "signal", name)


def _decisions(uow: UnitOfWork, case: Case, advance: Advance) -> None:
    for made in advance.decisions:
        uow.record(
            DecisionEvaluated(
                instance_id=case.id,
                zone=made.zone,
                decision_id=made.decision_id,
                element_id=made.element_id,
                rules=tuple(made.matched),
            )
        )


def record_releases(uow: UnitOfWork, case: Case, advance: Advance) -> None:
    for release in advance.released:
        veiled = Zone.MEDIATION in (release.source, release.target)
        uow.record(
            VariablesReleased(
                instance_id=case.id,
                zone=Zone.MEDIATION if veiled else release.source,
                names=tuple(release.names),
                source=release.source.value,
                target=release.target.value,
            )
        )


def unless_locked(case: Case, advance: Advance) -> Advance:
    """What a step would write where the key is gone is a Störung: an exception would come back for ever."""
    if advance.incident is None and any(part and zone not in case.keys for zone, part in advance.parts.items()):
        return Advance(case.state.structure, {}, incident=Incident("zone.locked", None, LOCKED))
    return advance


def insist_on_state(case: Case, *states: InstanceState) -> None:
    if case.row["state"] not in states:
        raise InvalidState(
            "case.state",
            say("Dieser Vorgang ist abgeschlossen."),
            expected=" | ".join(states),
            found=case.row["state"],
        )
