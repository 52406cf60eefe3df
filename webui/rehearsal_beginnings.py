"""Where a rehearsal may begin: the start events of a draft's own process file, with the forms that they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from engine import formdefs
from engine.bpmn import ResourceKind
from engine.bpmn.beginning import begun_by_event
from engine.bpmn.model import Element, EventKind
from engine.catalogue.files import File
from engine.catalogue.library import finder
from engine.catalogue.rehearsal import ENDING, Start
from engine.catalogue.rehearsal.story import BEGINS
from engine.errors import InvalidInput
from forms import binding
from forms.binding import BoundForm
from webui.formatting import BERLIN
from webui.language import chosen_language
from webui.rehearsal_offers import processes


@dataclass(frozen=True, slots=True)
class Beginning:
    """`key`: process and start event; `kind`: none, message, signal, timer, …; `form`: id of the start event's form."""

    key: str
    process: str
    label: str
    kind: str
    name: str
    start: Start
    form: str = ""


def beginnings(files: Sequence[File]) -> list[Beginning]:
    """`files`: of the draft, the main one first."""
    found = []
    for file, process in processes(files[:1]):
        events = begun_by_event(process) if file == files[0][0] else []
        found += [beginning(process.id, process.name or process.id, e, len(events) == 1) for e in events]
    return found


def beginning(process: str, name: str, event: Element, alone: bool) -> Beginning:
    """A start event without a trigger needs no name where it is the only one."""
    definition = event.definitions[0] if len(event.definitions) == 1 else None
    kind, waits = event.event.value, ""
    start = Start(event=event.id)
    if definition is not None and definition.kind is EventKind.MESSAGE and definition.message:
        start, waits = Start(message=definition.message), definition.message
    elif definition is not None and definition.kind is EventKind.SIGNAL and definition.signal:
        start, waits = Start(signal=definition.signal), definition.signal
    elif alone and not event.definitions:
        start = Start()
    return Beginning(f"{process} {event.id}", name, event.label, kind, waits, start, event.form_id or "")


def start_form(
    chosen: Beginning | None, files: Sequence[File], typed: Any, begins: datetime | None
) -> BoundForm | None:
    """The fields that the start event asks for; `typed`: what was posted of them, None when they were not shown yet."""
    if chosen is None or not chosen.form:
        return None
    found = finder([file for file in files if not file[0].endswith(ENDING)])(ResourceKind.FORM, chosen.form)
    if found is None:
        return None  # the check says so
    try:
        form = formdefs.read(found.content, file=found.file)
    except InvalidInput:
        return None
    return binding.bind(form, typed, {}, now=begins or BEGINS, language=chosen_language())


def moment_of(text: str) -> datetime | None:
    """Of a field for day and time, in Berlin; without one the day on which rehearsals begin."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC) if text else BEGINS
    except (ValueError, OverflowError):
        return None
