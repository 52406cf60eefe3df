"""Check a draft as it stands, or one file of it as it stands in an editor, not saved yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.catalogue.check import check_file
from engine.catalogue.drafts.gone import gone_fields
from engine.catalogue.drafts.packages import published_files
from engine.catalogue.drafts.rows import files_of, load
from engine.catalogue.files import File
from engine.catalogue.library import finder
from engine.catalogue.rehearsal import read as read_rehearsal
from engine.catalogue.rehearsal.story import ENDING
from engine.errors import NotFound
from engine.terms import Finding
from engine.unit_of_work import UnitOfWork


def check_draft(
    uow: UnitOfWork, number: int, name: str | None = None, content: bytes | None = None
) -> tuple[Finding, ...]:
    """Findings of all files, or of `name` and the path that uses it. `content`: what to check in its stead. Stores
    nothing, never raises for bad input. Raises NotFound, NotPermitted."""
    row = load(uow, number)
    files = {given: file.content for given, file in files_of(uow, row).items()}
    if name is not None and content is not None:
        files[name] = content
    return findings_of_draft(uow, row, tuple(files.items()), name)


def findings_of_draft(
    uow: UnitOfWork, row: Mapping[str, Any], files: Sequence[File], name: str | None = None
) -> tuple[Finding, ...]:
    """`files`: as they stand, the main one first."""
    known = [file for file, _ in files]
    wanted = known if name is None else [file for file in dict.fromkeys((name, known[0])) if file in known]
    findings = list(findings_of(files, wanted))
    if (before := _base(uow, row)) is not None:
        findings += gone_fields(before, [file for file in files if not file[0].endswith(ENDING)])
    return tuple(dict.fromkeys(findings))


def _base(uow: UnitOfWork, row: Mapping[str, Any]) -> Sequence[File] | None:
    if row["base"] is None:
        return None
    try:
        return published_files(uow, row["slug"], row["base"])[1]
    except NotFound:
        return None


def findings_of(files: Sequence[File], wanted: Iterable[str]) -> tuple[Finding, ...]:
    """Of these files among themselves."""
    find, found = finder([file for file in files if not file[0].endswith(ENDING)]), dict(files)
    findings: list[Finding] = []
    for name in wanted:
        findings += _of_rehearsal(name, found[name]) if name.endswith(ENDING) else check_file(name, found[name], find)
    return tuple(dict.fromkeys(findings))


def _of_rehearsal(name: str, content: bytes) -> Sequence[Finding]:
    _, findings = read_rehearsal(content, file=name)
    return findings
