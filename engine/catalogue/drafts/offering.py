"""What the editors of a draft may offer: groups, forms, decisions, processes, zones, stages, outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from engine import bpmn, dmn
from engine.bpmn.locks import Lock
from engine.bpmn.model import ProcessModel
from engine.bpmn.municipality import TEMPLATE_KINDS
from engine.casework.loading import municipality
from engine.catalogue.drafts.locking import locked_in, locked_in_files
from engine.catalogue.drafts.rows import Content, DraftKind, files_of, load
from engine.catalogue.drafts.titling import form_title, steps_by_form
from engine.catalogue.files import FORMS, LIBRARY, File, files_in
from engine.catalogue.lanes import lane_groups
from engine.catalogue.library import keys_in, kind_of
from engine.catalogue.origins.locking import FileLock
from engine.errors import InvalidInput, NotFound
from engine.terms import ZONE_WORDS, Stage, TenantId
from engine.unit_of_work import UnitOfWork

STAGE_WORDS: Mapping[Stage, str] = {
    Stage.EINGANG: "Eingang",
    Stage.CLEARING: "Clearing",
    Stage.BERATUNG: "Beratung",
    Stage.MEDIATION: "Mediation",
    Stage.BEIRAT: "Konfliktbeirat",
    Stage.FEEDBACK: "Rückmeldung",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """`file`: where it is written; `own`: in this draft, else shared by all municipalities."""

    id: str
    name: str
    file: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """`locks`: what of the path may not be changed; `file_locks`: what of its forms and decisions. `template`: it is
    LaKI's own, and may say what others must keep."""

    groups: tuple[Choice, ...]
    forms: tuple[Choice, ...]
    decisions: tuple[Choice, ...]
    processes: tuple[Choice, ...]
    zones: tuple[Choice, ...]
    stages: tuple[Choice, ...]
    outcomes: tuple[Choice, ...]
    locks: tuple[Lock, ...]
    file_locks: tuple[FileLock, ...]
    template: bool


def offer(uow: UnitOfWork, number: int) -> Offer:
    """Raises NotFound, NotPermitted."""
    row = load(uow, number)
    files = files_of(uow, row)
    own = [(name, file.content) for name, file in files.items() if file.kind is not DraftKind.REHEARSAL]
    drawn = list(_models(files))
    return Offer(
        groups=_by_name(_groups(uow, TenantId(row["municipality"]), drawn)),
        forms=_titled(own, drawn),
        decisions=_choices(own, DraftKind.DMN, LIBRARY),
        processes=_choices([file for file in own if not files[file[0]].main], DraftKind.BPMN, LIBRARY),
        zones=tuple(Choice(zone, words) for zone, words in ZONE_WORDS["de"].items()),
        stages=tuple(Choice(stage, words) for stage, words in STAGE_WORDS.items()),
        outcomes=_outcomes(drawn),
        locks=locked_in(uow, files),
        file_locks=locked_in_files(uow, files),
        template=any(model.properties.get("art") in TEMPLATE_KINDS for model in drawn),
    )


def _models(files: Mapping[str, Content]) -> Iterator[ProcessModel]:
    for name, file in files.items():
        if file.kind is DraftKind.BPMN:
            try:
                yield from bpmn.models(bpmn.read(file.content, file=name))
            except InvalidInput:
                continue


def _groups(uow: UnitOfWork, tenant: TenantId, drawn: Iterable[ProcessModel]) -> Iterator[Choice]:
    for process in drawn:
        for lane in process.lanes:
            if lane.group and not lane.group.startswith("="):
                yield Choice(lane.group, lane.name or lane.group, own=True)
    try:
        municipality(uow, identity=tenant)
        published = lane_groups(uow, tenant)
    except NotFound:
        return  # new, or looked at by the state office
    yield from (Choice(each.group, each.name) for each in published)


def _choices(own: Iterable[File], kind: DraftKind, *shared: Path) -> tuple[Choice, ...]:
    mine = [(file, True) for file in own]
    theirs = [(file, False) for folder in shared for file in files_in(folder)]
    found: dict[str, Choice] = {}
    for (name, content), is_own in (*mine, *theirs):
        if (of := kind_of(name)) is None or of.value != kind:
            continue
        for key, label in _named(name, content):
            found.setdefault(key, Choice(key, label, name, is_own))
    return _by_name(found.values())


def _titled(own: Iterable[File], drawn: Iterable[ProcessModel]) -> tuple[Choice, ...]:
    """Forms by what people call them."""
    steps, contents = steps_by_form(drawn), dict(own)
    contents = {**{name: content for folder in (FORMS, LIBRARY) for name, content in files_in(folder)}, **contents}
    found = _choices(own, DraftKind.FORM, FORMS, LIBRARY)
    return _by_name(replace(each, name=form_title(contents[each.file], steps) or each.id) for each in found)


@lru_cache(512)
def _named(name: str, content: bytes) -> tuple[tuple[str, str], ...]:
    """Keys in a file, each with what people call it."""
    words = {key: key for key in keys_in(name, content)}
    try:
        match kind_of(name):
            case bpmn.ResourceKind.BPMN:
                words |= {model.id: model.name or model.id for model in bpmn.models(bpmn.read(content, file=name))}
            case bpmn.ResourceKind.DMN:
                found = dmn.read(content, file=name).decisions
                words |= {key: decision.name or key for key, decision in found.items()}
    except InvalidInput:
        pass
    return tuple(words.items())


def _outcomes(drawn: Iterable[ProcessModel]) -> tuple[Choice, ...]:
    """Codes that end events of the draft and of the library bear: to be counted together they must be the same."""
    library = [file for file in files_in(LIBRARY) if file[0].endswith(".bpmn")]
    shared = [model for file in library for model in _library_models(*file)]
    codes = [(e.outcome, e.name, True) for model in drawn for e in model.elements.values() if e.outcome]
    codes += [(e.outcome, e.name, False) for model in shared for e in model.elements.values() if e.outcome]
    return _by_name({code: Choice(code, name or code, own=own) for code, name, own in reversed(codes) if code}.values())


@lru_cache(64)
def _library_models(name: str, content: bytes) -> tuple[ProcessModel, ...]:
    return tuple(bpmn.models(bpmn.read(content, file=name)))


def _by_name(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    found: dict[str, Choice] = {}
    for choice in choices:
        found.setdefault(choice.id, choice)
    return tuple(sorted(found.values(), key=lambda choice: (choice.name.casefold(), choice.id)))
