"""Playing a rehearsal: step by step on a stage, until it is over or something was not as expected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn import Definition
from engine.catalogue.rehearsal.filling import filled
from engine.catalogue.rehearsal.fitting import findings_of
from engine.catalogue.rehearsal.open_work import StageTask
from engine.catalogue.rehearsal.parts import Passed
from engine.catalogue.rehearsal.stage import Refused, Stage, feel
from engine.catalogue.rehearsal.story import Do, Expect, Message, Rehearsal, Signal, Step, Values, Wait
from engine.catalogue.rehearsal.suggesting import confirmed_by
from engine.catalogue.rehearsal.wording import incident_told, listed, named, quoted, reached, shown, still_open
from engine.errors import EngineError
from engine.sentences import both, joined, say
from engine.terms import Finding


@dataclass(frozen=True, slots=True)
class Played:
    """`message`: what was expected at which step and what happened, empty when it passed. `step`: its number from 1, 0
    for the start; `line` in the file. `stage`: how far it came, to go on from; None when it could not begin."""

    rehearsal: Rehearsal
    passed: bool
    message: str
    step: int | None
    line: int | None
    findings: tuple[Finding, ...]
    covered: Passed
    stage: Stage | None


def play(rehearsal: Rehearsal, definition: Definition, *, settle: bool = True) -> Played:
    """From the start to the end. Never raises for what a rehearsal says. Without `settle` what is on its way out after
    the last step stays there."""
    findings = findings_of(rehearsal, definition)
    if findings:
        first = findings[0]
        said = both(first.message, first.hint)
        return Played(rehearsal, False, said, None, first.line, tuple(findings), Passed(), None)
    stage = staged(rehearsal, definition)
    number, line = 0, rehearsal.start.line
    try:
        stage.begin(rehearsal.start, rehearsal.process)
        for number, step in enumerate(rehearsal.steps, start=1):  # noqa: B007
            line = step.line
            take(stage, step)
        number, line = len(rehearsal.steps) + 1, rehearsal.ends.line if rehearsal.ends else line
        if settle:
            stage.settle()
        _finish(stage, rehearsal)
    except (Refused, EngineError) as refusal:
        sentence = refusal.sentence if isinstance(refusal, Refused) else refusal.sentence or refusal.code
        message = joined((_place(number, rehearsal), sentence), ": ")
        return Played(rehearsal, False, message, number, line, (), stage.passed, stage)
    return Played(rehearsal, True, "", None, None, (), stage.passed, stage)


def staged(rehearsal: Rehearsal, definition: Definition) -> Stage:
    return Stage(
        definition,
        begins=rehearsal.begins,
        mediators=rehearsal.mediators,
        aktenzeichen=rehearsal.aktenzeichen,
    )


def take(stage: Stage, step: Step) -> None:
    """One step. Raises Refused when it cannot be done, or is not as expected."""
    if stage.incident is not None and not (isinstance(step, Expect) and step.incident):
        raise Refused(say("davor kam es zu einer Störung: {there}", there=incident_told(stage, stage.incident)))
    match step:
        case Do():
            _do(stage, step)
        case Wait(time):
            stage.wait(time)
        case Message(name, values, key):
            stage.message(name, values, key)
        case Signal(name, values):
            stage.signal(name, values)
        case Expect():
            _expect(stage, step)


# ------------------------------------------------------------------ doing
def _do(stage: Stage, step: Do) -> None:
    job = next((job for job in stage.jobs.values() if job.element_id == step.element), None)
    if job is not None:
        stage.finish(job, step.values, step.fails)
        return
    stage.settle()
    if step.fails:
        raise Refused(say("„{element}“ schickt gerade nichts, was scheitern könnte", element=stage.label(step.element)))
    task = task_for(stage, step)
    form = stage.form(task)
    if form is None:
        stage.complete(task, feel(step.values))
    else:
        stage.complete(task, filled(form, step.values, stage.data(task), stage.now))


def task_for(stage: Stage, step: Do) -> StageTask:
    """The open task that a step means. Raises Refused."""
    tasks = [task for task in stage.tasks if task.element_id == step.element]
    if not tasks:
        raise Refused(_missing_task(stage, step.element))
    name = tasks[0].name
    mine = [task for task in tasks if step.by in (None, task.group, task.assignee)]
    if not mine:
        whose = listed([quoted(name) for name in sorted({task.assignee or task.group for task in tasks})])
        raise Refused(
            say("die Aufgabe „{name}“ ist nicht für „{by}“, sondern für {whose}", name=name, by=step.by, whose=whose)
        )
    wanted = feel(step.which)
    found = next((task for task in mine if _fits(wanted, stage.seen_by(task))), None) if wanted else mine[0]
    if found is None:
        raise Refused(say("die Aufgabe „{name}“ ist offen, aber keine mit {which}", name=name, which=shown(step.which)))
    return found


# ------------------------------------------------------------------ expecting
def _expect(stage: Stage, step: Expect) -> None:
    if step.incident:
        _expect_incident(stage, step.incident)
        return
    stage.settle()
    if stage.incident is not None:
        raise Refused(say("es kam zu einer Störung: {there}", there=incident_told(stage, stage.incident)))
    if step.element is not None and step.element not in stage.waits_at:
        if _is_task(stage, step.element):
            raise Refused(_missing_task(stage, step.element))
        raise Refused(
            say("erwartet war „{element}“, {there}", element=stage.label(step.element), there=still_open(stage))
        )
    if step.open is not None and (unlike := _other(stage, step.open, [task.element_id for task in stage.tasks])):
        raise Refused(say("offen sein sollte {wanted}, offen ist {found}", **unlike))
    late = [task.element_id for task in stage.tasks if task.overdue]
    if step.overdue is not None and (unlike := _other(stage, step.overdue, late)):
        raise Refused(say("überfällig sein sollte {wanted}, überfällig ist {found}", **unlike))
    if step.ended is not None:
        _expect_end(stage, step.ended)
    _holds(stage.variables(), step.variables)
    if step.suggests:
        _suggested(stage, step)
    unsent = [name for name in step.sent if name not in stage.sent]
    if unsent:
        gone = joined(quoted(name) for name in dict.fromkeys(stage.sent)) or say("nichts")
        raise Refused(say("hinausgehen sollte „{unsent}“, hinausgegangen ist {gone}", unsent=unsent[0], gone=gone))


def _expect_incident(stage: Stage, code: str) -> None:
    while stage.jobs and stage.incident is None:
        stage.settle()
    if stage.incident is None:
        raise Refused(say("erwartet war die Störung „{code}“, es kam zu keiner", code=code))
    if stage.incident.code != code:
        raise Refused(
            say(
                "erwartet war die Störung „{code}“, gekommen ist {there}",
                code=code,
                there=incident_told(stage, stage.incident),
            )
        )
    stage.incident = None


def _other(stage: Stage, wanted: Iterable[str], found: Iterable[str]) -> dict[str, str]:
    """What of two lists to tell when they differ: each named is there and no other; how often matters only where one
    is named more than once."""
    asked, there = Counter(wanted), Counter(found)
    if asked.keys() == there.keys() and all(count in (1, there[key]) for key, count in asked.items()):
        return {}
    return {"wanted": named(stage, asked), "found": named(stage, there)}


def _expect_end(stage: Stage, ended: bool | str) -> None:
    if isinstance(ended, str):
        if ended not in stage.reached:
            raise Refused(
                say("erreicht sein sollte das Ende „{ended}“, {there}", ended=stage.label(ended), there=reached(stage))
            )
    elif ended and not stage.finished:
        raise Refused(say("der Vorgang sollte zu Ende sein, {there}", there=still_open(stage)))
    elif not ended and stage.finished:
        raise Refused(say("der Vorgang sollte noch laufen, ist aber zu Ende: {there}", there=reached(stage)))


def _suggested(stage: Stage, step: Expect) -> None:
    """The suggestion lies in the variables of the decisions that the task confirms, or else in those of all."""
    tasks = [task for task in stage.tasks if step.element in (None, task.element_id)]
    wanted = feel(step.suggests)
    seen: list[dict[str, Any]] = []
    for task in tasks:
        names = confirmed_by(stage, task)
        known = stage.seen_by(task)
        seen += [found for name in names if isinstance(found := known.get(name), dict)]
        seen.append({name: known[name] for name in names if name in known})
    if not any(_fits(wanted, each) for each in seen):
        found = next((each for each in seen if wanted.keys() & each.keys()), seen[0] if seen else {})
        said = shown({key: found[key] for key in wanted if key in found}) or say("nichts davon")
        raise Refused(
            say(
                "vorgeschlagen sein sollte {suggests}, vorgeschlagen ist {said}",
                suggests=shown(step.suggests),
                said=said,
            )
        )


def _holds(known: Mapping[str, Any], wanted: Values) -> None:
    for name, value in feel(wanted).items():
        if not _fits(value, known.get(name)):
            raise Refused(
                say(
                    "„{name}“ sollte {value} sein, ist aber {found}",
                    name=name,
                    value=shown(value),
                    found=shown(known.get(name)),
                )
            )


def _finish(stage: Stage, rehearsal: Rehearsal) -> None:
    if stage.incident is not None:
        raise Refused(say("es kam zu einer Störung: {there}", there=incident_told(stage, stage.incident)))
    ends = rehearsal.ends
    if ends is None:
        return
    if not stage.finished:
        raise Refused(say("der Vorgang ist nicht zu Ende, {there}", there=still_open(stage)))
    if ends.at is not None and ends.at not in stage.reached:
        raise Refused(say("erreicht sein sollte „{at}“, {there}", at=stage.label(ends.at), there=reached(stage)))
    if ends.outcome is not None and ends.outcome != stage.outcome:
        raise Refused(
            say(
                "das Ergebnis sollte „{outcome}“ sein, ist aber „{found}“",
                outcome=ends.outcome,
                found=stage.outcome or say("keines"),
            )
        )


# ------------------------------------------------------------------ words
def _place(number: int, rehearsal: Rehearsal) -> str:
    if number == 0:
        return say("Start")
    return say("Ende") if number > len(rehearsal.steps) else say("Schritt {number}", number=number)


def _missing_task(stage: Stage, element: str) -> str:
    return say("erwartet war die Aufgabe „{element}“, {there}", element=stage.label(element), there=still_open(stage))


def _is_task(stage: Stage, element_id: str) -> bool:
    processes = stage.definition.processes.values()
    return any(p.elements[element_id].type in ("userTask", "manualTask") for p in processes if element_id in p.elements)


def _fits(wanted: Any, found: Any) -> bool:
    """Equal; of a context only what is named counts."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return all(key in found and _fits(value, found[key]) for key, value in wanted.items())
    if isinstance(wanted, str) and not isinstance(found, str) and found is not None:
        return wanted == shown(found)
    return bool(wanted == found) and isinstance(wanted, bool) == isinstance(found, bool)
