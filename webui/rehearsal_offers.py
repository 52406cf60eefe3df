"""What the rehearsals of a draft tell without being played: what each says, and where several wait at a task that only
another does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine import bpmn
from engine.catalogue.files import File
from engine.catalogue.rehearsal import Do, Rehearsal, read
from engine.catalogue.rehearsing import Report
from engine.errors import InvalidInput
from engine.terms import Finding
from webui.rehearsal_runs import rehearsals_in


@dataclass(frozen=True, slots=True)
class Offer:
    """Rehearsals wait at a task that they do not do. `waiting`: how many; `file`, `title` and `step`: of the rehearsal
    that does it, empty where none does."""

    task: str
    waiting: int
    file: str = ""
    title: str = ""
    step: int = 0


def offers(files: Sequence[File], report: Report | None, source: str = "") -> list[Offer]:
    """Of the last run of this state. `source`: only what this rehearsal does."""
    told = {name: found for name, content in rehearsals_in(files) if (found := reading(content, name)[0])}
    waiting: dict[str, list[str]] = {}
    for line in report.rehearsals if report is not None else ():
        for element in line.open:
            if line.file in told and not _steps(told[line.file], element):
                waiting.setdefault(element, []).append(line.file)
    if not waiting:
        return []
    passed = {line.file for line in report.rehearsals if line.passed} if report is not None else set()
    names = {e.id: e.label for _name, process in processes(files) for e in process.elements.values()}
    found = []
    for element, names_of in waiting.items():
        known = [name for name in sorted(told, key=lambda name: name not in passed) if _steps(told[name], element)]
        holder = next((name for name in known if source in ("", name)), "")
        task = names.get(element, element)
        if holder:
            step = _steps(told[holder], element)[0]
            found.append(Offer(task, len(names_of), holder, told[holder].name, step))
        elif not source:
            found.append(Offer(task, len(names_of)))
    return found


def _steps(rehearsal: Rehearsal, element: str) -> list[int]:
    """Where the task is done, counted from 1."""
    steps = enumerate(rehearsal.steps, start=1)
    return [n for n, step in steps if isinstance(step, Do) and step.element == element and not step.fails]


@lru_cache(512)
def reading(content: bytes, name: str) -> tuple[Rehearsal | None, tuple[Finding, ...]]:
    rehearsal, findings = read(content, name)
    return rehearsal, tuple(findings)


def processes(files: Sequence[File]) -> Iterator[tuple[str, bpmn.ProcessModel]]:
    """With the name of the file; what cannot be read is told by its check."""
    for name, content in files:
        if name.endswith(".bpmn"):
            try:
                yield from ((name, process) for process in bpmn.models(bpmn.read(content, file=name)))
            except InvalidInput:
                continue
