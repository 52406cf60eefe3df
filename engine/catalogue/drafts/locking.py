"""What of a draft may not be changed, because its Mustervorlage says so."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.locks import Lock
from engine.catalogue.drafts.rows import Content, DraftKind, files_of, load
from engine.catalogue.files import File
from engine.catalogue.origins import locking
from engine.catalogue.origins.locking import FileLock
from engine.unit_of_work import UnitOfWork


def locked_elements(uow: UnitOfWork, number: int) -> tuple[Lock, ...]:
    """Of the draft's path, by its own ids. Raises NotFound, NotPermitted."""
    return locked_in(uow, files_of(uow, load(uow, number)))


def locked_in(uow: UnitOfWork, files: Mapping[str, Content]) -> tuple[Lock, ...]:
    """`files`: of a draft, the path first. In a clone what its origin locks, else what the path says of itself."""
    return locking.locked_elements(uow, _told(files))


def locked_in_files(uow: UnitOfWork, files: Mapping[str, Content]) -> tuple[FileLock, ...]:
    """The same of its forms and decisions."""
    return locking.locked_in_files(uow, _told(files))


def _told(files: Mapping[str, Content]) -> list[File]:
    return [(name, file.content) for name, file in files.items() if file.kind is not DraftKind.REHEARSAL]
