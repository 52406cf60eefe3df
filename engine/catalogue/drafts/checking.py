"""Check a draft as it stands, or one file of it as it stands in an editor, not saved yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.catalogue.check import check_file
from engine.catalogue.drafts.rows import files_of, load
from engine.catalogue.files import File
from engine.catalogue.library import finder
from engine.catalogue.rehearsal import read as read_rehearsal
from engine.catalogue.rehearsal.story import ENDING
from engine.terms import Finding
from engine.unit_of_work import UnitOfWork


def check_draft(
    uow: UnitOfWork, number: int, name: str | None = None, content: bytes | None = None
) -> tuple[Finding, ...]:
    """Findings of all files, or of `name` and the path that uses it. `content`: what to check in its stead. Stores
    nothing, never raises for bad input. Raises NotFound, NotPermitted."""
    files = {given: file.content for given, file in files_of(uow, load(uow, number)).items()}
    main = next(iter(files))
    if name is not None and content is not None:
        files[name] = content
    wanted = list(files) if name is None else dict.fromkeys((name, main))
    return findings_of(tuple(files.items()), [each for each in wanted if each in files])


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
