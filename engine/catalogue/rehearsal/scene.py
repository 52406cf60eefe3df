"""Where a rehearsal has come to, as frozen data for a page: what is open, what is awaited, and the story so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine.bpmn import Definition
from engine.bpmn.deadline import FAR_FUTURE
from engine.bpmn.model import EventKind
from engine.catalogue.rehearsal.clock import time_until
from engine.catalogue.rehearsal.open_work import StageTask
from engine.catalogue.rehearsal.replay import Played, play
from engine.catalogue.rehearsal.stage import Stage
from engine.catalogue.rehearsal.story import Expect, Rehearsal
from engine.catalogue.rehearsal.telling import StoryLine, told_story
from engine.catalogue.rehearsal.writing import to_yaml
from engine.runtime import Job
from engine.terms import Finding


@dataclass(frozen=True, slots=True)
class SceneTask:
    """An open task. `form`: text of its form file, None without one; `data`: what the form may read, FEEL values."""

    element_id: str
    number: int
    name: str
    group: str
    assignee: str | None
    due: datetime | None
    overdue: bool
    documentation: str
    form: str | None
    data: Mapping[str, Any]

    @property
    def key(self) -> str:
        return f"{self.element_id}.{self.number}"


@dataclass(frozen=True, slots=True)
class SceneJob:
    """A mail or webhook on its way; `payload`: FEEL values. `codes`: of the errors with which it may fail."""

    element_id: str
    name: str
    kind: str
    payload: Mapping[str, Any]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SceneWait:
    """A message that is awaited. `correlation`: FEEL value."""

    name: str
    label: str
    correlation: Any


@dataclass(frozen=True, slots=True)
class SceneMoment:
    """Something falls due. `wait`: the time that must go by until then, as a step of a rehearsal says it; None when it
    lies in the past."""

    name: str
    due: datetime
    wait: str | None


@dataclass(frozen=True, slots=True)
class Scene:
    """`text`: the YAML that led here. `failed`: number of the step that was not as expected, 0 for the start, with the
    sentence in `message`; None when all was. `refused`: why the last act could not be done; then nothing has changed.
    `ended`: name of the end event that was reached. `variables`: FEEL values."""

    text: str
    name: str
    now: datetime | None = None
    story: tuple[StoryLine, ...] = ()
    failed: int | None = None
    message: str = ""
    refused: str = ""
    tasks: tuple[SceneTask, ...] = ()
    jobs: tuple[SceneJob, ...] = ()
    messages: tuple[SceneWait, ...] = ()
    signals: tuple[str, ...] = ()
    moments: tuple[SceneMoment, ...] = ()
    variables: Mapping[str, Any] | None = None
    finished: bool = False
    ended: str = ""
    outcome: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def stuck(self) -> bool:
        """The story cannot be gone on with as it is."""
        return self.failed is not None or bool(self.findings)


def scene_of(rehearsal: Rehearsal, definition: Definition) -> Scene:
    """Plays it to its end, or to the step at which it fails; what still has no end stays as its last step left it.
    Never raises for what a rehearsal says."""
    return seen(play(rehearsal, definition, settle=rehearsal.ends is not None), definition)


def seen(played: Played, definition: Definition) -> Scene:
    rehearsal, stage = played.rehearsal, played.stage
    found = Scene(
        text=to_yaml(rehearsal),
        name=rehearsal.name,
        story=told_story(rehearsal, definition),
        failed=None if played.passed else played.step,
        message=played.message,
        findings=played.findings,
    )
    return found if stage is None else _on(stage, found)


def without_last(rehearsal: Rehearsal) -> Rehearsal:
    """Before what was done last; what was expected after it goes, too."""
    steps = list(rehearsal.steps)
    while steps and isinstance(steps[-1], Expect):
        steps.pop()
    return replace(rehearsal, steps=tuple(steps[:-1]), ends=None)


def until_step(rehearsal: Rehearsal, number: int) -> Rehearsal:
    """What comes before this step, counted from 1."""
    return replace(rehearsal, steps=rehearsal.steps[: max(number - 1, 0)], ends=None)


def _on(stage: Stage, scene: Scene) -> Scene:
    return replace(
        scene,
        now=stage.now,
        tasks=tuple(_task(stage, task) for task in stage.tasks),
        jobs=tuple(_job(stage, job) for job in stage.jobs.values()),
        messages=tuple(
            {w.name: SceneWait(w.name, w.label or w.name, w.correlation_key) for w in reversed(stage.messages)}.values()
        ),
        signals=stage.signals,
        moments=_moments(stage),
        variables=stage.variables(),
        finished=stage.finished,
        ended=stage.label(stage.reached[-1]) if stage.finished and stage.reached else "",
        outcome=stage.outcome or "",
    )


def _task(stage: Stage, task: StageTask) -> SceneTask:
    form = stage.definition.forms.get(task.form_id) if task.form_id else None
    return SceneTask(
        task.element_id,
        task.number,
        task.name,
        task.group,
        task.assignee,
        task.due,
        task.overdue,
        stage.element_of(task).documentation,
        None if form is None else form.decode("utf-8"),
        stage.data(task),
    )


def _job(stage: Stage, job: Job) -> SceneJob:
    hosted = stage.definition.processes[job.process_id].boundary_events(job.element_id)
    caught = [d.code for event in hosted for d in event.definitions if d.kind is EventKind.ERROR and d.code]
    codes = tuple(dict.fromkeys((f"{job.kind}.failed", *caught)))
    return SceneJob(job.element_id, stage.label(job.element_id), job.kind, job.payload, codes)


def _moments(stage: Stage) -> tuple[SceneMoment, ...]:
    """Deadlines of tasks and timers, the next one first."""
    dues = [(timer.due, timer.name, False) for timer in stage.timers if timer.due < FAR_FUTURE]
    dues += [(task.due, task.name, True) for task in stage.tasks if task.due is not None and not task.overdue]
    return tuple(SceneMoment(name, due, time_until(due, stage.now, past)) for due, name, past in sorted(dues))
