"""Rehearse files from the disk, in a child process with limits: each rehearsal passed or not, and what all together
have passed of every process, through calls and decisions. Touches no data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.catalogue.findings import finding_of
from engine.catalogue.guard import Step, described, played
from engine.catalogue.rehearsal import Coverage, Parts, Passed, coverage
from engine.catalogue.rehearsal.home import rehearsals_of, wanted
from engine.terms import Finding


@dataclass(frozen=True, slots=True)
class RehearsalLine:
    """`message`: what went otherwise, empty when it passed. `line`: of the file where that stands."""

    name: str
    passed: bool
    message: str
    file: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Report:
    rehearsals: tuple[RehearsalLine, ...]
    coverage: tuple[Coverage, ...]
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        return not self.findings and all(line.passed for line in self.rehearsals)


def rehearse_files(paths: Iterable[Path], begun: Callable[[int], Step | None] = lambda count: None) -> Report:
    """Rehearsal files, process files with their rehearsals and those of what they call, or folders. `begun` hears how
    many rehearsals there are, and gives what is told the name of each that is done."""
    found, whole, lost = wanted(paths)
    findings = [_lost(path) for path in lost]
    parts: list[Parts] = []
    for process, answer in zip(list(found), described(list(found)), strict=True):
        findings += [finding_of(raw) for raw in answer["findings"]]
        parts += [Parts.from_json(raw) for raw in answer["parts"]]
        if process in whole and not answer["findings"]:
            _add_called(found, [Path(called) for called in answer["calls"]])
    jobs = [(story, process) for process, stories in found.items() for story in stories]
    passed, lines = Passed(), []
    for (story, _), answer in zip(jobs, played(jobs, begun(len(jobs))), strict=True):
        lines.append(_line(story, answer))
        passed.merge(Passed.from_json(answer.get("covered", {})))
    return Report(tuple(lines), coverage(parts, passed), tuple(dict.fromkeys(findings)))


def _add_called(found: dict[Path, list[Path]], called: list[Path]) -> None:
    known = {path.absolute() for path in found}
    for path in called:
        if path.absolute() not in known and (stories := rehearsals_of(path)):
            found[path] = list(stories)
            known.add(path.absolute())


def _line(story: Path, answer: dict[str, Any]) -> RehearsalLine:
    return RehearsalLine(answer["name"], answer["passed"], answer["message"], str(story), answer["line"])


def _lost(path: Path) -> Finding:
    if path.exists():
        return Finding(
            "rehearsal.home",
            "Zu dieser Datei gibt es nichts zu proben.",
            file=str(path),
            hint="Erwartet wird eine .bpmn, ein Ordner, oder eine .rehearsal.yaml im Ordner ihres Prozesses: "
            "hamm/….rehearsal.yaml neben hamm.bpmn.",
        )
    return Finding(
        "file.unreadable", "Die Datei ist nicht lesbar: gibt es nicht.", file=str(path), hint="Prüfen Sie den Pfad."
    )
