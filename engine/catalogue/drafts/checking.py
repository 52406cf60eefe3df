"""Check a draft as it stands, or one file of it as it stands in an editor, not saved yet. What is large is checked in a
child process with limits, as what comes from outside is: no page of the server waits for it without an end."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from threading import BoundedSemaphore, Lock
from typing import Any

from engine.catalogue.check import check_file
from engine.catalogue.drafts.packages import published_files
from engine.catalogue.drafts.rows import files_of, load
from engine.catalogue.files import LARGEST, File
from engine.catalogue.findings import too_large, too_many
from engine.catalogue.gone import gone_fields
from engine.catalogue.guard import checked_together
from engine.catalogue.library import finder
from engine.catalogue.origins.locking import locked_findings
from engine.catalogue.rehearsal import read as read_rehearsal
from engine.catalogue.rehearsal.story import ENDING
from engine.errors import NotFound
from engine.terms import Finding
from engine.unit_of_work import UnitOfWork

SMALL = 500_000
"""Bytes of all that a check reads; at most so much is checked at once, in a fraction of a second."""
PATIENCE = 15.0
"""Seconds that a large check waits for its turn."""
CHILDREN = BoundedSemaphore(2)
KEPT = 32
_KNOWN: OrderedDict[bytes, tuple[Finding, ...]] = OrderedDict()
"""Of large checks: they follow from the bytes alone."""
_LOCK = Lock()


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
    uow: UnitOfWork, row: Mapping[str, Any], files: Sequence[File], name: str | None = None, *, at_once: bool = False
) -> tuple[Finding, ...]:
    """`files`: as they stand, the main one first. `at_once`: of files that have been checked before; others wait for
    this transaction, so that no child is begun for it."""
    known = [file for file, _ in files]
    wanted = known if name is None else [file for file in dict.fromkeys((name, known[0])) if file in known]
    found = findings_of(files, wanted, _base(uow, row), at_once=at_once)
    path = _of_path(files)
    locked = locked_findings(uow, path) if path[:1] == list(files[:1]) else []  # of a large path when it is published
    return (*found, *(finding for finding in locked if finding.file in wanted))


def _of_path(files: Sequence[File]) -> list[File]:
    return [file for file in files if not file[0].endswith(ENDING) and len(file[1]) <= SMALL]


def _base(uow: UnitOfWork, row: Mapping[str, Any]) -> Sequence[File] | None:
    if row["base"] is None:
        return None
    try:
        return published_files(uow, row["slug"], row["base"])[1]
    except NotFound:
        return None


def findings_of(
    files: Sequence[File], wanted: Iterable[str], before: Sequence[File] | None = None, *, at_once: bool = False
) -> tuple[Finding, ...]:
    """Of these files among themselves, and of what they have lost of `before`."""
    found, findings, checked = dict(files), list[Finding](), list[str]()
    for name in wanted:
        if name.endswith(ENDING):
            findings += read_rehearsal(found[name], file=name)[1]
        elif len(found[name]) > LARGEST:
            findings.append(too_large(name, len(found[name])))
        else:
            checked.append(name)
    own = [file for file in files if not file[0].endswith(ENDING) and len(file[1]) <= LARGEST]
    if checked:
        findings += _findings(own, checked, before, at_once=at_once)
    return tuple(dict.fromkeys(findings))


def _findings(
    own: Sequence[File], wanted: Sequence[str], before: Sequence[File] | None, *, at_once: bool
) -> Sequence[Finding]:
    if sum(len(content) for _, content in own) <= SMALL:
        return _here(own, wanted, before)
    key = _key(own, wanted, before)
    with _LOCK:
        if (known := _KNOWN.get(key)) is not None:
            return known
    if at_once:
        return _here(own, wanted, before)
    if not CHILDREN.acquire(timeout=PATIENCE):
        return (too_many(wanted[0]),)
    try:
        findings = checked_together(wanted, own, before)
    finally:
        CHILDREN.release()
    if not any(finding.code == "check.fault" for finding in findings):
        with _LOCK:
            _KNOWN[key] = findings
            while len(_KNOWN) > KEPT:
                _KNOWN.popitem(last=False)
    return findings


def _here(own: Sequence[File], wanted: Sequence[str], before: Sequence[File] | None) -> list[Finding]:
    find, found = finder(own), dict(own)
    findings = [finding for name in wanted for finding in check_file(name, found[name], find)]
    return [*findings, *(gone_fields(before, own) if before is not None else ())]


def _key(own: Sequence[File], wanted: Sequence[str], before: Sequence[File] | None) -> bytes:
    found = sha256("\0".join(wanted).encode("utf-8", "replace"))
    for name, content in (*own, ("", b""), *(before or ())):
        found.update(f"\0{name}\0{len(content)}\0".encode("utf-8", "replace"))
        found.update(content)
    return found.digest()
