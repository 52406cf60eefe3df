"""A step that one rehearsal holds goes into another that stands still because nobody has done it there.

The path has a new step in its midst: every rehearsal that comes by waits there for the same task. Only a rehearsal
that passes with the step is changed, and of its text nothing but the lines that are new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.catalogue.files import File
from engine.catalogue.rehearsal.reading import read
from engine.catalogue.rehearsal.replay import Played
from engine.catalogue.rehearsal.script import Script
from engine.catalogue.rehearsal.stage import Stage
from engine.catalogue.rehearsal.story import Do, Expect, Message, Rehearsal, Signal, Step, Wait
from engine.catalogue.rehearsal.writing import to_yaml, with_steps
from engine.sentences import say

MOST_INSERTED = 20
"""Steps that one rehearsal takes in; a loop comes by often."""


@dataclass(frozen=True, slots=True)
class Block:
    """What is done at a task, with what is expected of this step alone: the suggestion before it, the Störung to which
    it leads."""

    done: Do
    before: tuple[Expect, ...] = ()
    after: tuple[Expect, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        return (*self.before, self.done, *self.after)


@dataclass(frozen=True, slots=True)
class _Trial:
    text: str
    played: Played


def open_instead(played: Played) -> tuple[str, ...]:
    """Ids of the tasks that are open where the rehearsal wants something else, which is not there; empty when it
    passed or failed for another reason."""
    stage, number = played.stage, played.step
    if played.passed or stage is None or not number or stage.incident is not None:
        return ()
    there = dict.fromkeys(task.element_id for task in stage.tasks)
    steps = played.rehearsal.steps
    if number > len(steps):
        return tuple(there) if not stage.finished else ()
    step = steps[number - 1]
    expected = (step.open or ()) if isinstance(step, Expect) else ()
    return tuple(key for key in there if key not in expected) if _is_missing(stage, step) else ()


def block_at(rehearsal: Rehearsal, number: int) -> Block | None:
    """`number`: of the step, from 1. None where no task is done."""
    steps = rehearsal.steps
    done = steps[number - 1] if 0 < number <= len(steps) else None
    if not isinstance(done, Do) or done.fails:
        return None
    before: list[Expect] = []
    for step in reversed(steps[: number - 1]):
        if not isinstance(step, Expect) or step.element != done.element:
            break
        before.insert(0, step)
    following = steps[number] if number < len(steps) else None
    after = (following,) if isinstance(following, Expect) and following.incident else ()
    return Block(done, tuple(before), after)


def spread(script: Script, file: File, source: File, numbers: Sequence[int]) -> dict[str, Any]:
    """What becomes of a rehearsal's file, as JSON. `numbers`: steps of the source that may go in, the wanted one first.
    `text`: the new one, None when nothing is changed; `steps`: names of the tasks that went in; `message`: why it still
    fails, empty when it passes."""
    told, _findings = read(source[1], source[0])
    blocks = [b for number in numbers if told is not None and (b := block_at(told, number)) is not None]
    played = script.play(file[1], file[0])
    why, steps = played.message, list[str]()
    now = _Trial(file[1].decode("utf-8-sig", "replace"), played)
    while not now.played.passed and len(steps) < MOST_INSERTED:
        tried = list(_trials(script, now, blocks))
        if tried:
            furthest = min(tried, key=lambda trial: _left(trial[1].played))
            why = say("Auch mit dem neuen Schritt: {message}", message=furthest[1].played.message)
        further = [trial for trial in tried if _is_further(trial, now)]
        if not further:
            break
        block, now = min(further, key=lambda trial: _left(trial[1].played))
        steps.append(_label(now.played, block))
    if now.played.passed:
        return {"name": played.rehearsal.name, "text": now.text if steps else None, "steps": steps, "message": ""}
    return {"name": played.rehearsal.name, "text": None, "steps": [], "message": why}


# ------------------------------------------------------------------ trying
def _trials(script: Script, now: _Trial, blocks: Sequence[Block]) -> Iterator[tuple[Block, _Trial]]:
    """The first that passes is the last one."""
    waits, stage = open_instead(now.played), now.played.stage
    for block in blocks:
        if block.done.element not in waits or stage is None:
            continue
        fitted = _fitted(block, stage)
        for index in _places(now.played):
            trial = _inserted(script, now, index, fitted)
            yield block, trial
            if trial.played.passed:
                return


def _places(played: Played) -> Iterator[int]:
    """Before the failing step; and where the task opened, when time went by since."""
    index, steps = (played.step or 1) - 1, played.rehearsal.steps
    yield index
    first = index
    while first and isinstance(steps[first - 1], Expect | Wait):
        first -= 1
    if any(isinstance(step, Wait) for step in steps[first:index]):
        yield first


def _fitted(block: Block, stage: Stage) -> Block:
    """Whose task it is, and which of several, depends on the case."""
    tasks = [task for task in stage.tasks if task.element_id == block.done.element]
    by = block.done.by
    if all(by not in (None, task.group, task.assignee) for task in tasks):
        by = tasks[0].assignee or tasks[0].group or None
    return replace(block, done=replace(block.done, by=by, which=block.done.which if len(tasks) > 1 else {}))


def _inserted(script: Script, now: _Trial, index: int, block: Block) -> _Trial:
    rehearsal = now.played.rehearsal
    steps = (*rehearsal.steps[:index], *block.steps, *rehearsal.steps[index:])
    wanted = to_yaml(replace(rehearsal, steps=steps))
    text = with_steps(now.text, index, block.steps)
    again, _findings = read(text.encode("utf-8"))
    if again is None or to_yaml(again) != wanted:  # a text that somebody wrote in another way
        text = wanted
    return _Trial(text, script.play(text.encode("utf-8"), rehearsal.file))


def _is_further(trial: tuple[Block, _Trial], now: _Trial) -> bool:
    """It passed the failing step; or of several such tasks one is done."""
    block, then = trial
    if then.played.passed or _left(then.played) < _left(now.played):
        return True
    return _left(then.played) == _left(now.played) and _count(then.played, block) < _count(now.played, block)


def _left(played: Played) -> int:
    """Steps that are still to be done, the end included."""
    return 0 if played.passed else len(played.rehearsal.steps) + 2 - (played.step or 0)


def _count(played: Played, block: Block) -> int:
    if played.stage is None:
        return 0
    return sum(task.element_id == block.done.element for task in played.stage.tasks)


def _label(played: Played, block: Block) -> str:
    return played.stage.label(block.done.element) if played.stage is not None else block.done.element


def _is_missing(stage: Stage, step: Step) -> bool:
    """What the step wants is not there at all."""
    there = {task.element_id for task in stage.tasks}
    match step:
        case Do(element):
            return element not in there and all(job.element_id != element for job in stage.jobs.values())
        case Message(name):
            return all(wait.name != name for wait in stage.messages)
        case Signal(name):
            return name not in stage.signals
        case Expect():
            wanted = {*(step.open or ()), *(step.overdue or ())}
            return (
                (step.element is not None and step.element not in stage.waits_at)
                or not wanted <= there
                or (step.open is not None and not there <= set(step.open))
                or (bool(step.ended) and not stage.finished)
                or any(name not in stage.sent for name in step.sent)
            )
        case Wait():
            return False
