"""Locks with a date: what LaKI has locked since a clone was made, and by when the clone has to take it over.

What is asked is what the clone's files say, not which version they name: who has it word for word has taken it over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from engine.bpmn import ResourceKind
from engine.bpmn.locks import broken_locks, locks
from engine.catalogue.files import File
from engine.catalogue.library import keys_in, kind_of
from engine.catalogue.merging import PATH
from engine.catalogue.origins.aligning import aligned
from engine.catalogue.origins.said import origin_in
from engine.catalogue.origins.versions import origin_row, package_at, version_row
from engine.errors import InvalidInput
from engine.formdefs.locks import broken_field_locks, field_locks
from engine.sentences import say
from engine.terms import Finding, Severity
from engine.unit_of_work import UnitOfWork, load_package

HERE = ZoneInfo("Europe/Berlin")
DEMANDS = frozenset(("template.due", "template.overdue"))
"""They bind new versions; what is published already stays."""


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
    before = None if origin is None else origin_row(uow, origin)
    now = None if origin is None or before is None else version_row(uow, origin.key)
    if origin is None or before is None or now is None or now["version"] <= before["version"]:
        return ()
    package = load_package(uow.connection, now["definition"])
    newest = {each.file: each.content for each in package.resources} | package_at(uow, now)
    today = local_day(uow.now)
    found = [
        Demand(file, element, name, reason, day, today > day, origin.key, now["version"])
        for file, element, name, reason, until in owed(newest, files)
        if (day := day_in(until)) is not None
    ]
    return tuple(sorted(found, key=lambda demand: demand.until))


def local_day(now: datetime) -> date:
    return now.astimezone(HERE).date()


def day_in(until: str) -> date | None:
    try:
        return date.fromisoformat(until)
    except ValueError:
        return None


def owed(newest: Mapping[str, bytes], files: Sequence[File]) -> Iterator[tuple[str, str, str, str, str]]:
    """(file, element, its name, reason, until) of what the clone's files, the path first, do not say."""
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
