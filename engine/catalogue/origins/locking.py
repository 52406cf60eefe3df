"""What a clone may not change: Pflichtelemente of the version that it comes from, of its path, forms and decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.bpmn import ResourceKind
from engine.bpmn.locks import Lock, lock_findings, locks
from engine.catalogue.files import File
from engine.catalogue.library import kind_of
from engine.catalogue.merging import PATH
from engine.catalogue.origins.aligning import aligned
from engine.catalogue.origins.demanding import counterparts, date_findings, demand_findings, demands_of
from engine.catalogue.origins.explaining import explained
from engine.catalogue.origins.said import Origin, mark_of, origin_in
from engine.catalogue.origins.versions import TEMPLATES, origin_row, package_at
from engine.errors import InvalidInput
from engine.formdefs.locks import field_locks, form_locks
from engine.terms import Finding
from engine.unit_of_work import UnitOfWork, load_package


@dataclass(frozen=True, slots=True)
class FileLock:
    """A field of a form (`element`: its key) or a rule of a decision (its id). `reason`: the state office's, "" where
    it gave none. `until`: YYYY-MM-DD, "" where there is no haste."""

    file: str
    element: str
    name: str
    reason: str
    until: str


def locked_findings(uow: UnitOfWork, files: Sequence[File]) -> list[Finding]:
    """Of a clone's files, the path first: what it changed although it was locked, and what it has not taken over in
    time (a warning before the day). Of a path of its own only days that are none; nothing where nobody knows its origin
    any more."""
    (name, main), *others = files
    try:
        origin = origin_in(main)
    except InvalidInput:
        return []
    if origin is None:
        return date_findings(files)
    before = _origin_package(uow, origin, others)
    if before is None:
        return []
    template = aligned(before, main)[PATH]
    found = explained(lock_findings(template, main, name), template, main)
    for file, content, was in counterparts(before, others):
        check = form_locks if kind_of(file) is ResourceKind.FORM else lock_findings
        try:
            found += check(was, content, file)
        except InvalidInput:
            continue  # its own check says that it cannot be read
    return [*found, *demand_findings(demands_of(uow, files))]


def locked_elements(uow: UnitOfWork, files: Sequence[File]) -> tuple[Lock, ...]:
    """Of the path, under its own ids; what the modeller shows. For a Mustervorlage its own."""
    (_, main), *others = files
    try:
        origin = origin_in(main)
        before = None if origin is None else _origin_package(uow, origin, others)
        return locks(aligned(before, main)[PATH]) if before is not None else locks(main)
    except InvalidInput:
        return ()


def locked_in_files(uow: UnitOfWork, files: Sequence[File]) -> tuple[FileLock, ...]:
    """Of forms and decisions that a clone has as its own; what their editors show. For a Mustervorlage its own."""
    (_, main), *others = files
    try:
        origin = origin_in(main)
    except InvalidInput:
        return ()
    if origin is None:
        return tuple(lock for file, content in others for lock in _locked_in(file, content))
    before = _origin_package(uow, origin, others)
    return tuple(lock for file, _, was in counterparts(before or {}, others) for lock in _locked_in(file, was))


def _locked_in(file: str, content: bytes) -> Iterator[FileLock]:
    """`content`: as it is in the Mustervorlage."""
    try:
        if kind_of(file) is ResourceKind.FORM:
            for field in field_locks(content):
                yield FileLock(file, field.field, field.label, field.reason, field.until)
        elif kind_of(file) is ResourceKind.DMN:
            for rule in locks(content):
                yield FileLock(file, rule.element, rule.name, rule.reason, rule.until)
    except InvalidInput:
        return  # the check says that it cannot be read


def _origin_package(uow: UnitOfWork, origin: Origin, others: Sequence[File]) -> dict[str, bytes] | None:
    """With the files that all share, as they were then. From what came with Schlichtwerk where the house lacks it."""
    row = origin_row(uow, origin)
    if row is not None:
        package = load_package(uow.connection, row["definition"])
        files: Mapping[str, bytes] = {each.file: each.content for each in package.resources}
        return {**files, **package_at(uow, row)}
    shipped = TEMPLATES / f"{origin.key}.bpmn"
    if shipped.is_file() and mark_of(content := shipped.read_bytes()) == origin.mark:
        return {PATH: content}
    return None
