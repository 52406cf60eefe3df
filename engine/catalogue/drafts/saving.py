"""Saving: a file as a whole, a diagram by what was changed in it, a list of changes. Nobody's change is overwritten."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.bpmn.changes import Change
from engine.bpmn.patch import apply, patch
from engine.bpmn.reading import read, read_tree
from engine.casework.history import actor_names
from engine.catalogue.drafts.rows import Changed, Content, DraftId, DraftKind, change, file_row, open_row
from engine.catalogue.files import LARGEST, File
from engine.catalogue.findings import too_large
from engine.catalogue.rehearsal.plain import LARGEST as LARGEST_REHEARSAL
from engine.errors import InvalidInput
from engine.formdefs import patching
from engine.sentences import say
from engine.terms import Finding
from engine.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SaveFile:
    """`revision`: that of the file which the writer saw."""

    draft: DraftId
    name: str
    content: bytes
    revision: int
    said: str = ""


@dataclass(frozen=True, slots=True)
class SaveFiles:
    """Several at once. `revision`: that of the draft which the writer saw."""

    draft: DraftId
    files: Sequence[File]
    revision: int
    said: str


@dataclass(frozen=True, slots=True)
class SaveDiagram:
    """A diagram or a form. `before`: what its editor exports right after reading the file; `after`: what now."""

    draft: DraftId
    name: str
    before: bytes
    after: bytes
    revision: int
    said: str = ""


@dataclass(frozen=True, slots=True)
class ApplyChanges:
    """`said`: what was done, in words, for whoever undoes it."""

    draft: DraftId
    name: str
    changes: Sequence[Change]
    revision: int
    said: str


def save_file(uow: UnitOfWork, command: SaveFile) -> int:
    """The new revision of the file; the old one where nothing differs. Raises Changed, NotFound, NotPermitted,
    InvalidState (the draft has ended), InvalidInput with findings when nobody could open the file again."""
    return _save(uow, command.draft, command.name, command.revision, command.said, lambda stored: command.content)


def save_files(uow: UnitOfWork, command: SaveFiles) -> int:
    """All of them or none, as one step back; gives the revision of the draft. Raises as `save_file`."""
    row = open_row(uow, command.draft)
    if row["revision"] != command.revision:
        raise overtaken(uow, row, say("Den Entwurf"))
    fresh: dict[str, Content] = {}
    for name, content in command.files:
        file = file_row(uow, row, name)
        if content != file["content"]:
            kind = DraftKind(file["kind"])
            insist_on_readable(name, kind, content)
            fresh[name] = Content(kind, file["main"], content)
    if not fresh:
        return command.revision
    saved = change(uow, row, fresh, command.said)
    uow.commit()
    return saved


def save_diagram(uow: UnitOfWork, command: SaveDiagram) -> int:
    """As `save_file`; the designer's own document, diagram or form, stays as it was but for what was changed."""
    written = patching.patch if command.name.endswith(".form") else patch
    return _save(
        uow,
        command.draft,
        command.name,
        command.revision,
        command.said,
        lambda stored: written(stored, command.before, command.after),
    )


def apply_changes(uow: UnitOfWork, command: ApplyChanges) -> int:
    """As `save_diagram`, with changes at hand."""
    return _save(
        uow,
        command.draft,
        command.name,
        command.revision,
        command.said,
        lambda stored: apply(stored, command.changes),
    )


def _save(uow: UnitOfWork, number: DraftId, name: str, revision: int, said: str, made: Callable[[bytes], bytes]) -> int:
    row = open_row(uow, number)
    file = file_row(uow, row, name)
    if file["revision"] != revision:
        raise overtaken(uow, file, say("Die Datei „{name}“", name=name))
    content = made(file["content"])
    if content == file["content"]:
        return revision
    kind = DraftKind(file["kind"])
    insist_on_readable(name, kind, content)
    saved = change(uow, row, {name: Content(kind, file["main"], content)}, said or f"„{name}“ geändert")
    uow.commit()
    return saved


def overtaken(uow: UnitOfWork, what: Mapping[str, Any], named: str) -> Changed:
    """`what`: the row that somebody else has changed."""
    who = actor_names(uow, [what["changed_by"]])[what["changed_by"]]
    return Changed(
        say(
            "{what} hat inzwischen {who} geändert. Ihre Änderung wurde nicht gespeichert, nichts wurde überschrieben. "
            "Laden Sie die Seite neu, um den jetzigen Stand zu sehen.",
            what=named,
            who=who,
        ),
        what["revision"],
        who,
        what["changed_at"],
    )


def insist_on_readable(name: str, kind: DraftKind, content: bytes) -> None:
    """Raises InvalidInput with findings when no editor could open these bytes."""
    if len(content) > LARGEST:
        raise _unreadable(name, too_large(name, len(content)))
    if kind is DraftKind.BPMN:
        read(content, file=name)
    elif kind is DraftKind.DMN:
        root = read_tree(content, file=name)
        if not str(root.tag).endswith("}definitions") or "DMN" not in str(root.tag):
            why = say("Die Datei ist keine Entscheidung: das oberste Element ist nicht definitions von DMN.")
            raise _unreadable(name, Finding("draft.unreadable", why, file=name, hint=say("Speichern Sie sie als DMN.")))
    elif kind is DraftKind.FORM and not _is_object(content):
        why = say("Die Datei ist kein Formular: sie enthält kein JSON-Objekt.")
        hint = say("Speichern Sie sie im Editor neu.")
        raise _unreadable(name, Finding("draft.unreadable", why, file=name, hint=hint))
    elif kind is DraftKind.REHEARSAL and len(content) > LARGEST_REHEARSAL:
        why = say("Ein Probelauf hat höchstens {size} kB.", size=LARGEST_REHEARSAL // 1024)
        hint = say("Teilen Sie ihn in mehrere Probeläufe.")
        raise _unreadable(name, Finding("draft.unreadable", why, file=name, hint=hint))
    elif kind is DraftKind.REHEARSAL and not _is_text(content):
        why = say("Die Datei ist kein Text in UTF-8.")
        hint = say("Speichern Sie sie als UTF-8.")
        raise _unreadable(name, Finding("draft.unreadable", why, file=name, hint=hint))


def _unreadable(name: str, finding: Finding) -> InvalidInput:
    return InvalidInput("draft.unreadable", say("„{name}“ wurde nicht gespeichert.", name=name), findings=(finding,))


def _is_object(content: bytes) -> bool:
    try:
        return isinstance(json.loads(content), dict)
    except (ValueError, RecursionError):
        return False


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
