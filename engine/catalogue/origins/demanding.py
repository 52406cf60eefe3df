"""Locks with a date: what LaKI has locked since a clone was made, and by when the clone has to take it over.

What is asked is what the clone's files say, not which version they name: who has it word for word has taken it over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.bpmn import ResourceKind
from engine.bpmn.locks import broken_locks, day_in, locks
from engine.catalogue.files import File
from engine.catalogue.library import keys_in, kind_of, own_files
from engine.catalogue.merging import PATH
from engine.catalogue.origins.aligning import aligned
from engine.catalogue.origins.said import Origin, origin_in, origin_of_row
from engine.catalogue.origins.versions import origin_row, package_at, version_row
from engine.errors import InvalidInput
from engine.formdefs.locks import broken_field_locks, field_locks
from engine.sentences import say
from engine.terms import Finding, Severity
from engine.unit_of_work import UnitOfWork, load_package

HERE = ZoneInfo("Europe/Berlin")
DEMANDS = frozenset(("template.due", "template.overdue"))
"""They bind new versions; what is published already stays."""
Owed = tuple[str, str, str, str, str]
"""File, element, its name, reason, until."""
KEPT = 1000
_HAS_DAYS: dict[str, bool] = {}
_OWED: dict[tuple[str, str], tuple[Owed, ...]] = {}
"""By definitions, which never change."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A Pflichtelement of the newest version of an origin that a clone has not taken over. `until`: the last day on
    which that is no fault; `overdue`: it is over. `version`: of the origin `template`."""

    file: str
    element: str
    name: str
    reason: str
    until: date
    overdue: bool
    template: str
    version: int


def demands_of(uow: UnitOfWork, files: Sequence[File]) -> tuple[Demand, ...]:
    """Of a clone's files, the path first; the most urgent first. Empty for a path of its own, and where its origin has
    nothing newer or is withdrawn."""
    try:
        origin = origin_in(files[0][1])
    except InvalidInput:
        return ()
    newest = None if origin is None else _newer(uow, origin)
    return () if newest is None else _demands(uow, newest, owed(_files(uow, newest), files))


def demands_of_published(uow: UnitOfWork, rows: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[Demand, ...]]:
    """`rows`: deployments by any name; those that owe nothing are left out."""
    newest: dict[Origin, Mapping[str, Any] | None] = {}
    found = {}
    for name, row in rows.items():
        origin = origin_of_row(row)
        if origin is not None and origin not in newest:
            newest[origin] = _newer(uow, origin)
        now = None if origin is None else newest[origin]
        if now is not None and (owes := _owed_by(uow, now, row)):
            found[name] = _demands(uow, now, owes)
    return found


def _newer(uow: UnitOfWork, origin: Origin) -> Mapping[str, Any] | None:
    """The newest version of an origin, where it is a newer one and has locks with a day."""
    before, now = origin_row(uow, origin), version_row(uow, origin.key)
    if before is None or now is None or now["version"] <= before["version"]:
        return None
    definition = now["definition"]
    if definition not in _HAS_DAYS:
        days = (until for file, content in _files(uow, now).items() for *_, until in _days(file, content))
        _HAS_DAYS[definition] = any(days)
    return now if _HAS_DAYS[definition] else None


def _files(uow: UnitOfWork, row: Mapping[str, Any]) -> dict[str, bytes]:
    package = load_package(uow.connection, row["definition"])
    return {each.file: each.content for each in package.resources} | package_at(uow, row)


def _owed_by(uow: UnitOfWork, newest: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[Owed, ...]:
    key = newest["definition"], row["definition"]
    if (known := _OWED.get(key)) is not None:
        return known
    found = tuple(owed(_files(uow, newest), own_files(load_package(uow.connection, row["definition"]))))
    if len(_OWED) >= KEPT:
        _OWED.clear()
    _OWED[key] = found
    return found


def _demands(uow: UnitOfWork, newest: Mapping[str, Any], owes: Iterable[Owed]) -> tuple[Demand, ...]:
    today = local_day(uow.now)
    found = [
        Demand(file, element, name, reason, day, today > day, newest["slug"], newest["version"])
        for file, element, name, reason, until in owes
        if (day := day_in(until)) is not None
    ]
    return tuple(sorted(found, key=lambda demand: demand.until))


def local_day(now: datetime) -> date:
    return now.astimezone(HERE).date()


def owed(newest: Mapping[str, bytes], files: Sequence[File]) -> Iterator[Owed]:
    """What the clone's files, the path first, do not say."""
    (name, main), *others = files
    try:
        if any(lock.until for lock in locks(newest[PATH])):
            for lock in broken_locks(aligned({PATH: newest[PATH]}, main)[PATH], main, dated=True):
                yield name, lock.element, lock.name or lock.element, lock.reason, lock.until
        for file, content, was in counterparts(newest, others):
            if kind_of(file) is ResourceKind.FORM:
                for field, _ in broken_field_locks(was, content):
                    yield file, field.field, field.label, field.reason, field.until
            else:
                for lock in broken_locks(was, content, dated=True):
                    yield file, lock.element, lock.name or lock.element, lock.reason, lock.until
    except InvalidInput:
        return  # the check of the file says that it cannot be read


def counterparts(before: Mapping[str, bytes], others: Iterable[File]) -> Iterator[tuple[str, bytes, bytes]]:
    """(file, content, the origin's file of the same key) of what a clone has as its own beside the path."""
    for file, content in others:
        kind = kind_of(file)
        same = (
            old
            for at, old in before.items()
            if kind_of(at) is kind and at != PATH and keys_in(at, old) & keys_in(file, content)
        )
        if kind is not None and (was := next(same, None)) is not None:
            yield file, content, was


def demand_findings(demands: Iterable[Demand]) -> list[Finding]:
    """A warning before the day, an error after it."""
    return [_finding(demand) for demand in demands]


def _finding(demand: Demand) -> Finding:
    said = {"name": demand.name, "day": f"{demand.until:%d.%m.%Y}"}
    version = {"n": demand.version, "key": demand.template}
    code, message, hint = (
        (
            "template.overdue",
            say("„{name}“ ist seit {day} Pflicht und nicht übernommen.", **said),
            say(
                "Übernehmen Sie Version {n} der Mustervorlage „{key}“ (Prozesse, Aktualisierung), und veröffentlichen "
                "Sie deren Entwurf. Was veröffentlicht ist und läuft, läuft weiter.",
                **version,
            ),
        )
        if demand.overdue
        else (
            "template.due",
            say("„{name}“ ist bis {day} zu übernehmen.", **said),
            say(
                "Übernehmen Sie Version {n} der Mustervorlage „{key}“ (Prozesse, Aktualisierung). Nach diesem Tag "
                "lässt sich ohne sie keine neue Version veröffentlichen.",
                **version,
            ),
        )
    )
    if demand.reason:
        why = demand.reason.rstrip(".")
        message = say("{sentence} Begründung der Landesstelle: {reason}.", sentence=message, reason=why)
    severity = Severity.ERROR if demand.overdue else Severity.WARNING
    return Finding(code, message, severity, demand.file, None, demand.element, demand.name, hint)


def date_findings(files: Iterable[File]) -> list[Finding]:
    """Days of a Mustervorlage's locks that are none."""
    return [
        Finding(
            "template.day",
            say("„{day}“ bei „{name}“ ist kein Tag, bis zu dem Klone etwas übernehmen könnten.", day=until, name=name),
            file=file,
            element_id=element,
            element_name=name,
            hint=say("Jahr, Monat, Tag, zum Beispiel „2027-01-31“."),
        )
        for file, content in files
        for element, name, until in _days(file, content)
        if until and day_in(until) is None
    ]


def _days(file: str, content: bytes) -> list[tuple[str, str, str]]:
    """(element, its name, until) of the locks of a file."""
    kind = kind_of(file)
    try:
        if kind is ResourceKind.FORM:
            return [(lock.field, lock.label, lock.until) for lock in field_locks(content)]
        return [] if kind is None else [(lock.element, lock.name, lock.until) for lock in locks(content)]
    except InvalidInput:
        return []
