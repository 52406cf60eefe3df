"""The files of a draft: add one, rename it, take it away. What is in use stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine import bpmn
from engine.bpmn import ResourceKind
from engine.catalogue.drafts.blank import blank_decision, blank_form
from engine.catalogue.drafts.rows import Content, DraftId, DraftKind, change, file_row, files_of, load, open_row
from engine.catalogue.drafts.saving import insist_on_readable, overtaken
from engine.catalogue.files import File
from engine.catalogue.library import finder, keys_in
from engine.catalogue.rehearsal.story import ENDING
from engine.errors import InvalidInput, InvalidState
from engine.sentences import say
from engine.terms import Finding
from engine.unit_of_work import UnitOfWork

ENDINGS: Mapping[str, DraftKind] = {
    ".bpmn": DraftKind.BPMN,
    ".dmn": DraftKind.DMN,
    ".form": DraftKind.FORM,
    ENDING: DraftKind.REHEARSAL,
}
LONGEST_NAME = 100
KEY = re.compile("[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, slots=True)
class Use:
    """Where a file is used: the step of a process, in a file of the draft."""

    file: str
    process: str
    element_id: str
    element_name: str


def kind_of_name(name: str) -> DraftKind:
    """By its ending, in small letters, as all who read drafts expect it. Raises InvalidInput for a name that no file
    of a draft may have."""
    if (
        name
        and name == name.strip()
        and len(name) <= LONGEST_NAME
        and name.isprintable()
        and not set(name) & set('/\\:"')
    ):
        for ending, kind in ENDINGS.items():
            if name.endswith(ending) and len(name) > len(ending):
                return kind
    raise InvalidInput(
        "draft.name",
        say(
            "„{name}“ kann keine Datei eines Entwurfs heißen. Erwartet wird ein Name mit der Endung .bpmn, .dmn, "
            ".form oder .rehearsal.yaml, ohne Schrägstriche und mit höchstens 100 Zeichen.",
            name=name[:LONGEST_NAME],
        ),
    )


def add_file(uow: UnitOfWork, number: DraftId, name: str, content: bytes) -> int:
    """The revision. Raises InvalidInput (name, unreadable content), InvalidState where one of that name is there."""
    return add_files(uow, number, [(name, content)])


def add_files(uow: UnitOfWork, number: DraftId, files: Sequence[File]) -> int:
    """All of them or none, as one step back. Raises as `add_file`."""
    row = open_row(uow, number)
    there = files_of(uow, row)
    fresh: dict[str, Content] = {}
    for name, content in files:
        kind = kind_of_name(name)
        _insist_on_free({**there, **fresh}, name)
        insist_on_readable(name, kind, content)
        fresh[name] = Content(kind, False, content)
    said = f"„{files[0][0]}“ hinzugefügt" if len(files) == 1 else f"{len(files)} Dateien hinzugefügt"
    saved = change(uow, row, fresh, said)
    uow.commit()
    return saved


def add_blank(uow: UnitOfWork, number: DraftId, kind: DraftKind, key: str) -> str:
    """A new form or decision with this id; gives the name of its file. Raises as `add_file`."""
    if not KEY.fullmatch(key):
        raise InvalidInput(
            "draft.key",
            say(
                "Die Kennung beginnt mit einem Buchstaben und hat höchstens 60 Zeichen: Kleinbuchstaben ohne Umlaute, "
                "Ziffern und Unterstriche, zum Beispiel erstgespraech."
            ),
        )
    name = f"{key}.{kind.value}"
    add_file(uow, number, name, blank_form(key) if kind is DraftKind.FORM else blank_decision(key))
    return name


def copy_shared(uow: UnitOfWork, number: DraftId, kind: DraftKind, key: str) -> str:
    """A form or decision that all municipalities share becomes the draft's own, to be changed; gives the name of its
    file. Raises as `add_file`, and InvalidInput for what nobody shares."""
    open_row(uow, number)
    shared = kind in (DraftKind.FORM, DraftKind.DMN) and finder()(ResourceKind(kind.value), key)
    if not shared:
        raise InvalidInput("draft.shared", say("Eine gemeinsame Datei mit der Kennung „{key}“ gibt es nicht.", key=key))
    add_file(uow, number, shared.file, shared.content)
    return shared.file


def rename_file(uow: UnitOfWork, number: DraftId, name: str, new: str, revision: int) -> int:
    """Its name only; the keys in it, by which others call it, stay. Raises as `add_file`, and Changed."""
    row = open_row(uow, number)
    file = file_row(uow, row, name)
    if file["revision"] != revision:
        raise overtaken(uow, file, say("Die Datei „{name}“", name=name))
    if file["main"]:
        raise InvalidState(
            "draft.main", say("Die Prozessdatei der Kommune trägt den Namen der Kommune und behält ihn.")
        )
    kind = kind_of_name(new)
    if kind.value != file["kind"]:
        raise InvalidInput(
            "draft.name", say("Die Endung bleibt: „{name}“ kann nicht „{new}“ heißen.", name=name, new=new)
        )
    files = files_of(uow, row)
    _insist_on_free({other: each for other, each in files.items() if other != name}, new)
    saved = change(uow, row, {name: None, new: files[name]}, f"„{name}“ in „{new}“ umbenannt")
    uow.commit()
    return saved


def delete_file(uow: UnitOfWork, number: DraftId, name: str, revision: int) -> int:
    """Raises InvalidInput with the places as findings while the file is in use, InvalidState for the main file."""
    row = open_row(uow, number)
    file = file_row(uow, row, name)
    if file["revision"] != revision:
        raise overtaken(uow, file, say("Die Datei „{name}“", name=name))
    if file["main"]:
        raise InvalidState("draft.main", say("Ohne die Prozessdatei der Kommune ist es kein Entwurf. Sie bleibt."))
    files = files_of(uow, row)
    if places := tuple(_uses(files, name, list(_calls(files)))):
        raise InvalidInput(
            "draft.used",
            say("„{name}“ wird noch gebraucht und wurde nicht gelöscht.", name=name),
            findings=tuple(_used(name, use) for use in places),
        )
    saved = change(uow, row, {name: None}, f"„{name}“ gelöscht")
    uow.commit()
    return saved


def uses(uow: UnitOfWork, number: DraftId) -> Mapping[str, tuple[Use, ...]]:
    """Of each file the steps of the draft that use it. Raises NotFound, NotPermitted."""
    files = files_of(uow, load(uow, number))
    calls = list(_calls(files))
    return {name: tuple(_uses(files, name, calls)) for name in files}


def _insist_on_free(files: Mapping[str, Content], name: str) -> None:
    if any(other.casefold() == name.casefold() for other in files):
        raise InvalidState("draft.name", say("Eine Datei „{name}“ gibt es in diesem Entwurf schon.", name=name))


def _uses(files: Mapping[str, Content], name: str, calls: Sequence[tuple[str, str, Use]]) -> Iterator[Use]:
    kind = files[name].kind
    keys = keys_in(name, files[name].content) if kind is not DraftKind.REHEARSAL else frozenset()
    for called, key, use in calls:
        if called == kind.value and key in keys and use.file != name:
            yield use


def _calls(files: Mapping[str, Content]) -> Iterator[tuple[str, str, Use]]:
    """Kind and key of what the steps of the draft need, and where."""
    for name, file in files.items():
        if file.kind is not DraftKind.BPMN:
            continue
        try:
            found = list(bpmn.models(bpmn.read(file.content, file=name)))
        except InvalidInput:
            continue
        for process in found:
            for element in process.elements.values():
                use = Use(name, process.name or process.id, element.id, element.known_as or "")
                yield from ((kind, key, use) for kind, key in _called(element) if key)


def _called(element: bpmn.Element) -> Iterator[tuple[str, str | None]]:
    yield ResourceKind.FORM.value, element.form_id
    yield ResourceKind.DMN.value, element.decision
    yield ResourceKind.BPMN.value, element.called


def _used(name: str, use: Use) -> Finding:
    return Finding(
        "draft.used",
        say(
            "„{step}“ im Prozess „{process}“ braucht „{name}“.",
            step=use.element_name or use.element_id,
            process=use.process,
            name=name,
        ),
        file=use.file,
        element_id=use.element_id,
        element_name=use.element_name or None,
        hint=say("Wählen Sie dort etwas anderes, dann kann die Datei gelöscht werden."),
    )
