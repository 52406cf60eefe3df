"""Aufgabe: what is to be done here, and what do I need for it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Table

from engine import formdefs, runtime
from engine.bpmn import Definition, Element
from engine.bpmn.declarations import CONSENT
from engine.bpmn.model import Release
from engine.casework.angaben import EntryGroup, entry_groups
from engine.casework.claim_task import GONE
from engine.casework.complete_task import closed_by_name
from engine.casework.discard_case import why_not_discard
from engine.casework.drafts import DraftView, draft_of
from engine.casework.four_eyes import why_not_second
from engine.casework.hand_over import Colleague, colleagues
from engine.casework.history import HistoryEntry, history
from engine.casework.lines import CaseHead, TaskLine, case_head, task_lines
from engine.casework.loading import facts, load_task
from engine.casework.people import mediators
from engine.casework.told import field_labels, quoted
from engine.casework.visibility import (
    coordinates,
    has_access,
    insist_on_caseworker,
    open_label,
    why_not_work,
    zones_of,
)
from engine.errors import NotPermitted
from engine.formdefs import Sentence
from engine.store.base import Base
from engine.store.models import Deployment
from engine.terms import ZONE_WORDS, Stage, TaskState, UserTaskId, Zone
from engine.unit_of_work import Case, UnitOfWork

DEPLOYMENT: Table = Base.metadata.tables[Deployment.__tablename__]
DECISIONS = frozenset({"radio", "checkbox", "checklist"})
EMPTY, KEPT = "leer", "bisher"
"""What the property `vorgabe` of a field may say: begin empty at every visit, or always with what was answered."""


@dataclass(frozen=True, slots=True)
class TaskPage:
    """`data`: what the form may show and read. `why_not`: German reason when `may_complete` is false."""

    line: TaskLine
    state: TaskState
    documentation: str
    form: formdefs.FormDefinition | None
    data: dict[str, Any]
    case: CaseHead
    recent: tuple[HistoryEntry, ...]
    """The newest entries, only where the case's own page opens: to others they say little but "Verfahrensschritt"."""
    may_complete: bool
    may_discard: bool
    why_not: str
    completed_by: str | None
    completed_at: datetime | None
    releases: tuple[str, ...]
    colleagues: tuple[Colleague, ...]
    """To whom the actor may hand the task over."""
    draft: DraftView | None
    opens_case: bool
    """Whether the case's own page is there for the actor: for coordinators, and who works on it by name."""
    entries: tuple[EntryGroup, ...]
    """What is known of the case so far: as on its own page, and only where that opens."""
    labels: Mapping[str, str]
    """For a task that is closed and shows no form: what the forms call their fields."""


def task_page(uow: UnitOfWork, task_id: UserTaskId, language: str = "de") -> TaskPage:
    """`language` of the history's sentences. Raises NotFound, InvalidState when the case does not decrypt."""
    insist_on_caseworker(uow.actor)
    loaded = load_task(uow, task_id)
    case = uow.open_case(loaded.instance)
    label = open_label(loaded.task, case.keys.get(Zone.MEDIATION))
    why_not = why_not_work(uow, loaded.task, label["group"])
    state = TaskState(loaded.task["state"])
    row = {**loaded.task, **{name: loaded.instance[name] for name in ("aktenzeichen", "summary", "trial")}}
    line = task_lines(uow, [row])[0]
    open_here = state is TaskState.CREATED
    form = _form(uow, case, task_id) if open_here and not why_not else _Form("", None, {}, (), "", Zone.EINGANG)
    why_not = why_not or form.why_not
    opens_case = coordinates(uow.actor) or has_access(uow, case.id)
    return TaskPage(
        line=replace(line, can_claim=False) if form.why_not else line,
        state=state,
        documentation=form.documentation,
        form=form.definition,
        data=form.data,
        case=case_head(uow, loaded.instance, case.keys, inside=line.stage == Stage.MEDIATION),
        recent=history(uow, case, language, newest=3) if opens_case else (),
        may_complete=open_here and not why_not,
        may_discard=open_here and why_not_discard(uow, case) is None,
        why_not=why_not if open_here else GONE,
        completed_by=closed_by_name(uow, loaded.task["closed_by"]) if state is TaskState.COMPLETED else None,
        completed_at=loaded.task["closed_at"],
        releases=form.releases,
        colleagues=colleagues(uow, loaded, label["group"]) if open_here else (),
        draft=draft_of(uow, case, task_id, form.zone) if form.definition is not None else None,
        opens_case=opens_case,
        entries=entry_groups(uow, case, uow.definition(case.row["definition"])) if open_here and opens_case else (),
        labels={} if open_here else field_labels(uow.definition(case.row["definition"])),
    )


@dataclass(frozen=True, slots=True)
class _Form:
    documentation: str
    definition: formdefs.FormDefinition | None
    data: dict[str, Any]
    releases: tuple[str, ...]
    why_not: str
    zone: Zone


def _form(uow: UnitOfWork, case: Case, task_id: UserTaskId) -> _Form:
    definition = uow.definition(case.row["definition"])
    context = runtime.task_context(definition, case.state, task_id)
    element = context.element
    form = form_of(definition, element.form_id)
    readable = zones_of(uow.actor) | {element.zone}
    data: dict[str, Any] = {
        name: value for name, value in context.variables.items() if context.zone_of.get(name, Zone.EINGANG) in readable
    }
    data["fall"] = facts(case, uow)
    data["mediatorinnen"] = mediators(uow, case.municipality)
    labels = {**field_labels(definition), **own_labels(form)} if element.release else {}
    asked = CONSENT in element.properties
    releases = tuple(release_sentence(release, labels, asked=asked) for release in element.release)
    if form is not None:
        data = begun_with(form, data, again=_visited(definition, case, element))
    return _Form(element.documentation, form, data, releases, why_not_second(uow, case, element), element.zone)


def release_sentence(release: Release, labels: Mapping[str, str], *, asked: bool) -> str:
    """`asked`: it depends on what is answered in the form."""
    words = {zone: Sentence(word) for zone, word in ZONE_WORDS["de"].items()}
    told = {"names": quoted(release.names, labels), "source": words[release.source], "target": words[release.target]}
    if asked:
        return formdefs.say(
            "Nur wenn Sie es im Formular so angeben, geben Sie mit dem Abschluss frei: {names} (aus „{source}“ für "
            "„{target}“).",
            **told,
        )
    return formdefs.say("Mit dem Abschluss geben Sie frei: {names} (aus „{source}“ für „{target}“).", **told)


def own_labels(form: formdefs.FormDefinition | None) -> dict[str, str]:
    """What the form at hand calls a variable: two forms may ask for the same one in different words."""
    return {field.path: field.label for field in form.fields() if field.label} if form is not None else {}


def _visited(definition: Definition, case: Case, element: Element) -> bool:
    marks = runtime.marks(definition, case.state)
    return any(m.count and m.element_id == element.id and m.process_id == element.process_id for m in marks)


def begun_with(form: formdefs.FormDefinition, data: dict[str, Any], *, again: bool) -> dict[str, Any]:
    """`data` without what nobody is to take over unseen. What the form says to begin "leer" asks for the situation now,
    whoever answered it before; on a further visit (`again`) texts are shown again, but choices and ticks are made anew,
    unless the form says "bisher", and so is whatever begins with something of its own."""
    left = dict(data)
    for field in form.fields():
        given = field.property("vorgabe")
        anew = given == EMPTY or (again and given != KEPT and (bool(given) or field.type in DECISIONS))
        own = len(field.parts) == 1 and field.path == field.key and not (field.disabled or field.readonly)
        if anew and own:
            left.pop(field.key, None)
    return left


def form_of(definition: Definition, form_id: str | None) -> formdefs.FormDefinition | None:
    content = definition.forms.get(form_id) if form_id else None
    return formdefs.read(content, file=f"{form_id}.form") if content is not None else None


def form_for_completion(uow: UnitOfWork, task_id: UserTaskId) -> tuple[formdefs.FormDefinition | None, dict[str, Any]]:
    """The form of an open task and the data it may read; nothing for a task that is not open any more.

    Raises NotFound, NotPermitted with the reason.
    """
    loaded = load_task(uow, task_id)
    case = uow.open_case(loaded.instance)
    label = open_label(loaded.task, case.keys.get(Zone.MEDIATION))
    if reason := why_not_work(uow, loaded.task, label["group"]):
        raise NotPermitted("user_task.complete", reason)
    if loaded.task["state"] != TaskState.CREATED:
        return None, {}
    form = _form(uow, case, task_id)
    if form.why_not:
        raise NotPermitted("user_task.four_eyes", form.why_not)
    return form.definition, form.data
