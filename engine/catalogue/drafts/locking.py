"""What of a draft may not be changed, because its Mustervorlage says so."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.locks import Lock
from engine.catalogue.drafts.rows import Content, DraftKind, files_of, load
from engine.catalogue.origins import locking
from engine.unit_of_work import UnitOfWork


def locked_elements(uow: UnitOfWork, number: int) -> tuple[Lock, ...]:
    """Of the draft's path, by its own ids. Raises NotFound, NotPermitted."""
    return locked_in(uow, files_of(uow, load(uow, number)))


def locked_in(uow: UnitOfWork, files: Mapping[str, Content]) -> tuple[Lock, ...]:
    """`files`: of a draft, the path first. In a clone what its origin locks, else what the path says of itself."""
    told = [(name, file.content) for name, file in files.items() if file.kind is not DraftKind.REHEARSAL]
    return locking.locked_elements(uow, told)
