"""Rehearse files from the disk, in a child process with limits: each rehearsal passed or not, and what all together
have passed of every process, through calls and decisions. Touches no data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.catalogue import guard
from engine.catalogue.files import File
from engine.catalogue.findings import finding_of, unreadable
from engine.catalogue.guard import Step, described, played, rehearsed
from engine.catalogue.rehearsal import Coverage, Parts, Passed, coverage
from engine.catalogue.rehearsal.acting import Act
from engine.catalogue.rehearsal.crossing import from_plain, packed_values
from engine.catalogue.rehearsal.home import rehearsals_of, wanted
from engine.catalogue.rehearsal.scene import Scene
from engine.sentences import say
from engine.terms import Finding


@dataclass(frozen=True, slots=True)
class RehearsalLine:
    """`message`: what went otherwise, empty when it passed. `line`: of the file where that stands; `step`: its number
    from 1, 0 for the start, None when it could not begin."""

    name: str
    passed: bool
    message: str
    file: str
    line: int | None
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """`own`: ids of the processes that the given process files hold themselves; the others are called."""

    rehearsals: tuple[RehearsalLine, ...]
    coverage: tuple[Coverage, ...]
    findings: tuple[Finding, ...]
    own: frozenset[str] = frozenset()

    @property
    def passed(self) -> bool:
        return not self.findings and all(line.passed for line in self.rehearsals)


def rehearse_files(paths: Iterable[Path], begun: Callable[[int], Step | None] = lambda count: None) -> Report:
    """Rehearsal files, process files with their rehearsals and those of what they call, or folders. `begun` hears how
    many rehearsals there are, and gives what is told the name of each that is done."""
    found, whole, lost = wanted(paths)
    findings = [*map(_lost, lost), *_taken_out(found)]
    parts: dict[Path, list[Parts]] = {}
    own: dict[Path, set[str]] = {}
    for process, answer in zip(list(found), described(list(found)), strict=True):
        findings += [finding_of(raw) for raw in answer["findings"]]
        parts[process] = [Parts.from_json(raw) for raw in answer["parts"]]
        own[process] = set(answer["own"])
        if process in whole and not answer["findings"]:
            _add_called(found, [Path(called) for called in answer["calls"]])
    jobs = [(story, process) for process, stories in found.items() for story in stories]
    passed: dict[Path, Passed] = {process: Passed() for process in found}
    lines = []
    for (story, process), answer in zip(jobs, played(jobs, begun(len(jobs))), strict=True):
        lines.append(_line(story, answer))
        passed[process].merge(Passed.from_json(answer.get("covered", {})))
    return Report(
        tuple(lines),
        tuple(_covered(parts, own, passed)),
        tuple(dict.fromkeys(findings)),
        frozenset().union(*own.values()),
    )


def rehearse_files_given(
    main: File, own: Sequence[File], rehearsals: Sequence[File], folders: Sequence[Path] = (), step: Step | None = None
) -> Report:
    """Of a package that lies on no disk, a draft: its process file, its forms, decisions and called processes, and its
    rehearsals. What it takes from the library is found there; how much of that was passed is told, too."""
    described, answers = rehearsed(main, own, rehearsals, folders, step)
    findings = tuple(finding_of(raw) for raw in described["findings"])
    passed = Passed()
    for answer in answers:
        passed.merge(Passed.from_json(answer.get("covered", {})))
    lines = tuple(_line(Path(name), answer) for (name, _), answer in zip(rehearsals, answers, strict=False))
    covered = coverage((Parts.from_json(raw) for raw in described["parts"]), passed)
    return Report(lines, covered, findings, frozenset(described["own"]))


def stage_crew() -> guard.Standby:
    """Who plays one act after the other waits less with it."""
    return guard.Standby("engine.catalogue.rehearsal.acting")


def staged_given(
    main: File,
    own: Sequence[File],
    rehearsal: File,
    act: Act | None = None,
    folders: Sequence[Path] = (),
    standby: guard.Standby | None = None,
) -> Scene:
    """Where a rehearsal of such a package has come to, after one act more; `values` of the act are FEEL values.
    `standby`: for whoever asks again and again."""
    if act is not None and "values" in act:
        act = {**act, "values": packed_values(act["values"])}
    answer = guard.staged(main, own, rehearsal, act, folders, standby)
    if isinstance(answer, list):
        text = rehearsal[1].decode("utf-8", "replace")
        return Scene(text, rehearsal[0], findings=tuple(finding_of(raw) for raw in answer))
    found: Scene = from_plain(answer)
    return found


def _covered(
    parts: Mapping[Path, list[Parts]], own: Mapping[Path, set[str]], passed: Mapping[Path, Passed]
) -> Iterator[Coverage]:
    """Rehearsals of all files count for a process that they call; but two files may name their processes alike, as
    clones do: then each has its own."""
    bearers = Counter(process for ids in own.values() for process in ids)
    everything = Passed()
    for each in passed.values():
        everything.merge(each)
    told: set[str] = set()
    for file, found in parts.items():
        for part in found:
            mine = part.process in own[file]
            if bearers[part.process] > 1 and mine:
                yield replace(coverage([part], passed[file])[0], process=f"{part.process} ({file.name})")
            elif part.process not in told and (mine or not bearers[part.process]):
                told.add(part.process)
                yield coverage([part], everything)[0]


def _taken_out(found: dict[Path, list[Path]]) -> Iterator[Finding]:
    """What cannot be read is no more part of it."""
    for process in list(found):
        for path in (process, *found[process]):
            try:
                with path.open("rb"):
                    continue
            except OSError as error:
                yield unreadable(path, error.strerror or say("nicht lesbar"))
            if path == process:
                del found[process]
                break
            found[process].remove(path)


def _add_called(found: dict[Path, list[Path]], called: list[Path]) -> None:
    known = {path.absolute() for path in found}
    for path in called:
        if path.absolute() not in known and (stories := rehearsals_of(path)):
            found[path] = list(stories)
            known.add(path.absolute())


def _line(story: Path, answer: dict[str, Any]) -> RehearsalLine:
    told = (answer["name"], answer["passed"], answer["message"], str(story), answer["line"], answer.get("step"))
    return RehearsalLine(*told)


def _lost(path: Path) -> Finding:
    if path.exists():
        return Finding(
            "rehearsal.home",
            say("Zu dieser Datei gibt es nichts zu proben."),
            file=str(path),
            hint=say(
                "Erwartet wird eine .bpmn, ein Ordner, oder eine .rehearsal.yaml im Ordner ihres "
                "Prozesses: hamm/….rehearsal.yaml neben hamm.bpmn."
            ),
        )
    return unreadable(path, say("gibt es nicht"))
