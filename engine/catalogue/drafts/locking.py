"""What of a draft may not be changed, because its Mustervorlage says so."""

from __future__ import annotations

from collections.abc import Mapping

from engine.bpmn.locks import Lock, locks
from engine.catalogue.drafts.rows import Content, files_of, load
from engine.errors import InvalidInput
from engine.unit_of_work import UnitOfWork


def locked_elements(uow: UnitOfWork, number: int) -> tuple[Lock, ...]:
    """Of the draft's path, by its own ids. Raises NotFound, NotPermitted."""
    return locked_in(files_of(uow, load(uow, number)))


def locked_in(files: Mapping[str, Content]) -> tuple[Lock, ...]:
    """`files`: of a draft. What its path says of itself: a clone brings along what its Mustervorlage locks."""
    main = next((file.content for file in files.values() if file.main), b"")
    try:
        return locks(main)
    except InvalidInput:
        return ()
