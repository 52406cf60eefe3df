"""What forms are called: they have an id, and mostly no title of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from engine import bpmn, formdefs
from engine.bpmn.model import ProcessModel
from engine.catalogue.drafts.rows import DraftKind, files_of, load
from engine.catalogue.files import LIBRARY, PROCESSES, files_in
from engine.errors import InvalidInput
from engine.unit_of_work import UnitOfWork

LONGEST = 80


def titles(uow: UnitOfWork, number: int) -> Mapping[str, str]:
    """Of each form of a draft, by the name of its file. Raises NotFound, NotPermitted."""
    files = files_of(uow, load(uow, number))
    drawn = [
        model for name, file in files.items() if file.kind is DraftKind.BPMN for model in _models(name, file.content)
    ]
    steps = steps_by_form(drawn)
    forms = ((name, file.content) for name, file in files.items() if file.kind is DraftKind.FORM)
    return {name: form_title(content, steps) for name, content in forms}


def form_title(content: bytes, steps: Mapping[str, str]) -> str:
    """Its title, else its first heading, else the step that shows it: in `steps` (form id -> name), else in what all
    municipalities share; "" where nothing tells."""
    own, key = _own_title(content)
    return own or steps.get(key, "") or _shared_steps().get(key, "")


def steps_by_form(models: Iterable[ProcessModel]) -> Mapping[str, str]:
    """Form id -> name of the first step that shows it."""
    found: dict[str, str] = {}
    for model in models:
        for element in model.elements.values():
            if element.form_id and element.name:
                found.setdefault(element.form_id, element.name)
    return found


@lru_cache(512)
def _own_title(content: bytes) -> tuple[str, str]:
    """(title or first heading, id)"""
    try:
        form = formdefs.read(content)
    except InvalidInput:
        return "", ""
    texts = (component.content.strip() for component in form.components if component.type == "text")
    heading = next((text.splitlines()[0].lstrip("# ") for text in texts if text.startswith("#")), "")
    return (form.title or heading).strip()[:LONGEST], form.id


@lru_cache(1)
def _shared_steps() -> Mapping[str, str]:
    shipped = [file for folder in (LIBRARY, PROCESSES) for file in files_in(folder) if file[0].endswith(".bpmn")]
    return steps_by_form(model for file in shipped for model in _models(*file))


def _models(name: str, content: bytes) -> tuple[ProcessModel, ...]:
    try:
        return tuple(bpmn.models(bpmn.read(content, file=name)))
    except InvalidInput:
        return ()
