"""What pages show of a Mustervorlage and of an update: what makes it different, what is locked, and where in the
diagram something happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.bpmn import ResourceKind
from engine.bpmn.locks import Lock, locks
from engine.catalogue.merging import PATH, Taken
from engine.catalogue.origins.versions import package_at, version_row
from engine.catalogue.process_pages import sees_all
from engine.catalogue.templates.reading import insist_on_reader
from engine.catalogue.templates.updating import Update
from engine.errors import NotFound
from engine.sentences import say
from engine.terms import TEMPLATE
from engine.unit_of_work import UnitOfWork, load_package


@dataclass(frozen=True, slots=True)
class Profile:
    """What one compares: who works (lanes), their tasks, modules that are called, beginnings, decisions."""

    lanes: tuple[str, ...]
    task_names: tuple[str, ...]
    modules: tuple[str, ...]
    listens: tuple[str, ...]
    decisions: tuple[str, ...]

    @property
    def tasks(self) -> int:
        return len(self.task_names)


def profile(uow: UnitOfWork, key: str) -> Profile:
    """Of the newest version. Raises NotFound, NotPermitted."""
    row = _row(uow, key)
    definition = uow.definition(row["definition"])
    model = definition.processes[row["process_id"]]
    elements = list(model.elements.values())
    called = dict.fromkeys(e.called for e in elements if e.called)
    package = load_package(uow.connection, row["definition"])
    decisions = [r.key for r in package.resources if r.kind is ResourceKind.DMN]
    return Profile(
        tuple(dict.fromkeys(e.lane for e in elements if e.lane)),
        tuple(e.label for e in elements if e.type == "userTask"),
        tuple(definition.processes[c].name or c for c in called if c in definition.processes),
        tuple(dict.fromkeys(e.label for e in elements if e.type == "startEvent" and e.event.value != "none")),
        tuple(dict.fromkeys(decisions)),
    )


def locks_of(uow: UnitOfWork, key: str) -> tuple[Lock, ...]:
    """Pflichtelemente of the newest version. Raises NotFound, NotPermitted."""
    return locks(diagram_of(uow, key))


def diagram_of(uow: UnitOfWork, key: str) -> bytes:
    """Raises NotFound, NotPermitted."""
    return package_at(uow, _row(uow, key))[PATH]


def source_name(uow: UnitOfWork, key: str) -> str:
    """What a page calls the path that is cloned."""
    row = _row(uow, key)
    name = uow.definition(row["definition"]).processes[row["process_id"]].name or key
    return name if row["art"] == TEMPLATE else f"{row['name']}: {name}"


def shown_in(update: Update) -> bytes:
    """The path with what comes in, to be drawn; empty where nothing is due."""
    return b"" if update.files is None else next(iter(update.files.values()))


def marks_of(update: Update) -> dict[str, str]:
    """Element -> "changed" for what comes in, "incident" for what has to be decided."""
    found = {key: "changed" for each in _drawn(update) for key in each.elements}
    return found | {key: "incident" for each in update.questions if each.file == PATH for key in each.elements}


def _drawn(update: Update) -> list[Taken]:
    """What changes the path; that something is locked now alone does not."""
    return [each for each in update.taken if each.file in ("", PATH) and not each.mark]


def _row(uow: UnitOfWork, key: str) -> dict[str, Any]:
    insist_on_reader(uow)
    row = version_row(uow, key)
    if row is None or not (row["art"] == TEMPLATE or sees_all(uow)):
        raise NotFound("template.unknown", say("Eine Mustervorlage „{key}“ gibt es nicht.", key=key))
    return row
