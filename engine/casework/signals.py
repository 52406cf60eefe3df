"""Which signals a municipality's paths hear, and what one of them would do, said before it is sent.

Coordinators alone ask: they follow every zone of every case of their municipality (visibility.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from engine.bpmn import Definition
from engine.bpmn.model import Element, EventKind, ProcessModel
from engine.casework.advancing import WAIT, signal_token
from engine.casework.lines import summary_of
from engine.casework.loading import DEPLOYMENT, INSTANCE, municipality, newest_deployment
from engine.casework.visibility import insist_on
from engine.errors import NotFound
from engine.sentences import say
from engine.terms import InstanceId, Role, TenantId, Zone
from engine.unit_of_work import UnitOfWork

FEW = 10
"""So many cases are named one by one."""
CATCHING = ("startEvent", "intermediateCatchEvent", "boundaryEvent")
THROWING = ("intermediateThrowEvent", "endEvent")


@dataclass(frozen=True, slots=True)
class Listener:
    """A place of the path that hears a signal. `ends_work`: what is open there is dropped; `begins`: a new case begins
    with it."""

    label: str
    help: str
    ends_work: bool
    begins: bool


@dataclass(frozen=True, slots=True)
class SignalLine:
    """`listening`: running cases that hear it now. `by_itself`: the path sends it when its time has come, nobody else.
    `listeners`: of the newest path and of those on which cases run."""

    name: str
    listeners: tuple[Listener, ...]
    listening: int
    by_itself: bool

    @property
    def begins(self) -> bool:
        return any(listener.begins for listener in self.listeners)


@dataclass(frozen=True, slots=True)
class SignalEffect:
    """`cases`: Aktenzeichen and title of those that hear it; empty when they are more than a few."""

    signal: SignalLine
    cases: tuple[tuple[str, str], ...]


def signal_list(uow: UnitOfWork, tenant: TenantId) -> tuple[SignalLine, ...]:
    """By name. Raises NotFound (municipality), NotPermitted."""
    tenant = municipality(uow, identity=tenant).identity
    insist_on(uow.actor, Role.KOORDINATION, sentence=say("Signale an alle Vorgänge sendet die Koordination."))
    newest, definitions = _in_use(uow, tenant)
    own = {name for definition in definitions for name in _thrown(definition)}
    heard: dict[str, dict[tuple[str, str], Listener]] = {}
    for definition in definitions:
        for model, element, name in _catching(definition):
            begins = element.type == "startEvent" and element.parent is None
            if not begins or definition is newest:
                heard.setdefault(name, {}).setdefault((model.id, element.id), _listener(model, element, begins))
    counts = _counts(uow, tenant, heard)
    return tuple(
        SignalLine(name, tuple(places.values()), counts.get(signal_token(uow, tenant, name), 0), name in own)
        for name, places in sorted(heard.items())
    )


def signal_effect(uow: UnitOfWork, tenant: TenantId, name: str) -> SignalEffect:
    """Raises NotFound (municipality, or no path hears it), NotPermitted."""
    line = next((line for line in signal_list(uow, tenant) if line.name == name), None)
    if line is None:
        raise NotFound("signal.unknown", say("Auf dieses Signal hört kein Konfliktweg der Kommune."))
    return SignalEffect(line, _cases(uow, tenant, name) if line.listening <= FEW else ())


def signals_by_hand(uow: UnitOfWork, tenant: TenantId) -> tuple[str, ...]:
    """Names that the version published last hears and does not send itself: what is worth a link. Raises NotFound
    (municipality), NotPermitted."""
    tenant = municipality(uow, identity=tenant).identity
    insist_on(uow.actor, Role.KOORDINATION, sentence=say("Signale an alle Vorgänge sendet die Koordination."))
    d = DEPLOYMENT.c
    last = select(d.definition).where(d.municipality == tenant).order_by(d.version.desc()).limit(1)
    found = uow.connection.execute(last).scalar()
    if found is None:
        return ()
    definition = uow.definition(found)
    return tuple(sorted({name for _, _, name in _catching(definition)} - _thrown(definition)))


def heard_in_mediation_only(uow: UnitOfWork, tenant: TenantId, name: str) -> bool:
    """Whether its name would tell others that a mediation runs."""
    zones = {
        element.zone
        for definition in _in_use(uow, tenant)[1]
        for _, element, heard in _catching(definition)
        if heard == name
    }
    return zones == {Zone.MEDIATION}


# ------------------------------------------------------------------ what the paths hear
def _in_use(uow: UnitOfWork, tenant: TenantId) -> tuple[Definition | None, list[Definition]]:
    """The one on which cases begin, if any; and all, that one first. A case that waits for nothing hears nothing."""
    running = (
        select(INSTANCE.c.definition)
        .join_from(WAIT, INSTANCE, INSTANCE.c.id == WAIT.c.instance)
        .where(WAIT.c.municipality == tenant)
        .distinct()
        .order_by(INSTANCE.c.definition)
    )
    hashes = [row.definition for row in uow.connection.execute(running)]
    try:
        newest = newest_deployment(uow, tenant).definition
    except NotFound:
        return None, [uow.definition(one) for one in hashes]
    rest = [uow.definition(one) for one in hashes if one != newest]
    return uow.definition(newest), [uow.definition(newest), *rest]


def _catching(definition: Definition) -> Iterator[tuple[ProcessModel, Element, str]]:
    for model in definition.processes.values():
        for element in model.elements.values():
            if element.type in CATCHING:
                yield from ((model, element, name) for name in _signals(element))


def _thrown(definition: Definition) -> set[str]:
    elements = (element for model in definition.processes.values() for element in model.elements.values())
    return {name for element in elements if element.type in THROWING for name in _signals(element)}


def _signals(element: Element) -> list[str]:
    return [d.signal for d in element.definitions if d.kind is EventKind.SIGNAL and d.signal]


def _listener(model: ProcessModel, element: Element, begins: bool) -> Listener:
    """An event sub-process says what it is for; its start only that it begins."""
    around = model.elements.get(element.parent or "") if element.type == "startEvent" else None
    told = around if around is not None and around.documentation else element
    ends_work = not begins and element.type in ("boundaryEvent", "startEvent") and element.interrupting
    return Listener((around or element).label, told.documentation, ends_work, begins)


# ------------------------------------------------------------------ which cases
def _counts(uow: UnitOfWork, tenant: TenantId, names: Iterable[str]) -> dict[str, int]:
    """By token."""
    tokens = [signal_token(uow, tenant, name) for name in names]
    query = (
        select(WAIT.c.token, func.count(WAIT.c.instance.distinct()).label("cases"))
        .where(WAIT.c.municipality == tenant, WAIT.c.token.in_(tokens))
        .group_by(WAIT.c.token)
    )
    return {row.token: row.cases for row in uow.connection.execute(query)} if tokens else {}


def _cases(uow: UnitOfWork, tenant: TenantId, name: str) -> tuple[tuple[str, str], ...]:
    rows = uow.connection.execute(
        select(INSTANCE.c.id, INSTANCE.c.aktenzeichen, INSTANCE.c.summary)
        .join_from(WAIT, INSTANCE, INSTANCE.c.id == WAIT.c.instance)
        .where(WAIT.c.municipality == tenant, WAIT.c.token == signal_token(uow, tenant, name))
        .distinct()
        .order_by(INSTANCE.c.aktenzeichen)
    ).mappings()
    found = [dict(row) for row in rows]
    keys = uow.keys.keys_of_all([row["id"] for row in found], [Zone.EINGANG])
    return tuple(
        (row["aktenzeichen"], summary_of(uow, row, keys.get(InstanceId(row["id"]), {})).get("kurztitel", ""))
        for row in found
    )
