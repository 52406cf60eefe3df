"""A form as the people at the task will see it: the draft's own one first, else the one that all share."""

from __future__ import annotations

from engine import formdefs
from engine.bpmn.package import ResourceKind
from engine.catalogue.drafts.rows import files_of, load
from engine.catalogue.library import finder
from engine.errors import NotFound
from engine.formdefs import FormDefinition
from engine.sentences import say
from engine.unit_of_work import UnitOfWork


def draft_form(uow: UnitOfWork, number: int, key: str) -> FormDefinition:
    """Raises NotFound, NotPermitted, InvalidInput with findings when it cannot be read."""
    files = files_of(uow, load(uow, number))
    found = finder([(name, file.content) for name, file in files.items()])(ResourceKind.FORM, key)
    if found is None:
        raise NotFound("draft.form", say("Das Formular „{key}“ gibt es nicht.", key=key))
    return formdefs.read(found.content, file=found.file)
