"""Rehearse files from the disk, in a child process with limits: each rehearsal passed or not, and what all together
have passed of every process, through calls and decisions. Touches no data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.catalogue import guard
from engine.catalogue.files import File
from engine.catalogue.findings import finding_of, unreadable
from engine.catalogue.guard import Step, described, played, rehearsed
from engine.catalogue.rehearsal import Coverage, Do, Parts, Passed, coverage, read
from engine.catalogue.rehearsal.acting import Act
from engine.catalogue.rehearsal.crossing import from_plain, packed_values
from engine.catalogue.rehearsal.home import rehearsals_of, wanted
from engine.catalogue.rehearsal.scene import Scene
from engine.catalogue.rehearsal.spreading import block_at
from engine.errors import InvalidInput
from engine.sentences import say
from engine.terms import Finding


@dataclass(frozen=True, slots=True)
class RehearsalLine:
    """`message`: what went otherwise, empty when it passed. `line`: of the file where that stands; `step`: its number
    from 1, 0 for the start, None when it could not begin; `open`: ids of the tasks that waited there instead."""

    name: str
    passed: bool
    message: str
    file: str
    line: int | None
    step: int | None = None
    open: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Spread:
    """What became of a rehearsal into which steps of another were to go. `content`: of its file now, None when that
    stays as it is; `steps`: names of the tasks that went in; `message`: why it still fails, empty when it passes."""

    file: str
    name: str
    content: bytes | None
    steps: tuple[str, ...]
    message: str


def spread_given(
    main: File, own: Sequence[File], rehearsals: Sequence[File], source: str, step: int, skip: Collection[str] = ()
) -> tuple[Spread, ...]:
    """Of such a package: a step of the rehearsal `source` (its number, from 1) goes into each other one that waits
    where it is to be done; steps at tasks that `source` alone does go with it. `skip`: files that are known to pass.
    Raises InvalidInput when no task is done at that step."""
    found = {name: read(content, name)[0] for name, content in rehearsals}
    told = found.get(source)
    if told is None or block_at(told, step) is None:
        raise InvalidInput(
            "rehearsal.step", say("In diesem Schritt wird keine Aufgabe erledigt. Laden Sie die Seite neu.")
        )
    elsewhere = {s.element for name, r in found.items() if r and name != source for s in r.steps if isinstance(s, Do)}
    wanted = told.steps[step - 1]
    done = [(n, s) for n, s in enumerate(told.steps, start=1) if isinstance(s, Do) and n != step]
    again = [n for n, s in done if isinstance(wanted, Do) and s.element == wanted.element]
    fresh = [n for n, s in done if s.element not in elsewhere and n not in again]
    others = [file for file in rehearsals if file[0] != source and file[0] not in skip]
    answers = guard.spread(main, own, others, (source, dict(rehearsals)[source]), [step, *again, *fresh])
    return tuple(
        Spread(name, raw["name"], raw["text"] and raw["text"].encode("utf-8"), tuple(raw["steps"]), raw["message"])
        for (name, _), raw in zip(others, answers, strict=True)
    )


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
    return RehearsalLine(*told, tuple(answer.get("open", ())))


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
